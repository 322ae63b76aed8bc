package pdf

import (
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// dropComments removes what people note to each other about a page, which is no part of
// it: PDFium would draw the signs that stand for it. Stamps, highlighted and typed text,
// links and the fields of forms stay.
func (s *sandbox) dropComments(page int) error {
	n, err := s.inst.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: s.page(page)})
	if err != nil {
		return err
	}
	for i := n.Count - 1; i >= 0; i-- {
		a, err := s.inst.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: s.page(page), Index: i})
		if err != nil {
			continue // what is damaged is not drawn
		}
		t, err := s.inst.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: a.Annotation})
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
	return nil
}
