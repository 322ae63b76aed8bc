package pdf

import (
	"image"
	"strings"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/deck"
	"lectern/app/importer/pdf/plan"
)

// points is a page's size in points.
func (s *sandbox) points(page int) plan.Size {
	p, err := s.inst.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: s.doc, Index: page})
	if err != nil {
		return plan.Size{}
	}
	return plan.Size{W: p.Width, H: p.Height}
}

// fine is how large a part of a page is taken to be, in pixels, where something on it
// is measured.
var fine = image.Pt(10_000, 10_000)

// parts returns what puts a box of a page in parts of one of its parts. What reaches
// over its edge is cut there.
func (s *sandbox) parts(page int, part deck.Part) (func(box) plan.Box, error) {
	on, err := s.place(frame{page, part, fine})
	if err != nil {
		return nil, err
	}
	return func(b box) plan.Box {
		return inParts(on.pixels(b), fine)
	}, nil
}

// inParts is a rectangle in parts of a drawing of a size.
func inParts(r image.Rectangle, of image.Point) plan.Box {
	w, h := float64(of.X), float64(of.Y)
	return plan.Box{X0: float64(r.Min.X) / w, Y0: float64(r.Min.Y) / h, X1: float64(r.Max.X) / w, Y1: float64(r.Max.Y) / h}
}

// seen is what is on a page.
func (s *sandbox) seen(page int) (seen plan.Seen, err error) {
	to, err := s.parts(page, deck.WholePage)
	if err != nil {
		return seen, err
	}
	if seen.Lines, err = s.lines(page, to); err != nil {
		return seen, err
	}
	n, err := s.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: s.page(page)})
	if err != nil {
		return seen, err
	}
	for i := range min(n.Count, maxObjects) {
		o, err := s.inst.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: s.page(page), Index: i})
		if err != nil {
			return seen, err
		}
		s.references++
		t, err := s.inst.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return seen, err
		}
		if t.Type == enums.FPDF_PAGEOBJ_TEXT {
			continue
		}
		b, err := s.inst.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil {
			continue // it has none
		}
		shape := to(box{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)})
		if t.Type == enums.FPDF_PAGEOBJ_PATH && shape == plan.Whole {
			// White paper is under anything.
			c, err := s.inst.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o.PageObject})
			if err == nil && c.FillColor.R == 255 && c.FillColor.G == 255 && c.FillColor.B == 255 {
				continue
			}
		}
		seen.Shapes = append(seen.Shapes, shape)
	}
	return seen, nil
}

// lines are a page's words, those together that PDFium has together.
func (s *sandbox) lines(page int, to func(box) plan.Box) (lines []plan.Line, err error) {
	t, err := s.inst.GetPageTextStructured(&requests.GetPageTextStructured{Page: s.page(page), Mode: requests.GetPageTextStructuredModeRects})
	if err != nil {
		return nil, err
	}
	for _, r := range t.Rects {
		p := r.PointPosition
		if at := to(box{p.Left, min(p.Bottom, p.Top), p.Right, max(p.Bottom, p.Top)}); at.X0 < at.X1 && at.Y0 < at.Y1 {
			lines = append(lines, plan.Line{Text: r.Text, Box: at})
		}
	}
	return lines, nil
}

// byImpress reports whether LibreOffice's program for slides made the document, or its
// forebear.
func (s *sandbox) byImpress() bool {
	c, err := s.inst.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: s.doc, Tag: "Creator"})
	return err == nil && strings.Contains(c.Value, "Impress")
}
