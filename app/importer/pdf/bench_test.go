package pdf

import (
	"fmt"
	"image"
	"os"
	"slices"
	"testing"
	"time"

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

// BenchmarkRead reads a page that a browser printed, beside drawing it in the same width.
func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/printed.pdf")
	if err != nil {
		b.Fatal(err)
	}
	d := openPDF(b, data)
	f := frame{size: image.Pt(lookWidth, lookWidth*9/16)}
	var drawing, reading time.Duration
	for b.Loop() {
		_, err := d.within(b.Context(), func(s *sandbox) error {
			begun := time.Now()
			var drawn *image.RGBA
			err := s.draw(f, func(img *image.RGBA) error {
				drawn = &image.RGBA{Pix: slices.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
				return nil
			})
			drawing += time.Since(begun)
			if err == nil {
				begun = time.Now()
				_, _, err = s.read(f, drawn)
				reading += time.Since(begun)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(drawing.Microseconds())/1000/float64(b.N), "ms-drawing")
	b.ReportMetric(float64(reading.Microseconds())/1000/float64(b.N), "ms-reading")
}
