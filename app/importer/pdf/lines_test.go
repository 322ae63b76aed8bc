package pdf

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
)

// meaning is a ToUnicode map: what the letters from a on mean.
func meaning(signs ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n", len(signs))
	for i, s := range signs {
		fmt.Fprintf(&b, "<%02x> <", 'a'+i)
		for _, u := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, "%04x", u)
		}
		b.WriteString(">\n")
	}
	b.WriteString("endbfchar endcmap end end")
	return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", b.Len(), b.String())
}

// TestLines: a page's lines and its title, however the file cuts and scatters them.
// F2 is F1, in a matrix of its own; what F3's letters mean is not what they look like:
// a to f are a buffalo, a ligature and Hebrew, g and h Chinese.
func TestLines(t *testing.T) {
	body := "BT /F1 20 Tf 60 200 Td (First of the text) Tj 0 -30 Td (Second) Tj ET "
	const text = "\nFirst of the text\nSecond"
	heading := func(s string) string { return "BT /F1 44 Tf 60 440 Td (" + s + ") Tj ET " }
	for name, c := range map[string]struct{ page, title, text string }{
		"one font after the other": {
			"BT /F1 44 Tf 60 440 Td [(Personal T) 40 (a)] TJ /F2 1 Tf 44 0 0 44 296 440 Tm (bles, F) Tj 44 0 0 44 426 440 Tm (ast) Tj ET " + body,
			"Personal Tables, Fast", "Personal Tables, Fast" + text},
		"a part painted last":            {"BT /F1 44 Tf 60 440 Td (Anthony) Tj 1 0 0 1 229.9 440 Tm (s plan) Tj ET " + body + "BT /F2 1 Tf 44 0 0 44 220 440 Tm (') Tj ET", "Anthony’s plan", "Anthony’s plan" + text},
		"far apart letters":              {"BT 9 Tc /F1 44 Tf 60 440 Td (SPACED) Tj 20 0 Td ET BT /F1 44 Tf 350 440 Td (HEADING) Tj 0 Tc ET " + body, "SPACED HEADING", "SPACED HEADING" + text},
		"painted twice":                  {heading("Bold heading") + heading("Bold heading") + body, "Bold heading", "Bold heading" + text},
		"painted twice, a bit aside":     {heading("Bold heading") + "BT /F1 44 Tf 61.2 439.2 Td (Bold heading) Tj ET " + body, "Bold heading", "Bold heading" + text},
		"letter by letter, twice":        {"BT /F1 44 Tf 60 440 Td (l) Tj ET BT /F1 44 Tf 60.5 440 Td (l) Tj ET BT /F1 44 Tf 69.8 440 Td (a) Tj ET BT /F1 44 Tf 70.3 440 Td (a) Tj ET BT /F1 44 Tf 94.3 440 Td (ll) Tj ET BT /F1 44 Tf 94.8 440 Td (ll) Tj ET " + body, "lall", "lall" + text},
		"over two lines":                 {"BT /F1 44 Tf 60 440 Td (A heading over) Tj 0 -50 Td (two lines) Tj ET " + body, "A heading over two lines", "A heading over\ntwo lines" + text},
		"torn at a line's end":           {"BT /F1 44 Tf 60 440 Td (Infras-) Tj 0 -50 Td (tructures) Tj ET " + body, "Infrastructures", "Infrastructures" + text},
		"of one letter size, five lines": {"BT /F1 20 Tf 60 400 Td (One line) Tj 0 -30 Td (two) Tj 0 -30 Td (three) Tj 0 -30 Td (four) Tj 0 -30 Td (five) Tj ET", "One line", "One line\ntwo\nthree\nfour\nfive"},
		"a number in large letters":      {"BT /F1 120 Tf 60 420 Td (42) Tj ET BT /F1 44 Tf 60 330 Td (percent) Tj ET " + body, "percent", "42\npercent" + text},
		"a letter as an ornament":        {"BT /F1 300 Tf 600 60 Td (Q) Tj ET " + heading("Questions") + body, "Questions", "Q\nQuestions" + text},
		"nothing but a number":           {"BT /F1 120 Tf 60 420 Td (42) Tj ET", "", "42"},
		"nothing but two letters":        {"BT /F1 120 Tf 60 420 Td (Q&A) Tj ET", "Q&A", "Q&A"},
		"small words above":              {"BT /F1 20 Tf 60 500 Td (Chapter) Tj ET " + heading("The heading") + body, "The heading", "Chapter\nThe heading" + text},
		"a page's number beside":         {heading("The heading") + "BT /F1 14 Tf 900 440 Td (12) Tj ET " + body, "The heading", "The heading\n12" + text},
		"a stamp across the page":        {"BT /F1 150 Tf 0.7 0.7 -0.7 0.7 300 60 Tm (DRAFT) Tj ET " + heading("The heading") + body, "The heading", "DRAFT\nThe heading" + text},
		"capitals above larger letters":  {"BT /F1 24 Tf 60 500 Td (ALL CAPITALS) Tj ET BT /F1 32 Tf 60 440 Td (some more area) Tj ET " + body, "some more area", "ALL CAPITALS\nsome more area" + text},
		"exponents and indices":          {"BT /F1 44 Tf 60 440 Td (H) Tj -12 Ts /F1 28 Tf (2) Tj 0 Ts /F1 44 Tf (O, E = mc) Tj 16 Ts /F1 28 Tf (2) Tj 0 Ts /F1 44 Tf ( end) Tj ET " + body, "H2O, E = mc2 end", "H2O, E = mc2 end" + text},
		"a large first letter":           {"BT /F1 100 Tf 60 330 Td (W) Tj ET BT /F1 30 Tf 160 381 Td (ords that begin) Tj 0 -36 Td (beside it and end) Tj -100 -36 Td (below it, as they) Tj 0 -36 Td (do in books) Tj ET", "Words that begin", "Words that begin\nbeside it and end\nbelow it, as they\ndo in books"},
		"a table":                        {heading("Table") + "BT /F1 20 Tf 60 300 Td (Name) Tj 200 0 Td (Value) Tj -200 -30 Td (Kilo) Tj 200 0 Td (12) Tj ET", "Table", "Table\nName Value\nKilo 12"},
		"two columns":                    {heading("Columns") + "BT /F1 20 Tf 60 300 Td (Left one) Tj 0 -30 Td (left two) Tj 300 30 Td (Right one) Tj 0 -30 Td (right two) Tj ET", "Columns", "Columns\nLeft one\nleft two\nRight one\nright two"},
		"without spaces, as TeX writes":  {"BT /F1 44 Tf 60 440 Td [(The) -300 (har) 20 (bour) -240 (plan)] TJ ET " + body, "The harbour plan", "The harbour plan" + text},
		"a space that is none":           {"BT /F1 44 Tf 60 440 Td [(Off) -10 ( ) 280 (ice)] TJ ET " + body, "Office", "Office" + text},
		"dots that lead to a number":     {heading("Contents") + "BT /F1 20 Tf 60 300 Td [(The) -300 (plan) -300 (of) -300 (it) -700 (.) -700 (.) -700 (.) -700 (.) -700 (.) -700 (.) -700 (.) -700 (.) -700 (.) -700 (7)] TJ ET", "Contents", "Contents\nThe plan of it . . . . . . . . . 7"},
		"signs beyond 16 bits":           {"BT /F3 44 Tf 60 440 Td (a) Tj /F1 44 Tf ( Buffaloes) Tj ET " + body, "🐃 Buffaloes", "🐃 Buffaloes" + text},
		"a ligature":                     {"BT /F1 44 Tf 60 440 Td (O) Tj /F3 44 Tf (b) Tj /F1 44 Tf (ces) Tj ET " + body, "Offices", "Offices" + text},
		"to the left":                    {"BT /F3 44 Tf 60 440 Td (fedc) Tj /F1 44 Tf ( 12 ) Tj /F3 44 Tf (dc) Tj ET " + body, "אג 12 אגדה", "אג 12 אגדה" + text},
		"Chinese over two lines":         {"BT /F3 44 Tf 60 440 Td (ghgh) Tj 0 -50 Td (hghg) Tj ET " + body, "中文中文文中文中", "中文中文\n文中文中" + text},
		"Chinese, downwards":             {"BT /F3 44 Tf 60 440 Td (g) Tj 0 -46 Td (h) Tj 0 -46 Td (g) Tj ET", "中文中", "中文中"},
	} {
		t.Run(name, func(t *testing.T) { readsAs(t, c.page, "", c.title, c.text) })
		if name == "one font after the other" {
			// The same page turned, whose own letters are turned back.
			turned := "0 1 -1 0 540 0 cm " + c.page
			t.Run(name+", on its side", func(t *testing.T) { readsAs(t, turned, "/Rotate 90 /MediaBox [0 0 540 960]", c.title, c.text) })
		}
	}
}

func readsAs(t *testing.T, page, entries, title, text string) {
	t.Helper()
	d := openPDF(t, importertest.PDF(importertest.PDFSpec{
		Pages: []string{page}, Page: entries,
		Fonts: "/F2 100 0 R /F3 101 0 R",
		Objects: map[int]string{
			100: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
			101: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 102 0 R >>",
			102: meaning("🐃", "ffi", "א", "ג", "ד", "ה", "中", "文"),
		},
	}))
	c, err := d.Read(t.Context(), deck.Page{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Title != title {
		t.Errorf("title %q, want %q", c.Title, title)
	}
	if c.Text != text {
		t.Errorf("text\n%s\nwant\n%s", c.Text, text)
	}
}

// TestPrinted: testdata/printed.pdf was printed by Chromium 156, which cuts lines at every
// kern and paints a shadowed text twice, of
//
//	<title>printed.html</title><style>@page{size:960px 540px;margin:0}
//	section{page-break-after:always;padding:40px;font:24px "DejaVu Sans"}h1{font:44px "DejaVu Sans"}</style>
//	<section><h1>Personal Tables, Fast</h1><p>Anthony's office isn’t “Today”.</section>
//	<section><h1 style="text-shadow:2px 2px 2px #aaa">Page three</h1><p style="-webkit-text-stroke:1px red">Tab</section>
func TestPrinted(t *testing.T) {
	data, err := os.ReadFile("testdata/printed.pdf")
	if err != nil {
		t.Fatal(err)
	}
	d := openPDF(t, data)
	if x, err := d.Describe(t.Context()); err != nil || x.Header.Title != "printed" {
		t.Errorf("%+v, %v", x, err)
	}
	for i, want := range []string{"Personal Tables, Fast\nAnthony's office isn’t “Today”.", "Page three\nTab"} {
		c, err := d.Read(t.Context(), deck.Page{Number: i})
		if err != nil {
			t.Fatal(err)
		}
		if title, _, _ := strings.Cut(want, "\n"); c.Title != title || c.Text != want {
			t.Errorf("page %d: %q, %q", i+1, c.Title, c.Text)
		}
	}
}
