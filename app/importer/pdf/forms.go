package pdf

import (
	"image"
	"sync"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// filling is held while a form is filled: go-pdfium finds what a form calls back by an
// address in the sandbox, which several have alike.
var filling sync.Mutex

// fill makes the fields of a page's form, as they are filled in, and what was typed or
// stamped on it part of the page, with its other annotations: PDFium draws fields apart
// from the page, and has no text of any of them. Of one that the file has no picture of, it
// makes one. The page has no annotations afterwards, so that the sandbox is not to be used
// for another reader.
func (s *sandbox) fill(page int) error {
	if typed, err := s.typed(page); err != nil || !typed {
		return err
	}
	s.spent = true
	if err := s.paintFields(page); err != nil {
		return err
	}
	// Drawing makes the pictures that other annotations lack.
	if err := s.draw(frame{page: page, size: image.Pt(16, 16)}, func(*image.RGBA) error { return nil }); err != nil {
		return err
	}
	_, err := s.inst.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: s.page(page), Usage: requests.FPDFPage_FlattenUsageNormalDisplay})
	return err
}

// typed reports whether there are words on a page that are not in it. It hides the annotations that are
// not to be viewed, which PDFium would draw, and those in layers: it does not say whether
// a layer is off, and draws them even so.
func (s *sandbox) typed(page int) (any bool, err error) {
	n, err := s.inst.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: s.page(page)})
	if err != nil {
		return false, err
	}
	for i := range n.Count {
		err := s.annotation(page, i, func(a references.FPDF_ANNOTATION) error {
			t, err := s.inst.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: a})
			if err != nil {
				return err
			}
			switch t.Subtype {
			case enums.FPDF_ANNOT_SUBTYPE_WIDGET, enums.FPDF_ANNOT_SUBTYPE_FREETEXT, enums.FPDF_ANNOT_SUBTYPE_STAMP:
				any = true
			}
			flags, err := s.inst.FPDFAnnot_GetFlags(&requests.FPDFAnnot_GetFlags{Annotation: a})
			if err != nil {
				return err
			}
			layer, err := s.inst.FPDFAnnot_HasKey(&requests.FPDFAnnot_HasKey{Annotation: a, Key: "OC"})
			if err != nil {
				return err
			}
			if layer.HasKey || flags.Flags&enums.FPDF_ANNOT_FLAG_NOVIEW != 0 {
				_, err = s.inst.FPDFAnnot_SetFlags(&requests.FPDFAnnot_SetFlags{Annotation: a, Flags: flags.Flags | enums.FPDF_ANNOT_FLAG_HIDDEN})
			}
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return any, nil
}

// annotation calls do with an annotation, unless it is damaged.
func (s *sandbox) annotation(page, i int, do func(references.FPDF_ANNOTATION) error) error {
	a, err := s.inst.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: s.page(page), Index: i})
	if err != nil {
		return nil // what is damaged is not drawn
	}
	defer s.inst.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: a.Annotation})
	return do(a.Annotation)
}

// paintFields has PDFium make the pictures that fields lack. There is no JavaScript in it,
// and it is called back for nothing.
func (s *sandbox) paintFields(page int) error {
	if t, err := s.inst.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: s.doc}); err != nil || t.FormType == enums.FPDF_FORMTYPE_NONE {
		return nil // fields of no form have their own pictures, or none
	}
	filling.Lock()
	defer filling.Unlock()
	e, err := s.inst.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{Document: s.doc, FormFillInfo: structs.FPDF_FORMFILLINFO{
		FFI_Invalidate:         func(references.FPDF_PAGE, float64, float64, float64, float64) {},
		FFI_SetCursor:          func(enums.FXCT) {},
		FFI_SetTimer:           func(int, func(int)) int { return 0 },
		FFI_KillTimer:          func(int) {},
		FFI_GetLocalTime:       func() structs.FPDF_SYSTEMTIME { return structs.FPDF_SYSTEMTIME{} },
		FFI_GetPage:            func(references.FPDF_DOCUMENT, int) *references.FPDF_PAGE { return nil },
		FFI_GetRotation:        func(references.FPDF_PAGE) enums.FPDF_PAGE_ROTATION { return 0 },
		FFI_ExecuteNamedAction: func(string) {},
	}})
	if err != nil {
		return err
	}
	if _, err = s.inst.FORM_OnAfterLoadPage(&requests.FORM_OnAfterLoadPage{Page: s.page(page), FormHandle: e.FormHandle}); err == nil {
		_, err = s.inst.FORM_OnBeforeClosePage(&requests.FORM_OnBeforeClosePage{Page: s.page(page), FormHandle: e.FormHandle})
	}
	if _, end := s.inst.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: e.FormHandle}); err == nil {
		err = end
	}
	return err
}
