package pdf

import (
	"bytes"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/importer/importertest"
)

// TestForms: the fields of a form are drawn with what was filled in, and that is text of
// the page as far as it is to be seen.
func TestForms(t *testing.T) {
	const (
		helvetica = "/DA (/Helv 20 Tf 0 g) /DR << /Font << /Helv 3 0 R >> >>"
		field     = "/Type /Annot /Subtype /Widget /F 4 "
	)
	picture := func(n int, s string) string {
		s = "BT /F1 20 Tf 2 8 Td (" + s + ") Tj ET"
		return fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 300 30] /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream", len(s), s)
	}
	const yellow = "/Subtype /Highlight /Rect [400 100 500 130] /QuadPoints [400 130 500 130 400 100 500 100] /C [1 1 0]"
	for name, c := range map[string]struct {
		fields []string
		form   string
		want   string // of the page's text, after its own
	}{
		"with a picture":              {[]string{"/FT /Tx /T (a) /V (value) /Rect [60 200 360 230] /AP << /N 120 0 R >>"}, "", "\nPicture"},
		"without one":                 {[]string{"/FT /Tx /T (a) /V (Ada Lovelace) /Rect [60 200 360 230]"}, "", "\nAda Lovelace"},
		"that is to be made":          {[]string{"/FT /Tx /T (a) /V (Ada Lovelace) /Rect [60 200 360 230]"}, "/NeedAppearances true", "\nAda Lovelace"},
		"several lines":               {[]string{"/FT /Tx /Ff 4096 /T (a) /V (First\\nSecond) /Rect [60 170 360 230]"}, "", "\nFirst\nSecond"},
		"a choice":                    {[]string{"/FT /Ch /Ff 131072 /T (a) /V (b) /Opt [[(a) (Alpha)] [(b) (Beta)]] /Rect [60 200 360 230]"}, "", "\nBeta"},
		"a list":                      {[]string{"/FT /Ch /T (a) /V (Two) /Opt [(One) (Two)] /Rect [60 150 360 230]"}, "", "\nOne\nTwo"},
		"empty":                       {[]string{"/FT /Tx /T (a) /Rect [60 200 360 230]"}, "", ""},
		"hidden":                      {[]string{"/FT /Tx /T (a) /V (HIDDEN) /Rect [60 200 360 230] /F 2"}, "", ""},
		"not to be viewed":            {[]string{"/FT /Tx /T (a) /V (HIDDEN) /Rect [60 200 360 230] /F 32 /AP << /N 120 0 R >>"}, "", ""},
		"a password":                  {[]string{"/FT /Tx /Ff 8192 /T (a) /V (HIDDEN) /Rect [60 200 360 230]"}, "", "\n******"},
		"outside the page":            {[]string{"/FT /Tx /T (a) /V (HIDDEN) /Rect [60 600 360 630]"}, "", ""},
		"in layers":                   {[]string{"/FT /Tx /T (a) /OC 110 0 R /Rect [60 200 360 230] /AP << /N 120 0 R >>", "/FT /Tx /T (b) /OC 111 0 R /Rect [60 100 360 130] /AP << /N 121 0 R >>"}, "", ""},
		"beside a stamp in a layer":   {[]string{"/FT /Tx /T (a) /V (Ada) /Rect [60 200 360 230]", "/Subtype /Stamp /OC 111 0 R /Rect [60 100 360 130] /AP << /N 121 0 R >>"}, "", "\nAda"},
		"beside a highlight":          {[]string{"/FT /Tx /T (a) /V (Ada) /Rect [60 200 360 230]", yellow}, "", "\nAda"},
		"typed on the page":           {[]string{"/Subtype /FreeText /Rect [60 200 360 230] /Contents (Typed) /DA (/Helv 18 Tf 0 g)", yellow}, "", "\nTyped"},
		"stamped":                     {[]string{"/Subtype /Stamp /Rect [60 200 360 230] /AP << /N 120 0 R >>", yellow}, "", "\nPicture"},
		"beside a comment, which out": {[]string{"/FT /Tx /T (a) /V (Ada) /Rect [60 200 360 230]", "/Subtype /Text /Contents (HIDDEN) /Rect [60 100 360 130] /AP << /N 121 0 R >>"}, "", "\nAda"},
	} {
		t.Run(name, func(t *testing.T) {
			var annots, list strings.Builder
			objects := map[int]string{110: "<< /Type /OCG /Name (on) >>", 111: "<< /Type /OCG /Name (off) >>", 120: picture(120, "Picture"), 121: picture(121, "HIDDEN")}
			for i, f := range c.fields {
				if !strings.Contains(f, "/Subtype") {
					f = field + f
					fmt.Fprintf(&list, "%d 0 R ", 130+i)
				}
				objects[130+i] = "<< " + f + " >>"
				fmt.Fprintf(&annots, "%d 0 R ", 130+i)
			}
			d := openPDF(t, importertest.PDF(importertest.PDFSpec{
				Pages: []string{importertest.PageText("Title", "Body")}, Page: "/Annots [" + annots.String() + "]",
				Extra:   "/AcroForm << /Fields [" + list.String() + "] " + helvetica + c.form + " >> /OCProperties << /OCGs [110 0 R 111 0 R] /D << /OFF [111 0 R] >> >>",
				Objects: objects,
			}))
			for range 2 { // what the first time made of the page, the second does not meet
				got, err := d.Read(t.Context(), deck.Page{})
				if err != nil {
					t.Fatal(err)
				}
				if want := "Title\nBody" + c.want; got.Text != want {
					t.Errorf("%q, want %q", got.Text, want)
				}
				if slices.Contains(c.fields, yellow) {
					img, err := png.Decode(bytes.NewReader(got.Size.Data))
					if err != nil {
						t.Fatal(err)
					}
					if r, _, b, _ := img.At(450*got.Size.Width/960, 425*got.Size.Width/960).RGBA(); r < 0xf000 || b > 0x1000 {
						t.Error("the highlight is not drawn")
					}
				}
			}
		})
	}
}

// TestChecked: a box that is ticked has a tick, one that is not has none.
func TestChecked(t *testing.T) {
	box := func(state string) []byte {
		d := openPDF(t, importertest.PDF(importertest.PDFSpec{
			Pages: []string{""}, Page: "/Annots [100 0 R]", Extra: "/AcroForm << /Fields [100 0 R] >>",
			Objects: map[int]string{100: "<< /Type /Annot /Subtype /Widget /F 4 /FT /Btn /T (a) /V /" + state + " /AS /" + state + " /Rect [100 100 200 200] /MK << /CA (4) /BC [0 0 0] >> >>"},
		}))
		z, err := d.Draw(t.Context(), deck.Page{}, 960)
		if err != nil {
			t.Fatal(err)
		}
		return z.Data
	}
	dark := map[string]int{}
	for _, state := range []string{"Yes", "Off"} {
		img, err := png.Decode(bytes.NewReader(box(state)))
		if err != nil {
			t.Fatal(err)
		}
		for y := 345; y < 435; y++ {
			for x := 105; x < 195; x++ {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
					dark[state]++
				}
			}
		}
	}
	if dark["Yes"] < 500 || dark["Off"] > 0 {
		t.Errorf("%v", dark)
	}
}
