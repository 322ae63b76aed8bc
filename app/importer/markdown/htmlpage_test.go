package markdown

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestPage: a file of HTML with reveal.js's slides, some of them Markdown, in it and
// beside it.
func TestPage(t *testing.T) {
	inTime(t)
	src, err := os.ReadFile("testdata/page.html")
	if err != nil {
		t.Fatal(err)
	}
	files := []any{"index.html", src, "red.png", importertest.PNG(importertest.Colours(4, 3)),
		"more/slides.md", "# Daneben\n\n--\n\n## Darunter\n\n![](gone.png)\n\n---\n\nEnde\n", "own.css", ".reveal h2 { color: rebeccapurple; float: left; }\n\nh2 { background: url(b.png); }\n"}
	d := &decktest.Deck{}
	if err := Import(t.Context(), importertest.Tree(files...), "index.html", []string{"red.png"}, options.Options{}, d); err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	checkGolden(t, "testdata/page.golden", d)
	for _, s := range d.Slides {
		for _, v := range s.Views {
			if strings.Contains(v.HTML+v.Text, "SECRET") || strings.Contains(v.HTML+v.Text+s.Notes, "business") {
				t.Errorf("slide %d: %s", s.Number, v.HTML)
			}
		}
	}
}

// TestNoPage: other files of HTML are refused in a sentence.
func TestNoPage(t *testing.T) {
	for _, src := range []string{
		"<!doctype html><p>x</p>", "<div class=reveal><div class=slides></div></div>", "<section>", "reveal slides <section",
		"<section data-markdown", strings.Repeat("<section class='reveal slides'", 1000),
	} {
		_, err := tryRead("a.html", []byte(src))
		if err == nil || !strings.Contains(err.Error(), "a.html is a web page without slides of reveal.js; save it as PDF and import that") {
			t.Errorf("%.40q: %v", src, err)
		}
	}
}

// TestPageIsBounded: what a stranger's page may cost.
func TestPageIsBounded(t *testing.T) {
	for name, src := range map[string]string{
		"sections inside each other": `<div class="reveal slides">` + strings.Repeat("<section>", 100_000),
		"many sections":              `<div class="reveal slides">` + strings.Repeat("<section>x</section>", 2001),
		"many attributes":            `<div class="reveal slides"><section ` + strings.Repeat("data-x ", 100_000) + `>x</section>`,
		"many comments":              `<div class="reveal slides"><section>` + strings.Repeat("<!---->", 100_000) + `</section>`,
		"markdown":                   `<div class="reveal slides"><section data-markdown><textarea>` + strings.Repeat("*a_", 100_000) + `</textarea></section>`,
		"many separators":            `<section data-markdown data-separator="^$"><textarea>` + strings.Repeat("\n\n", 100_000) + `</textarea></section>`,
	} {
		t.Run(name, func(t *testing.T) {
			d, err := tryRead("a.html", []byte(src))
			if err != nil {
				importertest.CheckRefusal(t, err)
				return
			}
			importertest.CheckDraft(t, d)
		})
	}
	d := read(t, "a.html", `<div class="reveal slides"><section data-x="`+strings.Repeat("a", 900_000)+`">`+strings.Repeat("<section>x</section>", 12)+`</section>`)
	if want := "line 1: the attributes of sections are left out from here on: those of all slides have more than 8 MB."; len(d.Slides) != 12 || fmt.Sprint(d.Warnings) != "["+want+"]" {
		t.Errorf("%d slides, %q", len(d.Slides), d.Warnings)
	}
}
