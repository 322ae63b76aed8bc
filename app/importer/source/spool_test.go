package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
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

// TestSpoolManyOfOneName: a name that is as long as may be has room for a number.
func TestSpoolManyOfOneName(t *testing.T) {
	for _, end := range []string{"a", "ab", "abc"} { // one of which has its letters cut in two
		s := newSpool(t)
		for i := range 1001 {
			if err := s.Add(t.Context(), strings.Repeat("é", maxPath)+end, strings.NewReader("")); err != nil {
				t.Fatal(i, err)
			}
		}
	}
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

// TestEmptySpools: what a crash left goes; somebody's own files stay.
func TestEmptySpools(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	if err := EmptySpools(dir); err != nil {
		t.Errorf("no folder: %v", err)
	}
	s, err := NewSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Add(t.Context(), "a.md", strings.NewReader("# A")); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "talk.md")
	if err := os.WriteFile(own, []byte("# Mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := EmptySpools(dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a crash left: %v", err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("somebody's own file: %v", err)
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
	s.slots = 3
	for range 3 {
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

// TestSpoolOnFullDisk: the sentence is the same for a disk that has no room for
// one more name.
func TestSpoolOnFullDisk(t *testing.T) {
	full := &fs.PathError{Op: "open", Path: "0", Err: syscall.ENOSPC}
	if err := unwritten(full, "talk.md"); fault.CodeOf(err) != fault.TooLarge || fault.Sentence(err) != "The disk of this computer has no room for talk.md" {
		t.Error(err)
	}
	if err := unwritten(fs.ErrPermission, "talk.md"); fault.CodeOf(err) != "" || !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}

type brokenReader struct{ err error }

func (r *brokenReader) Read([]byte) (int, error) { return 0, r.err }

func TestDigest(t *testing.T) {
	digest := func(fsys fs.FS) string {
		t.Helper()
		d, err := Digest(t.Context(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	spooled := newSpool(t)
	for _, f := range [][2]string{{"img/a.png", "1"}, {"talk.md", "# A"}} {
		if err := spooled.Add(t.Context(), f[0], strings.NewReader(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		files fs.FS
		same  bool
	}{
		"the same":           {importertest.Tree("talk.md", "# A", "img/a.png", "1"), true},
		"by another way":     {spooled, true},
		"as a folder":        {importertest.Tree("talk/talk.md", "# A", "talk/img/a.png", "1"), true},
		"in a deeper folder": {importertest.Tree("a/talk/talk.md", "# A", "a/talk/img/a.png", "1"), true},
		"with junk":          {importertest.Tree("talk/talk.md", "# A", "talk/img/a.png", "1", "talk/.DS_Store", "x", ".git/x", "x"), true},
		"other words":        {importertest.Tree("talk.md", "# B", "img/a.png", "1"), false},
		"another name":       {importertest.Tree("talk.md", "# A", "img/b.png", "1"), false},
		"a file less":        {importertest.Tree("talk.md", "# A"), false},
		"another border":     {importertest.Tree("talk.md", "# A1", "img/a.png", ""), false},
	} {
		t.Run(name, func(t *testing.T) {
			want := digest(importertest.Tree("talk.md", "# A", "img/a.png", "1"))
			if same := digest(c.files) == want; same != c.same {
				t.Errorf("the same: %v", same)
			}
		})
	}
}
