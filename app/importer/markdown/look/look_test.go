package look

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/words"
)

var marpit = &Grammar{
	Stage:      words.Set("section .reveal .slides html body"),
	Rem:        "var(--rem)",
	Pages:      true,
	Attributes: map[string]string{"data-marpit-pagination": "data-page", "data-marpit-pagination-total": "data-pages"},
	Import:     func(name string) bool { return name == "default" },
	Apply:      func(names string) string { return "margin-top: 1px; --applied: " + names },
}

// body makes a slide's tree.
func body(t *testing.T, fragment string) *html.Node {
	t.Helper()
	b := &html.Node{Type: html.ElementNode, Data: "div"}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		b.AppendChild(n)
	}
	return b
}

type remarks []string

func (r *remarks) warn(line int, format string, args ...any) {
	*r = append(*r, fmt.Sprintf("%d: ", line)+fmt.Sprintf(format, args...))
}

const everything = `<h1 class="x-a">1</h1><h2>2</h2><p class="x-b x-c">3 <em>4</em> <code>5</code></p><ul><li>6</li><li>7</li></ul>
<img alt="center"><table><tr><td>8</td></tr></table><div class="page-number"></div><header class="head"></header>`

func TestSheet(t *testing.T) {
	for _, c := range []struct{ css, want string }{
		{`h1 { color: red }`, `:slide h1{color:red}`},
		{`section { color: red; }`, `:slide{color:red}`},
		{`section.a > h1, h2:first-child{color:#FFF}`, `:slide.x-a > .slide-body > h1,:slide h2:first-child{color:#fff}`},
		{`:root { --ink: #123; color: var(--ink, blue) }`, `:slide{color:var(--x-ink, blue);--x-ink:#123}`},
		{`.reveal .slides section h1 { margin: 1px -2px }`, `:slide h1{margin:1px -2px}`},
		{`* { margin: 0 } div, :not(em), div::before, div p, h1 + div{top:0} .a div, div.a, p{left:0}`, `:slide *:not(:where(.slide-body)){margin:0}` +
			`:slide div:not(:where(.slide-body)),:slide :not(em):not(:where(.slide-body)),:slide div:not(:where(.slide-body))::before,:slide div:not(:where(.slide-body)) p,:slide h1 + div:not(:where(.slide-body)){top:0}` +
			`:slide .x-a div,:slide div.x-a,:slide p{left:0}`},
		{`section::before{content:"a:slide {}"}`, `:slide::before{content:"a\3a slide \7b \7d "}`},
		{`section::after{color:red;content:attr(data-marpit-pagination) ' / ' attr(data-marpit-pagination-total)}`,
			`:slide .page-number{color:red}:slide .page-number::after{content:attr(data-page) " / " attr(data-pages)}`},
		{`section::after{content:"nothing"}`, ``},
		{`section{display:flex;justify-content:center;padding:20px}`, `:slide{padding:20px}:slide > .slide-body{display:flex;justify-content:center}`},
		{`section{font-size:20px} h1{font-size:30px;width:30px}`,
			`:slide{--rem:calc(20px * var(--fit));font-size:calc(20px * var(--fit))}:slide h1{font-size:calc(30px * var(--fit));width:30px}`},
		{`p{margin:2rem 50vw 1em}`, `:slide p{margin:calc(var(--rem) * 2) 640px 1em}`},
		{`p{width:calc(100% - 2*3px)}`, `:slide p{width:calc(100% - 2*3px)}`},
		{`.a{color:red}.missing{color:blue}`, `:slide .x-a{color:red}`},
		{`img[alt~="center"]{display:block}`, `:slide img[alt~="center"]{display:block}`},
		{`p.b{& em{color:red} &.c{color:blue} > code{color:green}}`, `:slide p.x-b em{color:red}:slide p.x-b.x-c{color:blue}:slide p.x-b > code{color:green}`},
		{`p{color:red;em{top:0}color:blue}`, `:slide p{color:red}:slide p em{top:0}:slide p{color:blue}`},
		{`li:nth-child(2n+1):not(.a, :last-child)::marker{color:red}`, `:slide li:nth-child(2n+1):not(.x-a,:last-child)::marker{color:red}`},
		{`@media screen{h1{top:0}} @media print{h1{top:1px}} @supports (display:grid){h2{top:0}}`, `:slide h1{top:0}:slide h2{top:0}`},
		{`h1{position:fixed;visibility:visible!important;color:red ! important}`, `:slide h1{position:absolute;visibility:visible;color:red!important}`},
		{`h1{@apply mt-4 text-sm;}`, `:slide h1{margin-top:1px}`},
		{`h1{grid-area:a;grid-template:"a b" 1fr / [x] repeat(3, minmax(0, 1fr))}`, `:slide h1{grid-area:a;grid-template:"a b" 1fr / [x] repeat(3, minmax(0, 1fr))}`},
		{`h1{background:linear-gradient(90deg, rgb(1 2 3 / 50%), transparent)}`, `:slide h1{background:linear-gradient(90deg, rgb(1 2 3 / 50%), transparent)}`},
		{`@import 'default';@charset "utf-8"; /* x */ h1{/**/color/**/:/**/red/**/}`, `:slide h1{color:red}`},
		{`<!-- h1{color:red} -->`, `:slide h1{color:red}`},
		{`h1{filter:blur(9999px)}`, `:slide h1{filter:blur(200px)}`},
		{`:is(h1,section.a) em, p:has(> em){top:0}`, `:slide :is(h1,.x-a):not(:where(.slide-body)) em,:slide p:has(> em){top:0}`},
		{`.md\:flex, h1{top:0}`, `:slide h1{top:0}`},
		{`h1{top:0`, `:slide h1{top:0}`},
		{`}h1{top:0}`, `:slide h1{top:0}`},
		{`code{color:red;background:blue;font-size:2em} pre code{padding:0} h1 code{margin:0}`, `:slide code{color:red}:slide code:not(pre > code){background:blue;font-size:2em}:slide h1 code:not(pre > code){margin:0}`},
		{`h1{cursor:pointer;-moz-foo:bar;user-select:none}`, ``},
	} {
		var r remarks
		s := Parse(c.css, 1, marpit, r.warn)
		if got := For([]*Sheet{s}, []string{"x-a"}, body(t, everything)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.css, got, c.want)
		}
		if len(r) > 0 {
			t.Errorf("%s: %q", c.css, r)
		}
	}
}

func TestSheetLeavesOut(t *testing.T) {
	for _, c := range []struct{ css, want, remark string }{
		{`h1{background:url(x.png)}`, ``, `the style “background: url(x.png)” is not shown.`},
		{`h1{background:\75rl(x.png)}`, ``, `the style “background: url(x.png)” is not shown.`},
		{`h1{background:u/**/rl(x.png)}`, ``, `the style “background: u rl(x.png)” is not shown.`},
		{`h1{background:image-set("x.png" 1x)}`, ``, `the style “background: image-set("x.png" 1x)” is not shown.`},
		{`h1{width:expression(alert(1))}`, ``, `the style “width: expression(alert(1))” is not shown.`},
		{`h1{color:var(--a, url(x))}`, ``, `the style “color: var(--a, url(x))” is not shown.`},
		{`:root{--a:url(x)}`, ``, `the style “--a: url(x)” is not shown.`},
		{`#x{color:red}`, ``, `the style of “#x” is not shown: the selector asks for an id, which slides do not keep.`},
		{`section + section{color:red}`, ``, `the style of “section + section” is not shown: the selector asks for what is beside a slide.`},
		{`:slide{color:red}`, ``, `the style of “:slide” is not shown: the selector is no selector that is known here.`},
		{`h1::part(x){color:red}`, ``, `the style of “h1::part(x)” is not shown: the selector is no selector that is known here.`},
		{`[onclick]{color:red}`, ``, `the style of “[onclick]” is not shown: the selector asks for an attribute that slides do not keep.`},
		{"\n\n@import url('https://x.example/y.css');", ``, `3: the style sheet “https://x.example/y.css” is not taken in: put what it says into the deck.`},
		{`@font-face{font-family:"My Font";src:url(x)}`, ``, `the font “My Font” is not loaded: its text is set in another.`},
		{`h1{animation:x 1s}@keyframes x{from{top:0}}`, ``, `animations are not shown.`},
		{`section{transform:rotate(3deg)}`, ``, `the style “transform” of a slide itself is not shown: its place and size are given.`},
		{`h1{margin:1e9px}`, ``, `the style “margin: 1e9px” is not shown.`},
		{`h1{grid-template-columns:repeat(100000,1px)}`, ``, `the style “grid-template-columns: repeat(100000,1px)” is not shown.`},
		{`h1{behavior:x}`, ``, `the style “behavior” is not shown.`},
		{`h1{text-decoration:underline wavy 101px}`, ``, `the style “text-decoration: underline wavy 101px” is not shown.`},
		{`h1{text-decoration-thickness:3em}`, ``, `the style “text-decoration-thickness: 3em” is not shown.`},
		{`h1{color:red;}}}} h2{x`, `:slide h1{color:red}`, `“x” in a style sheet is no declaration.`},
		{`@media (min-width: 3px){h1{top:0}}`, ``, `the style for “@media (min-width: 3px)” is not shown.`},
		{`a b c d e f g h i j k{top:0}`, ``, `the style of “a b c d e f g h i j k” is not shown: the selector is too long.`},
		{`h1{font-family:"` + strings.Repeat("x", 400) + `"}`, ``, `is not shown.`},
		{"h1{content:\"a\nb\"}", ``, `is not shown.`},
	} {
		var r remarks
		s := Parse(c.css, 1, marpit, r.warn)
		if got := For([]*Sheet{s}, nil, body(t, everything)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.css, got, c.want)
		}
		if !slices.ContainsFunc(r, func(s string) bool { return strings.HasSuffix(s, c.remark) }) {
			t.Errorf("%s: %q lacks %q", c.css, r, c.remark)
		}
	}
}

// What only a slide that is not shown would need is not in a view's sheet: neither the
// rule, nor its words.
func TestSheetOfAView(t *testing.T) {
	var r remarks
	s := Parse(`.answer::after{content:"42"} li:nth-child(2)::after{content:"second"} li:last-child::before{content:"last"}
		section.quiz h1::after{content:"quiz"} .big{top:0} h1::before{content:""}`, 1, marpit, r.warn)
	for _, c := range []struct{ fragment, want string }{
		{`<h1>x</h1>`, `:slide h1::before{content:""}`},
		{`<ul><li>a</li><li class="veiled">b</li></ul>`, ``},
		{`<ul><li>a</li><li>b</li></ul>`, `:slide li:nth-child(0n+2)::after{content:"second"}:slide li:last-child::before{content:"last"}`},
		{`<p class="x-answer">a</p>`, `:slide .x-answer::after{content:"42"}`},
		{`<p class="answer big">a</p>`, ``}, // the page's own classes are no author's
	} {
		if got := For([]*Sheet{s}, nil, body(t, c.fragment)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.fragment, got, c.want)
		}
	}
}

func TestSheetHeavy(t *testing.T) {
	var r remarks
	s := Parse(`p{filter:blur(3px)} * * * * * * * *{backdrop-filter:blur(1px)}`, 1, marpit, r.warn)
	if got := For([]*Sheet{s}, nil, body(t, strings.Repeat("<p>x</p>", maxPaint/100))); got != `:slide p{filter:blur(3px)}` {
		t.Errorf("as many as may be: %s", got)
	}
	before := len(r)
	if got := For([]*Sheet{s}, nil, body(t, strings.Repeat("<p>x</p>", maxPaint/100+1))); got != "" {
		t.Errorf("too many: %s", got)
	}
	if len(r) != before+1 || !strings.Contains(r[before], TooHeavy) {
		t.Errorf("a rule is left out, and nobody says so: %q", r[before:])
	}
	for _, c := range []struct {
		css, fragment string
		want          bool
	}{
		{`p{filter:blur(3px) blur(3px)}`, strings.Repeat("<p>x</p>", 21), false},
		{`p{filter:brightness(2)}`, strings.Repeat("<p>x</p>", 160), true},
		{`:root{--a:var(--b) var(--b);--b:blur(1px) blur(2px)} p{filter:var(--a)}`, strings.Repeat("<p>x</p>", 11), false},
		{`:root{--a:var(--b);--b:var(--a)} p{filter:var(--a)}`, "<p>x</p>", false},
		{`p{background:linear-gradient(red,blue)}`, strings.Repeat("<p>x</p>", 1000), true},
		{`p{background:linear-gradient(red,blue),conic-gradient(red,blue)}`, strings.Repeat("<p>x</p>", 501), false},
		{`p{border-image:linear-gradient(red,blue) 1}`, strings.Repeat("<p>x</p>", 41), false},
		{`p{box-shadow:0 0 1px red,0 0 9px rgb(1,2,3)}`, strings.Repeat("<p>x</p>", 501), false},
		{`p{opacity:0.5}`, strings.Repeat("<p>x</p>", 2001), false}, {`p{opacity:1;float:none;box-shadow:none;filter:none}`, strings.Repeat("<p>x</p>", 5000), true},
		{`p{transform:translateZ(1px)}`, strings.Repeat("<p>x</p>", 201), false}, {`p{transform:translate(1px,2px)}`, strings.Repeat("<p>x</p>", 5000), true},
		{`p::before{content:"` + strings.Repeat("x", 200) + `"}`, strings.Repeat("<p>x</p>", 501), false},
		{`p::before{content:"•"}`, strings.Repeat("<p>x</p>", 5000), true},
		{`p{--a:var(--b) var(--b);--b:"` + strings.Repeat("x", 100) + `"} p::before{content:var(--a)}`, strings.Repeat("<p>x</p>", 501), false},
		{`p::before{content:counters(a,"` + strings.Repeat("x", 100) + `")}`, strings.Repeat("<p>x</p>", 63), false},
		{`p::before{content:counters(a,".")". "}`, strings.Repeat("<p>x</p>", 1000), true},
		{`p{list-style-type:"` + strings.Repeat("x", 200) + `"}`, strings.Repeat("<p>x</p>", 501), false},
		{`p{quotes:"` + strings.Repeat("x", 17) + `" "x"}`, "<p>x</p>", false},
		{`p:hover ~ p{top:0}`, strings.Repeat("<p>x</p>", 4000), true},
		{strings.Repeat(`p ~ p{top:0}`, 20) + `p ~ p{left:0}`, strings.Repeat("<p>x</p>", 1000), false},
		{strings.Repeat(`*:has(> p){top:0}`, 20) + `*:has(p:not(b)){left:0}`, strings.Repeat("<p>x</p>", 1000), false},
		{strings.Repeat(`h1 ~ p{top:0}`, 20) + `b ~ h1{left:0}`, "<b></b><h1></h1>" + strings.Repeat("<p>x</p>", 900), true},
		{strings.Repeat(`p:nth-child(2){top:0}`, 1000) + `p{left:0}`, strings.Repeat("<p>x</p>", 1000), true},
	} {
		s := Parse(c.css, 1, marpit, r.warn)
		last := s.rules
		if got := For([]*Sheet{s}, nil, body(t, c.fragment)); len(last) > 0 && strings.Contains(got, last[len(last)-1].body) != c.want || c.want && len(last) == 0 {
			t.Errorf("%.80s: %.200s", c.css, got)
		}
	}
	deep := strings.Repeat("<div>", 90) + strings.Repeat("<b></b>", 1000)
	if got := For([]*Sheet{s}, nil, body(t, deep)); got != "" {
		t.Errorf("too deep: %s", got)
	}
}

// What an author calls things is in no sheet of a view on which it is not shown: classes,
// words of attributes, properties.
func TestSheetTellsNothing(t *testing.T) {
	var r remarks
	s := Parse(`.answer,.seen{top:0} p:not(.answer,.seen){top:1px} :is(em,.answer){top:2px} img[alt=answer]{top:3px} p:not([alt=answer])::before{top:4px} [class=answer]{top:5px}
		:root{--answer:answer;--used:1px;--not:var(--answer)} p{margin:var(--used)} .answer{list-style:"answer"} p:has(> .answer){top:6px}`, 1, marpit, r.warn)
	for _, c := range []struct{ fragment, want, body string }{
		{`<p class="x-seen">a</p>`, `:slide .x-seen{top:0}:slide p:not(.x-seen){top:1px}:slide p::before{top:4px}:slide{--x-used:1px}:slide p{margin:var(--x-used)}`, `class="x-seen"`},
		{`<b class="x-answer veiled">a</b>`, `:slide .y-1{top:0}:slide :is(.y-1):not(:where(.slide-body)){top:2px}:slide .y-1{top:5px}`, `class="y-1 veiled"`},
		{`<b class="x-answer"><i class="x-answer veiled">a</i></b>`, `:slide .x-answer{top:0}:slide :is(.x-answer):not(:where(.slide-body)){top:2px}:slide .x-answer{top:5px}:slide .x-answer{list-style:"answer"}`, `class="x-answer veiled"`},
		{`<img alt="answer">`, `:slide img[alt="answer"]{top:3px}`, ``},
	} {
		b := body(t, c.fragment)
		if got := For([]*Sheet{s}, nil, b); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.fragment, got, c.want)
		}
		var out strings.Builder
		if err := html.Render(&out, b); err != nil || !strings.Contains(out.String(), c.body) {
			t.Errorf("%s: %s", c.fragment, out.String())
		}
	}
}

// Columns in columns are laid out again for each: a browser is busy for minutes with
// forty of them.
func TestSheetColumns(t *testing.T) {
	var r remarks
	s := Parse(`div{column-count:2} p{columns:3}`, 1, marpit, r.warn)
	for _, c := range []struct {
		deep int
		want string
	}{{1, `:slide div:not(:where(.slide-body)){column-count:2}:slide p{columns:3}`}, {2, `:slide div:not(:where(.slide-body)){column-count:2}:slide p{columns:3}`}, {3, `:slide div:not(:where(.slide-body)){column-count:2}`}, {4, `:slide p{columns:3}`}} {
		fragment := strings.Repeat("<div>", c.deep) + "<p>x</p>"
		if got := For([]*Sheet{s}, nil, body(t, fragment)); got != c.want {
			t.Errorf("%d deep: %s", c.deep, got)
		}
	}
}

func TestGround(t *testing.T) {
	var r remarks
	s := Parse(`section{background:#fff url("a b.png") no-repeat center / cover} section.x{background-image:url(c.png);background-size:50%}`, 1, marpit, r.warn)
	got := s.Behind([]string{"x-x"})
	if len(got) != 2 || got[0].Address != "a b.png" || Join(got[0].Declarations) != "background-repeat:no-repeat;background-position:center;background-size:cover" ||
		got[1].Address != "c.png" || Join(got[1].Declarations) != "background-size:50%" {
		t.Errorf("%+v", got)
	}
	if got := s.Behind(nil); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if len(r) > 0 {
		t.Error(r)
	}
}

func TestDeclarations(t *testing.T) {
	var r remarks
	got := Declarations(`color: RED; background:url(x); font-size:20px;;width:50%`, 7, nil, r.warn)
	if want := `color:RED;font-size:calc(20px * var(--fit));width:50%`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(r) != 1 || r[0] != "7: the style “background: url(x)” is not shown." {
		t.Error(r)
	}
}
