package svg_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode/utf32"

	"lectern/app/importer/importertest"
	"lectern/app/importer/svg"
)

// TestCharsets: a drawing may be in any charset that it declares, and says none in the
// end.
func TestCharsets(t *testing.T) {
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><text>`
	text := func(declaration, words string) string { return declaration + drawing + words + `</text></svg>` }
	utf16Of := func(s string, order binary.AppendByteOrder, bom bool) string {
		var b []byte
		if bom {
			s = "\ufeff" + s
		}
		for _, v := range utf16.Encode([]rune(s)) {
			b = order.AppendUint16(b, v)
		}
		return string(b)
	}
	encoded := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	latin1 := `<?xml version="1.0" encoding="iso-8859-1"?>`
	for name, c := range map[string]struct{ data, want string }{
		"UTF-8":                  {text(`<?xml version="1.0" encoding="UTF-8"?>`, "Größe"), "Größe"},
		"a mark before":          {"\xef\xbb\xbf" + text("", "Größe"), "Größe"},
		"Latin-1":                {encoded(charmap.ISO8859_1.NewEncoder(), text(latin1, "Größe £")), "Größe £"},
		"Latin-1 by apostrophes": {encoded(charmap.ISO8859_1.NewEncoder(), text(`<?xml version='1.0' standalone='no' encoding='latin1' ?>`+"\n<!-- é -->", "Größe")), "Größe"},
		"Windows":                {encoded(charmap.Windows1251.NewEncoder(), text(`<?xml version="1.0" encoding="windows-1251"?>`, "Размер")), "Размер"},
		"DOS":                    {encoded(charmap.CodePage437.NewEncoder(), text(`<?xml version="1.0" encoding="IBM437"?>`, "Größe")), "Größe"},
		"Japanese":               {encoded(japanese.ShiftJIS.NewEncoder(), text(`<?xml version="1.0" encoding="Shift_JIS"?>`, "大きさ")), "大きさ"},
		"UTF-16":                 {utf16Of(text(`<?xml version="1.0" encoding="UTF-16"?>`, "Größe 大"), binary.LittleEndian, true), "Größe 大"},
		"UTF-16, the other way":  {utf16Of(text(`<?xml version="1.0" encoding="UTF-16"?>`, "Größe 大"), binary.BigEndian, true), "Größe 大"},
		"UTF-16, not marked":     {utf16Of(text("", "Größe 大"), binary.LittleEndian, false), "Größe 大"},
		"UTF-32":                 {encoded(utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewEncoder(), text(`<?xml version="1.0" encoding="UTF-32"?>`, "Größe 大")), "Größe 大"},
		"UTF-32, not marked":     {encoded(utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewEncoder(), text("", "Größe 大")), "Größe 大"},
		"EBCDIC":                 {encoded(charmap.CodePage037.NewEncoder(), text(`<?xml version="1.0" encoding="IBM037"?>`, "Größe")), "Größe"},
		"UTF-16 that is none":    {text(`<?xml version="1.0" encoding="UTF-16"?>`, "Größe"), "Größe"},
		"an unknown one":         {text(`<?xml version="1.0" encoding="x-own"?>`, "Größe"), "Größe"},
		"XML 1.1":                {text(`<?xml version="1.1"?>`, "Größe"), "Größe"},
		"none said":              {encoded(charmap.ISO8859_1.NewEncoder(), text("", "Größe")), "Größe"},
		"one broken letter":      {text(`<?xml version="1.0" encoding="UTF-8"?>`, "a") + "<!-- \xff -->", "a"},
	} {
		if !svg.Is([]byte(c.data)) {
			t.Errorf("%s: it is none", name)
		}
		made, err := svg.Make("a.svg", []byte(c.data))
		if err != nil || made.Text != c.want || bytes.Contains(made.Sizes[0].Data, []byte("<?xml")) {
			t.Errorf("%s: %q, %v", name, made.Text, err)
		}
	}
}

// TestStyleSheets: of a style sheet only what fetches goes, and it is named.
func TestStyleSheets(t *testing.T) {
	fetches := func(what string) string {
		return "a.svg fetches what is not in the file (" + what + "), which is left out."
	}
	font := func(what string) string {
		return "a.svg brings fonts of its own (" + what + "), which are left out: its words are in a font of the computer that shows it."
	}
	for in, c := range map[string]struct{ want, remark string }{
		`@import url("https://x.example/a.css?b=c;d");.a{fill:red}`:                    {`.a{fill:red}`, fetches("https://x.example/a.css?b=c;d")},
		`@\69mport 'https://x.example/a.css' print;.a{fill:red}`:                       {`.a{fill:red}`, fetches("https://x.example/a.css")},
		`@im/**/port "x.css"; .a{fill:red}`:                                            {`@im port "x.css";.a{fill:red}`, ""},
		`@font-face{font-family:"Hand";src:url(data:font/woff2;base64,AA==)}.a{top:0}`: {`.a{top:0}`, font("Hand")},
		`@font-face{font-family:H;src:local("Arial"),url(x.woff)}.a{top:0}`:            {`@font-face{font-family:H;src:local("Arial")}.a{top:0}`, ""},
		`/* c */ .a { fill : red ; stroke:blue }`:                                      {`.a{fill : red;stroke:blue}`, ""},
		`.a{fill:red;background:url(https://x.example/p);stroke:blue}`:                 {`.a{fill:red;stroke:blue}`, fetches("https://x.example/p")},
		`.a{fill:u\72l(//x.example/p)}.b{fill:url( #g )}`:                              {`.a{fill:none}.b{fill:url("#g")}`, fetches("//x.example/p")},
		`.a{fill:url(/**/#g)}.b{top:0}`:                                                {`.a{fill:none}.b{top:0}`, fetches("/**/#g")},
		`.a{font-family:"Segoe UI\,Arial";content:"\"x\'"}`:                            {`.a{font-family:"Segoe UI,Arial";content:'"x'}`, ""},
		`.a{color:red;b:image-set("x.png" 1x)}`:                                        {`.a{color:red}`, ""},
		`.md\:a{top:0}.\32xl,#\31 23 g{top:1px}`:                                       {`[class~="md:a"]{top:0}[class~="2xl"],[id="123"] g{top:1px}`, ""},
		`<!-- .a{top:0} -->`:                                                           {`.a{top:0}`, ""},
		`@media (min-width:1px){.a{fill:url(x)}.b{top:0}}@charset "x";`:                {`@media (min-width:1px){.a{fill:none}.b{top:0}}`, fetches("x")},
		`@namespace svg url(http://www.w3.org/2000/svg);svg|a{top:0}`:                  {`@namespace svg "http://www.w3.org/2000/svg";svg|a{top:0}`, ""},
		`.a)b{top:0}.c{top:0}`:                                                         {`.c{top:0}`, ""},
		`.a{top:0}.b{fill:rgb(1,2,3`:                                                   {`.a{top:0}.b{fill:rgb(1,2,3)}`, ""},
		`.a{top:"x` + "\n" + `;left:0}`:                                                {`.a{top:"x";left:0}`, ""},
		`.a{&:hover{filter:url(x)}top:0;g{left:0}right:0}`:                             {`.a{top:0;g{left:0}right:0}`, fetches("x")},
		`.a{grid-template-columns:repeat(99999,1px);float:left;COLUMNS:9;top:0}`:       {`.a{top:0}`, ""},
		`.a{fill:red;fill:url(x.svg#g) rgb(1,2,3);stroke:URL("y")!important}`:          {`.a{fill:red;fill:rgb(1,2,3);stroke:none !important}`, fetches("x.svg#g, y")},
		`.a{fill:red;behavior:url(#x)}`:                                                {`.a{fill:red}`, ""},
		`.a{x:expression(alert(1))} .b{-moz-binding:url("#x")} .c{x:"javascript:1"}`:   {``, ""},
	} {
		made, err := svg.Make("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[`+in+`]]></style></svg>`))
		if err != nil {
			t.Fatal(err)
		}
		_, out, _ := strings.Cut(string(made.Sizes[0].Data), "<style>")
		out = strings.TrimSuffix(out, "</style></svg>")
		out = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&#xA;", "\n").Replace(out)
		if out != c.want || made.Remark != c.remark {
			t.Errorf("%s\nis   %s\nwant %s\n%s", in, out, c.want, made.Remark)
		}
		importertest.CheckSVG(t, made.Sizes[0].Data)
	}
}

// TestLabels: HTML in a foreignObject keeps its words and what gives them their place,
// and nothing that runs or fetches. A switch is one of its children.
func TestLabels(t *testing.T) {
	const html = `xmlns="http://www.w3.org/1999/xhtml"`
	for in, c := range map[string]struct{ want, text string }{
		`<foreignObject width="9"><div ` + html + ` style="display:flex;color:rgb(1,2,3)">Order <b>placed</b><br/>now</div></foreignObject>`: {
			`<foreignObject width="9"><div xmlns="http://www.w3.org/1999/xhtml" style="display:flex;color:rgb(1,2,3)">Order <b>placed</b><br></br>now</div></foreignObject>`, "Order placed\nnow"},
		`<foreignObject><div ` + html + ` onclick="x()" id="a" style="background:url(//x.example);top:0"><script>1</script><a href="javascript:1">go</a><iframe src="x">y</iframe></div></foreignObject>`: {
			`<foreignObject><div xmlns="http://www.w3.org/1999/xhtml" id="a" style="top:0"><span>go</span></div></foreignObject>`, "go"},
		`<foreignObject><body ` + html + `><x-own>words</x-own><style>*{top:0}</style><svg xmlns="http://www.w3.org/2000/svg"><text>no</text></svg></body></foreignObject>`: {
			`<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">words</div></foreignObject>`, "words"},
		`<foreignObject><x-own ` + html + `><i>a</i><i>b</i></x-own></foreignObject>`: {
			`<foreignObject><i xmlns="http://www.w3.org/1999/xhtml">a</i><i xmlns="http://www.w3.org/1999/xhtml">b</i></foreignObject>`, "ab"},
		`<div ` + html + `>x</div><g/>`: {`<g></g>`, ""},
		`<foreignObject><table ` + html + `><tr><td colspan="2" rowspan="65534">x</td></tr></table></foreignObject>`: {
			`<foreignObject><table xmlns="http://www.w3.org/1999/xhtml"><tr><td colspan="2">x</td></tr></table></foreignObject>`, "x"},
		`<switch><foreignObject requiredFeatures="x"><p ` + html + `>yes</p></foreignObject><text>no</text></switch>`: {
			`<switch><foreignObject requiredFeatures="x"><p xmlns="http://www.w3.org/1999/xhtml">yes</p></foreignObject></switch>`, "yes"},
		`<switch><g requiredFeatures="x"/><a href="https://x.example" transform="scale(2)"><text>Text is not SVG</text></a></switch>`: {
			`<switch><g requiredFeatures="x"></g></switch>`, ""},
		`<switch><text requiredExtensions="http://x.example">no</text><text requiredExtensions="">no</text><text>yes</text></switch>`: {`<switch><text>yes</text></switch>`, "yes"},
		`<switch><i:x xmlns:i="urn:i"/><text systemLanguage="de">ja</text><text systemLanguage="fr">oui</text><text>yes</text><text>no</text></switch><text>b</text>`: {
			`<switch><text systemLanguage="de">ja</text><text systemLanguage="fr">oui</text><text>yes</text></switch><text>b</text>`, "yes\nb"},
		`<switch><text systemLanguage="de">ja</text><text systemLanguage="fr">oui</text></switch>`: {
			`<switch><text systemLanguage="de">ja</text><text systemLanguage="fr">oui</text></switch>`, "ja"},
		`<a transform="scale(2)" href="https://x.example" target="_blank"><text>a<a>b</a></text></a>`: {`<a transform="scale(2)"><text>a<a>b</a></text></a>`, "a\nb"},
	} {
		made, err := svg.Make("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg">`+in+`</svg>`))
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		out := string(made.Sizes[0].Data)
		out = strings.TrimSuffix(out[strings.Index(out, ">")+1:], "</svg>")
		if out != c.want || made.Text != c.text {
			t.Errorf("%s\nis   %s %q\nwant %s %q", in, out, made.Text, c.want, c.text)
		}
		importertest.CheckSVG(t, made.Sizes[0].Data)
	}
}

// TestProgramsLabels: what programs write of labels is all there.
func TestProgramsLabels(t *testing.T) {
	for file, want := range map[string]string{
		"drawio.svg": "Database cluster", "mermaid.svg": "",
	} {
		data, err := os.ReadFile(filepath.Join("testdata/ordinary", file))
		if err != nil {
			t.Fatal(err)
		}
		made, err := svg.Make(file, data)
		t.Log(file, made.Text, made.Remark)
		if err != nil || !strings.Contains(made.Text, want) || strings.Contains(made.Text, "not SVG") {
			t.Errorf("%s: %q %v", file, made.Text, err)
		}
	}
}

// TestDrawingsInside: a drawing inside one is cleaned as the one around it is, and
// weighs with it.
func TestDrawingsInside(t *testing.T) {
	inside := func(s string) string {
		return `<image width="9" height="9" href="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString([]byte(s)) + `"/>`
	}
	drawing := func(body string) string { return `<svg xmlns="http://www.w3.org/2000/svg">` + body + `</svg>` }
	made, err := svg.Make("a.svg", []byte(drawing(inside(drawing(`<script>1</script><text onclick="1">words</text><image href="x.png"/>`)))))
	if err != nil || made.Text != "words" || made.Remark != "a.svg fetches what is not in the file (x.png), which is left out." {
		t.Errorf("%+v %v", made, err)
	}
	_, address, _ := strings.Cut(string(made.Sizes[0].Data), "base64,")
	address, _, _ = strings.Cut(address, `"`)
	inner, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(address, "&#43;", "+"))
	if err != nil || strings.Contains(string(inner), "script") || strings.Contains(string(inner), "click") || !strings.Contains(string(inner), "words") {
		t.Errorf("%s %v", inner, err)
	}
	deep := `<g/>`
	for range 5 {
		deep = inside(drawing(deep))
	}
	if made, err = svg.Make("a.svg", []byte(drawing(deep))); err != nil || made.Remark == "" {
		t.Errorf("%v %q", err, made.Remark)
	}
	heavy := inside(drawing(strings.Repeat("<g/>", 2000)))
	if _, err = svg.Make("a.svg", []byte(drawing(`<g id="a">`+heavy+`</g>`+strings.Repeat(`<use href="#a"/>`, 60)))); err == nil {
		t.Error("copies of a heavy drawing were taken")
	}
	odd, err := os.ReadFile("../raster/jpeg/testdata/1x4.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if made, err = svg.Make("a.svg", []byte(drawing(`<image href="data:image/jpg;base64,`+base64.StdEncoding.EncodeToString(odd)+`"/>`))); err != nil || made.Remark != "" {
		t.Errorf("%v %q", err, made.Remark)
	}
	percent := `<image href="data:image/svg+xml;charset=utf-8,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Ctitle%3Et%3C/title%3E%3C/svg%3E"/>`
	if made, err = svg.Make("a.svg", []byte(drawing(percent))); err != nil || made.Text != "t" {
		t.Errorf("%q %v", made.Text, err)
	}
}
