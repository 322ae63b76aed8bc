//go:build linux

package bench

import (
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// BenchmarkImportPDF is from the upload of a PDF of pages with text and
// drawings to the answer that its slides can be shown. The first import in the
// life of a data folder also compiles the PDF engine; that is a figure of its
// own.
func BenchmarkImportPDF(b *testing.B) {
	l := harness.Start(b, harness.Folder(b))
	began := time.Now()
	l.Upload("first.pdf", harness.PDF(1))
	first := time.Since(began)
	const pages = 24
	began = time.Now()
	l.Upload("talk.pdf", harness.PDF(pages))
	took := time.Since(began)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(pages/took.Seconds(), "pages/s")
	b.ReportMetric(first.Seconds(), "first-page-s")
}
