package library_test

import (
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
)

// TestSavedFiles: a save is taken in, in the deck's place, as it was read; what was made
// of files that are as they were is not made again, and a mistake changes nothing.
func TestSavedFiles(t *testing.T) {
	lib, s := openLibrary(t)
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	red := importertest.Colours(40, 30)
	write("a.png", importertest.PNG(red))
	write("b.png", importertest.PNG(importertest.Colours(8, 6)))
	text := func(words string) []byte {
		return []byte("# A\n\n![](a.png)\n\n---\n\n# B\n\n" + words + " ![](b.png)\n")
	}
	write("talk.md", text("one"))
	paths := []string{filepath.Join(dir, "talk.md")}
	first, _, err := lib.AddPaths(t.Context(), paths, options.Options{Dialect: "marp"}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	// The ids of the originals, and the addresses of the pictures.
	look := func() (originals map[string]string, uses []string, words string) {
		t.Helper()
		originals = map[string]string{}
		kept, err := s.Originals(t.Context(), first.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range kept {
			originals[o.Name] = o.Digest
		}
		slides, err := s.Slides(t.Context(), first.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, slide := range slides {
			uses = append(uses, slide.Views[0].Uses...)
			words += slide.Views[0].Text
		}
		return originals, uses, words
	}
	before, had, _ := look()
	save := func(words string) {
		t.Helper()
		write("talk.md", text(words))
		info, undo, _, err := lib.Saved(t.Context(), first.ID, paths, options.Options{})
		if err != nil || info.ID != first.ID || undo == 0 || info.Dialect != "marp" {
			t.Fatalf("%+v, %d, %v", info, undo, err)
		}
	}
	for _, words := range []string{"two", "three"} {
		save(words)
		now, uses, said := look()
		if strings.Join(uses, " ") != strings.Join(had, " ") || now["a.png"] != before["a.png"] || len(now) != 3 || now["talk.md"] == before["talk.md"] || !strings.Contains(said, words) {
			t.Errorf("%s: %v, %v, %q", words, now, uses, said)
		}
	}
	red.SetRGBA(3, 3, color.RGBA{1, 2, 3, 255})
	write("a.png", importertest.PNG(red))
	save("four")
	now, uses, _ := look()
	if uses[0] == had[0] || uses[1] != had[1] || now["a.png"] == before["a.png"] {
		t.Errorf("a picture that was changed: %v, %v", now, uses)
	}
	if _, undo, from, err := lib.Saved(t.Context(), first.ID, paths, options.Options{}); err != nil || undo != 0 || len(from.Files) != 3 {
		t.Errorf("nothing has changed: %d, %v, %v", undo, from, err)
	}
	write("talk.md", append([]byte("---\ntitle: [\n---\n"), text("five")...))
	var broken *library.Broken
	if _, _, _, err := lib.Saved(t.Context(), first.ID, paths, options.Options{}); !errors.As(err, &broken) || broken.Remark.Line != 2 || broken.Remark.File != "talk.md" || fault.CodeOf(err) != fault.NotADeck {
		t.Errorf("a mistake: %v", err)
	}
	if _, _, words := look(); !strings.Contains(words, "four") {
		t.Errorf("after that: %q", words)
	}
	if all, err := s.Decks(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d decks, %v", len(all), err)
	}
}
