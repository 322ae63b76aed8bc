package pgfiles

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func quiet(string) {}

// entry is one file of a tar; link makes it a symlink.
type entry struct{ name, content, link string }

func makeTar(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: 0o755, Size: int64(len(e.content)), Typeflag: tar.TypeReg}
		if e.link != "" {
			h.Typeflag, h.Linkname = tar.TypeSymlink, e.link
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// makeTree is a small tree of the shape that PostgreSQL has.
func makeTree(t *testing.T) Tree {
	t.Helper()
	root := t.TempDir()
	for _, name := range []string{"bin/initdb", "bin/pg_ctl", "bin/postgres", "lib/libpq.so.5.18"} {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("libpq.so.5.18", filepath.Join(root, "lib/libpq.so")); err != nil {
		t.Fatal(err)
	}
	return Tree{Root: root, Version: "18.4.0"}
}

func pack(t *testing.T, tree Tree) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Pack(tree, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchiveRoundTrip(t *testing.T) {
	tree := makeTree(t)
	archive := pack(t, tree)
	if !bytes.Equal(archive, pack(t, tree)) {
		t.Error("the same files give different archives")
	}
	dir := t.TempDir()
	got, err := Unpack(t.Context(), bytes.NewReader(archive), dir, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if got.Major() != 18 || !strings.HasPrefix(filepath.Base(got.Root), "postgres-18.4.0-") {
		t.Errorf("got %+v", got)
	}
	content, err := os.ReadFile(filepath.Join(got.Root, "lib/libpq.so"))
	if err != nil || string(content) != "lib/libpq.so.5.18" {
		t.Errorf("the symlink leads to %q: %v", content, err)
	}
	if info, err := os.Stat(filepath.Join(got.Root, "bin/postgres")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("bin/postgres: %v %v", info, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left in the folder: %v %v", entries, err)
	}
}

// Once it is secured a tree is used as it is; before, it is unpacked again.
func TestUnpackTwice(t *testing.T) {
	archive, dir := pack(t, makeTree(t)), t.TempDir()
	unpack := func() Tree {
		t.Helper()
		got, err := Unpack(t.Context(), bytes.NewReader(archive), dir, quiet)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	tree := unpack()
	postgres := filepath.Join(tree.Root, "bin/postgres")
	if err := os.Truncate(postgres, 0); err != nil { // a power cut
		t.Fatal(err)
	}
	unpack()
	if info, _ := os.Stat(postgres); info.Size() == 0 {
		t.Fatal("a tree that was never secured was used")
	}
	if err := tree.Secure(); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(postgres)
	unpack()
	if after, _ := os.Stat(postgres); !os.SameFile(before, after) {
		t.Error("a secured tree was unpacked again")
	}
	if got, ok := Present(dir, 18); !ok || got != tree {
		t.Errorf("present: %v %v", got, ok)
	}
}

// Programs in a folder that others may write to, or behind a link, are not run.
func TestTreeOfOthersIsUnpackedAnew(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder's own place closes it there")
	}
	archive := pack(t, makeTree(t))
	for name, spoil := range map[string]func(root string) error{
		"open": func(root string) error { return os.Chmod(root, 0o777) },
		"a link": func(root string) error {
			return errors.Join(os.Rename(root, root+".theirs"), os.Symlink(root+".theirs", root))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			tree, err := Unpack(t.Context(), bytes.NewReader(archive), dir, quiet)
			if err = errors.Join(err, tree.Secure(), os.WriteFile(filepath.Join(tree.Root, "bin/postgres"), []byte("theirs"), 0o755), spoil(tree.Root)); err != nil {
				t.Fatal(err)
			}
			if got, ok := Present(dir, tree.Major()); ok {
				t.Errorf("present: %v", got)
			}
			if _, err := Unpack(t.Context(), bytes.NewReader(archive), dir, quiet); err != nil {
				t.Fatal(err)
			}
			if content, err := os.ReadFile(filepath.Join(tree.Root, "bin/postgres")); err != nil || string(content) == "theirs" {
				t.Errorf("it runs %q: %v", content, err)
			}
		})
	}
}

func TestRemoveOthers(t *testing.T) {
	dir := t.TempDir()
	keep := Tree{Root: filepath.Join(dir, "postgres-18.4.0-aaaaaaaa")}
	for name, stays := range map[string]bool{
		"postgres-18.4.0-aaaaaaaa": true, "postgres-17.5.0-bbbbbbbb": false, ".postgres-123": false,
		"pg18": true, "postgres-mine": true, "postgres.run": true,
	} {
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, err := os.Stat(path); (err == nil) != stays {
				t.Errorf("%s: %v, want it to stay: %v", name, err, stays)
			}
		}()
	}
	if err := RemoveOthers(dir, keep); err != nil {
		t.Fatal(err)
	}
}

func TestUnpackingEndsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	// It ends once it has begun.
	_, err := Unpack(ctx, bytes.NewReader(pack(t, makeTree(t))), dir, func(string) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestDamagedArchive(t *testing.T) {
	archive := pack(t, makeTree(t))
	h, err := readHeader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Replace(archive, []byte(h.Digest), []byte(strings.Repeat("0", 64)), 1)
	for name, data := range map[string][]byte{
		"another digest": wrong, "cut short": archive[:len(archive)-40], "no header": archive[:6],
		"empty": nil, "another file": []byte("dear diary, today I went to the zoo"),
	} {
		dir := t.TempDir()
		if got, err := Unpack(t.Context(), bytes.NewReader(data), dir, quiet); err == nil {
			t.Errorf("%s: unpacked to %v", name, got)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}

func TestExtractStaysInside(t *testing.T) {
	for name, entries := range map[string][]entry{
		"dots":                {{name: "../evil"}},
		"dots inside":         {{name: "bin/../../evil"}},
		"absolute":            {{name: "/tmp/evil"}},
		"symlink out":         {{name: "bin/out", link: "../../.."}},
		"absolute symlink":    {{name: "out", link: "/tmp"}},
		"twice the same name": {{name: "a", link: "b"}, {name: "a", content: "x"}},
	} {
		root := filepath.Join(t.TempDir(), "root")
		if err := os.Mkdir(root, 0o755); err != nil {
			t.Fatal(err)
		}
		err := extract(root, tar.NewReader(bytes.NewReader(makeTar(t, entries...))), func(s string) string { return s }, nil)
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
		if left, _ := os.ReadDir(filepath.Dir(root)); len(left) != 1 {
			t.Errorf("%s: wrote %v", name, left)
		}
	}
}

func TestRestoreLinksStaysInside(t *testing.T) {
	for _, list := range []string{
		`[{"source":"native/../../../etc/passwd","target":"native/lib/x"}]`,
		`[{"source":"native/lib/x","target":"native/../../x"}]`,
		`[{"source":"/etc/passwd","target":"native/x"}]`,
	} {
		if err := restoreLinks(t.TempDir(), []byte(list)); err == nil {
			t.Errorf("%s: accepted", list)
		}
	}
}
