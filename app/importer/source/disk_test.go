package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

func TestDisk(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	red := importertest.PNG(importertest.Colours(4, 3))
	write("secret.png", red)
	write("talk/a b.png", red)
	write("talk/img/c.png", red)
	write("talk/notes.txt", []byte("private"))
	write("talk/unused.png", red)
	if err := os.Symlink(filepath.Join(dir, "secret.png"), filepath.Join(dir, "talk", "link.png")); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.Symlink("img/c.png", filepath.Join(dir, "talk", "inner.png")); err != nil {
		t.Fatal(err)
	}
	write("talk/talk.md", []byte(strings.Join([]string{
		"# Talk", "![a](<a b.png>) ![a](a%20b.png)", `<img alt="x" src="img/c.png?x=1">`, "![r][ref] ![in](inner.png)",
		"![up](../secret.png)", "![abs](" + filepath.ToSlash(dir) + "/secret.png)", "![link](link.png)", "![text](notes.txt)",
		"![far](https://x.example/a.png) ![gone](gone.png)", "", "[ref]: ./img/c.png",
	}, "\n")))

	files, err := OpenDisk(filepath.Join(dir, "talk", "talk.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if diff := cmp.Diff([]string{"a b.png", "img/c.png", "inner.png", "talk.md"}, files.Names()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := fstest.TestFS(files, files.Names()...); err != nil {
		t.Error(err)
	}
	want := []string{
		"line 5: the picture ../secret.png is outside the deck's folder and was not read.",
		"line 6: the picture " + filepath.ToSlash(dir) + "/secret.png is outside the deck's folder and was not read.",
		"line 7: the picture link.png is outside the deck's folder and was not read.",
	}
	if diff := cmp.Diff(want, files.Remarks); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDiskFails(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]fault.Code{"gone.md": fault.NotFound, ".": fault.NotADeck} {
		if _, err := OpenDisk(filepath.Join(dir, name)); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
