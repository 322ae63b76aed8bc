package pdf

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// openPDF opens a PDF that the test closes.
func openPDF(t testing.TB, data []byte) *Document {
	t.Helper()
	d, err := shared().Open(context.Background(), importertest.Tree("talks/a.pdf", data), "talks/a.pdf", options.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// TestDescribe: what is known of a deck before one of its pages is read. A page of an
// impossible size has the shape of the others.
func TestDescribe(t *testing.T) {
	data := importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One"), importertest.PageText("Two")}, Box: "0 0 300 400", Extra: "/Lang (fr)"})
	data = bytes.Replace(data, []byte("/MediaBox [0 0 300 400]"), []byte("/MediaBox [0 0 0   0  ]"), 1)
	x, err := openPDF(t, data).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(x.Header, deck.Header{Title: "a", Lang: "fr", Format: deck.PDF, Slides: 2}) || len(x.Pictures) != 2 || len(x.Slides) != 2 {
		t.Fatalf("%+v", x)
	}
	for i, p := range x.Pictures {
		if *p.Page != (deck.Page{File: "talks/a.pdf", Number: i}) || len(p.Sizes) > 0 {
			t.Errorf("picture %d is %+v", i, p)
		}
	}
}

// TestParts: of a page whose half is the slide nothing else is drawn or read.
func TestParts(t *testing.T) {
	red, blue := "1 0 0 rg 0 0 480 540 re f ", "0 0 1 rg 480 0 480 540 re f "
	text := "0 g BT /F1 30 Tf 20 300 Td (left upper) Tj ET BT /F1 30 Tf 500 300 Td (right upper) Tj ET BT /F1 30 Tf 20 100 Td (left lower) Tj ET BT /F1 30 Tf 500 100 Td (right lower) Tj ET"
	d := openPDF(t, importertest.PDF(importertest.PDFSpec{Pages: []string{red + blue + text}}))
	for part, c := range map[deck.Part]struct {
		size        image.Point
		left, right string // the colours at its edges
		text        string
	}{
		deck.WholePage:  {image.Pt(960, 540), "red", "blue", "left upper right upper\nleft lower right lower"},
		deck.LeftHalf:   {image.Pt(960, 1080), "red", "red", "left upper\nleft lower"},
		deck.RightHalf:  {image.Pt(960, 1080), "blue", "blue", "right upper\nright lower"},
		deck.TopHalf:    {image.Pt(960, 270), "red", "blue", "left upper right upper"},
		deck.BottomHalf: {image.Pt(960, 270), "red", "blue", "left lower right lower"},
	} {
		page := deck.Page{Part: part}
		got, err := d.Read(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		if got.Text != c.text {
			t.Errorf("%s: %q, want %q", part, got.Text, c.text)
		}
		drawn, err := d.Draw(t.Context(), page, 500)
		if err != nil || drawn.Width != 500 {
			t.Fatal(drawn.Width, err)
		}
		for _, z := range []deck.PictureSize{got.Size, drawn} {
			img, err := png.Decode(bytes.NewReader(z.Data))
			if err != nil {
				t.Fatal(err)
			}
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			if w != z.Width || h != z.Height || h != scaled(c.size, w).Y {
				t.Errorf("%s: %d × %d, %d × %d", part, w, h, z.Width, z.Height)
			}
			for x, want := range map[int]string{2: c.left, w - 3: c.right} {
				r, _, b, _ := img.At(x, h/2).RGBA()
				if colour := map[bool]string{true: "red", false: "blue"}[r > b]; colour != want {
					t.Errorf("%s: %s at %d of %d, want %s", part, colour, x, w, want)
				}
			}
		}
	}
	if _, err := d.Draw(t.Context(), deck.Page{}, 4000); err != errWidth {
		t.Error(err)
	}
}

// TestNoTimeToLook: words of a page that takes too long to be looked at are nobody's,
// rather than everybody's, and the page is shown.
func TestNoTimeToLook(t *testing.T) {
	d := openPDF(t, importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("One") + " BT 1 g /F1 20 Tf 300 300 Td (hidden) Tj ET"}}))
	d.lookMost = -time.Second
	for range 2 {
		c, err := d.Read(t.Context(), deck.Page{})
		if err != nil || len(c.Size.Data) == 0 {
			t.Fatal(err)
		}
		if late := d.lookMost < 0; (c.Text == "") != late || (len(c.Remarks) > 0) != late || strings.Contains(c.Text, "hidden") {
			t.Errorf("%q, %q", c.Text, c.Remarks)
		}
		d.lookMost = time.Minute
	}
}

// TestPassword: a locked document opens with its password, and says what is missing
// without.
func TestPassword(t *testing.T) {
	const secret = "höchst geheim"
	files := importertest.Tree("a.pdf", importertest.PDF(importertest.PDFSpec{Pages: []string{importertest.PageText("Secret")}, Lock: secret}))
	for password, want := range map[string]string{
		secret:       "",
		"":           "a.pdf is locked with a password; give it with --password, or save a copy without one",
		secret + "x": "a.pdf is locked, and what was given is not the right password; give another one, or save a copy without one",
	} {
		d, err := shared().Open(t.Context(), files, "a.pdf", options.Options{Password: password})
		if want != "" {
			if f, ok := err.(*fault.Error); !ok || f.Code != fault.Locked || f.Message != want {
				t.Errorf("%q: %v", password, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, err := d.Read(t.Context(), deck.Page{}); err != nil || c.Title != "Secret" {
			t.Errorf("%q, %v", c.Title, err)
		}
		d.Close()
	}
}

// BenchmarkDescribe opens and describes a PDF of 1,000 pages, in an engine that is
// warm.
func BenchmarkDescribe(b *testing.B) {
	pages := make([]string, 1000)
	for i := range pages {
		pages[i] = importertest.PageText("Page")
	}
	data := importertest.PDF(importertest.PDFSpec{Pages: pages})
	shared()
	for b.Loop() {
		d, err := shared().Open(b.Context(), importertest.Tree("a.pdf", data), "a.pdf", options.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if x, err := d.Describe(b.Context()); err != nil || len(x.Slides) != 1000 {
			b.Fatal(err)
		}
		d.Close()
	}
}
