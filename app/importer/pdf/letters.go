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
	bare bool // there is no font to draw it with

	x, y float64 // where it begins on its baseline
	wide float64 // what it takes up of it, on the page; 0 if that is not known
	real bool    // of a space: the file has it
}

// box is in a page's own coordinates, which grow upwards.
type box struct{ left, bottom, right, top float64 }

// run is letters of one text object of the page that follow each other.
type run struct {
	object references.FPDF_PAGEOBJECT
	first  int // letter, as PDFium counts them
	at     box
	plate  int // see script.plates
	twins  []references.FPDF_PAGEOBJECT

	size   float64 // of the font, in the matrix
	matrix matrix
	font   references.FPDF_FONT // "" until it is needed
}

// script is a page's text as PDFium has it, whether it can be seen or not.
type script struct {
	letters []letter
	runs    []run
	plane   plane
}

// letters reads a page's text. text is its text page, and on is the drawing's plane.
func (s *sandbox) letters(text references.FPDF_TEXTPAGE, on plane) (*script, error) {
	n, err := s.inst.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, err
	}
	sc := &script{plane: on}
	for i := range min(n.Count, maxLetters) {
		u, err := s.inst.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		l := letter{sign: rune(u.Unicode), run: -1}
		if l.sign == 0 {
			continue
		}
		if named := texSigns[l.sign]; named != 0 {
			if g, err := s.inst.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i}); err == nil && !g.IsGenerated {
				l.sign = named
			}
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
			l.on = on.pixels(l.at)
			r := &sc.runs[l.run]
			r.at = r.at.union(l.at)
			if err := s.stand(text, i, &l, r); err != nil {
				return nil, err
			}
		} else if l.sign == ' ' || l.sign == 0xa0 {
			g, err := s.inst.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i})
			l.real = err == nil && !g.IsGenerated
		}
		sc.letters = append(sc.letters, l)
	}
	if last := len(sc.runs) - 1; last >= 0 {
		err = s.activate(true, sc.runs[last].object)
	}
	return sc, err
}

// texSigns are the signs of TeX's encodings T1 and OT1 (ff to ffl) whose codes are
// controls. Its fonts of pixels name none, and PDFium has the code.
var texSigns = map[rune]rune{
	0x0b: 'ﬀ', 0x0c: 'ﬁ', 0x0d: 'ﬂ', 0x0e: 'ﬃ', 0x0f: 'ﬄ',
	0x10: '“', 0x11: '”', 0x12: '„', 0x13: '«', 0x14: '»', 0x15: '–', 0x16: '—',
	0x1b: 'ﬀ', 0x1c: 'ﬁ', 0x1d: 'ﬂ', 0x1e: 'ﬃ', 0x1f: 'ﬄ',
}

// stand finds out where a letter stands on its baseline.
func (s *sandbox) stand(text references.FPDF_TEXTPAGE, i int, l *letter, r *run) error {
	if r.first == i {
		if f, err := s.inst.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: i}); err == nil {
			r.size = f.FontSize
		}
		r.matrix = matrix{a: 1, d: 1}
		if m, err := s.inst.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: i}); err == nil {
			r.matrix = matrix{float64(m.Matrix.A), float64(m.Matrix.B), float64(m.Matrix.C), float64(m.Matrix.D), float64(m.Matrix.E), float64(m.Matrix.F)}
		}
	}
	l.x, l.y = l.at.left, l.at.bottom
	if o, err := s.inst.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i}); err == nil {
		l.x, l.y = o.X, o.Y
	}
	// PDFium knows how wide a letter is where its line goes to the right; elsewhere the
	// font is asked, which has several letters for some signs.
	if r.matrix.a > 0 && math.Abs(r.matrix.b) < 1e-3*r.matrix.a {
		if b, err := s.inst.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i}); err == nil {
			l.wide = float64(b.Rect.Right) - l.x
		}
		return nil
	}
	if r.font == "" {
		f, err := s.inst.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: r.object})
		if err != nil {
			return nil
		}
		s.references++
		r.font = f.Font
	}
	w, err := s.inst.FPDFFont_GetGlyphWidth(&requests.FPDFFont_GetGlyphWidth{Font: r.font, Glyph: uint32(l.sign), FontSize: float32(r.size)})
	if err == nil {
		l.wide = float64(w.GlyphWidth) * math.Hypot(r.matrix.a, r.matrix.b)
	}
	return nil
}

// layout reports whether a sign paints nothing and means nothing by itself: spaces,
// and the marks that PDFium has for hyphens.
func layout(r rune) bool {
	return r <= ' ' || hyphen(r) || unicode.IsSpace(r)
}

// hyphen reports whether a sign is one of those that end a line within a word.
func hyphen(r rune) bool { return r == 0xfffe || r == 2 || r == 0xad }

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
		if err := s.activate(true, sc.runs[last].object); err != nil {
			return -1, err
		}
	}
	sc.runs = append(sc.runs, run{object: o.TextObject, first: i})
	return last + 1, s.activate(false, o.TextObject)
}

// activate has objects drawn or not.
func (s *sandbox) activate(active bool, objects ...references.FPDF_PAGEOBJECT) error {
	for _, o := range objects {
		if _, err := s.inst.FPDFPageObj_SetIsActive(&requests.FPDFPageObj_SetIsActive{PageObject: o, Active: active}); err != nil {
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

// plane is where the page is on a drawing of it.
type plane struct {
	matrix        // from the page to pixels, which count downwards
	width, height int
}

// place returns the plane of the drawing of a frame.
func (s *sandbox) place(f frame) (plane, error) {
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
			return plane{}, err
		}
		at[j] = [2]float64{float64(d.DeviceX) / fine, float64(d.DeviceY) / fine}
	}
	return plane{matrix{
		a: (at[1][0] - at[0][0]) / far, b: (at[1][1] - at[0][1]) / far,
		c: (at[2][0] - at[0][0]) / far, d: (at[2][1] - at[0][1]) / far,
		e: at[0][0], f: at[0][1],
	}, width, height}, nil
}

// pixels returns which pixels of the drawing a box of the page touches.
func (p plane) pixels(b box) image.Rectangle {
	at := p.apply(b)
	pixel := func(v float64, side int) int { // within bounds where an int has none
		return int(math.Max(-1, math.Min(v, float64(side)+1)))
	}
	return image.Rectangle{
		Min: image.Pt(pixel(math.Floor(at.left), p.width), pixel(math.Floor(at.bottom), p.height)),
		Max: image.Pt(pixel(math.Ceil(at.right), p.width), pixel(math.Ceil(at.top), p.height)),
	}.Intersect(image.Rect(0, 0, p.width, p.height))
}
