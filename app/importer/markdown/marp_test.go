package markdown

import (
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

var red = importertest.PNG(importertest.Colours(40, 30))

// TestMarp: what Marp's directives and words become, one by one.
func TestMarp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, html, css, class string }{
		{"a theme of its own", "# x", ``, ``, `themed marp marp-default`},
		{"invert", "<!-- class: invert -->\n# x", ``, ``, `themed marp marp-default marp-invert`},
		{"no theme that it has not", "<!-- theme: mine -->\n# x", ``, ``, `themed marp marp-default`},
		{"a theme in a comment", "<!-- theme: uncover -->\n# x", ``, ``, `themed marp marp-uncover`},
		{"lead is gaia's alone", "<!--\ntheme: gaia\nclass: [lead, gaia]\n-->\n# x", ``, ``, `themed marp marp-gaia marp-lead marp-blue`},
		{"4:3", "<!-- size: 4:3 -->\n# x", ``, ``, `themed marp marp-default marp-sized`},
		{"breaks", "a\nb", "<p>a<br/>\nb</p>", ``, ``},
		{"fit", "# <!-- fit --> x", `<h1 class="fit"> x</h1>`, ``, ``},
		{"fit without spaces", "# <!--fit--> x", `<h1 class="fit"> x</h1>`, ``, ``},
		{"a background", "![bg](red.png)\n\nx", `<div class="ground"><img src="picture:0" alt="" width="40" height="30"/></div>` + "\n<p>x</p>", ``, ``},
		{"its words stay", "![bg a boat](red.png)", `<div class="ground"><img src="picture:0" alt="a boat" width="40" height="30"/></div>`, ``, ``},
		{"contain", "![bg fit](red.png)", `<div class="ground"><img src="picture:0" alt="" width="40" height="30" class="st-1"/></div>`,
			`:slide .st-1:not(#_){width:100%;height:100%;object-fit:contain}`, ``},
		{"a part of it", "![bg 50%](red.png)", `<div class="ground"><div class="st-1"><img src="picture:0" alt="" width="40" height="30" class="st-2"/></div></div>`,
			`:slide .st-1:not(#_){display:flex;overflow:hidden;justify-content:center;align-items:center}` +
				`:slide .st-2:not(#_){flex:none;max-width:none;max-height:none;width:50%;height:auto}`, ``},
		{"a filter", "![bg blur:5px brightness](red.png)", `<div class="ground"><img src="picture:0" alt="" width="40" height="30" class="st-1"/></div>`,
			`:slide .st-1:not(#_){filter:blur(5px) brightness(1.5)}`, ``},
		{"a split", "![bg right:40%](red.png)", ``, `:slide{--split:40%}`, `themed marp marp-default split-right`},
		{"a colour", "<!-- _backgroundColor: #abc -->", ``, `:slide{background-color:#abc!important;background-image:none!important}`, ``},
		{"a colour as a picture", "![bg](#abc)", ``, `:slide{background-color:#abc!important;background-image:none!important}`, ``},
		{"a gradient", "<!-- backgroundImage: linear-gradient(red, blue) -->", `<div class="ground"><div class="st-1"></div></div>`,
			`:slide .st-1:not(#_){background-image:linear-gradient(red, blue);background-position:center;background-repeat:no-repeat;background-size:cover}`, ``},
		{"a picture by directive", "<!--\nbackgroundImage: url('red.png')\nbackgroundSize: contain\n-->", `<div class="ground"><img src="picture:0" alt="" width="40" height="30" class="st-1"/></div>`,
			`:slide .st-1:not(#_){width:100%;height:100%;object-fit:contain}`, ``},
		{"a picture by style", "<style>section{background-image:url(red.png)}</style>\n\nx", `<div class="ground"><img src="picture:0" alt="" width="40" height="30"/></div>` + "\n<p>x</p>", ``, ``},
		{"a size", "![w:20 h:3em](red.png)", `<p><img src="picture:0" alt="" width="40" height="30" class="st-1"/></p>`,
			`:slide .st-1:not(#_){width:20px;height:3em;max-height:none}`, ``},
		{"a page number", "<!-- paginate: true -->\nx", "<p>x</p>\n" + `<div class="page-number" data-page="1" data-pages="1"></div>`, ``, ``},
		{"a header and a footer", "<!--\nheader: '*a*'\nfooter: b\n-->\nx", "<p>x</p>\n" + `<header class="head"><em>a</em></header><footer class="foot">b</footer>`, ``, ``},
		{"a style", "<style>.a{color:red}.b{color:blue}</style>\n\n<p class=\"a c\">x</p>", `<p class="x-a">x</p>`, `:slide .x-a{color:red}`, ``},
		{"the number's style", "<!-- paginate: true -->\n<style>section::after{content:attr(data-marpit-pagination) '/' attr(data-marpit-pagination-total)}</style>",
			``, `:slide .page-number::after{content:attr(data-page) "/" attr(data-pages)}`, ``},
		{"a class of the slide", "<!-- _class: a -->\n<style>section.a h1{color:red}section.b h1{color:red}</style>\n\n# x", ``, `:slide.x-a h1{color:red}`, `themed marp marp-default x-a`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := []any{"a.md", []byte("---\nmarp: true\n---\n\n" + c.src)}
			if strings.Contains(c.src, "red.png") {
				files = append(files, "red.png", red)
			}
			d := read(t, files...)
			v := d.Slides[0].Views[0]
			if c.html != "" && v.HTML != c.html {
				t.Errorf("got  %s\nwant %s", v.HTML, c.html)
			}
			if c.css != "" && v.CSS != c.css {
				t.Errorf("got  %s\nwant %s", v.CSS, c.css)
			}
			if c.class != "" && d.Slides[0].Class != c.class {
				t.Errorf("the class %s, want %s", d.Slides[0].Class, c.class)
			}
			for _, r := range d.Warnings {
				if !strings.Contains(r, "theme “mine”") {
					t.Error(r)
				}
			}
		})
	}
}

// TestMarpSizes: a deck's slides are as large as its theme says, and so are its letters.
func TestMarpSizes(t *testing.T) {
	t.Parallel()
	const theme = "/* @theme mine\n * @size A4 210mm 297mm\n * @size half 640px 360px */\n@import 'default';\nsection{width:1920px;height:1080px;font-size:30px}"
	for size, want := range map[string]string{
		"":              ":slide{--scale:0.6667}:slide{--rem:calc(20px * var(--fit));font-size:calc(20px * var(--fit))}",
		"size: half":    ":slide{--scale:2}:slide{--rem:calc(60px * var(--fit));font-size:calc(60px * var(--fit))}",
		"size: 4:3":     "sized :slide{--bar-x:160px;--bar-y:0px}:slide{--rem:calc(30px * var(--fit));font-size:calc(30px * var(--fit))}",
		"size: A4":      "sized :slide{--scale:0.6414;--bar-x:385px;--bar-y:0px}:slide{--rem:calc(19.2424px * var(--fit));font-size:calc(19.2424px * var(--fit))}",
		"size: unheard": ":slide{--scale:0.6667}:slide{--rem:calc(20px * var(--fit));font-size:calc(20px * var(--fit))} line 4: the size “unheard” is not known here: the slides are 1920 by 1080.",
	} {
		d := read(t, "a.md", []byte("---\nmarp: true\ntheme: mine\n"+size+"\n---\n# x"), "mine.css", []byte(theme))
		got := d.Slides[0].Views[0].CSS
		if strings.Contains(d.Slides[0].Class, " marp-sized") {
			got = "sized " + got
		}
		if got = strings.TrimSpace(got + " " + strings.ReplaceAll(strings.Join(d.Warnings, " "), "mine.css is on no slide.", "")); got != want {
			t.Errorf("%s\n got %s\nwant %s", size, got, want)
		}
	}
}

// TestMarpDirectives: what holds from here on, and what for one slide; page numbers;
// directives of a later slide that hold for all; notes.
func TestMarpDirectives(t *testing.T) {
	t.Parallel()
	d := read(t, "a.md", []byte(`---
marp: true
_class: a
color: #111
---
<!-- paginate: true -->
# 1
---
<!-- class: b -->
<!-- _class: c -->
<!-- _paginate: skip -->
# 2
---
<!-- paginate: hold -->
# 3

<!-- a note: of mine -->
---
<!-- footer: F -->
# 4
<style>section.a, section.b, section.c { opacity: 1 }</style>
---
<!-- paginate: false -->
<!-- footer: '' -->
# 5
`))
	if len(d.Warnings) > 0 {
		t.Error(d.Warnings)
	}
	want := []struct{ class, page, foot string }{
		{"x-a", `data-page="1" data-pages="3"`, ""}, {"x-c", "", ""}, {"x-b", `data-page="1"`, ""}, {"x-b", `data-page="1"`, `class="foot"`}, {"x-b", "", ""},
	}
	for i, s := range d.Slides {
		html := s.Views[0].HTML
		if !strings.HasSuffix(s.Class, want[i].class) || !strings.Contains(html, want[i].page) || strings.Contains(html, "data-page") != (want[i].page != "") ||
			strings.Contains(html, "foot") != (want[i].foot != "") || !strings.Contains(s.Views[0].CSS, "color:#111!important") {
			t.Errorf("slide %d, class %s: %s {%s}", i+1, s.Class, html, s.Views[0].CSS)
		}
	}
	if d.Slides[2].Notes != "a note: of mine" || d.Slides[1].Notes != "" {
		t.Errorf("notes %q, %q", d.Slides[2].Notes, d.Slides[1].Notes)
	}
}

// TestMarpHeadingDivider: a comment above the first heading opens no slide.
func TestMarpHeadingDivider(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]int{
		"---\nmarp: true\nheadingDivider: 2\n---\n<!-- x -->\n# a\n## b\n### c\n# d": 3,
		"---\nmarp: true\nheadingDivider: [2]\n---\n# a\n## b\n# c\n## d":            3,
		"---\nmarp: true\n---\n# a\n## b\n\n<!-- headingDivider: 2 -->":              2,
		"---\nmarp: true\nheadingDivider: no\n---\n# a\n## b":                        1,
		"---\nmarp: true\n---\n# a\n## b\n\n```\n<!-- headingDivider: 2 -->\n```":    1,
	} {
		if d := read(t, "a.md", []byte(src)); len(d.Slides) != want {
			t.Errorf("%q: %d slides, want %d", src, len(d.Slides), want)
		}
	}
}

// TestMarpCode: what a deck shows of Marp's words in code says nothing of the deck. What is
// no code does, wherever backticks stand.
func TestMarpCode(t *testing.T) {
	t.Parallel()
	for src, code := range map[string]bool{
		"Write `<!-- theme: gaia -->` at the top.":              true,
		"Write ``a ` <!-- theme: gaia -->`` at the top.":        true,
		"Write `over\nlines <!-- theme: gaia --> of` text.":     true,
		"x\n\n    <!-- theme: gaia -->":                         true,
		"- x\n\n      <!-- theme: gaia -->":                     true,
		"- ```\n  <!-- theme: gaia -->\n\n  x\n  ```\n":         true,
		"> ~~~\n> <!-- theme: gaia -->\n":                       true,
		"``` a\n<!-- theme: gaia -->":                           true,
		"# x\n    <!-- theme: gaia -->":                         true,
		"`<style>section{color:red}</style>`":                   true,
		"- x\n```\n<!-- theme: gaia -->\n```\n":                 true,
		"- x\n# y\n\n    <!-- theme: gaia -->":                  true,
		"<!-- theme: gaia -->":                                  false,
		"a ` tick\n\n<!-- theme: gaia --> `":                    false,
		"a ` tick\n<!-- theme: gaia -->\n`":                     false,
		"a ` tick\n# b\n\n<!-- theme: gaia --> `":               false,
		"# a ` tick\nb <!-- theme: gaia --> `":                  false,
		"a \\` tick <!-- theme: gaia --> `":                     false,
		"a `` tick <!-- theme: gaia --> `":                      false,
		"a <!-- ` --> b <!-- theme: gaia --> `":                 false,
		"<!--\n```\n-->\n\n<!-- theme: gaia -->":                false,
		"> ```\n> x\n\n<!-- theme: gaia -->":                    false,
		"- ```\n  x\n\n<!-- theme: gaia -->":                    false,
		"- x\n\n  <!-- theme: gaia -->":                         false,
		"- x\n  - y\n\n    <!-- theme: gaia -->":                false,
		"x\n    <!-- theme: gaia -->":                           false,
		"- x\n```js\ny\n```\n\n<!-- theme: gaia -->":            false,
		"- x\n  - y\n  ```\n  z\n  ```\n\n<!-- theme: gaia -->": false,
		"- x\n  - y\n\n  z\n\n    <!-- theme: gaia -->":         false,
		"x\n    ```\n\n<!-- theme: gaia -->":                    false,
		"<style>\n/* ` */\n</style>\n\n<!-- theme: gaia -->":    false,
	} {
		d := read(t, "a.md", []byte("---\nmarp: true\n---\n"+src))
		if got := strings.Contains(d.Slides[0].Class, "gaia") || strings.Contains(d.Slides[0].Views[0].CSS, "red"); got == code {
			t.Errorf("%q: code is %v, want %v", src, !got, code)
		}
	}
	// Nor do its pages.
	d := read(t, "a.md", []byte("---\nmarp: true\npaginate: true\n---\nSay `<!-- _paginate: skip -->`, or\n\n    <!-- _paginate: hold -->\n\n---\n\nx"))
	if got := d.Slides[0].Views[0].HTML; !strings.Contains(got, `data-pages="2"`) {
		t.Error(got)
	}
}

// TestMarpRemarks: what cannot be honoured is named, once.
func TestMarpRemarks(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"<!-- theme: mine -->":                                  "line 5: the theme “mine” is not known here, and there is no “mine.css” beside the deck: the slides have Marp's default.",
		"<!-- size: A4 -->":                                     "line 5: the size “A4” is not known here: the slides are 1280 by 720.",
		"<!-- transition: fade -->":                             "line 5: “transition” is not honoured.",
		"<!--\nclass: a\nfoo: b\n-->":                           "line 7: “foo” in a comment means nothing here.",
		"<style>\nh1 { background: url(x.png) }\n</style>\n# x": "line 6: the style “background: url(x.png)” is not shown.",
		"<!-- backgroundImage: url(x.png) -->":                  "line 5: the picture x.png was not found.",
		"![bg](x.png)":                                          "line 5: the picture x.png was not found.",
		"<!-- class: \"x\n-->":                                  "line 5: the directives in this comment cannot be read.",
	} {
		d := read(t, "a.md", []byte("---\nmarp: true\n---\n\n"+src+"\n\nx"))
		found := 0
		for _, r := range d.Warnings {
			if r == want {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%q: %q lacks %q", src, d.Warnings, want)
		}
	}
}

// TestMarpElsewhere: a deck that is read as no tool's keeps our looks, and has of Marp what
// it asks for.
func TestMarpElsewhere(t *testing.T) {
	t.Parallel()
	d := &decktest.Deck{}
	files := importertest.Tree("a.md", []byte("<!-- _class: invert -->\n# x\n\n![bg right](red.png)\n\n---\n\n![contrast](red.png)"), "red.png", red)
	if err := Import(t.Context(), files, "a.md", []string{"red.png"}, options.Options{Dialect: "markdown"}, d); err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	if got := d.Slides[0].Class; got != "split-right invert" {
		t.Errorf("class %q", got)
	}
	if got := d.Slides[1].Views[0].HTML; !strings.Contains(got, `alt="contrast"`) {
		t.Error(got)
	}
}

// TestMarpOwnTheme: a theme that lies beside the deck is the deck's, on what it builds on;
// the deck's own styles count more.
func TestMarpOwnTheme(t *testing.T) {
	with := func(src, file, css string) *decktest.Deck {
		t.Helper()
		d := &decktest.Deck{}
		if err := Import(t.Context(), importertest.Tree("a.md", src, file, css), "a.md", nil, options.Options{}, d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct{ src, css, class, says string }{
		"alone":       {"---\nmarp: true\ntheme: mine\n---\n\n# a\n", "/* @theme mine */\n\nsection { color: red }", "themed marp marp-own", ""},
		"on gaia":     {"---\nmarp: true\ntheme: mine\n---\n\n# a\n", "/* @theme mine */\n@import 'gaia';\nsection { color: red }", "themed marp marp-gaia", ""},
		"by theme-":   {"---\nmarp: true\ntheme: mine\n---\n\n# a\n", "/* @import 'gaia' */\n@import-theme \"uncover\";\nsection { color: red }", "themed marp marp-uncover", ""},
		"further in":  {"---\nmarp: true\n---\n\n# a\n\n<!-- theme: mine -->\n", "section { color: red }", "themed marp marp-own", ""},
		"not here":    {"---\nmarp: true\ntheme: other\n---\n\n# a\n", "section { color: red }", "themed marp marp-default", "line 3: the theme “other” is not known here, and there is no “other.css”"},
		"left out of": {"---\nmarp: true\ntheme: mine\n---\n\n# a\n", "section { color: red }\n\nh1 { position: fixed; behavior: url(x) }", "themed marp marp-own", "mine.css, line 3: "},
	} {
		t.Run(name, func(t *testing.T) {
			d := with(c.src, "themes/mine.css", c.css)
			s := d.Slides[0]
			if s.Class != c.class || strings.Contains(s.Views[0].CSS, "red") != (name != "not here") {
				t.Errorf("%q with %q", s.Class, s.Views[0].CSS)
			}
			said := strings.Join(d.Warnings, "\n")
			if c.says == "" && said != "" || !strings.Contains(said, c.says) {
				t.Errorf("%q", said)
			}
		})
	}
	d := with("---\nmarp: true\ntheme: mine\nstyle: |\n  section { color: blue }\n---\n\n# a\n", "mine.css", "section { color: red }")
	if css := d.Slides[0].Views[0].CSS; strings.Index(css, "blue") < strings.Index(css, "red") {
		t.Errorf("what the deck says comes first: %s", css)
	}
}
