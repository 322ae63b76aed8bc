// Package plan finds out what the pages of a PDF are of a talk: steps of one slide,
// slides beside the speaker's notes, or nothing but notes. It is pure: what it has to
// know of a page it asks for, and it asks for few.
package plan

import (
	"math"
	"strings"
	"unicode"

	"lectern/app/deck"
)

// Size is a page's, in points.
type Size struct{ W, H float64 }

// Box is in parts of a page, from its upper left.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Line is words that stand beside each other.
type Line struct {
	Text string
	Box
}

// Seen is what is on a page, whether it can be seen or not.
type Seen struct {
	Lines  []Line
	Shapes []Box // whatever is painted and is no text
}

// Look tells what is on a page, from 0.
type Look func(page int) (Seen, error)

// half is what of a page is in one of its halves, in parts of that half.
type half struct {
	lines  []Line
	shapes []Box
}

// Other is the half beside a part.
func Other(p deck.Part) deck.Part {
	switch p {
	case deck.LeftHalf:
		return deck.RightHalf
	case deck.RightHalf:
		return deck.LeftHalf
	case deck.TopHalf:
		return deck.BottomHalf
	case deck.BottomHalf:
		return deck.TopHalf
	}
	return deck.WholePage
}

// In is a box of the page in parts of a part.
func (b Box) In(p deck.Part) Box {
	switch p {
	case deck.LeftHalf:
		return Box{2 * b.X0, b.Y0, 2 * b.X1, b.Y1}
	case deck.RightHalf:
		return Box{2*b.X0 - 1, b.Y0, 2*b.X1 - 1, b.Y1}
	case deck.TopHalf:
		return Box{b.X0, 2 * b.Y0, b.X1, 2 * b.Y1}
	case deck.BottomHalf:
		return Box{b.X0, 2*b.Y0 - 1, b.X1, 2*b.Y1 - 1}
	}
	return b
}

// Holds reports whether the middle of another box is in it.
func (b Box) Holds(o Box) bool {
	x, y := (o.X0+o.X1)/2, (o.Y0+o.Y1)/2
	return x >= b.X0 && x < b.X1 && y >= b.Y0 && y < b.Y1
}

// Whole is all of a page, or of a part of it.
var Whole = Box{0, 0, 1, 1}

func (s Seen) in(p deck.Part) (h half) {
	for _, l := range s.Lines {
		if l.Box = l.Box.In(p); Whole.Holds(l.Box) {
			h.lines = append(h.lines, l)
		}
	}
	for _, b := range s.Shapes {
		if b = b.In(p); Whole.Holds(b) {
			h.shapes = append(h.shapes, b)
		}
	}
	return h
}

// words are a line's, in small letters. What has no letter is none: numbers are on
// every page.
func words(line string) []string {
	return strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// repeated is how much of what is written on a slide, 0 to 1, is written again in
// letters that are so much smaller: a small picture of it repeats all of it. What a
// slide has in small letters itself is on every slide.
func repeated(again, slide []Line, smaller float64) float64 {
	sizes := map[string]float64{} // of each word's smallest letters
	for _, l := range again {
		for _, w := range words(l.Text) {
			if s, ok := sizes[w]; !ok || l.Y1-l.Y0 < s {
				sizes[w] = l.Y1 - l.Y0
			}
		}
	}
	there, all := 0, 0
	large := tallest(slide) / 2
	for _, l := range slide {
		if l.Y1-l.Y0 < large {
			continue
		}
		for _, w := range words(l.Text) {
			if all++; sizes[w] > 0 && sizes[w] < smaller*(l.Y1-l.Y0) {
				there++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(there) / float64(all)
}

func tallest(lines []Line) float64 {
	h := 0.0
	for _, l := range lines {
		h = max(h, l.Y1-l.Y0)
	}
	return h
}

// mostly is how much of a slide must be repeated for that to be no accident.
const mostly = 0.7

// sample is a few of n things, spread over all.
func sample(n, most int) []int {
	var s []int
	for i := range min(n, most) {
		s = append(s, i*n/min(n, most))
	}
	return s
}

// alike reports whether all sizes are the same, but for what rounding does.
func alike(sizes []Size) bool {
	for _, s := range sizes {
		if math.Abs(s.W-sizes[0].W) > 1 || math.Abs(s.H-sizes[0].H) > 1 {
			return false
		}
	}
	return len(sizes) > 0
}
