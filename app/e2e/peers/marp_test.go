package peers

import (
	"context"
	_ "embed"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
	"lectern/app/importer/markdown"
	"lectern/app/importer/options"
	"lectern/app/needtest"
)

//go:embed marp.cjs
var marpScript []byte

// A slide is what a tool makes of one.
type slide struct {
	Steps, Page, Pages, Backgrounds int
	Notes                           []string
}

type made struct {
	Seconds float64
	Slides  []slide
}

// marpCore has Marp Core read some files.
func marpCore(t testing.TB, files ...string) []made {
	t.Helper()
	return read(t, "LECTERN_TEST_MARP", "marp.cjs", marpScript, files)
}

// read has a tool read some files: a script under Node, which gets the tool's folder
// from an environment variable.
func read(t testing.TB, variable, name string, script []byte, files []string) (all []made) {
	t.Helper()
	tool := needtest.Env(t, variable)
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, script, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", append([]string{path, tool}, files...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatalf("%v: %.200s", err, out)
	}
	return all
}

// lectern reads one, with the pictures beside it.
func lectern(t testing.TB, file string) *decktest.Deck {
	t.Helper()
	d := &decktest.Deck{}
	root := os.DirFS(filepath.Dir(file))
	pictures, _ := fs.Glob(root, "*.png")
	if err := markdown.Import(context.Background(), root, filepath.Base(file), pictures, options.Options{}, d); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return d
}

var pageNumber = regexp.MustCompile(`data-page="(\d+)" data-pages="(\d+)"`)

// like reports what Lectern makes of a deck otherwise than Marp Core does.
func like(t testing.TB, file string, want made) {
	t.Helper()
	d := lectern(t, file)
	if len(d.Slides) != len(want.Slides) {
		t.Errorf("%s: %d slides, in Marp %d", file, len(d.Slides), len(want.Slides))
		return
	}
	for i, s := range d.Slides {
		w := want.Slides[i]
		view := s.Views[len(s.Views)-1].HTML
		got := slide{Steps: len(s.Views) - 1, Backgrounds: panes(view)}
		if m := pageNumber.FindStringSubmatch(view); m != nil {
			got.Page, _ = strconv.Atoi(m[1])
			got.Pages, _ = strconv.Atoi(m[2])
		}
		if got.Steps != w.Steps || got.Page != w.Page || got.Pages != w.Pages || got.Backgrounds != w.Backgrounds {
			t.Errorf("%s: slide %d has %+v, in Marp %+v", file, i+1, got, w)
		}
		if a, b := words(s.Notes), words(strings.Join(w.Notes, " ")); a != b {
			t.Errorf("%s: the notes of slide %d are %q, in Marp %q", file, i+1, a, b)
		}
	}
}

// panes is how many pictures are behind a slide, or frames for them.
func panes(html string) int {
	n := 0
	for _, ground := range strings.Split(html, `<div class="ground`)[1:] {
		end := strings.Index(ground, "</div><")
		if end < 0 {
			end = len(ground)
		}
		n += strings.Count(ground[:end], "<img") + strings.Count(ground[:end], `class="missing`)
	}
	return n
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestMarp: slides, steps, page numbers, pictures behind and notes are those of Marp.
func TestMarp(t *testing.T) {
	files, err := filepath.Glob("testdata/marp/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for i, want := range marpCore(t, files...) {
		like(t, files[i], want)
	}
}
