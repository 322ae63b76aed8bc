package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/convert"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
	"lectern/app/importer/source"
)

// TestMain lets this binary be the child too, as Lectern's is.
func TestMain(m *testing.M) {
	RunIfChild()
	runAsParent()
	runAsOffice()
	code := m.Run()
	os.RemoveAll(ownCache)
	os.Exit(code)
}

// ownCache is a folder that goes at the end.
var ownCache string

// output is a log that a test reads while it is written.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// newImporter returns an Importer with these limits, and what it logs.
func newImporter(t testing.TB, l Limits) (*Importer, *output) {
	log := &output{}
	im := New(Config{Limits: l, Log: slog.New(slog.NewTextHandler(log, nil))})
	t.Cleanup(func() {
		if err := im.Close(); err != nil {
			t.Error(err)
		}
	})
	return im, log
}

// TestSameDeck: what comes out of the child is what went in there.
func TestSameDeck(t *testing.T) {
	red := importertest.PNG(importertest.Colours(400, 300))
	photo := importertest.JPEG(importertest.Colours(1000, 700))
	text := "---\ntitle: \"<b> & \\\" ü 🎉\"\n---\n# One\n\n![a](img/a.png) ![](<img/a\u202fb.png>)\n\nNote:\nfor me\u2028alone\n\n---\n\n* a\n\n---\n\n![](missing.png)\n"
	for name, files := range map[string]fs.FS{
		"Markdown": importertest.Tree("talk/a.md", text, "talk/img/a.png", red, "talk/img/a\u202fb.png", photo),
		"pictures": importertest.Tree("10.png", red, "9.jpg", photo, "moving.gif", importertest.GIF(3), "v.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="3"/></svg>`),
		"zip":      importertest.Tree("a.zip", importertest.Zip(importertest.Entry{Name: "x/a.md", Data: []byte(text)}, importertest.Entry{Name: "x/img/a.png", Data: red}, importertest.Entry{Name: "x/LICENSE", Data: red})),
	} {
		t.Run(name, func(t *testing.T) {
			want, got := &decktest.Deck{}, &decktest.Deck{}
			if _, err := convert.Convert(t.Context(), files, nil, options.Options{}, convert.NotInstalled, want); err != nil {
				t.Fatal(err)
			}
			im, log := newImporter(t, Limits{})
			if err := im.Import(t.Context(), files, options.Options{}, got); err != nil {
				t.Fatal(err, log)
			}
			importertest.CheckDraft(t, got)
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			if s := log.String(); s != "" {
				t.Error(s)
			}
		})
	}
}

// TestSameRefusal: a refusal comes out as it is.
func TestSameRefusal(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	for name, files := range map[string]fs.FS{
		"nothing":   importertest.Tree(),
		"two decks": importertest.Tree("a.md", "# a", "ü\n.md", "# b"),
		"no deck":   importertest.Tree("a.exe", "MZ\x00"),
		"cut short": importertest.Tree("a.png", importertest.PNG(importertest.Colours(40, 30))[:20]),
	} {
		t.Run(name, func(t *testing.T) {
			_, want := convert.Convert(t.Context(), files, nil, options.Options{}, convert.NotInstalled, &decktest.Deck{})
			got := im.Import(t.Context(), files, options.Options{}, &decktest.Deck{})
			importertest.CheckRefusal(t, got)
			var a, b *fault.Error
			if !errors.As(want, &a) || !errors.As(got, &b) || a.Code != b.Code || a.Message != b.Message {
				t.Errorf("%v\nwant %v", got, want)
			}
		})
	}
}

// TestOneAfterTheOther: imports wait for each other, and one that fails leaves the
// turn to the next.
func TestOneAfterTheOther(t *testing.T) {
	im, _ := newImporter(t, Limits{})
	var all sync.WaitGroup
	sink := &lonely{t: t}
	for i := range 6 {
		all.Go(func() {
			text := "# One\n\n---\n\n# Two\n"
			if i%2 == 1 {
				text = ""
			}
			err := im.Import(t.Context(), importertest.Tree("a.md", text), options.Options{}, &visitor{lonely: sink})
			if (err != nil) != (text == "") {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// lonely fails where two visit it at once.
type lonely struct {
	t    *testing.T
	mu   sync.Mutex
	here *visitor
}

// visitor is a sink that stays from its beginning to its last slide.
type visitor struct {
	decktest.Deck
	*lonely
}

func (v *visitor) Begin(ctx context.Context, h deck.Header) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.here != nil {
		v.t.Error("two imports at once")
	}
	v.here = v
	return v.Deck.Begin(ctx, h)
}

func (v *visitor) Slide(ctx context.Context, s deck.DraftSlide) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if s.Number == v.Deck.Header.Slides {
		v.here = nil
	}
	return v.Deck.Slide(ctx, s)
}

func TestClosed(t *testing.T) {
	im := New(Config{})
	if err := im.Close(); err != nil {
		t.Error(err)
	}
	if err := im.Import(t.Context(), importertest.Tree("a.md", "# a"), options.Options{}, &decktest.Deck{}); err == nil {
		t.Error("imports after Close")
	}
}

// TestFileGone: an error of the disk is ours, and in the error.
func TestFileGone(t *testing.T) {
	files := source.NewFiles()
	gone := errors.New("the disk is away")
	files.Add("a.md", 10, func() (io.ReadCloser, error) { return nil, gone })
	im, _ := newImporter(t, Limits{})
	if err := im.Import(t.Context(), files, options.Options{}, &decktest.Deck{}); !errors.Is(err, gone) || fault.CodeOf(err) != "" {
		t.Error(err)
	}
}

// TestSinkFails: an error of the sink ends the import, and is its error.
func TestSinkFails(t *testing.T) {
	full := errors.New("the database is full")
	im, _ := newImporter(t, Limits{})
	err := im.Import(t.Context(), importertest.Tree("a.md", strings.Repeat("# a\n\n---\n\n", 50)), options.Options{}, &failing{err: full})
	if err != full {
		t.Error(err)
	}
}

type failing struct {
	decktest.Deck
	err error
}

func (f *failing) Slide(context.Context, deck.DraftSlide) error { return f.err }
