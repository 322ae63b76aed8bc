package plan

import (
	"math"
	"slices"
)

// noteSamples is how many pages are compared with the slides that they are of.
const noteSamples = 4

// NotesPages reports whether the second half of the pages are notes, one page for
// each slide of the first half: LibreOffice exports them so. Each has a small picture
// of its slide, and the notes under it. impress says that the program was LibreOffice's.
func NotesPages(sizes []Size, impress bool, look Look) (bool, error) {
	n := len(sizes) / 2
	if len(sizes)%2 != 0 || n == 0 {
		return false, nil
	}
	slide, notes := sizes[0], sizes[n]
	if !alike(sizes[:n]) || !alike(sizes[n:]) || slide.W <= slide.H || notes.W >= notes.H {
		return false, nil
	}
	if impress {
		return true, nil
	}
	told, sum := 0, 0.0
	for _, i := range sample(n, noteSamples) {
		of, err := look(i)
		if err != nil {
			return false, err
		}
		page, err := look(n + i)
		if err != nil {
			return false, err
		}
		if len(of.Lines) == 0 {
			continue
		}
		told++
		// Heights are parts of pages of two sizes.
		k := notes.H / slide.H
		lines := slices.Clone(page.Lines)
		for j, l := range lines {
			lines[j].Y0, lines[j].Y1 = l.Y0*k, l.Y1*k
		}
		sum += repeated(lines, of.Lines, 0.8)
	}
	if told > 0 && sum/float64(told) >= mostly {
		return true, nil
	}
	// Several slides, and then as many sheets.
	return n > 1 && slices.ContainsFunc(sheets, func(s Size) bool {
		return math.Abs(notes.W-s.W) < 3 && math.Abs(notes.H-s.H) < 3
	}), nil
}

// sheets are A4, US letter, and PowerPoint's pages of notes.
var sheets = []Size{{595, 842}, {612, 792}, {540, 720}}
