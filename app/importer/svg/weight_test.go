package svg_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/app/fault"
	"lectern/app/importer/svg"
)

const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1600 900">`

const all = `<rect width="1600" height="900"/>`

// nest makes references that lead to ten others each, deep times: first is what
// draws, and wrap makes an element of an id of what draws ten of the one before.
func nest(first string, deep int, wrap func(id, ten string) string, ref func(id string) string) string {
	var b strings.Builder
	b.WriteString(wrap("i0", first))
	for i := 1; i <= deep; i++ {
		b.WriteString(wrap(fmt.Sprint("i", i), strings.Repeat(ref(fmt.Sprint("i", i-1)), 10)))
	}
	return b.String() + ref(fmt.Sprint("i", deep))
}

func zigzag(points int) string {
	var b strings.Builder
	for i := range points {
		fmt.Fprintf(&b, "L%d %d", i%1600, i%2)
	}
	return `<path fill="none" d="M0 0` + b.String() + `"/>`
}

// TestTooMuchToDraw: what a small file multiplies to is counted, by whatever means
// it does so, and refused in a sentence.
func TestTooMuchToDraw(t *testing.T) {
	in := func(name string) func(id, ten string) string {
		return func(id, ten string) string { return "<" + name + ` id="` + id + `">` + ten + "</" + name + ">" }
	}
	pattern := func(id, ten string) string {
		return `<pattern id="` + id + `" width=".5" height=".5">` + ten + `</pattern>`
	}
	use := func(id string) string { return `<use href="#` + id + `"/>` }
	by := func(property string) func(id string) string {
		return func(id string) string {
			return `<rect width="9" height="9" ` + property + `="url(#` + id + `)"/>`
		}
	}
	small := `<rect width="1" height="1"/>`
	marker := `<marker id="m">` + strings.Repeat(small, 50) + `</marker>`
	costly := `<filter id="f"><feTurbulence numOctaves="8"/></filter>`
	doubling := `<filter id="f"><feFlood result="r0"/>`
	for i := range 20 {
		doubling += fmt.Sprintf(`<feBlend in="r%d" in2="r%d" result="r%d"/>`, i, i, i+1)
	}
	doubling += `</filter>`
	thousand := strings.Repeat(all, 1000)
	style := func(css string) string { return "<style>" + css + "</style>" }
	chain := func(element string) string {
		var b strings.Builder
		for i := range 99 {
			fmt.Fprintf(&b, `<%s id="c%d" href="#c%d"/>`, element, i, i+1)
		}
		return b.String() + `<rect fill="url(#c0)" width="1" height="1"/>`
	}
	positions := `<text x="` + strings.Repeat("1 ", 60_000) + `">` + strings.Repeat("a", 60_000) + `</text>`
	many := strings.Repeat("<g/>", 100_001)
	if os.Getenv("LECTERN_TEST_ALL") == "" {
		many = `<g id="a">` + strings.Repeat("<g/>", 1001) + `</g>` + strings.Repeat(use("a"), 100) // as many with the copies
	}
	for name, body := range map[string]string{
		"use":                   nest(small, 9, in("g"), use),
		"use of symbols":        nest(small, 9, in("symbol"), use),
		"use, xlink":            nest(small, 9, in("g"), func(id string) string { return `<use xlink:href="#` + id + `"/>` }),
		"use, written in codes": nest(small, 9, in("g"), func(id string) string { return `<use href="#%69` + id[1:] + `"/>` }),
		"use of switches":       nest(small, 9, in("g"), func(id string) string { return `<switch><a>` + use(id) + `</a></switch>` }),
		"patterns":              nest(small, 9, pattern, by("fill")),
		"patterns as strokes":   nest(small, 9, pattern, by("stroke")),
		"patterns in style":     nest(small, 9, pattern, func(id string) string { return `<circle r="1" style="fill:url('#` + id + `')"/>` }),
		"masks":                 nest(small, 9, in("mask"), by("mask")),
		"clips":                 nest(small, 9, in("clipPath"), by("clip-path")),
		"markers":               nest(small, 9, in("marker"), func(id string) string { return `<path d="M0 0h1h1" marker-mid="url(#` + id + `)"/>` }),
		"pictures in filters": nest(small, 9, func(id, ten string) string { return `<g id="` + id + `">` + ten + `</g>` },
			func(id string) string {
				return `<filter id="f` + id + `"><feImage href="#` + id + `"/></filter><rect width="9" height="9" filter="url(#f` + id + `)"/>`
			}),
		"markers of a path":                       marker + strings.Replace(zigzag(5000), "<path", `<path marker-mid="url(#m)"`, 1),
		"markers of a polyline":                   marker + `<polyline marker-mid="url(#m)" points="` + strings.Repeat("1 1 ", 5000) + `"/>`,
		"markers, inherited":                      marker + `<g marker-mid="url(#m)"><g>` + zigzag(5000) + `</g></g>`,
		"markers of copies":                       marker + `<defs><g id="p">` + zigzag(50) + `</g></defs><g style="marker:url(#m)">` + strings.Repeat(use("p"), 100) + `</g>`,
		"markers by element":                      style(`path{marker-mid:url(#m)}`) + marker + zigzag(5000),
		"markers by class":                        style(`svg .a.b:hover{marker:url("#m")}`) + marker + `<g class="b a">` + zigzag(5000) + `</g>`,
		"markers of all":                          style(`*{marker:url(#m)}`) + marker + zigzag(5000),
		"markers for some windows":                style(`@media (min-width:1px){@supports (fill:red){path{marker-mid:url(#m)}}}`) + marker + zigzag(5000),
		"markers, nested rules":                   style(`g{fill:red; &amp; path{marker-mid:url(#m)}}`) + marker + `<g>` + zigzag(5000) + `</g>`,
		"markers by a variable":                   style(`svg{--m:url(#m)} path{marker-mid:var(--m)}`) + marker + zigzag(5000),
		"markers in movement":                     style(`@keyframes k{to{marker-mid:url(#m)}}`) + marker + strings.Repeat(zigzag(50), 100),
		"markers in cdata":                        `<style><![CDATA[path{marker-mid:url(#m)}]]></style>` + marker + zigzag(5000),
		"a filter":                                costly + strings.Repeat(`<rect width="1600" height="900" filter="url(#f)"/>`, 20),
		"a filter by style sheet":                 style(`rect{filter:url(#f)}`) + costly + strings.Repeat(all, 20),
		"filters as functions":                    strings.Repeat(`<rect width="1600" height="900" style="filter:blur(50px)"/>`, 20),
		"filters by a variable":                   style(`svg{--x:blur(50px) blur(50px)} rect{filter:var(--x)}`) + strings.Repeat(`<rect width="1600" height="900"/>`, 20),
		"filters by a function":                   style(`@function --f(){result:blur(50px)} rect{filter: --f()}`) + strings.Repeat(`<rect width="1600" height="900"/>`, 20),
		"filters, inherited":                      style(`rect{filter:inherit}`) + `<g style="filter:blur(50px)">` + strings.Repeat(`<rect width="1600" height="900"/>`, 20) + `</g>`,
		"all inherited":                           style(`rect{all:inherit}`) + `<g style="filter:blur(50px)">` + strings.Repeat(`<rect width="1600" height="900"/>`, 20) + `</g>`,
		"masks, inherited":                        style(`g{mask:inherit}`) + `<mask id="m">` + all + `</mask><g mask="url(#m)">` + strings.Repeat(`<g>`+all+`</g>`, 500) + `</g>`,
		"masks of gradients":                      style(`rect{mask-image:repeating-radial-gradient(red .1px,#0009 .2px)}`) + strings.Repeat(`<rect width="1600" height="900"/>`, 400),
		"shadows of letters":                      style(`text{text-shadow:0 0 99px red`+strings.Repeat(`,0 0 99px red`, 99)+`}`) + `<text y="900" font-size="900">xxx</text>`,
		"shadows, inherited":                      `<g style="text-shadow:0 0 99px red">` + strings.Repeat(`<text y="900" font-size="900">x</text>`, 100) + `</g>`,
		"shadows by a variable":                   style(`svg{--s:0 0 9q,0 0 9q} text{text-shadow:0 0 red,var(--s)}`) + `<text y="900" font-size="900">xxx</text>`,
		"a filter that doubles":                   doubling + `<rect width="1600" height="900" filter="url(#f)"/>`,
		"a convolution":                           `<filter id="f"><feConvolveMatrix order="30"/></filter><rect width="1600" height="900" filter="url(#f)"/>`,
		"a filter's region":                       strings.Replace(costly, "<filter", `<filter filterUnits="userSpaceOnUse" x="0" y="0" width="1600" height="900"`, 1) + strings.Repeat(`<rect width="1" height="1" filter="url(#f)"/>`, 20),
		"a region of parts":                       strings.Replace(costly, "<filter", `<filter x="-999" y="-999" width="1999" height="1999"`, 1) + strings.Repeat(`<rect width="1" height="1" filter="url(#f)"/>`, 20),
		"masks of everything":                     `<mask id="m">` + all + `</mask>` + strings.Repeat(`<rect width="1600" height="900" mask="url(#m)"/>`, 500),
		"layers":                                  strings.Repeat(`<g opacity=".9">`+all+small+`</g>`, 1000),
		"layers by style sheet":                   style(`g{mix-blend-mode:multiply}`) + strings.Repeat(`<g>`+all+small+`</g>`, 1000),
		"one colour over another":                 thousand + thousand + thousand + thousand,
		"copies over each other":                  `<g id="a">` + strings.Repeat(all, 100) + `</g>` + strings.Repeat(use("a"), 100),
		"grown copies":                            `<g id="a">` + strings.Repeat(small, 100) + `</g>` + strings.Repeat(`<use href="#a" transform="scale(2000)"/>`, 100),
		"grown by style":                          `<style>rect{transform:scale(2000)}</style>` + strings.Repeat(small, 5000),
		"wide lines":                              `<g stroke="red" stroke-width="2000">` + strings.Repeat(`<path fill="none" d="M0 0h1600"/>`, 5000) + `</g>`,
		"large letters":                           `<text font-size="2000">` + strings.Repeat("M ", 5000) + `</text>`,
		"dashes":                                  `<path stroke-dasharray=".001" d="M0 0L1600 900"/>`,
		"dashes, inherited":                       `<g stroke-dasharray=".01,.02">` + strings.Repeat(`<path d="M0 0L1600 900"/>`, 10) + `</g>`,
		"dashes by style sheet":                   style(`.d{stroke-dasharray:.001px}`) + `<path class="d" d="M0 0L1600 900"/>`,
		"dashes by a variable":                    style(`svg{--d:.001} path{stroke-dasharray:var(--d)}`) + `<path d="M0 0L1600 900"/>`,
		"dashes on the screen":                    `<g transform="scale(1000000)"><path vector-effect="non-scaling-stroke" stroke-dasharray=".001" d="M0 0L.0016 .0009"/></g>`,
		"dashes around a circle":                  `<circle stroke-dasharray=".0001" r="100"/>`,
		"long edges":                              `<path d="M0 0` + strings.Repeat("L1600 900L0 0", 20_000) + `"/>`,
		"letters one by one":                      positions,
		"a chain of use":                          strings.Replace(chain("use"), `fill="url(#c0)" `, "", 1),
		"a chain of gradients":                    chain("linearGradient"),
		"a chain of patterns":                     chain("pattern"),
		"selectors":                               style(strings.Repeat(`g g g g g g g g g g rect,`, 999)+`g{fill:red}`) + strings.Repeat(small, 5000),
		"style sheets in copies":                  `<g id="a"><style>` + strings.Repeat(`.a{fill:red}`, 999) + `</style></g>` + strings.Repeat(use("a"), 1000),
		"grown as a whole":                        style(`svg{transform:scale(2000)}`) + strings.Repeat(small, 5000),
		"a filter that doubles what nobody named": `<filter id="f">` + strings.Repeat(`<feBlend in="x" in2="y"/>`, 20) + `</filter><rect width="1600" height="900" filter="url(#f)"/>`,
		"an outline, grown":                       `<filter id="f"><feMorphology operator="dilate" radius="1"/></filter><g transform="scale(300)"><rect width="5.3" height="3" filter="url(#f)"/></g>`,
		"dashes of a path that calls itself long": `<path pathLength="1e9" stroke-dasharray="1" d="M0 0h9"/>`,
		"paths by style sheet":                    style(`path{d:path("M0 0`+strings.Repeat("h1v1", 5000)+`")}`) + strings.Repeat(`<path/>`, 1000),
		"markers of such paths":                   style(`path{d:path("M0 0`+strings.Repeat("h1v1", 500)+`")}`) + marker + `<path marker-mid="url(#m)"/><path marker-mid="url(#m)"/><path marker-mid="url(#m)"/>`,
		"clips by style sheet":                    style(`rect{clip-path:polygon(`+strings.Repeat("1px 1px,", 9_000)+`1px 1px)}`) + strings.Repeat(small, 1500),
		"siblings":                                style(`.x~.x~rect{fill:red}`) + strings.Repeat(small, 1500),
		"searched attributes":                     style(strings.Repeat(`[d*="z1"],`, 4999)+`[d*="z2"]{fill:red}`) + `<g data-d="` + strings.Repeat("h.1", 400_000) + `"/>`,
		"a function's result":                     style(`@function --f(){result:url(#m)} path{marker-mid:--f()}`) + marker + zigzag(5000),
		"what draws itself":                       `<g id="a"><use href="#a"/></g>`,
		"two that draw each other":                `<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>`,
		"a mask of itself":                        `<mask id="m"><rect mask="url(#m)" width="1" height="1"/></mask><rect mask="url(#m)" width="1" height="1"/>`,
		"a pattern of itself":                     style(`rect{fill:url(#p)}`) + `<pattern id="p"><rect width="1" height="1"/></pattern><rect/>`,
		"many elements":                           many,
		"many bytes":                              `<g data-x="` + strings.Repeat("x", 9<<20) + `"/>`,
		"what moves":                              style(`@keyframes k{to{opacity:0}} .k{animation:k 1s infinite}`) + `<g class="k">` + strings.Repeat(small, 6000) + `</g>`,
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, err := svg.Make("a.svg", []byte(head+body+"</svg>"))
			if fault.CodeOf(err) != fault.TooLarge || !strings.Contains(fmt.Sprint(err), "export it as PNG") {
				t.Errorf("%v", err)
			}
			t.Log(time.Since(began))
		})
	}
}

// TestOrdinary: what programs draw is taken, and so is much of what is simple.
func TestOrdinary(t *testing.T) {
	files, _ := filepath.Glob("testdata/ordinary/*.svg")
	if len(files) < 9 {
		t.Fatalf("%d drawings", len(files))
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !svg.Is(data) {
			t.Errorf("%s is none", file)
		}
		if _, err := svg.Make(filepath.Base(file), data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	small := `<rect width="1" height="1"/>`
	full := func(n int) int { // in every run a fifth of what is taken
		if os.Getenv("LECTERN_TEST_ALL") == "" {
			return n / 5
		}
		return n
	}
	for name, body := range map[string]string{
		"a shadow of letters":        `<text y="90" font-size="90" style="text-shadow:0 0 3px #0008">xxx</text>`,
		"shadows of many letters":    `<style>text{font:12px Arial;text-shadow:1px 1px 2px rgba(255, 255, 255, .5),0 0 2px white}</style>` + strings.Repeat(`<text x="9" y="9">label</text>`, 300),
		"a mask of a gradient":       `<rect width="1600" height="900" style="mask-image:linear-gradient(red,#0000)"/>`,
		"a filter of a colour":       `<rect width="1600" height="900" style="filter:drop-shadow(0 0 3px rgb(1,2,3)) brightness(2)"/>`,
		"a thousand copies of fifty": `<g id="a">` + strings.Repeat(small, 50) + `</g>` + strings.Repeat(`<use href="#a"/>`, 1000),
		"forty thousand elements":    strings.Repeat(small, full(40_000)),
		"a large ground":             `<rect x="-1e6" y="-1e6" width="2e6" height="2e6" fill="#fff"/>` + strings.Repeat(`<rect fill="red" width="9" height="9"/>`, full(9000)),
		"a fine pattern":             `<pattern id="p" width="2" height="2" patternUnits="userSpaceOnUse">` + small + `</pattern>` + strings.Repeat(`<rect width="1600" height="900" fill="url(#p)"/>`, 20),
		"a hundred shadows": `<filter id="f"><feGaussianBlur in="SourceAlpha" stdDeviation="4"/><feOffset dx="2" dy="2" result="o"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>` +
			strings.Repeat(`<g filter="url(#f)"><rect width="120" height="60"/></g>`, 100),
		"gradients":     `<linearGradient id="a"><stop/><stop offset="1"/></linearGradient><linearGradient id="b" href="#a"/>` + strings.Repeat(`<circle r="2" fill="url(#b)"/>`, full(9000)),
		"dashed lines":  `<g stroke-dasharray="4 2">` + strings.Repeat(`<path d="M0 0h1600"/>`, 100) + `</g>`,
		"a path":        zigzag(full(100_000)),
		"words":         strings.Repeat(`<text x="9" y="9">nine words that say what this picture is about</text>`, 500),
		"arrows":        `<marker id="m" overflow="visible"><path d="M0 0L9 3L0 6z"/></marker>` + strings.Repeat(`<path d="M0 0L90 90" marker-end="url(#m)"/>`, 500),
		"no animation":  `<style>@keyframes k{to{opacity:0}} .k{animation:k 1s infinite}</style>` + strings.Repeat(small, 6000),
		"same id twice": `<path id="a" d="M0 0h9"/><mask id="b"><use href="#a"/></mask><g mask="url(#b)"><path id="a" d="M0 0h9"/></g>`,
	} {
		if _, err := svg.Make("a.svg", []byte(head+body+"</svg>")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOneDoctype: a second one ends the reading, however many follow.
func TestOneDoctype(t *testing.T) {
	const doctype = `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">`
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg"/>`
	for in, ok := range map[string]bool{
		doctype + drawing: true,
		`<?xml version="1.0"?><!-- by hand -->` + doctype + drawing:              true,
		doctype + doctype + drawing:                                              false,
		strings.Repeat(doctype, 32_000) + drawing:                                false,
		drawing + doctype:                                                        false,
		`<svg xmlns="http://www.w3.org/2000/svg">` + doctype + `<g/></svg>`:      false,
		`<svg xmlns="http://www.w3.org/2000/svg"><!DOCTYPE a><!DOCTYPE b></svg>`: false,
	} {
		if _, err := svg.Make("a.svg", []byte(in)); (err == nil) != ok {
			t.Errorf("%.150s: %v", in, err)
		}
	}
}
