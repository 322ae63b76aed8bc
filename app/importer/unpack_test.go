package importer

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/portable"
	"lectern/app/importer/source"
	"lectern/app/importer/wire"
)

func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	m := portable.Manifest{Title: "T", Slides: []portable.Slide{{Notes: "n"}}}
	for i := 0; i < len(files); i += 2 {
		m.Files = append(m.Files, portable.File{Name: files[i], Size: int64(len(files[i+1]))})
	}
	var b bytes.Buffer
	if err := portable.Write(&b, m, func(i int) (io.Reader, error) { return strings.NewReader(files[2*i+1]), nil }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func newSpool(t *testing.T) *source.Spool {
	t.Helper()
	spool, err := source.NewSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { spool.Close() })
	return spool
}

// TestUnpack: what comes out of the child is what went into the file.
func TestUnpack(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	spool := newSpool(t)
	large := strings.Repeat("0123456789", 250_000) // in three parts
	files := []string{"none", "", "a.md", "# a", "img/large", large, "nil", "", "z", ""}
	m, err := im.Unpack(t.Context(), importertest.Tree("x.lectern", packed(t, files...)), spool)
	if err != nil || m.Title != "T" || m.Slides[0].Notes != "n" {
		t.Fatalf("%+v, %v", m, err)
	}
	for i := 0; i < len(files); i += 2 {
		if got, err := fs.ReadFile(spool, files[i]); err != nil || string(got) != files[i+1] {
			t.Errorf("%s: %d bytes, %v", files[i], len(got), err)
		}
	}
	_, err = im.Unpack(t.Context(), importertest.Tree("x.lectern", packed(t, files...)[:3000]), spool)
	importertest.CheckRefusal(t, err)
}

// TestUnpackCancelled: nobody is left who writes.
func TestUnpackCancelled(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	spool := newSpool(t)
	ctx, cancel := context.WithCancel(t.Context())
	testStarted = func(int) { cancel() }
	t.Cleanup(func() { testStarted = nil })
	if _, err := im.Unpack(ctx, importertest.Tree("x.lectern", packed(t, "a", "b")), spool); err != context.Canceled {
		t.Error(err)
	}
}

// TestUnpackWrong: a child that tells other files than it announced is not believed.
func TestUnpackWrong(t *testing.T) {
	manifest := portable.Manifest{Version: portable.Version, Files: []portable.File{{Name: "a", Entry: "o/a", Size: 3}, {Name: "b", Entry: "o/b", Size: 2}}}
	name := func(n string) portable.Manifest {
		m := manifest
		m.Files = []portable.File{{Name: n, Entry: "o/a"}}
		return m
	}
	for what, tell := range map[string]func(*wire.Teller){
		"nothing":        func(w *wire.Teller) {},
		"no parts":       func(w *wire.Teller) { w.Pack(manifest) },
		"parts alone":    func(w *wire.Teller) { w.Part([]byte("abc")) },
		"too few":        func(w *wire.Teller) { w.Pack(manifest); w.Part([]byte("abc")); w.Part([]byte("d")) },
		"too many":       func(w *wire.Teller) { w.Pack(manifest); w.Part([]byte("abc")); w.Part([]byte("def")) },
		"two at once":    func(w *wire.Teller) { w.Pack(manifest); w.Part([]byte("abcde")) },
		"twice":          func(w *wire.Teller) { w.Pack(manifest); w.Pack(manifest) },
		"a name outside": func(w *wire.Teller) { w.Pack(name("../a")) },
		"a deck":         func(w *wire.Teller) { w.NeedsPDF() },
	} {
		t.Run(what, func(t *testing.T) {
			var b bytes.Buffer
			w := wire.NewTeller(&b)
			tell(w)
			w.Done()
			r := wire.NewUnpackReader(wire.NewReader(&b, nil))
			for {
				m, err := r.Next()
				if wire.IsWrong(err) {
					return
				}
				if _, done := m.(wire.Done); done || err != nil {
					t.Fatalf("%v, %v", m, err)
				}
			}
		})
	}
	im, _ := newImporter(t, Limits{})
	if _, err := im.Unpack(t.Context(), importertest.Tree("x.md", "# a"), nil); err == nil || fault.CodeOf(err) != "" {
		t.Errorf("no .lectern file: %v", err)
	}
}
