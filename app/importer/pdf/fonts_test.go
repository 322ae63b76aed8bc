package pdf

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"lectern/app/deck"
	"lectern/app/importer/fonts"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// withFonts is an engine of a computer with these fonts.
func withFonts(t *testing.T, data ...[]byte) *Engine {
	t.Helper()
	dir := t.TempDir()
	for i, d := range data {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".ttf")), d, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e, err := Open(testCache)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	e.Fonts = func() (*Fonts, error) {
		set := fonts.In(dir)
		return &Fonts{Set: set, Read: func(i int) io.ReaderAt {
			b, err := os.ReadFile(set.Files[i].Path)
			if err != nil {
				t.Error(err)
			}
			return bytes.NewReader(b)
		}}, nil
	}
	return e
}

// westFont is a font that is not embedded, with glyphs of these names from A on.
func westFont(font string, glyphs ...string) string {
	return fmt.Sprintf("<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 65 /LastChar %d /Widths [%s] /FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags 32 /FontBBox [0 -200 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /StemV 80 >> /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /%s] >> >>",
		font, 64+len(glyphs), strings.Repeat("1000 ", len(glyphs)), font, strings.Join(glyphs, " /"))
}

// eastFont is another one, of China, Japan or Korea, with glyphs named by signs in UTF-16.
func eastFont(font, encoding, order string) string {
	return fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /%s /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [0 -200 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /StemV 80 >> >>] >>",
		font, encoding, font, order, font)
}

// TestFonts: what is in fonts that the file does not bring is drawn with the computer's,
// or it is said on which page it is not.
func TestFonts(t *testing.T) {
	east := func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, "%04x", u)
		}
		return "<" + b.String() + ">"
	}
	pages := []struct{ font, text, title string }{
		{westFont("Arial", "afii10033", "afii10065"), "(AB)", "Па"},
		{westFont("TimesNewRomanPSMT", "gbreve", "scedilla"), "(AB)", "ğş"},
		{westFont("ABCDEF+Frutiger-Roman", "afii10033", "afii10065"), "(AB)", "Па"},
		{eastFont("STSong-Light", "UniGB-UCS2-H", "GB1"), east("中文"), "中文"},
		{eastFont("HeiseiMin-W3", "UniJIS-UCS2-H", "Japan1"), east("かな"), "かな"},
		{eastFont("HYSMyeongJo-Medium", "UniKS-UCS2-H", "Korea1"), east("한국"), "한국"},
		{westFont("Helvetica-Bold", "a", "b"), "(AB)", "ab"}, // PDFium has it
	}
	var all [][]byte
	for _, p := range pages {
		all = append(all, importertest.PDF(importertest.PDFSpec{
			Pages: []string{"BT /F2 60 Tf 60 400 Td " + p.text + " Tj ET BT /F1 20 Tf 60 100 Td (Latin caption) Tj ET"},
			Fonts: "/F2 100 0 R", Objects: map[int]string{100: p.font},
		}))
	}
	// black is how many of the pixels where the first two letters are to be are black.
	black := func(t *testing.T, z deck.PictureSize) float64 {
		img, err := png.Decode(bytes.NewReader(z.Data))
		if err != nil {
			t.Fatal(err)
		}
		k := float64(z.Width) / 960
		n, dark := 0, 0
		for y := int(95 * k); y < int(138*k); y++ {
			for x := int(62 * k); x < int(166*k); x++ {
				n++
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					dark++
				}
			}
		}
		return float64(dark) / float64(n)
	}
	read := func(t *testing.T, e *Engine, data []byte) (deck.PageContent, deck.PictureSize) {
		d, err := e.Open(t.Context(), importertest.Tree("a.pdf", data), "a.pdf", options.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		c, err := d.Read(t.Context(), deck.Page{})
		if err != nil {
			t.Fatal(err)
		}
		z, err := d.Draw(t.Context(), deck.Page{}, 960)
		if err != nil {
			t.Fatal(err)
		}
		return c, z
	}
	bare := withFonts(t)
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "
	full := withFonts(t,
		importertest.Font("Few", "Regular", []rune("Пağş")...), // of which no caption can be made
		importertest.Font("Squares", "Regular", []rune(letters+"Пağşабв")...),
		importertest.Font("Squares", "Bold", []rune(letters+"Пağşабв")...),
		importertest.Font("East", "Regular", []rune("中文かな한국")...),
	)
	for i, p := range pages {
		t.Run(p.title, func(t *testing.T) {
			c, z := read(t, bare, all[i])
			builtIn := i == len(pages)-1
			if missing := strings.Join(c.Remarks, " "); !builtIn && !strings.Contains(missing, "letters of ") || builtIn && missing != "" {
				t.Errorf("without fonts: %q", missing)
			}
			if unicode.In([]rune(p.title)[0], unicode.Cyrillic, unicode.Han, unicode.Hangul) && c.Title != p.title {
				t.Errorf("without fonts: title %q", c.Title) // though it is not drawn
			}
			if share := black(t, z); !builtIn && share > 0.01 {
				t.Errorf("without fonts: %.0f %% black", 100*share)
			}
			c, z = read(t, full, all[i])
			if len(c.Remarks) > 0 || c.Title != p.title || c.Text != p.title+"\nLatin caption" {
				t.Errorf("with fonts: %q, %q, %q", c.Title, c.Text, c.Remarks)
			}
			if share := black(t, z); builtIn != (share < 0.6) {
				t.Errorf("with fonts: %.0f %% black", 100*share)
			}
		})
	}
}

// TestFontNames: by which names the file's fonts are looked for.
func TestFontNames(t *testing.T) {
	for _, c := range []struct{ name, title, family, standard string }{
		{"Arial", "Arial", "arial", "Arial"},
		{"Arial-BoldMT", "Arial", "arial", "Arial"},
		{"Arial,Bold", "Arial", "arial", "Arial"},
		{"TimesNewRomanPS-BoldItalicMT", "TimesNewRomanPS", "timesnewroman", "Times New Roman"},
		{"TimesNewRomanPSMT", "TimesNewRomanPSMT", "timesnewroman", "Times New Roman"},
		{"CourierNewPSMT", "CourierNewPSMT", "couriernew", "Courier New"},
		{"Calibri-Bold", "Calibri", "calibri", ""},
		{"Calibri,Italic", "Calibri", "calibri", ""},
		{"Frutiger-Roman", "Frutiger-Roman", "frutiger", ""},
		{"HelveticaNeue-Light", "HelveticaNeue-Light", "helveticaneue", "Arial"},
	} {
		n := need{name: c.name}
		if n.title() != c.title || n.family() != c.family || n.standard() != c.standard {
			t.Errorf("%s: %q, %q, %q", c.name, n.title(), n.family(), n.standard())
		}
	}
}
