//go:build !race

package importer

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// Under the race detector the compiler of WebAssembly needs minutes, so that these
// are not run there.

// engineCache is the folder of the compiled engine, from run to run if there is one
// for that.
var engineCache = sync.OnceValue(func() string {
	if dir := os.Getenv("LECTERN_TEST_PDF_ENGINE"); dir != "" {
		return dir
	}
	dir, err := os.MkdirTemp("", "importer")
	if err != nil {
		panic(err)
	}
	ownCache = dir
	return dir
})

// TestPDF: a PDF is drawn by a child that had the engine before it was locked in,
// in a zip too, which the first child finds out. What is wrong with it is said.
func TestPDF(t *testing.T) {
	im, log := newImporter(t, Limits{})
	im.config.EngineCache = engineCache()
	page := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One"), importertest.PageText("Two")}})
	zipped := importertest.Zip(importertest.Entry{Name: "x/talk.pdf", Data: page}, importertest.Entry{Name: "x/note.json", Data: []byte("{}")})
	for name, data := range map[string][]byte{"talk.pdf": page, "talk.zip": zipped} {
		t.Run(name, func(t *testing.T) {
			d := &decktest.Deck{}
			if err := im.Import(t.Context(), importertest.Tree(name, data), options.Options{}, d); err != nil {
				t.Fatal(err, log)
			}
			importertest.CheckDraft(t, d)
			if d.Format != deck.PDF || len(d.Slides) != 2 || len(d.Pictures) != 2 || d.Source != name {
				t.Errorf("%+v with %d slides and %d pictures", d.Header, len(d.Slides), len(d.Pictures))
			}
		})
	}
	t.Run("cut short", func(t *testing.T) {
		err := im.Import(t.Context(), importertest.Tree("talk.pdf", page[:len(page)/2]), options.Options{}, &decktest.Deck{})
		checkSentence(t, err, fault.NotADeck, "talk.pdf is cut short: its end is missing, and with it what its pages need; get the whole file again")
	})
	if s := log.String(); s != "" {
		t.Errorf("the log says %s", s)
	}
}

// TestPDFLanguages: PDFs of one name are one deck, of whose pages each is of its own file,
// beside each other and in a zip.
func TestPDFLanguages(t *testing.T) {
	im, log := newImporter(t, Limits{})
	im.config.EngineCache = engineCache()
	english := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One"), importertest.PageText("Two")}})
	german := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Eins")}})
	for name, files := range map[string]fs.FS{
		"beside": importertest.Tree("talk.de.pdf", german, "talk.en.pdf", english),
		"zip":    importertest.Tree("a.zip", importertest.Zip(importertest.Entry{Name: "talk.de.pdf", Data: german}, importertest.Entry{Name: "talk.en.pdf", Data: english})),
	} {
		t.Run(name, func(t *testing.T) {
			d := &decktest.Deck{}
			if err := im.Import(t.Context(), files, options.Options{}, d); err != nil {
				t.Fatal(err, log)
			}
			if d.Format != deck.PDF || d.Lang != "en" || !slices.Equal(d.Others, []string{"de"}) || len(d.Slides) != 3 || len(d.Pictures) != 3 || d.Header.Slides != 2 {
				t.Fatalf("%+v: %+v", d.Header, d.Slides)
			}
			for _, s := range d.Slides {
				p := d.Pictures[s.Views[0].Picture]
				if want := map[string]string{"": "talk.en.pdf", "de": "talk.de.pdf"}[s.Lang]; p.Page.File != want || p.Page.Number != s.Number-1 {
					t.Errorf("slide %d in %q is page %d of %s", s.Number, s.Lang, p.Page.Number, p.Page.File)
				}
			}
			pages := im.Pages(t.Context(), files, "talk.de.pdf", options.Options{})
			defer pages.Close()
			if c, err := pages.Read(t.Context(), deck.Page{File: "talk.de.pdf"}); err != nil || !strings.Contains(c.Text, "Eins") {
				t.Errorf("%+v, %v", c, err)
			}
			if want := "talk.de.pdf lacks slide 2: shown as in talk.en.pdf."; !slices.Contains(d.Warnings, want) {
				t.Errorf("%q, not %q", d.Warnings, want)
			}
		})
	}
}

// TestStopWhileCompiling: the first PDF of all has the engine compiled, for many
// seconds that nothing but a kill interrupts. Whoever stops does not wait for that.
func TestStopWhileCompiling(t *testing.T) {
	cache := t.TempDir()
	im := New(Config{EngineCache: cache})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		data := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One")}})
		ended <- im.Import(ctx, importertest.Tree("a.pdf", data), options.Options{}, &decktest.Deck{})
	}()
	// Its folder in the cache is made just before the compiler begins.
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if made, _ := filepath.Glob(filepath.Join(cache, "*")); len(made) > 0 {
			break
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-tick.C:
		}
	}
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	im.running.Wait() // the child is gone, too
}

// TestPDFByMany: a child that may keep several processors busy keeps within its
// memory, whatever it sets aside for each.
func TestPDFByMany(t *testing.T) {
	im, log := newImporter(t, shortened(func(l *Limits) { l.Processors = 4 }))
	im.config.EngineCache = engineCache()
	pages := make([]string, 8)
	for i := range pages {
		pages[i] = importertest.PageText("Page")
	}
	d := &decktest.Deck{}
	err := im.Import(t.Context(), importertest.Tree("a.pdf", importertest.PDF(importertest.PDFSpec{Pages: pages})), options.Options{}, d)
	if err != nil || len(d.Slides) != len(pages) {
		t.Error(len(d.Slides), err, log)
	}
}
