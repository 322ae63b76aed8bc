package source

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

func onDisk(t *testing.T, paths ...string) *Disk {
	t.Helper()
	d, err := OpenDisk(paths...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

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

	files := onDisk(t, filepath.Join(dir, "talk", "talk.md"))
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
	if diff := cmp.Diff(want, said(files.Remarks)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestDiskGrows: a file has what it had when it was found, however much is written to it
// since.
func TestDiskGrows(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(name, []byte("# a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := onDisk(t, name)
	before, err := Digest(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("and more\n"); err != nil {
		t.Fatal(err)
	}
	if after, err := Digest(t.Context(), d); err != nil || after != before {
		t.Errorf("%v", err)
	}
	if got, err := fs.ReadFile(d, "a.md"); err != nil || string(got) != "# a\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func said(remarks []deck.Remark) (all []string) {
	for _, r := range remarks {
		all = append(all, r.String())
	}
	return all
}

func TestDiskFails(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]fault.Code{"gone.md": fault.NotFound, ".": fault.NotADeck, "gone/": fault.NotFound} {
		if _, err := OpenDisk(filepath.Join(dir, name)); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDiskNames: what a text means is found under the name that the disk has for it, and
// nothing else is.
func TestDiskNames(t *testing.T) {
	for name, c := range map[string]struct{ ref, files, want string }{
		"apart":          {"Gr\u00f6\u00dfe.png", "Gro\u0308\u00dfe.png", "Gro\u0308\u00dfe.png"},
		"composed":       {"Gro\u0308\u00dfe.png", "Gr\u00f6\u00dfe.png", "Gr\u00f6\u00dfe.png"},
		"a folder apart": {"\u00dc/a.png", "U\u0308/a.png", "U\u0308/a.png"},
		"another case":   {"IMG/A.PNG", "img/a.png|img/b.png", "img/a.png"},
		"public":         {"/boat.png", "public/boat.png|boat.png", "public/boat.png"},
		"a root":         {"/img/boat.png", "img/boat.png", "img/boat.png"},
		"Windows":        {`img\one.png`, "img/one.png", "img/one.png"},
		"entities":       {"R&amp;D (1).png", "R&D (1).png", "R&D (1).png"},
		"percent":        {"a%20b.png", "a b.png|a%20b.png", "a b.png"},
		"a percent sign": {"100%25.png", "100%25.png", "100%25.png"},
		"parentheses":    {"a(1).png", "a(1).png", "a(1).png"},
		"a query":        {"a.png?v=1", "a.png", "a.png"},
		"elsewhere":      {"a.png", "img/a.png", ""},
		"a way down":     {"x/../a.png", "a.png", "a.png"},
		"two of a kind":  {"a.png", "a.png|A.png", "a.png"},
		"hidden, named":  {".img/a.png", ".img/a.png", ".img/a.png"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			red := importertest.PNG(importertest.Colours(4, 3))
			for _, f := range strings.Split(c.files, "|") {
				on := filepath.Join(dir, filepath.FromSlash(f))
				if err := os.MkdirAll(filepath.Dir(on), 0o755); err != nil {
					t.Fatal(err)
				}
				if f != "" {
					if err := os.WriteFile(on, red, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			talk := filepath.Join(dir, "talk.md")
			if err := os.WriteFile(talk, []byte("![](<"+c.ref+">)"), 0o644); err != nil {
				t.Fatal(err)
			}
			files := onDisk(t, talk)
			if got := strings.TrimPrefix(strings.Join(slices.DeleteFunc(files.Names(), func(n string) bool { return n == "talk.md" }), "|"), "|"); got != c.want {
				t.Errorf("%q among %q: %q, want %q", c.ref, c.files, got, c.want)
			}
			if len(files.Remarks) > 0 {
				t.Error(files.Remarks)
			}
		})
	}
}

// TestDiskFolder: a folder comes whole, but for what no deck is made of.
func TestDiskFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"talk/slides.md", "talk/img/a.png", "talk/.git/HEAD", "talk/node_modules/x/a.md", "talk/.DS_Store", "talk/img/Thumbs.db", "talk/~$a.pptx", "secret.png"} {
		on := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(on), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(on, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"talk/img/a.png", "talk/slides.md"}
	if os.Symlink("../secret.png", filepath.Join(dir, "talk", "out.png")) == nil && os.Symlink("slides.md", filepath.Join(dir, "talk", "again.md")) == nil && os.Symlink(".", filepath.Join(dir, "talk", "loop")) == nil {
		want = []string{"talk/again.md", "talk/img/a.png", "talk/slides.md"}
	}
	files := onDisk(t, filepath.Join(dir, "talk")+string(filepath.Separator))
	if diff := cmp.Diff(want, files.Names()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := fstest.TestFS(files, files.Names()...); err != nil {
		t.Error(err)
	}
	empty := t.TempDir()
	if _, err := OpenDisk(empty); fault.CodeOf(err) != fault.NotADeck {
		t.Errorf("an empty folder: %v", err)
	}
	for i := range MaxFiles + 1 {
		if err := os.WriteFile(filepath.Join(empty, fmt.Sprint(i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := OpenDisk(empty); fault.CodeOf(err) != fault.TooLarge || !strings.Contains(fault.Sentence(err), "more than 2000 files in it") {
		t.Errorf("a large folder: %v", err)
	}
	if err := os.Truncate(filepath.Join(dir, "talk", "img", "a.png"), MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDisk(filepath.Join(dir, "talk")); fault.CodeOf(err) != fault.TooLarge || !strings.Contains(fault.Sentence(err), "more than 512 MB") {
		t.Errorf("a large file: %v", err)
	}
}

// TestDiskTogether: several files are called by their folder.
func TestDiskTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "talk")
	var paths []string
	for _, name := range []string{"a.png", "x/a.png", "b.png"} {
		on := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(on), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(on, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, on)
	}
	files := onDisk(t, append(paths, paths[0])...)
	if diff := cmp.Diff([]string{"talk/a (2).png", "talk/a.png", "talk/b.png", "x/a.png"}, files.Names()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := OpenDisk(paths[0], dir); fault.CodeOf(err) == "" {
		t.Errorf("a folder among files: %v", err)
	}
}

// TestGroup: pictures alone are one deck.
func TestGroup(t *testing.T) {
	dir := t.TempDir()
	red := importertest.PNG(importertest.Colours(4, 3))
	for name, data := range map[string][]byte{"a.PNG": red, "b.png": red, "c.md": []byte("# C"), "c.de.md": []byte("# C"), "c.fr.md": []byte("# C"), "e.pdf": []byte("%PDF-1.7"), "e.fr.pdf": []byte("%PDF-1.7"), "d.png": []byte("no picture")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for names, want := range map[string]string{
		"a.PNG b.png": "These 2 pictures are imported as one deck.", "a.PNG c.md": "These 2 are imported as a deck each.", "a.PNG d.png": "These 2 are imported as a deck each.",
		"c.md c.de.md": "These 2 files are imported as one deck, in 2 languages.", "c.fr.md c.md c.de.md": "These 3 files are imported as one deck, in 3 languages.",
		"c.de.md e.pdf c.md e.fr.pdf": "These 2 are imported as a deck each.", "c.de.md c.de.md": "These 2 are imported as a deck each.", "c.de.md e.fr.pdf": "These 2 are imported as a deck each.",
		"a.PNG .": "These 2 are imported as a deck each.", "a.PNG": "", "a.PNG gone.png": "These 2 are imported as a deck each.",
	} {
		var paths []string
		for _, n := range strings.Fields(names) {
			paths = append(paths, filepath.Join(dir, n))
		}
		if got := TellGroup(Group(paths)); got != want {
			t.Errorf("%s: %s", names, got)
		}
	}
}

// TestDiskNotes: with a PDF comes what pdfpc keeps beside it, and no other's.
func TestDiskNotes(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"a.pdf": 0, "a.pdfpc": 1, "b.pdf": 0, "b.pdf.pdfpc": 1, "c.pdf": 0, "d.pdf": 0, "d.pdfpc": 5 << 20} {
		if err := os.WriteFile(filepath.Join(dir, name), append([]byte("%PDF-1.7"), make([]byte, size)...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"a.pdf": "a.pdf a.pdfpc |", "b.pdf": "b.pdf b.pdf.pdfpc |", "c.pdf": "c.pdf |",
		"d.pdf": "d.pdf |d.pdfpc has more than 4 MB: the notes in it are missing.",
	} {
		d, err := OpenDisk(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(d.Names(), " ") + " |" + strings.Join(said(d.Remarks), ""); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		d.Close()
	}
	// Named together they are one deck; notes alone are one that is refused.
	got := fmt.Sprint(Group([]string{"x/a.pdfpc", "x/a.pdf", "y/a.pdfpc", "b.pdf.pdfpc", "./b.pdf"}))
	if want := "[[x/a.pdf] [y/a.pdfpc] [./b.pdf]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
