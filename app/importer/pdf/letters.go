package pdf

import (
	"image"
	"math"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// maxLetters is how much of a page's text is read.
const maxLetters = maxPageText

// letter is one sign of a page's text, in reading order.
type letter struct {
	sign rune
	run  int // an index of script.runs, or -1 where the layout makes it: spaces, line ends
	at   box
	on   image.Rectangle // of the drawing that it is looked for in
	kept bool
}

// box is in a page's own coordinates, which grow upwards.
type box struct{ left, bottom, right, top float64 }

// run is letters of one text object of the page that follow each other.
type run struct {
	object references.FPDF_PAGEOBJECT
	first  int // letter, as PDFium counts them
	at     box
	plate  int // see script.plates
}

// script is a page's text as PDFium has it, whether it can be seen or not.
type script struct {
	letters []letter
	runs    []run
}

// letters reads a page's text. text is its text page, and place puts a box of the
// page on the drawing.
func (s *sandbox) letters(text references.FPDF_TEXTPAGE, place func(box) image.Rectangle) (*script, error) {
	n, err := s.inst.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, err
	}
	sc := &script{}
	for i := range min(n.Count, maxLetters) {
		u, err := s.inst.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		l := letter{sign: rune(u.Unicode), run: -1}
		if l.sign == 0 {
			continue
		}
		if !layout(l.sign) {
			if l.run, err = s.run(sc, text, i); err != nil {
				return nil, err
			}
		}
		if l.run >= 0 {
			if l.at, err = s.letterBox(text, i); err != nil {
				return nil, err
			}
			l.on = place(l.at)
			r := &sc.runs[l.run]
			r.at = r.at.union(l.at)
		}
		sc.letters = append(sc.letters, l)
	}
	return sc, s.activate(sc.runs, true)
}

// layout reports whether a sign paints nothing and means nothing by itself: spaces,
// and the marks that PDFium has for hyphens.
func layout(r rune) bool {
	return r <= ' ' || r == 0xfffe || r == 0xad || unicode.IsSpace(r)
}

// run returns the run of a letter, a new one if it does not go on with the last. Two
// references to one object do not look alike, so the object of the last run is put
// out, and whether the letter's own is out tells. All are in again afterwards.
func (s *sandbox) run(sc *script, text references.FPDF_TEXTPAGE, i int) (int, error) {
	o, err := s.inst.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: i})
	if err != nil {
		return -1, nil // made by the layout
	}
	s.references++
	last := len(sc.runs) - 1
	if last >= 0 {
		in, err := s.inst.FPDFPageObj_GetIsActive(&requests.FPDFPageObj_GetIsActive{PageObject: o.TextObject})
		if err != nil {
			return -1, err
		}
		if !in.Active {
			return last, nil
		}
		if err := s.activate(sc.runs[last:], true); err != nil {
			return -1, err
		}
	}
	sc.runs = append(sc.runs, run{object: o.TextObject, first: i})
	return last + 1, s.activate(sc.runs[last+1:], false)
}

// activate has runs drawn or not.
func (s *sandbox) activate(runs []run, active bool) error {
	for _, r := range runs {
		_, err := s.inst.FPDFPageObj_SetIsActive(&requests.FPDFPageObj_SetIsActive{PageObject: r.object, Active: active})
		if err != nil {
			return err
		}
	}
	return nil
}

// letterBox is where a letter's ink is; where a font does not tell, the whole place
// that it takes up.
func (s *sandbox) letterBox(text references.FPDF_TEXTPAGE, i int) (box, error) {
	const least = 1e-3
	if b, err := s.inst.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i}); err == nil {
		at := box{b.Left, b.Bottom, b.Right, b.Top}.normal()
		if at.right-at.left > least && at.top-at.bottom > least {
			return at, nil
		}
	}
	b, err := s.inst.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
	if err != nil {
		return box{}, err
	}
	return box{float64(b.Rect.Left), float64(b.Rect.Bottom), float64(b.Rect.Right), float64(b.Rect.Top)}.normal(), nil
}

func (b box) normal() box {
	return box{min(b.left, b.right), min(b.bottom, b.top), max(b.left, b.right), max(b.bottom, b.top)}
}

func (b box) union(o box) box {
	if b == (box{}) {
		return o
	}
	return box{min(b.left, o.left), min(b.bottom, o.bottom), max(b.right, o.right), max(b.top, o.top)}
}

// place returns what puts a box of the page on the drawing of a frame.
func (s *sandbox) place(f frame) (func(box) image.Rectangle, error) {
	// PDFium answers in whole pixels; a drawing of a thousand times the size, which is
	// never made, has the fractions.
	const fine, far = 1000, 1000
	width, height, shown := f.size.X, f.size.Y, f.whole()
	var at [3][2]float64
	for j, p := range [3][2]float64{{0, 0}, {far, 0}, {0, far}} {
		d, err := s.inst.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: s.page(f.page), PageX: p[0], PageY: p[1],
			StartX: fine * shown.Min.X, StartY: fine * shown.Min.Y, SizeX: fine * shown.Dx(), SizeY: fine * shown.Dy(),
		})
		if err != nil {
			return nil, err
		}
		at[j] = [2]float64{float64(d.DeviceX) / fine, float64(d.DeviceY) / fine}
	}
	whole := image.Rect(0, 0, width, height)
	return func(b box) image.Rectangle {
		to := func(x, y float64, k int) float64 {
			return at[0][k] + x/far*(at[1][k]-at[0][k]) + y/far*(at[2][k]-at[0][k])
		}
		x0, x1 := to(b.left, b.bottom, 0), to(b.right, b.top, 0)
		y0, y1 := to(b.left, b.bottom, 1), to(b.right, b.top, 1)
		pixel := func(v float64, side int) int { // within bounds where an int has none
			return int(math.Max(-1, math.Min(v, float64(side)+1)))
		}
		return image.Rectangle{
			Min: image.Pt(pixel(math.Floor(min(x0, x1)), width), pixel(math.Floor(min(y0, y1)), height)),
			Max: image.Pt(pixel(math.Ceil(max(x0, x1)), width), pixel(math.Ceil(max(y0, y1)), height)),
		}.Intersect(whole)
	}, nil
}
