package svg_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/svg"
)

func TestSVG(t *testing.T) {
	for name, c := range map[string]struct{ in, want, text string }{
		"plain": {`<svg width="10" height="5"><title>T</title><text>a<tspan>b</tspan></text></svg>`,
			`<title>T</title><text>a<tspan>b</tspan></text>`, "T\na\nb"},
		"script":         {`<svg><script>alert(1)</script><g/></svg>`, `<g></g>`, ""},
		"handler":        {`<svg onload="x()"><g onclick="x()" fill="red"/></svg>`, `<g fill="red"></g>`, ""},
		"foreign":        {`<svg><foreignObject><p>x</p></foreignObject><g/></svg>`, `<foreignObject></foreignObject><g></g>`, ""},
		"animated link":  {`<svg><a href="#"><animate attributeName="href" to="javascript:x()"/><g/></a></svg>`, `<a><g></g></a>`, ""},
		"outer picture":  {`<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="https://x.example/a.png"/><use href="other.svg#a"/><use xlink:href="#b"/></svg>`, `<image></image><use></use><use xlink:href="#b"></use>`, ""},
		"inner picture":  {`<svg><image href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="/><image href="data:image/svg+xml;base64,AAAA"/></svg>`, `<image href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="></image><image></image>`, ""},
		"paint":          {`<svg><rect fill="url(#g)"/><rect fill="url(https://x.example/g)" style="fill: URL( 'http://x' )"/></svg>`, `<rect fill="url(#g)"></rect><rect fill="none" style="fill:none"></rect>`, ""},
		"style":          {`<svg><style>/* c */ .a{fill:red}</style></svg>`, `<style>.a{fill:red}</style>`, ""},
		"import":         {`<svg><style>@import "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"cut import":     {`<svg><style>@imp<!-- -->ort "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"escaped import": {`<svg><style>@\69mport "https://x.example/a.css";</style></svg>`, `<style></style>`, ""},
		"editor":         {`<svg xmlns:i="http://www.inkscape.org/namespaces/inkscape"><i:grid/><g i:label="x"/><metadata>m</metadata></svg>`, `<g></g>`, ""},
		"entity":         {`<!DOCTYPE svg [<!ENTITY ns "urn:x">]><svg><g id="&ns;"/></svg>`, `<g id="urn:x"></g>`, ""},
		"prefix":         {`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`, `<g></g>`, ""},
		"base":           {`<svg xml:base="https://x.example/"><g xml:space="preserve"/></svg>`, `<g xml:space="preserve"></g>`, ""},
	} {
		in := c.in
		if !strings.Contains(in, "s:svg") {
			in = strings.Replace(in, "<svg", `<svg xmlns="http://www.w3.org/2000/svg"`, 1)
		}
		p, err := svg.Make("a.svg", []byte(in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out := string(p.Sizes[0].Data)
		importertest.CheckSVG(t, p.Sizes[0].Data)
		inner := strings.TrimSuffix(out[strings.Index(out, ">")+1:], "</svg>")
		if inner != c.want || p.Text != c.text {
			t.Errorf("%s: %s %q", name, out, p.Text)
		}
	}
}

func TestSVGBombs(t *testing.T) {
	for _, in := range []string{
		`<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>`,
		`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 10_000) + strings.Repeat("</g>", 10_000) + `</svg>`,
	} {
		if _, err := svg.Make("a.svg", []byte(in)); err == nil {
			t.Errorf("%.80s was taken", in)
		}
	}
}

func TestSVGSize(t *testing.T) {
	for attrs, want := range map[string]string{
		`width="10" height="20"`:                 "10 20",
		`width="1in" height="2in"`:               "96 192",
		`viewBox="0 0 300 150"`:                  "300 150",
		`viewBox="0,0,300,150" width="100"`:      "100 50",
		`viewBox="0 0 300 150" height="75px"`:    "150 75",
		`width="100%" viewBox="0 0 40 30"`:       "40 30",
		``:                                       "0 0",
		`width="1e9" height="1e9"`:               "0 0",
		`width="999999999" height="99999999999"`: "0 0",
	} {
		p, err := svg.Make("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" `+attrs+`/>`))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(p.Width, p.Height); got != want {
			t.Errorf("%s: %s, want %s", attrs, got, want)
		}
	}
}

// TestAbbreviatedBomb: an SVG whose abbreviations stand for far more than it
// weighs is refused before it is in memory.
func TestAbbreviatedBomb(t *testing.T) {
	bomb := `<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("'", 250) + `">]><svg xmlns="http://www.w3.org/2000/svg"><text>` +
		strings.Repeat("&a;", 100_000) + `</text></svg>`
	if _, err := svg.Make("bomb.svg", []byte(bomb)); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a bomb of %d kB: %v", len(bomb)>>10, err)
	}
	small := strings.Replace(bomb, strings.Repeat("&a;", 100_000), "&a;", 1)
	if _, err := svg.Make("small.svg", []byte(small)); err != nil {
		t.Errorf("one abbreviation: %v", err)
	}
}

func FuzzSVG(f *testing.F) {
	for _, s := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" width="1in"><title>t</title></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><a x:href="javascript:1"><image x:href="data:image/png;base64,AA=="/></a></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[a{fill:url(#x)}]]></style><script>1</script></svg>`,
		`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" onload="&a;"><text>&a;&#0;</text></svg>`,
		`<?xml version="1.0" encoding="latin1"?><svg/>`,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" preserveAspectRatio="xMidYMid slice"><style>@media print{.a,g>b:is(.c){mask:url(#m);--x:url("#m")}}</style><mask id="m"><path d="M0 0a1 1 0 01.5.5z" class="a" marker-mid="url(#k)"/></mask><marker id="k"><use href="#r"/></marker><rect id="r" stroke-dasharray="1 2%" transform="rotate(9)skewX(3)"/></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><filter id="f" width="2"><feMerge><feMergeNode in="a"/></feMerge><feImage href="#t"/></filter><text id="t" x="1 2" style="font:2em/3 a;filter:blur(2px)"><tspan dy="1e9">x</tspan></text><pattern id="p" href="#q" width="10%"/><pattern id="q"/><g fill="url(#p)"><circle r="1" filter="url(#f)"/></g></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><style>@import 'a';@namespace a url(http://www.w3.org/2000/svg);.a\:b,#\31 2{fill:u\72l(x);b:"c\"d'\A"}/*c*/@media x{a{b:'\''}}@font-face{src:local(a),url(b)}</style><rect style="font:'a\,b';fill:url( #c "/></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><switch><a/><foreignObject style="a:b"><body xmlns="http://www.w3.org/1999/xhtml" style="c:url(d);e:'\''">f<x><hr/>g</x><a href="h"/></body></foreignObject><g systemLanguage="de"/></switch></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(a) red" style="stroke:url('b')!important;c:d"/><style>a{fill:url(x)/**/blue}</style></svg>`,
		`<svg xmlns="http://www.w3.org/2000/svg"><style>""#\9{a:b}</style></svg>`, // a tab in a name
		`<svg xmlns="http://www.w3.org/2000/svg"><image href=" DATA:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"/></svg>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := svg.Make("a.svg", data)
		if err != nil {
			return // raster makes a sentence of it
		}
		importertest.CheckSVG(t, p.Sizes[0].Data)
		again, err := svg.Make("a.svg", p.Sizes[0].Data)
		if err != nil || !bytes.Equal(again.Sizes[0].Data, p.Sizes[0].Data) {
			t.Errorf("cleaned twice: %v\n%s", err, p.Sizes[0].Data)
		}
	})
}
