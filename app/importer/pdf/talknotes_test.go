package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestNotesBeside: nothing of the half that is notes is in the deck but for the
// speaker.
func TestNotesBeside(t *testing.T) {
	page := func(slide, notes int, text string) string {
		ground := fmt.Sprintf("0.9 0.95 1 rg %d 0 364 273 re f 1 1 0.8 rg %d 0 364 273 re f 0 g\n", slide, notes)
		return ground + written(slide+40, 160, 40, text) + written(notes+16, 220, 18, "NOTES: SECRET") + written(notes+16, 190, 14, "tell the joke")
	}
	leads := func(x int) string {
		return fmt.Sprintf("/Annots [<< /Subtype /Link /Rect [%d 10 %d 100] /A << /S /URI /URI (https://example.org/s) >> >> << /Subtype /Link /Rect [%d 10 %d 100] /A << /S /URI /URI (https://example.org/n) >> >>]", x, x+182, 364-x, 546-x)
	}
	right := importertest.PDF(importertest.PDFSpec{Box: "0 0 728 273", Pages: []string{page(0, 364, "Slide A"), page(0, 364, "Slide B")}, Page: leads(0)})
	left := importertest.PDF(importertest.PDFSpec{Box: "0 0 728 273", Pages: []string{page(364, 0, "Slide A"), page(364, 0, "Slide B")}, Page: leads(364)})
	secret := "| NOTES: SECRET/tell the joke"
	onLeft := []string{`1 "" 0left Slide A [0.0https://example.org/s]` + secret, `2 "" 1left Slide B [0.0https://example.org/s]` + secret}
	onRight := []string{`1 "" 0right Slide A [0.0https://example.org/s]` + secret, `2 "" 1right Slide B [0.0https://example.org/s]` + secret}
	for _, c := range []struct {
		name  string
		file  []byte
		side  string
		pdfpc string
		want  []string
	}{
		{"right", right, "", "", onLeft},
		{"left", left, "", "", onRight},
		{"left, as said", left, "left", "", onRight},
		{"left, as pdfpc says", left, "", `{"beamerNotePosition":"LEFT"}`, onRight},
		{"none", right, "none", `{"beamerNotePosition":"RIGHT"}`, []string{
			`1 "" 0 NOTES: SECRET/tell the joke/Slide A [0.0https://example.org/s] [0.0https://example.org/n]| `,
			`2 "" 1 NOTES: SECRET/tell the joke/Slide B [0.0https://example.org/s] [0.0https://example.org/n]| `}},
		{"below", importertest.PDF(importertest.PDFSpec{Pages: []string{written(60, 400, 40, "Slide A") + written(60, 100, 20, "say it")}}), "bottom", "", []string{`1 "" 0top Slide A| say it`}},
		{"above", importertest.PDF(importertest.PDFSpec{Pages: []string{written(60, 400, 20, "say it") + written(60, 100, 40, "Slide A")}}), "top", "", []string{`1 "" 0bottom Slide A| say it`}},
		{"turned", importertest.PDF(importertest.PDFSpec{Box: "0 0 273 728", Page: "/Rotate 90", Pages: []string{"0 1 -1 0 273 0 cm " + written(40, 160, 40, "Slide A") + written(380, 160, 20, "say it")}}), "right", "", []string{`1 "" 0left Slide A| say it`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := []any{"a.pdf", c.file}
			if c.pdfpc != "" {
				files = append(files, "a.pdfpc", c.pdfpc)
			}
			got, _ := deckOf(t, options.Options{NotesSide: c.side}, files...)
			// What PDFium reads first of two columns is its own business.
			if c.name == "none" {
				for i := range got {
					got[i] = strings.Replace(got[i], fmt.Sprintf("Slide %c/NOTES: SECRET/tell the joke", 'A'+i), fmt.Sprintf("NOTES: SECRET/tell the joke/Slide %c", 'A'+i), 1)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestNotesPages: LibreOffice's pages of notes are none of the deck.
func TestNotesPages(t *testing.T) {
	pages := []string{written(60, 200, 40, "Slide A"), written(60, 200, 40, "Slide B"),
		written(120, 600, 24, "Slide A") + written(40, 300, 20, "Slide A again") + written(500, 20, 14, "1"), written(120, 600, 24, "Slide B") + written(500, 20, 14, "2")}
	a4 := "/MediaBox [0 0 595 842]"
	file := importertest.PDF(importertest.PDFSpec{Pages: pages, Own: []string{"", note("noted"), a4, a4}, Box: "0 0 720 405"})
	got, remarks := deckOf(t, options.Options{}, "a.pdf", file)
	if want := []string{`1 "" 0 Slide A| Slide A again`, `2 "" 1 Slide B| noted`}; !slices.Equal(got, want) || len(remarks) != 1 {
		t.Errorf("%q, %q, want %q", got, remarks, want)
	}
	if got, _ := deckOf(t, options.Options{NotesSide: "none"}, "a.pdf", file); len(got) != 4 || got[2] != `3 "" 2 Slide A/Slide A again/1| ` {
		t.Errorf("%q", got)
	}
}

// TestNotesBetween: beamer's pages of notes come behind their slides.
func TestNotesBetween(t *testing.T) {
	notes := func(text string) string {
		return "0.8 g 0 191 454 64 re f 0.9 g 0 0 454 191 re f 1 g 340 191 114 64 re f 0 g " + written(20, 230, 10, "The talk") + written(20, 150, 12, text)
	}
	data := importertest.PDF(importertest.PDFSpec{
		Box:   "0 0 453.543 255.118",
		Pages: []string{written(40, 160, 30, "One"), written(40, 160, 30, "Two a"), notes("say a"), written(40, 160, 30, "Two a b"), notes("say b"), written(40, 160, 30, "Three")},
		Extra: labels("1", "2", "3", "2", "5", "3"),
	})
	got, remarks := deckOf(t, options.Options{}, "a.pdf", data)
	if want := []string{`1 "" 0 One| `, `2 "" 1 Two a; 3 Two a b| say a//say b`, `3 "" 5 Three| `}; !slices.Equal(got, want) || len(remarks) != 1 {
		t.Errorf("%q, %q, want %q", got, remarks, want)
	}
	if got, _ := deckOf(t, options.Options{NotesSide: "none"}, "a.pdf", data); len(got) != 6 {
		t.Errorf("%q", got)
	}
}

// TestNotesAreNotDrawn: nothing is drawn where a note was put on the page.
func TestNotesAreNotDrawn(t *testing.T) {
	c, err := openPDF(t, importertest.PDF(importertest.PDFSpec{Pages: []string{""}, Page: strings.Replace(note("x"), "/F 6", "", 1)})).Read(t.Context(), deck.Page{File: "talks/a.pdf"})
	if err != nil || c.Notes != "x" {
		t.Fatal(c.Notes, err)
	}
	img, err := png.Decode(bytes.NewReader(c.Size.Data))
	if err != nil {
		t.Fatal(err)
	}
	var at image.Point
	for at.Y = range img.Bounds().Dy() {
		for at.X = range img.Bounds().Dx() {
			if r, g, b, _ := img.At(at.X, at.Y).RGBA(); r+g+b != 3*0xffff {
				t.Fatal("drawn at", at)
			}
		}
	}
}
