package pdf

import (
	"slices"
	"strings"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// dropComments removes what people note to each other about a page, which is no part of
// it: PDFium would draw the signs that stand for it. Stamps, highlighted and typed text,
// links and the fields of forms stay. What the notes say is for the speaker: see comments.
func (s *sandbox) dropComments(page int) error {
	if _, dropped := s.comments[page]; dropped {
		return nil
	}
	n, err := s.inst.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: s.page(page)})
	if err != nil {
		return err
	}
	var said []string
	for i := n.Count - 1; i >= 0; i-- {
		a, err := s.inst.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: s.page(page), Index: i})
		if err != nil {
			continue // what is damaged is not drawn
		}
		t, err := s.inst.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: a.Annotation})
		if err == nil && t.Subtype == enums.FPDF_ANNOT_SUBTYPE_TEXT {
			c, err := s.inst.FPDFAnnot_GetStringValue(&requests.FPDFAnnot_GetStringValue{Annotation: a.Annotation, Key: "Contents"})
			if err == nil {
				said = append(said, lineEnds.Replace(c.Value))
			}
		}
		s.inst.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: a.Annotation})
		if err != nil {
			return err
		}
		if t.Subtype == enums.FPDF_ANNOT_SUBTYPE_TEXT || t.Subtype == enums.FPDF_ANNOT_SUBTYPE_POPUP {
			if _, err := s.inst.FPDFPage_RemoveAnnot(&requests.FPDFPage_RemoveAnnot{Page: s.page(page), Index: i}); err != nil {
				return err
			}
		}
	}
	slices.Reverse(said)
	if s.comments == nil {
		s.comments = map[int]string{}
	}
	s.comments[page] = joined(said...)
	return nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")
