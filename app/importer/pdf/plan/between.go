package plan

import (
	"slices"
	"strconv"

	"lectern/app/deck"
)

// NotesBetween reports of each page whether it is notes on the page before it, as
// beamer's "show notes" puts them, or nil where none is. Their labels tell where to
// look: beamer counts all pages there, and slides alone elsewhere.
func NotesBetween(sizes []Size, labels []string, look Look) ([]bool, error) {
	if !alike(sizes) || !paper(sizes[0].W, sizes[0].H, 0.001) {
		return nil, nil
	}
	var notes []bool
	behind := false // fewer slides than pages so far
	for i := 1; i < len(sizes); i++ {
		counted := labels[i] == strconv.Itoa(i+1)
		last := i+1 == len(sizes) || labels[i+1] != strconv.Itoa(i+2)
		if !counted {
			behind = true
			continue
		}
		if !behind && !last {
			continue
		}
		seen, err := look(i)
		if err != nil {
			return nil, err
		}
		if !seen.in(deck.WholePage).headed() {
			continue
		}
		if notes == nil {
			notes = make([]bool, len(sizes))
		}
		notes[i] = true
	}
	if notes == nil {
		return nil, nil
	}
	if first, err := look(0); err != nil || first.in(deck.WholePage).headed() {
		return nil, err // there are no slides
	}
	return notes, nil
}

// headed reports whether there is what beamer puts above notes: a band over a quarter
// of the height, and the slide's picture at its end.
func (h half) headed() bool {
	return slices.ContainsFunc(h.shapes, band) && slices.ContainsFunc(h.shapes, func(b Box) bool {
		return b.X0 > 0.72 && b.X0 < 0.78 && b.Y0 < 0.02 && b.X1 > 0.98 && b.Y1 > header-0.03 && b.Y1 < header+0.03
	})
}

// band reports whether a shape is the one above notes.
func band(b Box) bool {
	return b.X0 < 0.02 && b.Y0 < 0.02 && b.X1 > 0.7 && b.Y1 > header-0.03 && b.Y1 < header+0.03
}
