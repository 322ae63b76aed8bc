package pdf

import (
	"image"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

const (
	maxObjects = 5000 // of a page, looked through for images
	maxNesting = 4    // of forms
)

// excuse keeps letters that leave no trace of their own on the drawing and belong to
// it all the same: those that a scanner's program laid over the picture that it read
// them from, those that a picture is seen through, and those of scripts that PDFium
// has no font for, where the file brings none.
func (s *sandbox) excuse(f frame, sc *script, drawn *image.RGBA) error {
	var images []image.Rectangle
	looked := false
	why := make([]excuse, len(sc.runs))
	for i := range sc.letters {
		l := &sc.letters[i]
		if l.run < 0 || l.kept || l.on.Empty() {
			continue
		}
		if why[l.run] == unknown {
			var err error
			if why[l.run], err = s.why(sc.runs[l.run].object); err != nil {
				return err
			}
		}
		switch why[l.run] {
		case invisible:
			if !looked {
				looked = true
				var err error
				if images, err = s.images(f); err != nil {
					return err
				}
			}
			for _, at := range images {
				if l.on.Min.Add(l.on.Max).Div(2).In(at) {
					l.kept = true
					break
				}
			}
		case clipping:
			l.kept = !plain(drawn, l.on)
		case fontless:
			l.kept = l.sign > 0x24f // beyond Latin
		}
	}
	return nil
}

// excuse is why a text object may leave no trace.
type excuse int

const (
	unknown excuse = iota
	none
	invisible
	clipping
	fontless
)

func (s *sandbox) why(o references.FPDF_PAGEOBJECT) (excuse, error) {
	if layer, err := s.inLayer(o); err != nil || layer {
		return none, err // which may be off, and PDFium does not say
	}
	m, err := s.inst.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: o})
	if err != nil {
		return none, err
	}
	switch m.TextRenderMode {
	case enums.FPDF_TEXTRENDERMODE_INVISIBLE:
		return invisible, nil
	case enums.FPDF_TEXTRENDERMODE_CLIP:
		return clipping, nil
	}
	if c, err := s.inst.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o}); err == nil && c.FillColor.A == 0 {
		return none, nil
	}
	f, err := s.inst.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: o})
	if err != nil {
		return none, nil
	}
	s.references++
	e, err := s.inst.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: f.Font})
	if err != nil || e.IsEmbedded {
		return none, nil
	}
	return fontless, nil
}

// inLayer reports whether an object is part of optional content.
func (s *sandbox) inLayer(o references.FPDF_PAGEOBJECT) (bool, error) {
	n, err := s.inst.FPDFPageObj_CountMarks(&requests.FPDFPageObj_CountMarks{PageObject: o})
	if err != nil {
		return false, err
	}
	for i := range n.Count {
		m, err := s.inst.FPDFPageObj_GetMark(&requests.FPDFPageObj_GetMark{PageObject: o, Index: uint64(i)})
		if err != nil {
			return false, err
		}
		s.references++
		name, err := s.inst.FPDFPageObjMark_GetName(&requests.FPDFPageObjMark_GetName{PageObjectMark: m.Mark})
		if err == nil && name.Name == "OC" {
			return true, nil
		}
	}
	return false, nil
}

// plain reports whether a part of a drawing has one colour.
func plain(img *image.RGBA, r image.Rectangle) bool {
	first := img.RGBAAt(r.Min.X, r.Min.Y)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if img.RGBAAt(x, y) != first {
				return false
			}
		}
	}
	return true
}

// images returns where a page's images are in a frame.
func (s *sandbox) images(f frame) ([]image.Rectangle, error) {
	place, err := s.place(f)
	if err != nil {
		return nil, err
	}
	n, err := s.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: s.page(f.page)})
	if err != nil {
		return nil, err
	}
	found := &images{s: s, room: maxObjects}
	err = found.among(n.Count, 0, matrix{1, 0, 0, 1, 0, 0}, func(i int) (references.FPDF_PAGEOBJECT, error) {
		o, err := s.inst.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: s.page(f.page), Index: i})
		if err != nil {
			return "", err
		}
		return o.PageObject, nil
	})
	var on []image.Rectangle
	for _, b := range found.at {
		on = append(on, place(b))
	}
	return on, err
}

// images collects images, also from within forms.
type images struct {
	s    *sandbox
	room int
	at   []box
}

func (im *images) among(n, depth int, m matrix, object func(int) (references.FPDF_PAGEOBJECT, error)) error {
	s := im.s
	for i := 0; i < n && im.room > 0; i++ {
		im.room--
		o, err := object(i)
		if err != nil {
			return err
		}
		s.references++
		t, err := s.inst.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
		if err != nil {
			return err
		}
		if t.Type != enums.FPDF_PAGEOBJ_IMAGE && t.Type != enums.FPDF_PAGEOBJ_FORM {
			continue
		}
		if layer, err := s.inLayer(o); err != nil {
			return err
		} else if layer {
			continue
		}
		if t.Type == enums.FPDF_PAGEOBJ_IMAGE {
			b, err := s.inst.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
			if err != nil {
				return err
			}
			im.at = append(im.at, m.apply(box{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}))
			continue
		}
		if depth == maxNesting {
			continue
		}
		f, err := s.inst.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
		if err != nil {
			return err
		}
		k, err := s.inst.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
		if err != nil {
			return err
		}
		own := matrix{float64(f.Matrix.A), float64(f.Matrix.B), float64(f.Matrix.C), float64(f.Matrix.D), float64(f.Matrix.E), float64(f.Matrix.F)}
		err = im.among(k.Count, depth+1, own.then(m), func(i int) (references.FPDF_PAGEOBJECT, error) {
			c, err := s.inst.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
			if err != nil {
				return "", err
			}
			return c.PageObject, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// matrix is a PDF's: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(b box) box {
	var out box
	for i, p := range [4][2]float64{{b.left, b.bottom}, {b.right, b.bottom}, {b.left, b.top}, {b.right, b.top}} {
		x, y := m.a*p[0]+m.c*p[1]+m.e, m.b*p[0]+m.d*p[1]+m.f
		if i == 0 {
			out = box{x, y, x, y}
		}
		out = box{min(out.left, x), min(out.bottom, y), max(out.right, x), max(out.top, y)}
	}
	return out
}
