package pdf

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/importer/words"
)

// labels are those of the first n pages by the document's own list, empty where it
// has none.
func (s *sandbox) labels(n int) []string {
	labels := make([]string, n)
	for i := range labels {
		labels[i] = s.label(i)
	}
	return labels
}

// halvesLabels are the labels of pages of which a half is notes. Beamer makes a page
// for each slide and one for its notes, counts both in the document's list, and puts
// two on one sheet afterwards: then the label that PDFium has for a page is another's.
func (s *sandbox) halvesLabels(labels []string) ([]string, error) {
	n := len(labels)
	if strings.Join(labels, "") == "" {
		return labels, nil
	}
	// PDFium tells no labels beyond the last page, so pages are put there meanwhile.
	for i := range n {
		if _, err := s.inst.FPDFPage_New(&requests.FPDFPage_New{Document: s.doc, PageIndex: n + i, Width: 1, Height: 1}); err != nil {
			return nil, err
		}
	}
	all := make([]string, 2*n)
	for i := range all {
		all[i] = s.label(i)
	}
	for i := range n {
		if _, err := s.inst.FPDFPage_Delete(&requests.FPDFPage_Delete{Document: s.doc, PageIndex: 2*n - 1 - i}); err != nil {
			return nil, err
		}
	}
	slides := make([]string, n)
	for i := range n {
		if all[2*i+1] != strconv.Itoa(i+1) { // beamer counts the pages of notes so
			return labels, nil
		}
		slides[i] = all[2*i]
	}
	return slides, nil
}

func (s *sandbox) label(page int) string {
	l, err := s.inst.FPDF_GetPageLabel(&requests.FPDF_GetPageLabel{Document: s.doc, Page: page})
	if err != nil {
		return "" // PDFium's answer where there is none
	}
	return strings.TrimRight(l.Label, "\x00")
}

const (
	maxEntries = 10_000 // of an outline that are read
	maxDepth   = 10
)

// entries are what the outline says of each of the first n pages: of several entries
// the last, which is the one that says most. parts are the names of the parts of the
// document, by the pages that they begin with: see partsOf.
func (s *sandbox) entries(n int) (entries, parts []string, err error) {
	entries, parts = make([]string, n), make([]string, n)
	left := maxEntries
	var read func(parent *references.FPDF_BOOKMARK, depth int) error
	read = func(parent *references.FPDF_BOOKMARK, depth int) error {
		first, err := s.inst.FPDFBookmark_GetFirstChild(&requests.FPDFBookmark_GetFirstChild{Document: s.doc, Bookmark: parent})
		if err != nil {
			return err
		}
		for b := first.Bookmark; b != nil && left > 0; left-- {
			s.references += 2
			dest, err := s.inst.FPDFBookmark_GetDest(&requests.FPDFBookmark_GetDest{Document: s.doc, Bookmark: *b})
			if err != nil {
				return err
			}
			if page := s.leadsTo(dest.Dest); page >= 0 && page < n {
				t, err := s.inst.FPDFBookmark_GetTitle(&requests.FPDFBookmark_GetTitle{Bookmark: *b})
				if err != nil {
					return err
				}
				if title := words.OneLine(strings.Trim(t.Title, "\x00"), words.MaxTitle); title != "" && !counts(title, page) {
					entries[page] = title
					if depth == 0 && parts[page] == "" {
						parts[page] = title
					}
				}
			}
			if depth < maxDepth {
				if err := read(b, depth+1); err != nil {
					return err
				}
			}
			next, err := s.inst.FPDFBookmark_GetNextSibling(&requests.FPDFBookmark_GetNextSibling{Document: s.doc, Bookmark: *b})
			if err != nil {
				return err
			}
			b = next.Bookmark
		}
		return nil
	}
	err = read(nil, 0)
	return entries, partsOf(parts), err
}

// partsOf is what stands outermost in an outline, where that divides the pages into
// parts: an entry for each page, or for one alone, does not.
func partsOf(outermost []string) []string {
	n := 0
	for _, title := range outermost {
		if title != "" {
			n++
		}
	}
	if n < 2 || 2*n > len(outermost) {
		return make([]string, len(outermost))
	}
	return outermost
}

// leadsTo is the page of a place in the document, from 0, or -1.
func (s *sandbox) leadsTo(dest *references.FPDF_DEST) int {
	if dest == nil {
		return -1
	}
	s.references++
	p, err := s.inst.FPDFDest_GetDestPageIndex(&requests.FPDFDest_GetDestPageIndex{Document: s.doc, Dest: *dest})
	if err != nil {
		return -1
	}
	return p.Index
}

// counts reports whether a title says no more than which page it is of: "Slide 3",
// as LibreOffice has it in any language.
func counts(title string, page int) bool {
	word, number, ok := strings.Cut(title, " ")
	return ok && number == strconv.Itoa(page+1) && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
}
