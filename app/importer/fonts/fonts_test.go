package fonts

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"golang.org/x/image/font/sfnt"

	"lectern/app/importer/importertest"
)

func TestIn(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"a/plain.ttf":   importertest.Font("Squares", "Regular", 'П'),
		"a/b/bold.TTF":  importertest.Font("Squares", "Bold", 'П'),
		"serif.otf":     importertest.Font("Square Serif", "Italic", 'П'),
		"damaged.ttf":   importertest.Font("Damaged", "Regular", 'П')[:300],
		"empty.ttf":     nil,
		"text.txt":      []byte("text"),
		"together.ttc":  collection(importertest.Font("One", "Regular", 'a'), importertest.Font("Two", "Regular", 'b')),
		"endless.ttc":   append([]byte("ttcf\x00\x01\x00\x00\xff\xff\xff\xff"), make([]byte, 300)...),
		"notables.ttf":  append([]byte("\x00\x01\x00\x00\xff\xff"), make([]byte, 300)...),
		"folder.ttf/it": []byte("text"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := In(dir, filepath.Join(dir, "nothing"), dir)
	got := map[string]Face{}
	for _, f := range s.Faces {
		f.File, f.At = 0, 0
		got[f.Names[len(f.Names)-1]] = f
	}
	want := map[string]Face{
		"squaresregular":    {Family: "Squares", Names: []string{"squares", "squaresregular"}},
		"squaresbold":       {Family: "Squares", Names: []string{"squares", "squaresbold"}, Bold: true},
		"squareserifitalic": {Family: "Square Serif", Names: []string{"squareserif", "squareserifitalic"}, Italic: true, Serif: true},
		"oneregular":        {Family: "One", Names: []string{"one", "oneregular"}},
		"tworegular":        {Family: "Two", Names: []string{"two", "tworegular"}},
	}
	if !reflect.DeepEqual(got, want) || len(s.Files) != 4 || len(s.Faces) != 5 {
		t.Errorf("%d files, %+v", len(s.Files), got)
	}
	for i, n := range s.Sizes() {
		if st, err := os.Stat(s.Files[i].Path); err != nil || st.Size() != n {
			t.Errorf("%s has %d bytes: %v", s.Files[i].Path, n, err)
		}
	}
}

// collection puts fonts into one file.
func collection(all ...[]byte) []byte {
	head := append([]byte("ttcf\x00\x01\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(all)))...)
	at := len(head) + 4*len(all)
	var body []byte
	for _, f := range all {
		head = binary.BigEndian.AppendUint32(head, uint32(at+len(body)))
		for n, list := binary.BigEndian.Uint16(f[4:]), f[12:]; n > 0; n, list = n-1, list[16:] {
			binary.BigEndian.PutUint32(list[8:], binary.BigEndian.Uint32(list[8:])+uint32(at+len(body)))
		}
		body = append(body, f...)
	}
	return append(head, body...)
}

// TestAs: a font out of a collection is a file of its own, with another name and the
// same letters.
func TestAs(t *testing.T) {
	data := collection(importertest.Font("One", "Regular", 'a'), importertest.Font("Two", "Bold", 'П', '中'))
	faces := Faces(bytes.NewReader(data), int64(len(data)))
	if len(faces) != 2 {
		t.Fatalf("%+v", faces)
	}
	r, err := As(bytes.NewReader(data), int64(len(data)), faces[1], "Arial", "Bold")
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil || int64(len(out)) != r.Size() {
		t.Fatal(len(out), r.Size(), err)
	}
	f, err := sfnt.Parse(out)
	if err != nil {
		t.Fatal(err)
	}
	for r, has := range map[rune]bool{'a': false, 'П': true, '中': true} {
		if i, err := f.GlyphIndex(nil, r); err != nil || (i != 0) != has {
			t.Errorf("%c: %d, %v", r, i, err)
		}
	}
	if again := Faces(bytes.NewReader(out), int64(len(out))); len(again) != 1 || again[0].Family != "Arial" || !again[0].Bold {
		t.Errorf("%+v", again)
	}
	if _, err := As(bytes.NewReader(data), int64(len(data)), Face{At: 5}, "Arial", "Bold"); err == nil {
		t.Error("a font where there is none")
	}
}

func FuzzFaces(f *testing.F) {
	f.Add(importertest.Font("Squares", "Regular", 'П'))
	f.Add(collection(importertest.Font("One", "Regular", 'a'), importertest.Font("Two", "Bold", 'b')))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, face := range Faces(bytes.NewReader(data), int64(len(data))) {
			r, err := As(bytes.NewReader(data), int64(len(data)), face, "a", "Regular")
			if err == nil && r.Size() > int64(len(data))*maxTables+4096 {
				t.Errorf("%d bytes of %d", r.Size(), len(data))
			}
		}
	})
}
