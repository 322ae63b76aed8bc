package library_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/fetch"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/library"
)

// TestFetch: pictures on the web are fetched where that is said, are kept with the
// deck's files, and are there when it is read again; why others are not is told.
func TestFetch(t *testing.T) {
	const text = "# A\n\n![](https://example.org/a.png)\n\n---\n\n# B\n\n![](https://example.org/a.png) ![](http://example.org/gone.png)\n"
	red := importertest.PNG(importertest.Colours(4, 3))
	for name, files := range map[string]fs.FS{
		"file":    importertest.Tree("talk.md", text),
		"zip":     importertest.Tree("talk.zip", importertest.Zip(importertest.Entry{Name: "x/slides.md", Data: []byte(text)}, importertest.Entry{Name: "x/b.png", Data: red})),
		"dropped": importertest.Tree("folder/slides.md", text, "folder/b.png", red),
	} {
		t.Run(name, func(t *testing.T) {
			lib, s := openLibrary(t)
			asked := 0
			library.AskWeb(t, func(_ context.Context, addresses []string, keep fetch.Keep) (map[string]string, error) {
				asked++
				if !slices.Equal(addresses, []string{"https://example.org/a.png", "http://example.org/gone.png"}) {
					t.Errorf("asked for %q", addresses)
				}
				return map[string]string{addresses[1]: "the server answers 404"}, keep(addresses[0], red)
			})
			pictures := func(info deck.Info) (n int) {
				t.Helper()
				slides, err := s.Slides(t.Context(), info.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, slide := range slides {
					n += strings.Count(slide.Views[0].HTML, "<img")
				}
				return n
			}
			first, err := lib.Add(t.Context(), files, options.Options{}, quiet)
			if err != nil || pictures(first) != 0 || asked > 0 {
				t.Fatalf("%d pictures, asked %d times, %v", pictures(first), asked, err)
			}
			if i := slices.IndexFunc(first.Remarks, func(r deck.Remark) bool { return r.Kind == deck.OnWeb }); i < 0 || len(first.Remarks[i].Addresses) != 2 || !slices.Equal(first.Remarks[i].Slides, []int{1, 2}) {
				t.Errorf("%+v", first.Remarks)
			}
			second, err := lib.Add(t.Context(), files, options.Options{Fetch: true}, quiet)
			if err != nil || second.ID != first.ID || pictures(second) != 2 || asked != 1 {
				t.Fatalf("deck %d with %d pictures, asked %d times, %v; want deck %d", second.ID, pictures(second), asked, err, first.ID)
			}
			if said := strings.Join(second.Warnings, "\n"); !strings.Contains(said, "The picture http://example.org/gone.png was not fetched: the server answers 404.") || strings.Contains(said, "on no slide") && name == "file" {
				t.Error(said)
			}
			// The same files are the same deck, and nobody asks again.
			if again, err := lib.Add(t.Context(), files, options.Options{}, quiet); err != nil || again.ID != first.ID || pictures(again) != 2 {
				t.Errorf("deck %d, %v", again.ID, err)
			}
			library.AskWeb(t, func(context.Context, []string, fetch.Keep) (map[string]string, error) {
				return nil, errors.New("there is no web here")
			})
			marp := "marp"
			third, before, err := lib.ReadAgain(t.Context(), first.ID, &marp, nil, false)
			if err != nil || third.ID != first.ID || before == 0 || pictures(third) != 2 {
				t.Errorf("read again: deck %d with %d pictures, %v", third.ID, pictures(third), err)
			}
			if _, before, err := lib.ReadAgain(t.Context(), first.ID, &marp, nil, false); err != nil || before != 0 {
				t.Errorf("once more: %d, %v", before, err)
			}
			if _, _, err := lib.ReadAgain(t.Context(), first.ID, nil, nil, true); err == nil {
				t.Error("an error of the web is none")
			}
			if now, err := s.Deck(t.Context(), first.ID); err != nil || pictures(now) != 2 {
				t.Errorf("after that: %d pictures, %v", pictures(now), err)
			}
		})
	}
}
