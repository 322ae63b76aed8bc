package pdf

import (
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

const (
	maxObjects = 5000 // of a page, looked through
	maxNesting = 4    // of forms
)

// object is a part of a page.
type object struct {
	ref   references.FPDF_PAGEOBJECT
	at    box  // on the page
	layer bool // it is in optional content, which may be off
}

// objects returns a page's parts of one kind, also those within forms.
func (s *sandbox) objects(page int, kind enums.FPDF_PAGEOBJ) ([]object, error) {
	n, err := s.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: s.page(page)})
	if err != nil {
		return nil, err
	}
	w := &walk{s: s, kind: kind, room: maxObjects}
	err = w.among(n.Count, 0, false, matrix{a: 1, d: 1}, func(i int) (references.FPDF_PAGEOBJECT, error) {
		o, err := s.inst.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: s.page(page), Index: i})
		if err != nil {
			return "", err
		}
		return o.PageObject, nil
	})
	return w.found, err
}

// walk collects objects.
type walk struct {
	s     *sandbox
	kind  enums.FPDF_PAGEOBJ
	room  int
	found []object
}

func (w *walk) among(n, depth int, layer bool, m matrix, get func(int) (references.FPDF_PAGEOBJECT, error)) error {
	s := w.s
	for i := 0; i < n && w.room > 0; i++ {
		w.room--
		o, err := get(i)
		if err != nil {
			return err
		}
		s.references++
		t, err := s.inst.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
		if err != nil {
			return err
		}
		if t.Type != w.kind && t.Type != enums.FPDF_PAGEOBJ_FORM {
			continue
		}
		in, err := s.inLayer(o)
		if err != nil {
			return err
		}
		in = in || layer
		if t.Type == w.kind {
			b, err := s.inst.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
			if err != nil {
				return err
			}
			at := box{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}
			w.found = append(w.found, object{o, m.apply(at), in})
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
		err = w.among(k.Count, depth+1, in, own.then(m), func(i int) (references.FPDF_PAGEOBJECT, error) {
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
