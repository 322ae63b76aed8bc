package importer

import (
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
)

func TestZip(t *testing.T) {
	red := importertest.PNG(importertest.Colours(40, 30))
	md := []byte("# Zipped\n\n![a](img/a.png)")
	for name, c := range map[string]struct {
		entries  []importertest.Entry
		format   deck.Format
		title    string
		slides   int
		warnings string
	}{
		"pictures": {[]importertest.Entry{{"x/2.png", red}, {"x/10.png", red}, {"__MACOSX/x/._2.png", red}, {"x/", nil}}, deck.Pictures, "my talk", 2, ""},
		"Markdown": {[]importertest.Entry{{"talk/slides.md", md}, {"talk/img/a.png", red}, {"talk/README.md", md}, {"talk/pages/b.md", md}, {"talk/LICENSE", md}},
			deck.Markdown, "Zipped", 1, "README.md was left out: the deck is slides.md.|LICENSE was left out: the deck is slides.md.|b.md was left out: the deck is slides.md."},
		"read-me as deck":  {[]importertest.Entry{{"README.md", md}, {"img/a.png", red}}, deck.Markdown, "Zipped", 1, ""},
		"read-me with set": {[]importertest.Entry{{"README.md", []byte("# About")}, {"1.png", red}}, deck.Pictures, "1", 1, "README.md was left out: it is no slide."},
		"PDF":              {[]importertest.Entry{{"a.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Hi")}})}, {"note.json", md}}, deck.PDF, "a", 1, "note.json was left out: it is no slide."},
		"with a zip":       {[]importertest.Entry{{"a.zip", importertest.Zip(importertest.Entry{"x", md})}, {"1.png", red}, {"2.png", nil}}, deck.Pictures, "1", 1, "a.zip was left out: it is a zip file itself.|2.png was left out: it is empty."},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := sharedImporter(t).Import(t.Context(), []File{{"my talk.zip", importertest.Zip(c.entries...)}}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			importertest.CheckDraft(t, d)
			if got := strings.Join(d.Warnings, "|"); d.Format != c.format || d.Title != c.title || len(d.Slides) != c.slides || got != c.warnings || d.Source != "my talk.zip" {
				t.Errorf("%s %q %d slides, %q, %q", d.Format, d.Title, len(d.Slides), got, d.Source)
			}
		})
	}
}
