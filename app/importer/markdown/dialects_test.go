package markdown

import (
	"fmt"
	"testing"

	"lectern/app/importer/markdown/dialect"
)

func TestDetect(t *testing.T) {
	for src, want := range map[string]string{
		"# plain":                                                "plain.Dialect",
		"---\nmarp: true\n---\n# a":                              "marp.Dialect",
		"---\nmarp: false\n---\n# a":                             "plain.Dialect",
		"---\npaginate: true\n---\n# a":                          "marp.Dialect",
		"---\ntheme: mine\npaginate: true\n---\n":                "marp.Dialect",
		"---\ntheme: sky\nheadingDivider: 2\n---":                "plain.Dialect",
		"---\nmarp: false\n---\n![bg](a.png)":                    "plain.Dialect",
		"---\nclass: lead\n---\n# a":                             "plain.Dialect",
		"# a\n\n![bg right](a.png)":                              "marp.Dialect",
		"# a\n\n`![bg right](a.png)`":                            "plain.Dialect",
		"# <!-- fit --> a":                                       "marp.Dialect",
		"# a\n\n<!-- theme: gaia -->":                            "marp.Dialect",
		"# a\n\n<!-- class: lead -->":                            "marp.Dialect",
		"# a\n\n<!-- class: at ten -->":                          "plain.Dialect",
		"# a\n\n<!-- title: his -->":                             "plain.Dialect",
		"# a\n\n<!--\npaginate: true\nfooter: b\n-->":            "marp.Dialect",
		"# a\n\n`<!-- _class: b -->`":                            "plain.Dialect",
		"# a\n\n<!-- _class: b -->\n\n<v-click>":                 "slidev.Dialect",
		"# a <!-- .slide: class=\"b\" -->\n\n<!-- _class: c -->": "reveal.Dialect",
		"---\nlayout: cover\n---\n# a":                           "slidev.Dialect",
		"---\nlayout: lesson\npermalink: /a/\n---\n":             "plain.Dialect",
		"---\nlayout: default\npermalink: /a/\n---\n":            "plain.Dialect",
		"---\nlayout: cover\ncategory: a\n---\n":                 "slidev.Dialect",
		"---\nlayout: lesson\n---\n# a":                          "slidev.Dialect",
		"# a\n\n<v-clicks>\n":                                    "slidev.Dialect",
		"# a\n\n<!-- .slide: data-x -->":                         "reveal.Dialect",
		"---\nformat: revealjs\n---\n# a":                        "quarto.Dialect",
		"# a\n\n::: notes\nb\n:::\n\n# c":                        "quarto.Dialect",
		"# a\n\n::: notes\nb\n:::\n\n---\n\n# c":                 "plain.Dialect",
		"---\nformat: [html, beamer]\n---\n# a":                  "quarto.Dialect",
	} {
		t.Run(src, func(t *testing.T) {
			var r dialect.Report
			meta, text := cutFrontMatter([]byte(src), &r)
			if got := fmt.Sprintf("%T", detect(meta, text)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestDialectsMeet: what one dialect says of a deck is said of any, but where it
// means something else in the deck's own.
func TestDialectsMeet(t *testing.T) {
	const slides = "# One\n\n::right::\n\n---\n\n# Two\n"
	for front, want := range map[string][2]string{
		"marp: true\nclass: invert":  {"themed marp marp-default marp-invert", "themed marp marp-default marp-invert"},
		"layout: cover\nclass: lead": {"themed lead x-slidev-layout x-slidev-cover", "themed x-slidev-layout"},
	} {
		t.Run(front, func(t *testing.T) {
			d := read(t, "a.md", "---\n"+front+"\n---\n"+slides)
			if got := [2]string{d.Slides[0].Class, d.Slides[1].Class}; got != want {
				t.Errorf("classes %q, want %q", got, want)
			}
		})
	}
}
