package pdf

import (
	"regexp"

	"github.com/klippa-app/go-pdfium/requests"

	"lectern/app/deck"
	"lectern/app/importer/pdf/plan"
)

// written is what is written for the speaker on a page: in the half that is not its
// slide, or on the page of notes that belongs to it.
func (s *sandbox) written(t *talk, page deck.Page) (string, error) {
	switch {
	case page.Part != deck.WholePage:
		seen, err := s.seen(page.Number)
		if err != nil {
			return "", err
		}
		return s.words(page.Number, plan.Other(page.Part), plan.Notes(seen, page.Part))
	case t.half > 0 && page.Number < t.half:
		slide, err := s.seen(page.Number)
		if err != nil {
			return "", err
		}
		notes, err := s.seen(t.half + page.Number)
		if err != nil {
			return "", err
		}
		text, err := s.words(t.half+page.Number, deck.WholePage, plan.Under(slide, notes))
		return lastNumber.ReplaceAllString(text, ""), err
	}
	return "", nil
}

// lastNumber is the number that a page of notes has below them.
var lastNumber = regexp.MustCompile(`(^|\n)[0-9]{1,4}$`)

// words is the text within a box of a page's part, whether it can be seen or not:
// it is for the speaker.
func (s *sandbox) words(page int, part deck.Part, b plan.Box) (string, error) {
	size, possible := s.size(deck.Page{Number: page, Part: part})
	if !possible {
		return "", nil
	}
	on, err := s.place(frame{page, part, size})
	if err != nil {
		return "", err
	}
	t, err := s.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: s.page(page)})
	if err != nil {
		return "", err
	}
	defer s.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.TextPage})
	sc, err := s.letters(t.TextPage, on)
	if err != nil {
		return "", err
	}
	for i := range sc.letters {
		l := &sc.letters[i]
		l.kept = !l.on.Empty() && b.Holds(inParts(l.on, size))
	}
	return pageText(rows(lines(sc.glyphs()))), nil
}
