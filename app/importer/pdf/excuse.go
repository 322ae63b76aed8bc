package pdf

import (
	"image"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
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
				found, err := s.objects(f.page, enums.FPDF_PAGEOBJ_IMAGE)
				if err != nil {
					return err
				}
				for _, o := range found {
					if !o.layer {
						images = append(images, sc.plane.pixels(o.at))
					}
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
			l.kept, l.bare = l.sign > 0x24f, true // beyond Latin
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
