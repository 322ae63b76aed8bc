package source

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// TestZipSizeOverflow: the sizes that a zip states are a stranger's numbers, and
// their sum must not wrap around to a small one.
func TestZipSizeOverflow(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range []struct {
		name    string
		claimed uint64
		stored  int
	}{
		{"filler.bin", 4 << 20, 4 << 20}, // so that the ratio allows much
		{"talk.md", math.MaxUint64, 1},
	} {
		part, err := w.CreateRaw(&zip.FileHeader{Name: f.name, Method: zip.Store, CompressedSize64: uint64(f.stored), UncompressedSize64: f.claimed})
		if err == nil {
			_, err = io.CopyN(part, zeros{}, int64(f.stored))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := OpenZip(fstest.MapFS{"talk.zip": {Data: b.Bytes()}}, "talk.zip")
	if fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a file that claims to have 2^64-1 bytes: %v, %v", z, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestLongNames: a zip's names take no more room than its files, however many
// folders they have.
func TestLongNames(t *testing.T) {
	for name, path := range map[string]string{
		"deep": strings.Repeat("a/", 2000) + "b.md",
		"long": strings.Repeat("a", 60_000) + ".md",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenZip(importertest.Tree("a.zip", importertest.Zip(importertest.Entry{Name: path, Data: []byte("# a")})), "a.zip")
			importertest.CheckRefusal(t, err)
			if len(fault.Sentence(err)) > 250 || !strings.Contains(fault.Sentence(err), "too long or in too many folders") {
				t.Errorf("%v", err)
			}
			s := newSpool(t)
			for range 2 {
				if err := s.Add(t.Context(), path, strings.NewReader("x")); err != nil {
					t.Fatal(err)
				}
			}
			if len(s.folders) > maxParts || len(s.Names()) != 2 {
				t.Errorf("%d folders, %d names", len(s.folders), len(s.Names()))
			}
		})
	}
}
