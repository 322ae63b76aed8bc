package library_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/exporter"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
	"lectern/app/store"
)

// words are those of a deck's slides in a language.
func words(t *testing.T, s *store.Store, id int64, lang string) string {
	t.Helper()
	slides, err := s.SlidesIn(t.Context(), id, lang)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, slide := range slides {
		all = append(all, strings.TrimSpace(slide.Views[0].Text)+"/"+slide.Notes)
	}
	return strings.Join(all, ", ")
}

// TestLanguages: the same files in several languages are the same deck, by whatever way
// they come; saved, one of them changes; exported, all of them come along.
func TestLanguages(t *testing.T) {
	lib, s := openLibrary(t)
	dir := filepath.Join(t.TempDir(), "talk")
	red := importertest.PNG(importertest.Colours(4, 3))
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	english, german := []byte("# One\n\n![](a.png)\n\nNote: of one\n\n---\n\n# Two"), []byte("# Eins\n\n![](a.png) ![](de.png)\n\nNote: zu eins")
	write("talk.en.md", english)
	write("talk.de.md", german)
	write("a.png", red)
	write("de.png", importertest.PNG(importertest.Colours(5, 3)))
	write("secret.png", red)
	paths := []string{filepath.Join(dir, "talk.de.md"), filepath.Join(dir, "talk.en.md")}
	first, from, err := lib.AddPaths(t.Context(), paths, options.Options{}, quiet)
	if err != nil || first.Lang != "en" || strings.Join(first.Others, " ") != "de" || len(from.Files) != 4 {
		t.Fatalf("%+v, %+v, %v", first, from, err)
	}
	if got := strings.Join(first.Warnings, " "); got != "talk.de.md lacks slide 2: shown as in talk.en.md." {
		t.Errorf("it says %q", got)
	}
	if own, de := words(t, s, first.ID, ""), words(t, s, first.ID, "de"); own != "One/of one, Two/" || de != "Eins/zu eins, Two/" {
		t.Errorf("%s; %s", own, de)
	}
	for name, tree := range map[string]func() (deck.Info, error){
		"named the other way round": func() (deck.Info, error) {
			info, _, err := lib.AddPaths(t.Context(), []string{paths[1], paths[0]}, options.Options{}, quiet)
			return info, err
		},
		"dropped": func() (deck.Info, error) {
			return lib.Add(t.Context(), importertest.Tree("talk.en.md", english, "talk.de.md", german, "a.png", red, "de.png", importertest.PNG(importertest.Colours(5, 3))), options.Options{}, quiet)
		},
	} {
		if again, err := tree(); err != nil || again.ID != first.ID {
			t.Errorf("%s: deck %d, %v; want deck %d", name, again.ID, err, first.ID)
		}
	}
	other, _, err := lib.AddPaths(t.Context(), paths, options.Options{Lang: "de"}, quiet)
	if err != nil || other.ID == first.ID || other.Lang != "de" || other.Slides != 1 {
		t.Errorf("German first: %+v, %v", other, err)
	}

	// One of them is saved; it is read as it was before.
	write("talk.de.md", []byte("# Neu\n\nNote: zu neu"))
	for _, c := range []struct {
		id         int64
		lang, want string
	}{{first.ID, "de", "Neu/zu neu, Two/"}, {other.ID, "", "Neu/zu neu"}} {
		saved, before, _, err := lib.Saved(t.Context(), c.id, paths, options.Options{})
		if err != nil || saved.ID != c.id || before == 0 {
			t.Fatalf("saved: %+v, %d, %v", saved, before, err)
		}
		if got := words(t, s, c.id, c.lang); got != c.want {
			t.Errorf("deck %d: %s, want %s", c.id, got, c.want)
		}
	}
	if own := words(t, s, first.ID, ""); own != "One/of one, Two/" {
		t.Errorf("the language that was not saved: %s", own)
	}
	write("talk.de.md", []byte("---\ntitle: [\n---\n# Neu"))
	var broken *library.Broken
	if _, _, _, err := lib.Saved(t.Context(), first.ID, paths, options.Options{}); !errors.As(err, &broken) || broken.Remark.File != "talk.de.md" || broken.Remark.Line != 2 {
		t.Errorf("a mistake in one of them: %v", err)
	}
	if de := words(t, s, first.ID, "de"); de != "Neu/zu neu, Two/" {
		t.Errorf("after a mistake: %s", de)
	}
	lang := "de"
	if again, before, err := lib.ReadAgain(t.Context(), first.ID, nil, &lang, false); err != nil || before == 0 || again.Lang != "de" || words(t, s, first.ID, "en") != "One/of one" {
		t.Errorf("read again: %+v, %v", again, err)
	}

	// A .lectern has all languages, and the notes that were edited here.
	there := openAt(t)
	whole := export(t, lib, first.ID, exporter.Options{Format: exporter.Lectern, Lang: "en"})
	copied, err := there.Add(t.Context(), importertest.Tree("talk.lectern", whole), options.Options{}, quiet)
	if err != nil || copied.Lang != "de" || words(t, there.store, copied.ID, "en") != words(t, s, first.ID, "en") || words(t, there.store, copied.ID, "") != words(t, s, first.ID, "") {
		t.Errorf("%+v, %v", copied, err)
	}
	for lang, want := range map[string]string{"": "Neu", "de": "Neu", "en": "One"} {
		page := export(t, lib, first.ID, exporter.Options{Format: exporter.HTML, Lang: lang})
		if !bytes.Contains(page, []byte(`"number":1,"title":"`+want+`"`)) {
			t.Errorf("%q is a page of %d bytes without %s", lang, len(page), want)
		}
	}
	f, err := lib.Export(t.Context(), first.ID, exporter.Options{Format: exporter.HTML, Lang: "en"})
	if err != nil || !strings.HasSuffix(f.Name, ".en.html") {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := lib.Export(t.Context(), first.ID, exporter.Options{Format: exporter.PDF, Lang: "fr"}); fault.CodeOf(err) != fault.OutOfRange || !strings.Contains(err.Error(), "is there in de, en, and not in fr") {
		t.Error(err)
	}
}
