package pdf

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"strings"
	"sync"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// importData makes a deck of a PDF.
func importData(ctx context.Context, e *Engine, name string, data []byte) (*decktest.Deck, error) {
	d := &decktest.Deck{}
	return d, e.Import(ctx, importertest.Tree(name, data), name, options.Options{}, d)
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
	const impossible = "page 1: no size that a slide can have: shown empty."
	for box, c := range map[string]struct {
		want   image.Point
		remark string
	}{
		"0 0 595 842":       {image.Pt(1526, 2160), ""},
		"0 0 362.8 272.1":   {image.Pt(2880, 2160), ""},
		"0 0 7200 100":      {image.Pt(3840, 2160), impossible},
		"0 0 14400 2":       {image.Pt(3840, 2160), impossible},
		"0 0 900000 900000": {image.Pt(3840, 2160), impossible},
		"-100 -100 860 440": {image.Pt(3840, 2160), ""},
		"0 0 1920 1080":     {image.Pt(3840, 2160), ""},
		"0 0 100 100":       {image.Pt(2160, 2160), ""},
	} {
		d := importPDF(t, importertest.PDFSpec{Pages: []string{""}, Box: box})
		if p := d.Pictures[0]; p.Width != c.want.X || p.Height != c.want.Y {
			t.Errorf("%s: %d × %d, want %v", box, p.Width, p.Height, c.want)
		}
		if got := strings.Join(d.Warnings, " "); got != c.remark {
			t.Errorf("%s: %q, want %q", box, got, c.remark)
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
	err := shared().Import(ctx, importertest.Tree("a.pdf", data), "a.pdf", options.Options{}, d)
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
		"truncated PDF":    {good[:len(good)*4/5], fault.NotADeck, "a.pdf is cut short: its end is missing, and with it what its pages need; get the whole file again"},
		"half a PDF":       {good[:len(good)/2], fault.NotADeck, "a.pdf is cut short: its end is missing, and with it what its pages need; get the whole file again"},
		"no PDF inside":    {[]byte("%PDF-1.7\nnothing\n%%EOF\n"), fault.NotADeck, "a.pdf is damaged: it cannot be opened as a PDF"},
		"encrypted PDF":    {encryptedPDF(), fault.Locked, "a.pdf is locked with a password; give it with --password, or save a copy without one"},
		"PDF, no pages":    {importertest.PDF(importertest.PDFSpec{}), fault.NotADeck, "a.pdf has no pages"},
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
		files := importertest.Tree("a.pdf", append([]byte("%PDF-1.4\n"), data...))
		d, err := shared().Open(t.Context(), files, "a.pdf", options.Options{})
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		defer d.Close()
		x, err := d.Describe(t.Context())
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		all := &decktest.Deck{}
		if err := x.Tell(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		importertest.CheckDraft(t, all)
		for _, p := range x.Pictures[:min(2, len(x.Pictures))] {
			c, err := d.Read(t.Context(), *p.Page)
			if err != nil {
				importertest.CheckRefusal(t, err)
			} else if c.Size.Width != min(p.Width, deck.SmallWidth) || len(c.Size.Data) == 0 {
				t.Errorf("%d wide, of %d", c.Size.Width, p.Width)
			}
			if _, err := d.Draw(t.Context(), *p.Page, min(p.Width, 100)); err != nil {
				importertest.CheckRefusal(t, err)
			}
		}
	})
}
