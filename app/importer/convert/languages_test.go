package convert

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// TestLanguages: files of one name in several languages are one deck, however they come.
// The first language says how many slides and steps there are, and what another one has
// otherwise is told.
func TestLanguages(t *testing.T) {
	const two = "# A\n\n---\n\n# B\n"
	page := func(words string) string {
		return `<!doctype html><div class="reveal"><div class="slides"><section>` + words + `</section><section>2</section></div></div>`
	}
	for name, c := range map[string]struct {
		files []string
		lang  string // that is asked for
		langs string
		slide string // "LANG NUMBER: title" of all but the first's
		says  string
	}{
		"two":              {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.en.md", two}, "", "en+de", "de 1: Eins, de 2: Zwei", ""},
		"asked":            {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.en.md", two}, "de", "de+en", "en 1: A, en 2: B", ""},
		"asked in vain":    {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.en.md", two}, "fr", "en+de", "de 1: Eins, de 2: Zwei", ""},
		"no language":      {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.md", two}, "", "+de", "de 1: Eins, de 2: Zwei", ""},
		"before English":   {[]string{"talk.en.md", "# Eins", "talk.md", "# A"}, "", "+en", "en 1: Eins", ""},
		"not the first":    {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.md", two}, "de", "de+und", "und 1: A, und 2: B", ""},
		"front matter":     {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.md", "---\nlang: fr\n---\n" + two}, "", "fr+de", "de 1: Eins, de 2: Zwei", ""},
		"both the same":    {[]string{"talk.de.md", "# Eins\n\n---\n\n# Zwei", "talk.md", "---\nlang: de\n---\n" + two}, "", "+de", "de 1: Eins, de 2: Zwei", "talk.md says that it is in the language that another file is called by: it counts as of none."},
		"no English":       {[]string{"talk.fr.md", two, "talk.de.md", two, "talk.pt_br.md", two}, "", "de+fr,pt-BR", "fr 1: A, pt-BR 1: A, fr 2: B, pt-BR 2: B", ""},
		"English, British": {[]string{"talk.de.md", two, "talk.en-GB.md", two}, "", "en-GB+de", "de 1: A, de 2: B", ""},
		"fewer":            {[]string{"talk.en.md", two + "\n---\n\n# C", "talk.de.md", "# Eins"}, "", "en+de", "de 1: Eins", "talk.de.md lacks slides 2 and 3: shown as in talk.en.md."},
		"one not yet":      {[]string{"talk.en.md", two + "\n---\n\n# C", "talk.de.md", "# Eins\n\n---\n\n---\n\n# Drei"}, "", "en+de", "de 1: Eins, de 3: Drei", "talk.de.md lacks slide 2: shown as in talk.en.md."},
		"more":             {[]string{"talk.en.md", "# A", "talk.de.md", two}, "", "en+de", "de 1: A", "talk.de.md has 2 slides and talk.en.md 1: what is more is not shown."},
		"steps": {[]string{"talk.en.md", "---\nmarp: true\n---\n* a\n* b\n\n---\n\n# B", "talk.de.md", "---\nmarp: true\n---\n* a\n\n---\n\n* b"}, "", "en+de", "de 1: , de 2: ",
			"talk.de.md has other steps than talk.en.md on slides 1 and 2: the steps of talk.en.md count."},
		"a mistake":        {[]string{"talk.en.md", "# A", "talk.de.md", "# A\n\n![](gone.png)"}, "", "en+de", "de 1: A", "talk.de.md, line 3: the picture gone.png was not found."},
		"alone":            {[]string{"talk.de.md", two}, "", "de+", "", ""},
		"alone, and asked": {[]string{"talk.md", two}, "de", "de+", "", ""},
		"pages":            {[]string{"talk.de.html", page("Eins"), "talk.en.html", page("One")}, "", "en+de", "de 1: , de 2: ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, way := range []string{"dropped", "folder", "zip"} {
				var parts []any
				var entries []importertest.Entry
				for i := 0; i < len(c.files); i += 2 {
					name := c.files[i]
					if way == "folder" {
						name = "a folder/" + name
					}
					parts = append(parts, name, c.files[i+1])
					entries = append(entries, importertest.Entry{Name: name, Data: []byte(c.files[i+1])})
				}
				if way == "folder" {
					parts = append(parts, "a folder/README.md", "# About", "a folder/README.fr.md", "# De")
				}
				if way == "zip" {
					parts = []any{"my talk.zip", importertest.Zip(entries...)}
				}
				d := &decktest.Deck{}
				if _, err := Convert(t.Context(), importertest.Tree(parts...), nil, options.Options{Lang: c.lang}, NotInstalled, d); err != nil {
					t.Fatalf("%s: %v", way, err)
				}
				var others []string
				for _, s := range d.Slides {
					if s.Lang != "" {
						others = append(others, fmt.Sprintf("%s %d: %s", s.Lang, s.Number, s.Title))
					}
				}
				if langs := d.Lang + "+" + strings.Join(d.Others, ","); langs != c.langs || strings.Join(others, ", ") != c.slide {
					t.Errorf("%s: in %s: %q; want %s: %s", way, langs, others, c.langs, c.slide)
				}
				says := strings.ReplaceAll(strings.Join(slices.DeleteFunc(d.Warnings, func(w string) bool { return strings.Contains(w, "README") }), " "), "a folder/", "")
				if says != c.says {
					t.Errorf("%s: it says %q, not %q", way, says, c.says)
				}
				if d.Title != "A" && d.Title != "Eins" && d.Title != "talk" {
					t.Errorf("%s: it is called %q", way, d.Title)
				}
			}
		})
	}
}

// TestLanguageTitles: a deck is called in each language as its file calls it, if it does.
func TestLanguageTitles(t *testing.T) {
	d, err := importFiles(t, File{"talk.en.md", []byte("# A\n\n---\n\nx")}, File{"talk.de.md", []byte("---\ntitle: Der Vortrag\n---\n\n---\n\n# Zwei")},
		File{"talk.fr.md", []byte("text")}, File{"talk.it.md", []byte("# A")}, File{"talk.es.md", []byte("# Uno\n\n---\n\n# Dos")})
	if err != nil {
		t.Fatal(err)
	}
	called := map[string]string{}
	for _, s := range d.Slides {
		if s.DeckTitle != "" {
			called[s.Lang] += s.DeckTitle
		}
	}
	if want := map[string]string{"de": "Der Vortrag", "es": "Uno"}; d.Title != "A" || !cmp.Equal(called, want) {
		t.Errorf("it is called %q, and %v", d.Title, cmp.Diff(want, called))
	}
}

// TestLanguagesShare: a picture that all languages show is made once; one that the first
// does not show is none that is on no slide.
func TestLanguagesShare(t *testing.T) {
	red, own := importertest.PNG(importertest.Colours(4, 3)), importertest.PNG(importertest.Colours(5, 3))
	d, err := importFiles(t, File{"talk.en.md", []byte("# A\n\n![](a.png)\n\n---\n\n![](en.png)")}, File{"talk.de.md", []byte("# A\n\n![](de.png) ![](a.png)")},
		File{"a.png", red}, File{"de.png", own}, File{"en.png", own}, File{"no.png", red})
	if err != nil {
		t.Fatal(err)
	}
	shows := map[string]string{}
	for _, s := range d.Slides {
		for _, m := range placeholder.FindAllString(s.Views[0].HTML, -1) {
			shows[fmt.Sprint(s.Lang, s.Number)] += m
		}
	}
	if want := map[string]string{"1": `src="picture:0"`, "2": `src="picture:1"`, "de1": `src="picture:2"src="picture:0"`}; !cmp.Equal(shows, want) || len(d.Pictures) != 3 {
		t.Errorf("%d pictures: %v", len(d.Pictures), cmp.Diff(want, shows))
	}
	if want := []string{"no.png is on no slide.", "talk.de.md lacks slide 2: shown as in talk.en.md."}; !cmp.Equal(d.Warnings, want) {
		t.Errorf("%q", d.Warnings)
	}
}

// TestManyLanguages: there is an end of them.
func TestManyLanguages(t *testing.T) {
	var files []File
	for _, lang := range strings.Fields("en de fr it es pt nl da sv nb fi pl cs sk hu ro bg el tr uk ru") {
		files = append(files, File{"talk." + lang + ".md", []byte("# " + lang)})
	}
	if _, err := importFiles(t, files...); err == nil || err.Error() != fmt.Sprintf("talk.en.md is there in 21 languages; %d are the most", deck.MaxLanguages) {
		t.Error(err)
	}
}
