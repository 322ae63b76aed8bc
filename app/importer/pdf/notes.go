package pdf

import (
	"math"
	"regexp"
	"strings"

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
	case t.between:
		var all []string
		for _, on := range t.notesOn[page.Number] {
			text, err := s.words(on, deck.WholePage, plan.Below)
			if err != nil {
				return "", err
			}
			all = append(all, text)
		}
		return joined(all...), nil
	case len(t.notesOn[page.Number]) > 0:
		on := t.notesOn[page.Number][0]
		slide, err := s.seen(page.Number)
		if err != nil {
			return "", err
		}
		notes, err := s.seen(on)
		if err != nil {
			return "", err
		}
		text, err := s.words(on, deck.WholePage, plan.Under(slide, notes))
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
	return bounded(paragraphs(rows(lines(sc.glyphs())), float64(size.X))), nil
}

// paragraphs is a text whose lines end where somebody ended them, and not where the
// page was full. width is the page's.
func paragraphs(all []line, width float64) string {
	right := 0.0
	for _, l := range all {
		right = max(right, l.to)
	}
	var b strings.Builder
	for i, l := range all {
		switch {
		case i == 0 || all[i-1].joined:
		case l.fills(all[i-1], right, width):
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// fills reports whether a line goes on with the one above it because there was no room
// for its first word there.
func (l line) fills(last line, right, width float64) bool {
	word, _, _ := strings.Cut(l.text, " ")
	needs := 0.3*l.em + (l.to-l.from)*float64(len(word))/float64(max(1, len(l.text)))
	down := l.base - last.base
	return l.angle == last.angle && math.Abs(l.em-last.em) < 0.1*last.em && down > 0.7*last.em && down < 1.9*last.em &&
		l.from > last.from-0.5*l.em && last.to > 0.75*width && right-last.to < needs && !item.MatchString(l.text)
}

// item is how one of a list begins.
var item = regexp.MustCompile(`^([0-9]{1,3}[.)]|[^\pL\pN\s"'“‘(\[]) `)
