//go:build !race

package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/importer/fonts"
	"lectern/app/importer/importertest"
)

// TestFonts: what a PDF's child cannot open by itself, its parent gives it: the computer's
// fonts.
func TestFonts(t *testing.T) {
	dir := t.TempDir()
	letters := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZğş"
	if err := os.WriteFile(filepath.Join(dir, "a.ttf"), importertest.Font("Squares", "Regular", []rune(letters)...), 0o600); err != nil {
		t.Fatal(err)
	}
	pdf := importertest.PDF(importertest.PDFSpec{
		Pages: []string{"BT /F2 60 Tf 60 400 Td (AB) Tj ET"}, Fonts: "/F2 100 0 R",
		Objects: map[int]string{100: "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 65 /LastChar 66 /Widths [1000 1000] /FontDescriptor << /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /StemV 80 >> /Encoding << /Differences [65 /gbreve /scedilla] >> >>"},
	})
	for _, folder := range []string{dir, filepath.Join(dir, "none")} {
		p, im := openPages(t, Limits{}, importertest.Tree("talk.pdf", pdf), "talk.pdf")
		im.config.Fonts = func() *fonts.Set { return fonts.In(folder) }
		c, err := p.Read(t.Context(), page(0))
		if err != nil {
			t.Fatal(err)
		}
		if folder == dir && (c.Title != "ğş" || len(c.Remarks) > 0) {
			t.Errorf("%q, %q", c.Title, c.Remarks)
		}
		if folder != dir && !strings.Contains(strings.Join(c.Remarks, " "), "letters of Arial are not drawn, which is neither in the file nor on this computer.") {
			t.Errorf("without fonts: %q, %q", c.Title, c.Remarks)
		}
		p.Close()
	}
}
