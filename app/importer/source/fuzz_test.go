package source

import (
	"io/fs"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

func FuzzZip(f *testing.F) {
	red := importertest.PNG(importertest.Colours(4, 3))
	f.Add(importertest.Zip(importertest.Entry{"a.md", []byte("# a\n\n![x](b.png)")}, importertest.Entry{"b.png", red}))
	f.Add(importertest.Zip(importertest.Entry{"../a.md", []byte("# a")}))
	f.Add(importertest.Zip(importertest.Entry{"a/", nil}, importertest.Entry{"a/b.zip", importertest.Zip()}))
	f.Add(importertest.Zip(importertest.Entry{"mimetype", []byte("application/vnd.oasis.opendocument.presentation")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		z, err := OpenZip(importertest.Tree("a.zip", data), "a.zip")
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		defer z.Close()
		total := 0
		for _, name := range z.Names() {
			data, err := fs.ReadFile(z, name)
			if err != nil {
				importertest.CheckRefusal(t, err)
			}
			total += len(data)
			if !safeName(name) {
				t.Errorf("%q of %d bytes", name, len(data))
			}
		}
		if total > maxUnpacked {
			t.Errorf("%d bytes", total)
		}
	})
}

// FuzzSpoolName: whatever a file is called, it is in the Spool, under a name that
// leads nowhere else.
func FuzzSpoolName(f *testing.F) {
	for _, s := range []string{"a.md", "../../etc/passwd", `C:\x\y.png`, "/abs", "a/../../b", "", ".", "\x00", "pics/ü.png", "a/a/a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := newSpool(t)
		for _, n := range []string{"a", name, name} {
			if err := s.Add(t.Context(), n, strings.NewReader("x")); err != nil {
				t.Fatal(err)
			}
		}
		if names := s.Names(); len(names) != 3 {
			t.Errorf("%q", names)
		}
		for _, n := range s.Names() {
			if data, err := fs.ReadFile(s, n); err != nil || string(data) != "x" {
				t.Errorf("%q: %q, %v", n, data, err)
			}
		}
	})
}
