package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// deckOf is a deck in few words: of each slide its number, title and notes, and of each
// of its views the page, what can be read there and where it leads.
func deckOf(t *testing.T, o options.Options, files ...any) (slides, remarks []string) {
	t.Helper()
	d, err := shared().Open(t.Context(), importertest.Tree(files...), "a.pdf", o)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	x, err := d.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if x.Header.Slides != len(x.Slides) {
		t.Errorf("%d slides of %d", len(x.Slides), x.Header.Slides)
	}
	for _, s := range x.Slides {
		var views []string
		for _, v := range s.Views {
			page := *x.Pictures[v.Picture].Page
			c, err := d.Read(t.Context(), page)
			if err != nil {
				t.Fatal(err)
			}
			s.Notes = joined(s.Notes, c.Notes)
			view := fmt.Sprint(page.Number, page.Part, " ", strings.ReplaceAll(c.Text, "\n", "/"))
			for _, l := range c.Links {
				view += fmt.Sprintf(" [%d.%d%s]", l.Slide, l.Step, l.URL)
			}
			views = append(views, view)
		}
		if s.Hidden {
			views = append([]string{"passed"}, views...)
		}
		slides = append(slides, fmt.Sprintf("%d %q %s| %s", s.Number, s.Title, strings.Join(views, "; "), strings.ReplaceAll(s.Notes, "\n", "/")))
	}
	for _, r := range x.Remarks {
		remarks = append(remarks, r.String())
	}
	return slides, remarks
}

func written(x, y, size int, text string) string {
	return fmt.Sprintf("BT /F1 %d Tf %d %d Td (%s) Tj ET\n", size, x, y, text)
}

// labels are a document's page labels, each of which stands for its page.
func labels(names ...string) string {
	var b strings.Builder
	for i, n := range names {
		fmt.Fprintf(&b, "%d << /P (%s) >> ", i, n)
	}
	return "/PageLabels << /Nums [" + b.String() + "] >>"
}

// note is the annotations of a page with a note.
func note(text string) string {
	return "/Annots [<< /Type /Annot /Subtype /Text /Rect [20 20 60 60] /F 6 /Contents (" + text + ") >>]"
}

func TestTalk(t *testing.T) {
	four := []string{written(60, 200, 40, "One"), written(60, 200, 40, "Two a"), written(60, 200, 40, "Two a b"), written(60, 200, 40, "Three")}
	overlays := importertest.PDF(importertest.PDFSpec{Pages: four, Extra: labels("1", "2", "2", "3")})
	attached := func(file string) string {
		return fmt.Sprintf("<< /Length %d >> stream\n%s\nendstream", len(file), file)
	}
	everything := importertest.PDF(importertest.PDFSpec{
		Pages: four, Own: []string{note("seen by nobody"), "", note("of the page"), ""},
		Extra: labels("1", "2", "2", "3") + " /Names << /EmbeddedFiles << /Names [(notes-slide-2.json) 110 0 R (notes-slide-3.json) 112 0 R (other.json) 112 0 R (notes-slide-4.json) 114 0 R] >> >>",
		Objects: map[int]string{
			110: "<< /Type /Filespec /F (notes-slide-2.json) /EF << /F 111 0 R >> >>", 111: attached(`{"notes":"attached"}`),
			112: "<< /Type /Filespec /F (notes-slide-3.json) /EF << /F 113 0 R >> >>",
			113: attached(`{"notes":[{"func":"sequence","children":[{"func":"text","text":"Don"},{"func":"smartquote","double":false},{"func":"text","text":"t"},{"func":"parbreak"},{"func":"strong","body":{"func":"text","text":"run"}}]}]}`),
			114: "<< /Type /Filespec /F (notes-slide-4.json) /EF << /F 115 0 R >> >>", 115: attached(`{"notes":`),
		},
	})
	outline := importertest.PDF(importertest.PDFSpec{
		Pages: four,
		Extra: "/Outlines 100 0 R",
		Objects: map[int]string{
			100: "<< /First 101 0 R /Last 103 0 R >>",
			101: "<< /Title (Part) /Parent 100 0 R /Next 103 0 R /First 102 0 R /Last 102 0 R /Dest [10002 0 R /Fit] >>",
			102: "<< /Title (Within it) /Parent 101 0 R /Dest [10002 0 R /Fit] >>",
			103: "<< /Title (Folie 4) /Parent 100 0 R /A << /S /GoTo /D [10006 0 R /XYZ null null null] >> >>",
		},
	})
	plain := []string{`1 "" 0 One| `, `2 "" 1 Two a; 2 Two a b| `, `3 "" 3 Three| `}
	for _, c := range []struct {
		name    string
		options options.Options
		files   []any
		want    []string
		remarks []string
	}{
		{"labels", options.Options{}, []any{"a.pdf", overlays}, plain, nil},
		{"outline", options.Options{}, []any{"a.pdf", outline}, []string{`1 "" 0 One| `, `2 "Within it" 1 Two a| `, `3 "" 2 Two a b| `, `4 "" 3 Three| `}, nil},
		{"pdfpc", options.Options{}, []any{"a.pdf", overlays, "A.pdfpc", `{"pdfpcFormat":2,"duration":20,"endSlide":1,"pages":[{"idx":0,"label":"1","overlay":0,"hidden":true},{"idx":2,"label":"2","overlay":1,"note":"two **b**"}]}`},
			[]string{`1 "" passed; 0 One| `, `2 "" 1 Two a; 2 Two a b| two **b**`, plain[2]},
			[]string{"A.pdfpc ends the talk with slide 2; one slide follows it."}},
		{"pdfpc, a step that is hidden", options.Options{}, []any{"a.pdf", overlays, "a.pdfpc", `{"pages":[{"idx":1,"label":"2","overlay":0,"hidden":true},{"idx":3,"label":"3","overlay":0,"hidden":true}]}`},
			[]string{plain[0], `2 "" 2 Two a b| `, `3 "" passed; 3 Three| `}, []string{"page 2: it is hidden in a.pdfpc, and is no step of its slide."}},
		{"pdfpc, old", options.Options{}, []any{"a.pdf", overlays, "a.pdfpc", "[notes]\n### 2\nof both\n### 3\nlast"},
			[]string{`1 "" 0 One| `, `2 "" 1 Two a; 2 Two a b| of both`, `3 "" 3 Three| last`}, nil},
		{"pdfpc of another name, which is the only one", options.Options{}, []any{"a.pdf", overlays, "b.pdfpc", "[notes]\n### 3\nlast"}, []string{plain[0], plain[1], `3 "" 3 Three| last`}, nil},
		{"pdfpc, of several that of the same name", options.Options{}, []any{"a.pdf", overlays, "b.pdfpc", "[notes]\n### 3\nother", "a.pdf.pdfpc", "[notes]\n### 3\nlast"},
			[]string{plain[0], plain[1], `3 "" 3 Three| last`}, nil},
		{"pdfpc, all of it hidden", options.Options{}, []any{"a.pdf", importertest.PDF(importertest.PDFSpec{Pages: four[:1]}), "a.pdfpc", `{"pages":[{"idx":0,"hidden":true}]}`}, plain[:1], nil},
		{"no file of pdfpc", options.Options{}, []any{"a.pdf", overlays, "a.pdfpc", "what is this?"}, plain, []string{"a.pdfpc cannot be read as a file of pdfpc: the notes in it are missing."}},
		{"notes of all kinds", options.Options{}, []any{"a.pdf", everything, "a.pdfpc", `{"pages":[{"idx":1,"label":"2","overlay":0,"note":"of pdfpc"},{"idx":2,"label":"2","overlay":1,"note":"of pdfpc"}]}`},
			[]string{`1 "" 0 One| seen by nobody`, `2 "" 1 Two a; 2 Two a b| of pdfpc//attached//Don't//run//of the page`, plain[2]}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, remarks := deckOf(t, c.options, c.files...)
			if !slices.Equal(got, c.want) || !slices.Equal(remarks, c.remarks) {
				t.Errorf("%q\n%q,\nwant %q\n%q", got, remarks, c.want, c.remarks)
			}
		})
	}
}

// TestReadAlone: a page is read later by itself, by whoever does not know what was
// said with the import.
func TestReadAlone(t *testing.T) {
	data := importertest.PDF(importertest.PDFSpec{Box: "0 0 728 273", Page: note("noted"), Pages: []string{
		"1 1 0.8 rg 364 0 364 273 re f 0 g " + written(40, 160, 40, "Slide") + written(380, 160, 14, "secret"),
	}})
	for _, c := range []struct {
		part        deck.Part
		text, notes string
	}{{deck.LeftHalf, "Slide", "secret\n\nnoted"}, {deck.RightHalf, "secret", "Slide\n\nnoted"}, {deck.WholePage, "Slide secret", "noted"}} {
		d := openPDF(t, data)
		page := deck.Page{File: "talks/a.pdf", Part: c.part}
		if _, err := d.Draw(t.Context(), page, 100); err != nil { // drops the notes
			t.Fatal(err)
		}
		got, err := d.Read(t.Context(), page)
		if text := strings.ReplaceAll(got.Text, "\n", " "); err != nil || text != c.text || got.Notes != c.notes {
			t.Errorf("%q: %q, notes %q, %v", c.part, text, got.Notes, err)
		}
	}
}

// TestParagraphs: where a page was full, a line of notes goes on.
func TestParagraphs(t *testing.T) {
	at := func(base, from, to float64, text string) line {
		return line{text: text, em: 10, base: base, from: from, to: to}
	}
	for want, lines := range map[string][]line{
		"full to the edge goes on\nshort":                  {at(10, 0, 300, "full to the edge"), at(24, 0, 90, "goes on"), at(38, 0, 50, "short")},
		"a list\nof words":                                 {at(10, 0, 60, "a list"), at(24, 0, 70, "of words")},
		"room was left here\nand yet it ended\nas it does": {at(10, 0, 250, "room was left here"), at(24, 0, 200, "and yet it ended"), at(38, 0, 300, "as it does")},
		"1. one is full\n2. two":                           {at(10, 0, 300, "1. one is full"), at(24, 0, 60, "2. two")},
		"1. one is full, and goes on\n2. two":              {at(10, 0, 300, "1. one is full,"), at(24, 15, 90, "and goes on"), at(38, 0, 60, "2. two")},
		"full of words\n\u2022 a point":                    {at(10, 0, 300, "full of words"), at(24, 0, 60, "\u2022 a point")},
		"far below\nit begins anew":                        {at(10, 0, 300, "far below"), at(60, 0, 90, "it begins anew")},
	} {
		if got := paragraphs(lines, 320); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	torn := []line{at(10, 0, 300, "Infra"), at(24, 0, 90, "structure")}
	torn[0].joined = true
	if got := paragraphs(torn, 320); got != "Infrastructure" {
		t.Errorf("%q", got)
	}
}

// TestBeamerLabels: beamer counts the pages of notes, too, before it puts two on one.
func TestBeamerLabels(t *testing.T) {
	page := func(text string) string {
		return written(40, 160, 40, text) + written(890-16*len(text), 262, 10, text) + written(480, 100, 14, "say it")
	}
	data := importertest.PDF(importertest.PDFSpec{
		Box: "0 0 907.087 255.118", Pages: []string{page("One"), page("Two a"), page("Two a b"), page("Three")},
		Extra: "/PageLabels << /Nums [0 << /P (1) >> 1 << /S /D >> 2 << /P (2) >> 3 << /S /D /St 2 >> 4 << /P (2) >> 5 << /S /D /St 3 >> 6 << /P (3) >> 7 << /S /D /St 4 >>] >>",
	})
	got, _ := deckOf(t, options.Options{}, "a.pdf", data)
	if want := []string{`1 "" 0left One| say it`, `2 "" 1left Two a; 2left Two a b| say it`, `3 "" 3left Three| say it`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, _ := deckOf(t, options.Options{NotesSide: "none"}, "a.pdf", data); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestLinks(t *testing.T) {
	link := func(box, leads string) string {
		return "<< /Type /Annot /Subtype /Link /Rect [" + box + "] " + leads + " >> "
	}
	uri := func(address string) string { return "/A << /S /URI /URI (" + address + ") >>" }
	goTo := "/A << /S /GoTo /D [10004 0 R /Fit] >>"
	pages := []string{written(60, 400, 30, "One"), written(60, 400, 30, "Two"), written(60, 400, 30, "Three, on www.example.net and there")}
	for _, c := range []struct{ name, annots, want string }{
		{"a page", link("96 54 480 270", "/Dest [10004 0 R /Fit]"), "0.10 0.50 0.40 0.40 2.1"},
		{"an action", link("480 0 960 540", goTo), "0.50 0.00 0.50 1.00 2.1"},
		{"a name", link("0 0 960 540", "/Dest (there)"), "0.00 0.00 1.00 1.00 2.0"},
		{"reaches over the edge", link("-500 -500 480 270", goTo), "0.00 0.50 0.50 0.50 2.1"},
		{"the web", link("0 0 960 540", uri("https://example.org/a%20b?c=d#e")), "0.00 0.00 1.00 1.00 https://example.org/a%20b?c=d#e"},
		{"letters", link("0 0 960 540", uri("http://example.org/a b")), "0.00 0.00 1.00 1.00 http://example.org/a%20b"},
		{"mail", link("0 0 960 540", uri("mailto:ada@example.org")), "0.00 0.00 1.00 1.00 mailto:ada@example.org"},
		{"without a scheme", link("0 0 960 540", uri("www.example.org")), "0.00 0.00 1.00 1.00 https://www.example.org"},
		{"no address of the web", link("0 0 960 540", uri("javascript:alert\\(1\\)")) + link("0 0 960 540", uri("file:///etc/passwd")) + link("0 0 960 540", uri("https:")) + link("0 0 960 540", uri("https://a\\002b")) + link("0 0 960 540", uri("//example.org/")), ""},
		{"too long", link("0 0 960 540", uri("https://example.org/"+strings.Repeat("a", 2000))), ""},
		{"a file, a program", link("0 0 960 540", "/A << /S /GoToR /F (b.pdf) /D [0 /Fit] >>") + link("0 0 960 540", "/A << /S /Launch /F (/bin/sh) >>"), ""},
		{"itself", link("0 0 960 540", "/Dest [10000 0 R /Fit]"), ""},
		{"nowhere", link("0 0 960 540", "/Dest (nowhere)") + link("0 0 960 540", "/Dest [4 0 R /Fit]") + link("0 0 960 540", "/Dest [99 /Fit]") + link("0 0 960 540", ""), ""},
		{"not on the page", link("1000 0 1200 540", goTo) + link("100 100 100 200", goTo), ""},
		{"hidden", link("0 0 960 540", goTo+" /F 2"), ""},
		{"a note", link("0 0 960 540", uri("note:Say%20it")), "Say it"},
		{"the largest number", strings.Repeat(link("0 0 960 540", goTo), 300), strings.TrimSuffix(strings.Repeat("0.00 0.00 1.00 1.00 2.1, ", 200), ", ")},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := openPDF(t, importertest.PDF(importertest.PDFSpec{
				Pages: pages, Own: []string{"/Annots [" + c.annots + "]"},
				Extra: labels("1", "2", "2") + " /Names << /Dests << /Names [(there) << /D [10002 0 R /Fit] >>] >> >>",
			}))
			got, err := d.Read(t.Context(), deck.Page{File: "talks/a.pdf"})
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, l := range got.Links {
				to := l.URL
				if to == "" {
					to = fmt.Sprintf("%d.%d", l.Slide, l.Step)
				}
				list = append(list, fmt.Sprintf("%.2f %.2f %.2f %.2f %s", l.X, l.Y, l.W, l.H, to))
			}
			if said := strings.Join(list, ", ") + got.Notes; said != c.want {
				t.Errorf("%s, want %s", said, c.want)
			}
		})
	}
	written, err := openPDF(t, importertest.PDF(importertest.PDFSpec{Pages: pages})).Read(t.Context(), deck.Page{File: "talks/a.pdf", Number: 2})
	if err != nil || len(written.Links) != 1 || written.Links[0].URL != "https://www.example.net" && written.Links[0].URL != "http://www.example.net" {
		t.Errorf("written on the page: %+v, %v", written.Links, err)
	}
}
