package pdf

import (
	"context"
	"io"
	"slices"

	"github.com/klippa-app/go-pdfium/requests"
)

// Keep writes the document with these of its pages alone, from 0. The document is good
// for nothing else then.
func (d *Document) Keep(ctx context.Context, keep []int, w io.Writer) error {
	_, err := d.within(ctx, func(s *sandbox) error {
		s.spent = true
		count, err := s.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
		if err != nil {
			return err
		}
		for i := count.PageCount - 1; i >= 0; i-- {
			if slices.Contains(keep, i) {
				continue
			}
			if _, err := s.inst.FPDFPage_Delete(&requests.FPDFPage_Delete{Document: s.doc, PageIndex: i}); err != nil {
				return err
			}
		}
		_, err = s.inst.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Document: s.doc, Flags: requests.SaveFlagNoIncremental, FileWriter: w})
		return err
	})
	if err != nil {
		return d.openError(ctx, err)
	}
	return nil
}
