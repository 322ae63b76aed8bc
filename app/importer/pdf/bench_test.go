package pdf

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
	data := importertest.PDF(importertest.PDFSpec{Pages: pages})
	shared()
	for b.Loop() {
		if _, err := importData(b.Context(), shared(), "a.pdf", data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkPDFStart opens the engine, compiled before, and one empty page.
func BenchmarkPDFStart(b *testing.B) {
	data := importertest.PDF(importertest.PDFSpec{Pages: []string{""}})
	shared()
	for b.Loop() {
		e, err := Open(testCache)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := importData(b.Context(), e, "a.pdf", data); err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}
