package pdf

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
)

// shared is one engine for all tests: it takes seconds to compile.
var shared = sync.OnceValue(func() *Engine {
	e, err := Open(testCache)
	if err != nil {
		panic(err)
	}
	closeShared = e.Close
	return e
})

var closeShared = func() error { return nil }

// importData makes a deck of a PDF.
func importData(ctx context.Context, e *Engine, name string, data []byte) (*decktest.Deck, error) {
	d := &decktest.Deck{}
	return d, e.Import(ctx, importertest.Tree(name, data), name, d)
}

// cancelling is a deck that somebody has enough of at its first slide.
type cancelling struct {
	decktest.Deck
	cancel func()
}

func (c *cancelling) Slide(ctx context.Context, s deck.DraftSlide) error {
	c.cancel()
	return c.Deck.Slide(ctx, s)
}

// testCache holds the compiled engine. The variable hands it on to fuzzing's
// workers, which are processes of their own.
var testCache = os.Getenv(cacheVariable)

const cacheVariable = "LECTERN_TEST_PDF_CACHE"

func TestMain(m *testing.M) {
	if testCache != "" {
		os.Exit(m.Run())
	}
	dir, kept := os.LookupEnv("LECTERN_TEST_PDF_ENGINE") // from run to run
	if !kept {
		var err error
		if dir, err = os.MkdirTemp("", "importer"); err != nil {
			panic(err)
		}
	}
	testCache = dir
	os.Setenv(cacheVariable, dir)
	if raceEnabled {
		compileWithoutRace()
	}
	code := m.Run()
	if err := closeShared(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if !kept {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// compileWithoutRace fills the cache from a process without the race detector:
// with it, the compiler of WebAssembly needs minutes instead of seconds. If
// that fails the tests are slow, no more.
func compileWithoutRace() {
	cmd := exec.Command("go", "test", "-count=1", "-run=^TestEngineCompiles$", ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
	}
}

// TestEngineCompiles: what Compile made is what Open loads.
func TestEngineCompiles(t *testing.T) {
	if err := Compile(t.Context(), testCache); err != nil {
		t.Fatal(err)
	}
	before := cached(t)
	e, err := Open(testCache)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if after := cached(t); before == "" || after != before {
		t.Errorf("%q was compiled, %q is there after it was opened", before, after)
	}
}

func cached(t *testing.T) string {
	names, err := filepath.Glob(filepath.Join(testCache, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func importPDF(t testing.TB, s importertest.PDFSpec) *decktest.Deck {
	t.Helper()
	d, err := importData(context.Background(), shared(), "my talk.pdf", importertest.PDF(s))
	if err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	return d
}

func TestPDF(t *testing.T) {
	data := importertest.PDF(importertest.PDFSpec{
		Pages: []string{importertest.PageText("First light", "one", "two"), importertest.PageText("Second", "three")},
		Info:  "/Title (Stars and \\(other\\) suns)",
		Extra: "/Lang (de-AT)",
	})
	d, err := importData(context.Background(), shared(), "a.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	if d.Title != "Stars and (other) suns" || d.Lang != "de-AT" || d.Format != deck.PDF || d.Header.Slides != 2 {
		t.Errorf("%+v", d.Header)
	}
	if s := d.Slides[0]; s.Title != "First light" || s.Views[0].Text != "First light\none\ntwo" || s.Views[0].HTML != "" {
		t.Errorf("%+v", s)
	}
	if d.Slides[1].Title != "Second" {
		t.Errorf("%+v", d.Slides[1])
	}
	p := d.Pictures[d.Slides[0].Views[0].Picture]
	var sizes []string
	for _, z := range p.Sizes {
		img, err := png.Decode(bytes.NewReader(z.Data))
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, img.Bounds().Size().String())
		if c := img.At(z.Width-1, 0); fmt.Sprint(c) != "{255 255 255 255}" {
			t.Errorf("the paper is %v", c)
		}
		if r, g, b, _ := img.At(z.Width/20, z.Height*19/20).RGBA(); r>>8 != 230 || g>>8 != 102 || b>>8 != 26 {
			t.Errorf("the box is %d %d %d", r>>8, g>>8, b>>8)
		}
	}
	if want := "[(960,540) (1920,1080) (3840,2160)]"; fmt.Sprint(sizes) != want {
		t.Errorf("sizes %v, want %s", sizes, want)
	}
}

func TestPDFWithoutTitle(t *testing.T) {
	for _, title := range []string{"", "untitled", "Microsoft PowerPoint - .pptx"} {
		if d := importPDF(t, importertest.PDFSpec{Pages: []string{""}, Info: "/Title (" + title + ")"}); d.Title != "my talk" {
			t.Errorf("%q: title %q", title, d.Title)
		}
	}
	if d := importPDF(t, importertest.PDFSpec{Pages: []string{""}, Info: "/Title (Microsoft PowerPoint - plan.pptx)"}); d.Title != "plan" {
		t.Errorf("title %q", d.Title)
	}
}

func TestPDFShapes(t *testing.T) {
	for box, want := range map[string]image.Point{
		"0 0 595 842":       {1526, 2160},
		"0 0 362.8 272.1":   {2880, 2160},
		"0 0 7200 100":      {0, 0},
		"-100 -100 860 440": {3840, 2160},
		"0 0 1920 1080":     {3840, 2160},
		"0 0 100 100":       {2160, 2160},
	} {
		d, err := importData(context.Background(), shared(), "a.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{""}, Box: box}))
		if want == (image.Point{}) {
			if fault.CodeOf(err) != fault.NotADeck {
				t.Errorf("%s: %v", box, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if p := d.Pictures[0]; p.Width != want.X || p.Height != want.Y {
			t.Errorf("%s: %d × %d, want %v", box, p.Width, p.Height, want)
		}
	}
}

// TestPDFTransparency: a page with transparency is drawn on white, not on
// whatever is behind the picture.
func TestPDFTransparency(t *testing.T) {
	d := importPDF(t, importertest.PDFSpec{
		Pages:   []string{"/P1 gs 1 0 0 rg 0 0 100 100 re f"},
		Objects: map[int]string{100: "<< /Type /ExtGState /ca 0.5 /BM /Multiply >>"},
	})
	for _, z := range d.Pictures[0].Sizes {
		img, err := png.Decode(bytes.NewReader(z.Data))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, a := img.At(z.Width-1, 0).RGBA(); a != 0xffff {
			t.Errorf("alpha %d", a)
		}
	}
}

func TestPDFCancel(t *testing.T) {
	pages := make([]string, 40)
	for i := range pages {
		pages[i] = importertest.PageText(fmt.Sprint("Page ", i))
	}
	data := importertest.PDF(importertest.PDFSpec{Pages: pages})
	ctx, cancel := context.WithCancel(context.Background())
	d := &cancelling{cancel: cancel}
	err := shared().Import(ctx, importertest.Tree("a.pdf", data), "a.pdf", d)
	if err != context.Canceled || len(d.Slides) > 8 {
		t.Errorf("%v after %d pages", err, len(d.Slides))
	}
	// The engine is as good as new.
	if d := importPDF(t, importertest.PDFSpec{Pages: []string{importertest.PageText("After")}}); d.Slides[0].Title != "After" {
		t.Errorf("%+v", d.Slides[0])
	}
}

func TestManyPDFsAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			title := fmt.Sprint("Deck ", i)
			d, err := importData(context.Background(), shared(), "a.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText(title)}}))
			if err != nil || d.Slides[0].Title != title {
				t.Errorf("%v %+v", err, d)
			}
		})
	}
	wg.Wait()
}

func TestRefusals(t *testing.T) {
	good := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One")}})
	for name, c := range map[string]struct {
		data []byte
		code fault.Code
		want string
	}{
		"truncated PDF":    {good[:len(good)-40], fault.NotADeck, "a.pdf is cut short: the end of the file is missing"},
		"half a PDF":       {good[:len(good)/2], fault.NotADeck, "a.pdf is cut short: the end of the file is missing"},
		"no PDF inside":    {[]byte("%PDF-1.7\nnothing\n%%EOF\n"), fault.NotADeck, "a.pdf is damaged: it cannot be opened as a PDF"},
		"encrypted PDF":    {encryptedPDF(), fault.NotADeck, "a.pdf is locked with a password; save a copy without one"},
		"PDF, no pages":    {importertest.PDF(importertest.PDFSpec{}), fault.NotADeck, "a.pdf has no pages"},
		"PDF, thin page":   {importertest.PDF(importertest.PDFSpec{Pages: []string{""}, Box: "0 0 14400 2"}), fault.NotADeck, "Page 1 of a.pdf measures 5080 × 0.7056 mm, which is no slide"},
		"PDF, vast page":   {importertest.PDF(importertest.PDFSpec{Pages: []string{""}, Box: "0 0 900000 900000"}), fault.NotADeck, "Page 1 of a.pdf measures 3.175e+05 × 3.175e+05 mm, which is no slide"},
		"PDF, 2,001 pages": {importertest.PDF(importertest.PDFSpec{Pages: make([]string, 2001)}), fault.TooLarge, "a.pdf has 2001 pages; 2000 is the most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importData(t.Context(), shared(), "a.pdf", c.data)
			importertest.CheckRefusal(t, err)
			if e, ok := err.(*fault.Error); ok && (e.Code != c.code || e.Message != c.want) {
				t.Errorf("%s: %s\nwant %s: %s\n(%v)", e.Code, e.Message, c.code, c.want, e.Err)
			}
		})
	}
}

func encryptedPDF() []byte {
	secret := "<" + strings.Repeat("5a", 32) + ">"
	return importertest.PDF(importertest.PDFSpec{
		Pages:   []string{importertest.PageText("Secret")},
		Trailer: "/Encrypt << /Filter /Standard /V 1 /R 2 /O " + secret + " /U " + secret + " /P -4 >> /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
	})
}

func FuzzPDF(f *testing.F) {
	f.Add(importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Title", "a"), ""}, Box: "0 0 96 54"}))
	f.Add(encryptedPDF())
	f.Add(importertest.PDF(importertest.PDFSpec{Pages: []string{"q Q"}, Info: "/Title (x)", Extra: "/Lang (de)"}))
	shared() // compiling takes longer than one run may
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := importData(t.Context(), shared(), "a.pdf", append([]byte("%PDF-1.4\n"), data...))
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
	})
}

// TestLeftovers: a process that ended while it compiled leaves nothing behind for
// ever, and one that compiles now is left alone.
func TestLeftovers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "wazero-v1")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"abc": 2 * leftoverAge, "abc.1.tmp": 2 * leftoverAge, "abc.2.tmp": 0} {
		file, at := filepath.Join(dir, name), time.Now().Add(-age)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	removeLeftovers(filepath.Dir(dir))
	var left []string
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if err != nil || strings.Join(left, " ") != "abc abc.2.tmp" {
		t.Errorf("%q are left, %v", left, err)
	}
}
