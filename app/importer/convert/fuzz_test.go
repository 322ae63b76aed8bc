package convert

import (
	"bytes"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/filetype"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// FuzzImport gives any bytes any name.
func FuzzImport(f *testing.F) {
	for _, name := range []string{"a.md", "a.png", "a.zip", "a.svg", "a.html", "a", "a.txt", "\x00"} {
		for _, s := range []string{"# a", "\xff\xfe#\x00", "GIF89a", "PK\x05\x06", "<svg/>", "\x00", "BM", "  "} {
			f.Add(name, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if filetype.Of(name, data) == filetype.PDF || bytes.Contains(data, []byte("%PDF-")) {
			return
		}
		files, err := source.NewSpool(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		if err := files.Add(t.Context(), name, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		d := &decktest.Deck{}
		_, err = Convert(t.Context(), files, nil, options.Options{}, NotInstalled, d)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}
