package markdown

import (
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestSlidevSheets: the style sheets of a project are its slides', with those that they
// take in, in their order; what is not here is named, by file and line.
func TestSlidevSheets(t *testing.T) {
	for name, c := range map[string]struct {
		files []any
		css   string // of the first slide, parts in their order
		not   string
		says  string
	}{
		"style.css":    {[]any{"talk/style.css", ".slidev-layout h1 { color: tomato }\nh1 { @apply text-center; }"}, "color:tomato|text-align:center", "", ""},
		"in a folder":  {[]any{"talk/styles/index.css", "@import './more.css';\n@import url(\"deep/it.css\");\nh1{color:red}", "talk/styles/more.css", "h1{color:blue}", "talk/styles/deep/it.css", "@import '../index.css';\nh1{color:lime}"}, "color:blue|color:lime|color:red", "", ""},
		"by a script":  {[]any{"talk/styles/index.ts", "import '@slidev/client/styles/layouts-base.css'\nimport './more.css'\n", "talk/styles/more.css", "h1{color:blue}"}, "color:blue", "", ""},
		"in comments":  {[]any{"talk/style.css", "/* @import './old.css'; */\n@import /* */ './more.css';", "talk/styles/index.ts", "/*\nimport './old.css'\n*/\n// import './old.css'\n", "talk/old.css", "h1{color:red}", "talk/styles/old.css", "h1{color:red}", "talk/more.css", "h1{color:blue}"}, "color:blue", "color:red", ""},
		"too large":    {[]any{"talk/styles/index.css", strings.Repeat("h1{color:red}", 1<<17), "talk/styles/index.ts", "import './more.css'\nimport './none.css'", "talk/styles/more.css", strings.Repeat("h1{color:red}", 1<<17), "talk/style.css", "h1{color:blue}"}, "color:blue", "color:red", "talk/styles/index.css, line 1: the style sheet was left out: it cannot be read.|talk/styles/more.css, line 1: the style sheet was left out: it cannot be read."},
		"empty":        {[]any{"talk/style.css", "\n", "talk/styles/index.ts", ""}, "color:green", "", ""},
		"the slide's":  {[]any{"talk/style.css", "h1{color:red}"}, "color:red|color:green", "", ""},
		"variables":    {[]any{"talk/style.css", ":root{--slidev-code-background:#123456 !important;--slidev-code-padding:98px}\n.slidev-code{border:9px solid red}"}, "background:var(--x-slidev-code-background)|padding:var(--x-slidev-code-padding)|--x-slidev-code-background:#123456!important|--x-slidev-code-padding:128px|:slide .x-slidev-code{border", "", ""},
		"a page":       {[]any{"talk/style.css", ".slidev-page-1 h1{color:red}.slidev-page-2 h1{color:blue}"}, "h1{color:red}", "blue", ""},
		"components":   {[]any{"talk/global-bottom.vue", "<template>x</template>", "talk/uno.config.ts", "x", "slide-top.vue", "x"}, "", "", "talk/global-bottom.vue, line 1: the component is on every slide, and cannot be shown.|talk/uno.config.ts, line 1: the classes that are made here have no style."},
		"elsewhere":    {[]any{"talk/themes/style.css", "h1{color:red}", "style.css", "h1{color:red}"}, "", "color:red", ""},
		"not there":    {[]any{"talk/style.css", "\n@import './none.css';\nh1{color:red}"}, "color:red", "", "talk/style.css, line 2: the style sheet “./none.css” is not taken in: put what it says into the deck."},
		"not honoured": {[]any{"talk/style.css", "\nh1{behavior:a}"}, "", "behavior", "talk/style.css, line 2: the style “behavior” is not shown."},
	} {
		t.Run(name, func(t *testing.T) {
			d := &decktest.Deck{}
			src := "---\ntheme: default\nmdc: true\n---\n\n# One\n\n```js\na\n```\n\n<style>\nh1 { color: green }\n</style>\n"
			if err := Import(t.Context(), importertest.Tree(append([]any{"talk/slides.md", []byte(src)}, c.files...)...), "talk/slides.md", nil, options.Options{}, d); err != nil {
				t.Fatal(err)
			}
			importertest.CheckDraft(t, d)
			css := d.Slides[0].Views[0].CSS
			at := 0
			for _, part := range strings.Split(c.css, "|") {
				i := strings.Index(css[at:], part)
				if i < 0 {
					t.Fatalf("%s lacks %s", css, part)
				}
				at += i
			}
			if c.not != "" && strings.Contains(css, c.not) {
				t.Error(css)
			}
			if got := strings.Join(d.Warnings, "|"); got != c.says {
				t.Errorf("says %q", got)
			}
		})
	}
}

// TestSlidevTheme: what a deck is dressed with and is not here is named, once.
func TestSlidevTheme(t *testing.T) {
	for front, want := range map[string]string{
		"theme: default": "", "theme: none": "", "layout: cover": "",
		"theme: seriph":       "line 2: the theme “seriph” is not here: the slides have Slidev's default.",
		"fonts: {sans: Lato}": "line 2: the fonts that “fonts” names are not here: the slides' style has Lectern's.",
		"addons: [a, b]":      "line 2: addons cannot run: the components and layouts of “a b” are not here.",
	} {
		if got := strings.Join(read(t, "slides.md", "---\n"+front+"\nmdc: true\n---\n\n# a\n\n---\n\n# b\n").Warnings, "|"); got != want {
			t.Errorf("%s: %q, want %q", front, got, want)
		}
	}
}

// TestSlidevToc: a table of contents has the titles that its slide asks for, as a tree.
func TestSlidevToc(t *testing.T) {
	for attributes, want := range map[string]string{
		"":                                     "Talk(Why) Parts(A(A1) B(B1 B2)) End",
		`maxDepth="1"`:                         "Talk Parts End",
		`:max-depth='2'`:                       "Talk(Why) Parts(A B) End",
		`minDepth="2"`:                         "A(A1) B(B1 B2)",
		`minDepth="2" maxDepth="2"`:            "A B",
		`minDepth="3"`:                         "B1 B2",
		`mode="onlyCurrentTree"`:               "Parts(B(B1 B2))",
		`mode='onlySiblings'`:                  "Talk Parts(A B(B1 B2)) End",
		`mode="onlySiblings" maxDepth="2"`:     "Talk Parts(A B) End",
		`mode="onlyCurrentTree" min-depth="2"`: "B(B1 B2)",
	} {
		src := "---\ntheme: default\ntitle: Talk\nmdc: true\n---\n\n# First\n\n---\n\n## Why\n\n---\n\n# Parts\n\n---\n\n## A\n\n---\n\n### A1\n\n---\n\n## B\n\n<Toc " + attributes + " />\n\n---\n\n### B1\n\n---\n\n### B2\n\n---\nhideInToc: true\n---\n\n# Hidden\n\n---\n\n## Below it\n\n---\n\n# End\n"
		v := read(t, "slides.md", src).Slides[5].Views[0].HTML
		_, v, _ = strings.Cut(v, "<ol")
		v, _, _ = strings.Cut("<ol"+v, "</div>")
		got := strings.NewReplacer("<ol>", "(", "</ol>", ")", "</li><li>", " ", "<li>", "", "</li>", "").Replace(v)
		if got != "("+want+")" {
			t.Errorf("<Toc %s>: %s, want %s", attributes, got, want)
		}
	}
	v := read(t, "slides.md", "---\nmdc: true\n---\n# A\n\n<Toc class=\"x\" start=\"4\" columns=\"2\" listClass=\"text-sm\" />\n").Slides[0].Views[0]
	if !strings.Contains(v.HTML, ` start="4">`) || !strings.Contains(v.HTML, "x-text-sm") || !strings.Contains(v.CSS, "column-count:2") {
		t.Error(v.HTML, v.CSS)
	}
}
