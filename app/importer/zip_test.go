package importer

import (
	"strings"
	"testing"

	"lectern/app/deck"
)

func TestZip(t *testing.T) {
	red := pngOf(t, colourPicture(40, 30))
	md := []byte("# Zipped\n\n![a](img/a.png)")
	for name, c := range map[string]struct {
		entries  []entry
		format   deck.Format
		title    string
		slides   int
		warnings string
	}{
		"pictures": {[]entry{{"x/2.png", red}, {"x/10.png", red}, {"__MACOSX/x/._2.png", red}, {"x/", nil}}, deck.Pictures, "my talk", 2, ""},
		"Markdown": {[]entry{{"talk/slides.md", md}, {"talk/img/a.png", red}, {"talk/README.md", md}, {"talk/pages/b.md", md}, {"talk/LICENSE", md}},
			deck.Markdown, "Zipped", 1, "README.md was left out: the deck is slides.md.|LICENSE was left out: the deck is slides.md.|b.md was left out: the deck is slides.md."},
		"read-me as deck":  {[]entry{{"README.md", md}, {"img/a.png", red}}, deck.Markdown, "Zipped", 1, ""},
		"read-me with set": {[]entry{{"README.md", []byte("# About")}, {"1.png", red}}, deck.Pictures, "1", 1, "README.md was left out: it is no slide."},
		"PDF":              {[]entry{{"a.pdf", pdfOf(pdfSpec{pages: []string{pageText("Hi")}})}, {"note.json", md}}, deck.PDF, "a", 1, "note.json was left out: it is no slide."},
		"with a zip":       {[]entry{{"a.zip", zipOf(t, entry{"x", md})}, {"1.png", red}, {"2.png", nil}}, deck.Pictures, "1", 1, "a.zip was left out: it is a zip file itself.|2.png was left out: it is empty."},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := sharedImporter(t).Import(t.Context(), []File{{"my talk.zip", zipOf(t, c.entries...)}}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkDraft(t, d)
			if got := strings.Join(d.Warnings, "|"); d.Format != c.format || d.Title != c.title || len(d.Slides) != c.slides || got != c.warnings || d.Source != "my talk.zip" {
				t.Errorf("%s %q %d slides, %q, %q", d.Format, d.Title, len(d.Slides), got, d.Source)
			}
		})
	}
}
