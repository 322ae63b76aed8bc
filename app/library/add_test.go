package library_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) {
	importer.RunIfChild()
	storetest.Main(m)
}

func quiet(int, int) {}

func openLibrary(t *testing.T) (*library.Library, *store.Store) {
	t.Helper()
	s, _ := storetest.Open(t)
	i := importer.New(importer.Config{Program: importertest.Program()})
	t.Cleanup(func() { i.Close() })
	return library.New(s, i, draw(t, s, i), t.TempDir()), s
}

// TestSameFile: by whatever way a file comes, it is one deck, which stands where
// it stood; and after a deletion it is a new one.
func TestSameFile(t *testing.T) {
	lib, s := openLibrary(t)
	const text = "# One\n\n---\n\n# Two\n"
	path := filepath.Join(t.TempDir(), "talk.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	first, _, err := lib.AddPaths(t.Context(), []string{path}, options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Change(t.Context(), first.ID, deck.Change{"current_slide": 2}); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]fs.FS{
		"dropped":        importertest.Tree("talk.md", text),
		"dropped folder": importertest.Tree("talks/talk.md", text),
	} {
		t.Run(name, func(t *testing.T) {
			again, err := lib.Add(t.Context(), file, options.Options{}, quiet)
			if err != nil || again.ID != first.ID || again.CurrentSlide != 2 {
				t.Errorf("deck %d at slide %d, %v; want deck %d at slide 2", again.ID, again.CurrentSlide, err, first.ID)
			}
		})
	}
	other, err := lib.Add(t.Context(), importertest.Tree("talk.md", text+"!"), options.Options{}, quiet)
	if err != nil || other.ID == first.ID {
		t.Errorf("another text is deck %d, %v", other.ID, err)
	}
	if _, err := s.Delete(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if again, _, err := lib.AddPaths(t.Context(), []string{path}, options.Options{}, quiet); err != nil || again.ID == first.ID {
		t.Errorf("after its deletion: deck %d, %v", again.ID, err)
	}
}

// TestSameContents: a folder, its zip, of whatever tool, and its files dropped on the
// page are one deck.
func TestSameContents(t *testing.T) {
	lib, _ := openLibrary(t)
	red := importertest.PNG(importertest.Colours(4, 3))
	const text = "# \u00d6\n\n![](\u00f6.png)\n"
	folder := filepath.Join(t.TempDir(), "talk")
	if err := os.MkdirAll(filepath.Join(folder, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"slides.md": []byte(text), "o\u0308.png": red, "README.md": []byte("# About"), ".git/HEAD": []byte("x")} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	zip := func(entries ...importertest.Entry) fs.FS {
		return importertest.Tree("my talk.zip", importertest.Zip(entries...))
	}
	first, _, err := lib.AddPaths(t.Context(), []string{folder}, options.Options{}, quiet)
	if err != nil || first.Slides != 1 {
		t.Fatal(first, err)
	}
	for name, files := range map[string]fs.FS{
		"zip":         zip(importertest.Entry{Name: "slides.md", Data: []byte(text)}, importertest.Entry{Name: "\u00f6.png", Data: red}, importertest.Entry{Name: "README.md", Data: []byte("# About")}),
		"another zip": zip(importertest.Entry{Name: "talk/README.md", Data: []byte("# About")}, importertest.Entry{Name: "talk/o\u0308.png", Data: red}, importertest.Entry{Name: "talk/slides.md", Data: []byte(text)}, importertest.Entry{Name: "__MACOSX/talk/._slides.md", Data: red}),
		"dropped":     importertest.Tree("talk/slides.md", text, "talk/\u00f6.png", red, "talk/README.md", "# About"),
	} {
		if again, err := lib.Add(t.Context(), files, options.Options{}, quiet); err != nil || again.ID != first.ID {
			t.Errorf("%s: deck %d, %v; want deck %d", name, again.ID, err, first.ID)
		}
	}
	other := zip(importertest.Entry{Name: "slides.md", Data: []byte(text)})
	second, err := lib.Add(t.Context(), other, options.Options{}, quiet)
	if err != nil || second.ID == first.ID {
		t.Errorf("other contents: deck %d, %v", second.ID, err)
	}
	if again, err := lib.Add(t.Context(), other, options.Options{}, quiet); err != nil || again.ID != second.ID {
		t.Errorf("the same zip: deck %d, %v; want deck %d", again.ID, err, second.ID)
	}
	if as, err := lib.Add(t.Context(), other, options.Options{Dialect: "marp"}, quiet); err != nil || as.ID == second.ID {
		t.Errorf("read in another way: deck %d, %v", as.ID, err)
	}
}

// TestUpdate: a changed file takes its deck's place, where it is told to, and where it is
// sure which that is; nothing is lost, and nothing comes of an update that cannot be.
func TestUpdate(t *testing.T) {
	lib, s := openLibrary(t)
	file := func(name, text string) fs.FS { return importertest.Tree(name, text) }
	same := options.Options{Update: options.Same}
	add := func(files fs.FS, o options.Options, want int64, says string) deck.Info {
		t.Helper()
		info, err := lib.Add(t.Context(), files, o, quiet)
		if says != "" && !strings.Contains(fmt.Sprint(err), says) || says == "" && (err != nil || want > 0 && info.ID != want) {
			t.Errorf("deck %d, %v; want deck %d, %s", info.ID, err, want, says)
		}
		return info
	}
	count := func(want int) {
		t.Helper()
		if decks, err := s.Decks(t.Context()); err != nil || len(decks) != want {
			t.Errorf("%d decks, %v; want %d", len(decks), err, want)
		}
	}
	first := add(file("harbour.md", "# Harbour\n\n---\n\n# Two"), same, 0, "") // nothing is there
	add(file("harbour.md", "# Harbour\n\n---\n\n# Two"), options.Options{}, first.ID, "")
	if _, err := s.Change(t.Context(), first.ID, deck.Change{"live": true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Change(t.Context(), first.ID, deck.Change{"current_slide": 2}); err != nil {
		t.Fatal(err)
	}
	if second := add(file("harbour.md", "# Haven\n\n---\n\n# Zwei"), same, first.ID, ""); second.CurrentSlide != 2 || second.Title != "Haven" || !second.Live {
		t.Errorf("%+v", second)
	}
	add(file("harbour.md", "# Haven\n\n---\n\n# Zwei"), same, first.ID, "") // once more
	add(file("harbour.md", "# Haven\n\n---\n\n# Zwei"), options.Options{}, first.ID, "")
	zip := importertest.Tree("x.zip", importertest.Zip(importertest.Entry{Name: "a/talk.md", Data: []byte("# In a zip")}))
	add(zip, options.Options{Update: fmt.Sprint(first.ID)}, first.ID, "")
	add(zip, options.Options{}, first.ID, "")
	count(1)
	add(file("harbour.md", "# Other"), options.Options{Update: "99"}, 0, "There is no deck 99 whose place")
	if _, err := s.Change(t.Context(), first.ID, deck.Change{"blank": deck.Freeze}); err != nil {
		t.Fatal(err)
	}
	add(file("harbour.md", "# Other"), options.Options{Update: fmt.Sprint(first.ID)}, 0, "The room is frozen")
	count(1)
	// A name that any talk has is not enough.
	one := add(file("slides.md", "# One"), options.Options{}, 0, "")
	add(file("slides.md", "# Two"), same, 0, fmt.Sprintf("say its id: %d “One”", one.ID))
	add(file("slides.md", "# One\n\nmore"), same, one.ID, "")
	two := add(file("slides.md", "# Two"), options.Options{}, 0, "")
	// A deck that is there already stays one.
	add(file("slides.md", "# Two"), options.Options{Update: fmt.Sprint(one.ID)}, one.ID, "")
	if now, err := s.Deck(t.Context(), two.ID); err != nil || now.Title != "Two" {
		t.Errorf("%+v, %v", now, err)
	}
	count(3)
}

// TestPresent: a deck begins at its first slide, and a live one goes on.
func TestPresent(t *testing.T) {
	lib, s := openLibrary(t)
	info, err := lib.Add(t.Context(), importertest.Tree("t.md", "# 1\n\n---\n\n# 2"), options.Options{}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name string
		want int
	}{{"from elsewhere", 1}, {"while live", 2}} {
		if _, err := s.Change(t.Context(), info.ID, deck.Change{"current_slide": 2}); err != nil {
			t.Fatal(err)
		}
		if err := lib.Present(t.Context(), info.ID); err != nil {
			t.Fatal(err)
		}
		if now, err := s.Deck(t.Context(), info.ID); err != nil || !now.Live || now.CurrentSlide != step.want {
			t.Errorf("%s: live %v at slide %d, %v; want slide %d", step.name, now.Live, now.CurrentSlide, err, step.want)
		}
	}
}

func TestWelcome(t *testing.T) {
	lib, _ := openLibrary(t)
	if never, err := lib.NeverUsed(t.Context()); err != nil || !never {
		t.Fatalf("never used: %v, %v", never, err)
	}
	first, err := lib.Welcome(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := lib.Welcome(t.Context()); err != nil || again != first {
		t.Errorf("deck %d, then %d, %v", first, again, err)
	}
	if never, err := lib.NeverUsed(t.Context()); err != nil || never {
		t.Errorf("never used: %v, %v", never, err)
	}
}

// TestOriginals: what was imported is kept, byte for byte, with what it needs from
// beside it, and nothing else.
func TestOriginals(t *testing.T) {
	lib, s := openLibrary(t)
	dir := t.TempDir()
	red := importertest.PNG(importertest.Colours(4, 3))
	files := map[string][]byte{"talk.md": []byte("# One\n\n![](<img/a\u202fb.png>)\n"), "img/a\u202fb.png": red}
	for name, data := range files {
		on := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(on), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(on, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "private.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	info, _, err := lib.AddPaths(t.Context(), []string{filepath.Join(dir, "talk.md")}, options.Options{}, quiet)
	if err != nil || len(info.Warnings) > 0 {
		t.Fatal(info.Warnings, err)
	}
	kept, err := s.Originals(t.Context(), info.ID)
	if err != nil || len(kept) != len(files) {
		t.Fatalf("%+v, %v", kept, err)
	}
	for _, o := range kept {
		data, err := io.ReadAll(s.OpenOriginal(t.Context(), o))
		if err != nil || !bytes.Equal(data, files[o.Name]) {
			t.Errorf("%q: %d bytes, %v; want %d", o.Name, len(data), err, len(files[o.Name]))
		}
	}
}
