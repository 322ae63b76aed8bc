package source

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lectern/app/fault"
)

func newSpool(t *testing.T) *Spool {
	t.Helper()
	s, err := NewSpool(filepath.Join(t.TempDir(), "uploads"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSpool(t *testing.T) {
	s := newSpool(t)
	for _, c := range []struct{ name, want string }{
		{"talk.md", "talk.md"},
		{"img/a b.png", "img/a b.png"},
		{"Screenshot at 3.04\u202fPM.png", "Screenshot at 3.04\u202fPM.png"},
		{`slides\b.png`, "slides/b.png"},
		{"../../etc/passwd", "etc/passwd"},
		{"/root", "root"},
		{"img/a b.png", "img/a b (2).png"},
		{"img", "img (2)"},         // the name of a folder
		{"talk.md/x", "talk.md_x"}, // a file's name as a folder's
		{"", "untitled"},
		{"\xff\x00.md", "\uFFFD\x00.md"},
		{strings.Repeat("long", 500) + ".md", strings.Repeat("long", 500) + ".md"},
	} {
		t.Run(c.want[:min(len(c.want), 30)], func(t *testing.T) {
			if err := s.Add(t.Context(), c.name, strings.NewReader(c.name)); err != nil {
				t.Fatal(err)
			}
			got, err := fs.ReadFile(s, c.want)
			if err != nil || string(got) != c.name {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	var names []string
	err := Walk(t.Context(), s, func(name string, size int64) error {
		names = append(names, name)
		return nil
	})
	if err != nil || len(names) != s.Len() {
		t.Errorf("%q, %v", names, err)
	}
	if err := fstest.TestFS(s, names...); err != nil {
		t.Error(err)
	}
	dir := s.dir
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after Close: %v", err)
	}
}

func TestSpoolLimits(t *testing.T) {
	s := newSpool(t)
	s.room = 10
	if err := s.Add(t.Context(), "a", strings.NewReader("1234567890")); err != nil {
		t.Error(err)
	}
	if err := s.Add(t.Context(), "b", strings.NewReader("1")); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a byte too many: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newSpool(t).Add(ctx, "a", strings.NewReader("1")); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	s = newSpool(t)
	for range MaxFiles {
		if err := s.Add(t.Context(), "a", strings.NewReader("")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Add(t.Context(), "a", strings.NewReader("")); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a file too many: %v", err)
	}
}

func TestSpoolTellsTheReadersError(t *testing.T) {
	broken := errors.New("broken")
	err := newSpool(t).Add(t.Context(), "a", &brokenReader{broken})
	if err != broken {
		t.Errorf("%v", err)
	}
}

type brokenReader struct{ err error }

func (r *brokenReader) Read([]byte) (int, error) { return 0, r.err }

func TestDigest(t *testing.T) {
	digest := func(m fstest.MapFS) string {
		t.Helper()
		d, err := Digest(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	of := func(parts ...string) fstest.MapFS {
		m := fstest.MapFS{}
		for i := 0; i < len(parts); i += 2 {
			m[parts[i]] = &fstest.MapFile{Data: []byte(parts[i+1])}
		}
		return m
	}
	one := digest(of("a.md", "x", "b/c.png", "y"))
	s := newSpool(t)
	for _, f := range [][2]string{{"b/c.png", "y"}, {"a.md", "x"}} {
		if err := s.Add(t.Context(), f[0], bytes.NewReader([]byte(f[1]))); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := Digest(t.Context(), s); err != nil || got != one {
		t.Errorf("the same files by another way: %s, %v; want %s", got, err, one)
	}
	seen := []string{one}
	for _, m := range []fstest.MapFS{of("a.md", "x"), of("a.md", "y", "b/c.png", "x"), of("a.md", "xy", "b/c.png", ""), of("b.md", "x", "b/c.png", "y")} {
		seen = append(seen, digest(m))
	}
	for i, a := range seen {
		for _, b := range seen[:i] {
			if diff := cmp.Diff(a, b); diff == "" {
				t.Errorf("other files have one digest: %s", a)
			}
		}
	}
}
