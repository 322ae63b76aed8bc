package pdf

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

func TestEnding(t *testing.T) {
	for _, c := range []struct {
		data string
		want ending
	}{
		{"", cut},
		{"%PDF %%EOF", whole},
		{"%PDF %%EOF" + strings.Repeat("\x00", 3*blockSize), whole},
		{"%PDF %%EOF" + strings.Repeat("x", 3000), whole},
		{"%PDF %%EOF" + strings.Repeat("x", 5000), cut},
		{strings.Repeat("\n", 3*blockSize), cut},
		{strings.Repeat("x", blockSize-3) + "%%EOF\r\n", whole},
		{"1 0 obj null endobj\nxref\n0 1\n0000", tailless},
		{"1 0 obj null endobj\nxref\n" + strings.Repeat("0000000000 65535 f \n", 10_000), tailless},
		{"1 0 obj null endobj\nx", tailless},
		{"1 0 obj null endobj\nstartxref\n0\n%%E", tailless},
		{"1 0 obj null endobj\n7 0 obj\n<< /Size 7 /Type/XRef >>stream\nxx", tailless},
		{"1 0 obj null endobj\n7 0 obj\n<< /Type /Page", cut},
		{"1 0 obj null endobj\n7", cut},
		{"1 0 obj [2 0 R] endobj 2 0 obj null endobj\n", tailless},
		{"1 0 obj [3 0 R] endobj 2 0 obj null endobj\n", cut},
		{"1 0 obj [2 0 R] endobj 2 0 obj << >>\nstream\n3 0 R\nendstream endobj", tailless},
	} {
		f, err := openFile(&disk{data: []byte(c.data)}, "a.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.ending(); got != c.want || err != nil {
			t.Errorf("%.80q…: %v, want %v, %v", c.data, got, c.want, err)
		}
	}
}

// TestCut: wherever a file is cut, it has all of its pages, or it is refused. The other
// file, testdata/streams.pdf, has its objects and their table in streams: qpdf
// --object-streams=generate made it of the first one.
func TestCut(t *testing.T) {
	tables := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Page 1"), importertest.PageText("Page 2"), importertest.PageText("Page 3")}})
	streams, err := os.ReadFile("testdata/streams.pdf")
	if err != nil {
		t.Fatal(err)
	}
	table := bytes.LastIndex(tables, []byte("xref\n0"))
	for name, c := range map[string]struct {
		data []byte
		at   int
		open bool
	}{
		"the last letter":              {tables, len(tables) - 2, true},
		"the mark":                     {tables, len(tables) - 6, true},
		"where its table is":           {tables, len(tables) - 12, true},
		"in the trailer":               {tables, len(tables) - 50, false},
		"in the table":                 {tables, table + 30, false}, // nothing says where to begin
		"before the table":             {tables, table, false},
		"in the last object":           {tables, table - 10, false},
		"before the last object":       {tables, bytes.LastIndex(tables[:table], []byte("\n10005 0 obj")), false},
		"in the middle":                {tables, len(tables) / 2, false},
		"the mark, after streams":      {streams, len(streams) - 6, true},
		"where it is, after streams":   {streams, len(streams) - 14, true},
		"in the table, after streams":  {streams, len(streams) - 30, false}, // all that is known of the pages is there
		"in the middle of the streams": {streams, len(streams) / 2, false},
	} {
		d, err := shared().Open(t.Context(), importertest.Tree("a.pdf", c.data[:c.at]), "a.pdf", options.Options{})
		if !c.open {
			if err == nil || !strings.Contains(err.Error(), "a.pdf is cut short") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		x, err := d.Describe(t.Context())
		if err != nil || len(x.Slides) != 3 {
			t.Errorf("%s: %v, %v", name, x, err)
		}
		for i := range x.Slides {
			if got, err := d.Read(t.Context(), deck.Page{Number: i}); err != nil || got.Title != fmt.Sprint("Page ", i+1) {
				t.Errorf("%s: page %d: %q, %v", name, i+1, got.Title, err)
			}
		}
		d.Close()
	}
}
