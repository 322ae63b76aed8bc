package wire

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"lectern/app/importer/fonts"
	"lectern/app/importer/importertest"
)

// TestFonts: the files of fonts are read after the others, once they were asked for, and
// nothing else is.
func TestFonts(t *testing.T) {
	dir := t.TempDir()
	data := importertest.Font("Squares", "Regular", 'П')
	if err := os.WriteFile(filepath.Join(dir, "a.ttf"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	set := fonts.In(dir)
	files, err := NewFiles(t.Context(), fstest.MapFS{"a.md": {Data: []byte("text")}})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	last := make(chan error, 1)
	go func() {
		SendJob(inW, Job{})
		r := NewReader(outR, files.Sizes())
		for {
			m, err := r.Next()
			switch m := m.(type) {
			case FontsAsked:
				r.Fonts(set.Sizes())
				err = files.Fonts(inW, set)
			case ReadAsked:
				err = files.Answer(t.Context(), inW, m)
			}
			if err != nil {
				inW.CloseWithError(err)
				outR.CloseWithError(err)
				last <- err
				return
			}
		}
	}()
	if _, err := ReadJob(inR); err != nil {
		t.Fatal(err)
	}
	p := Listen(inR, NewTeller(outW), func() {})
	p.files = 1
	got, read, err := p.Fonts()
	if err != nil || len(got.Faces) != 1 || got.Faces[0].Family != "Squares" || got.Files[0] != (fonts.File{Size: int64(len(data))}) {
		t.Fatalf("%+v, %v", got, err)
	}
	b := make([]byte, len(data))
	if _, err := read(0).ReadAt(b, 0); err != nil || !bytes.Equal(b, data) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if _, _, err := p.Fonts(); err == nil {
		t.Error("fonts can be asked for twice")
	}
	if err := <-last; !IsWrong(err) {
		t.Error(err)
	}
}

// TestFontsNotAsked: before that their files are not to be read.
func TestFontsNotAsked(t *testing.T) {
	var b bytes.Buffer
	p := &Parent{teller: NewTeller(&b), in: make(chan answer, 1)}
	p.in <- answer{k: kindData}
	(&remote{parent: p, file: 1, size: 100}).ReadAt(make([]byte, 10), 0)
	if _, err := NewReader(&b, []int64{4}).Next(); !IsWrong(err) {
		t.Error(err)
	}
}
