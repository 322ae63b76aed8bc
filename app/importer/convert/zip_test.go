package convert

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
			deck.Markdown, "Zipped", 1, "LICENSE was left out: the deck is slides.md.|README.md was left out: the deck is slides.md.|b.md was left out: the deck is slides.md."},
		"read-me as deck":  {[]importertest.Entry{{"README.md", md}, {"img/a.png", red}}, deck.Markdown, "Zipped", 1, ""},
		"read-me with set": {[]importertest.Entry{{"README.md", []byte("# About")}, {"1.png", red}}, deck.Pictures, "1", 1, "README.md was left out: it is no slide."},
		"a talk":           {[]importertest.Entry{{"x/talk.pptx", importertest.PPTX(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "Packed"}}})}, {"x/boat.png", red}, {"x/README.md", []byte("# About")}}, deck.Office, "Packed", 1, "README.md was left out: the deck is talk.pptx.|boat.png was left out: the deck is talk.pptx.|talk.pptx is shown as its titles, words and pictures, without its layout: LibreOffice is not installed. To show it as it was made, install that (apt install libreoffice-impress-nogui, or libreoffice.org), and import the file again."},
		"a talk beside":    {[]importertest.Entry{{"slides.md", md}, {"img/a.png", red}, {"old.odp", importertest.ODP(importertest.Talk{Slides: []importertest.TalkSlide{{Title: "Packed"}}})}}, deck.Markdown, "Zipped", 1, "old.odp was left out: the deck is slides.md."},
		"with a zip":       {[]importertest.Entry{{"a.zip", importertest.Zip(importertest.Entry{"x", md})}, {"1.png", red}, {"2.png", nil}}, deck.Pictures, "1", 1, "2.png was left out: it is empty.|a.zip was left out: it is a zip file itself."},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := importFiles(t, File{"my talk.zip", importertest.Zip(c.entries...)})
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

// TestZipOfPDF: a PDF in a zip is the deck, whatever lies beside it.
func TestZipOfPDF(t *testing.T) {
	packed := importertest.Zip(importertest.Entry{"x/a.pdf", []byte("%PDF-1.7")}, importertest.Entry{"note.json", []byte("{}")})
	c, err := choose(t.Context(), tree(File{"my talk.zip", packed}), "")
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if got := strings.Join(c.remarks, "|"); c.format != deck.PDF || c.main != "x/a.pdf" || got != "note.json was left out: it is no slide." {
		t.Errorf("%s %q, %q", c.format, c.main, got)
	}
}

// TestPDFWithNotes: a file of pdfpc goes with a PDF, and with nothing else.
func TestPDFWithNotes(t *testing.T) {
	pdf, notes, md := []byte("%PDF-1.7"), []byte("[notes]\n### 1\nx"), []byte("# A")
	for _, c := range []struct {
		name    string
		files   []File
		main    string
		remarks string
	}{
		{"beside it", []File{{"a.pdf", pdf}, {"a.pdfpc", notes}}, "a.pdf", ""},
		{"in its folder", []File{{"x.zip", importertest.Zip(importertest.Entry{"x/a.pdf", pdf}, importertest.Entry{"x/a.pdfpc", notes})}}, "x/a.pdf", ""},
		{"in another", []File{{"x.zip", importertest.Zip(importertest.Entry{"x/a.pdf", pdf}, importertest.Entry{"y/a.pdfpc", notes})}}, "x/a.pdf", "a.pdfpc was left out: it has the notes of another PDF."},
		{"with Markdown", []File{{"a.md", md}, {"a.pdfpc", notes}}, "a.md", "a.pdfpc was left out: it has the notes of another PDF."},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := choose(t.Context(), tree(c.files...), "")
			if err != nil {
				t.Fatal(err)
			}
			defer got.close()
			if r := strings.Join(got.remarks, "|"); got.main != c.main || r != c.remarks {
				t.Errorf("%q, %q", got.main, r)
			}
		})
	}
}
