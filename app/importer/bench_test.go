package importer

import (
	"fmt"
	"testing"

	"lectern/app/importer/importertest"
)

// BenchmarkPDFPages draws pages of text in all sizes.
func BenchmarkPDFPages(b *testing.B) {
	pages := make([]string, 20)
	for i := range pages {
		pages[i] = importertest.PageText(fmt.Sprint("Page ", i), "The quick brown fox", "jumps over the lazy dog", "and back again")
	}
	files := []File{{"a.pdf", importertest.PDF(importertest.PDFSpec{Pages: pages})}}
	im := sharedImporter(b)
	if _, err := im.pdf(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := im.Import(b.Context(), files, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkPDFStart opens the engine, compiled before, and one empty page.
func BenchmarkPDFStart(b *testing.B) {
	files := []File{{"a.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{""}})}}
	if _, err := sharedImporter(b).pdf(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		im := New(testCache)
		if _, err := im.Import(b.Context(), files, Options{}); err != nil {
			b.Fatal(err)
		}
		im.Close()
	}
}

// BenchmarkMarkdown reads a deck of 100 slides with code and tables.
func BenchmarkMarkdown(b *testing.B) {
	var src []byte
	for i := range 100 {
		src = fmt.Appendf(src, "## Slide %d\n\n- one\n- *two*\n\n```go\nfunc f() int { return %d }\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- note -->\n\n---\n\n", i, i)
	}
	im := New("")
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := im.Import(b.Context(), []File{{"a.md", src}}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
