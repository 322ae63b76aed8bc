package plan

import (
	"math"
	"slices"

	"lectern/app/deck"
)

// shapes are those that slides have, width to height.
var shapes = []float64{4.0 / 3, 16.0 / 9, 16.0 / 10, 3.0 / 2, 5.0 / 4, 14.0 / 9, math.Sqrt2}

// papers are those of beamer's slides, in millimetres.
var papers = []Size{{128, 96}, {160, 90}, {160, 100}, {135, 90}, {125, 100}, {140, 90}, {148.5, 105}}

// halfSamples is how many pages are looked at.
const halfSamples = 8

// Slide returns which half of each page is the slide where the other half has the
// speaker's notes, as beamer's "show notes on second screen" puts them, and all of
// the page where that is not so. A deck for a wide wall has pages of the same size:
// the halves have to be two things, and one of them notes.
func Slide(sizes []Size, look Look) (deck.Part, error) {
	if !alike(sizes) {
		return deck.WholePage, nil
	}
	w, h := sizes[0].W, sizes[0].H
	var parts []deck.Part
	switch {
	case usual(w / 2 / h):
		parts = []deck.Part{deck.LeftHalf, deck.RightHalf}
		w /= 2
	case usual(w * 2 / h):
		parts = []deck.Part{deck.TopHalf, deck.BottomHalf}
		h /= 2
	default:
		return deck.WholePage, nil
	}
	var pages []Seen
	for _, i := range sample(len(sizes), halfSamples) {
		seen, err := look(i)
		if err != nil {
			return deck.WholePage, err
		}
		pages = append(pages, seen)
	}
	if crossed := count(pages, func(p Seen) bool { return crosses(p, parts[0]) }); 4*crossed > len(pages) {
		return deck.WholePage, nil
	}
	// A sheet of writing paper is two of one of beamer's.
	sheet := parts[0] == deck.TopHalf && math.Abs(w/h-math.Sqrt2) < 0.02
	if part, pictured := pictured(pages, parts); pictured {
		return part, nil
	}
	if sheet {
		return deck.WholePage, nil
	}
	for _, part := range parts {
		if noted(pages, part, paper(w, h, 0.006)) {
			return part, nil
		}
	}
	// Nothing else has pages that are two of beamer's to the hair.
	if paper(w, h, 0.001) && slices.ContainsFunc(pages, func(p Seen) bool { return len(p.in(Other(parts[0])).lines) > 0 }) {
		if filled(pages, parts[1]) > filled(pages, parts[0]) {
			return parts[1], nil
		}
		return parts[0], nil
	}
	return deck.WholePage, nil
}

// filled is how much of what each slide of beamer's has there is in a part: words, and
// a ground, be it white.
func filled(pages []Seen, part deck.Part) int {
	return count(pages, func(p Seen) bool { return grounded(p, part) }) + count(pages, func(p Seen) bool { return len(p.in(part).lines) > 0 })
}

// grounded reports whether a part of a page has a ground of its own.
func grounded(p Seen, part deck.Part) bool { return slices.ContainsFunc(p.in(part).shapes, ground) }

// quarter is less than this: beamer's picture of the slide is a quarter as wide.
const quarter = 0.35

// pictured returns the part of which the half beside it has beamer's small picture.
func pictured(pages []Seen, parts []deck.Part) (best deck.Part, ok bool) {
	most := 0.0
	for _, part := range parts {
		sum, n := 0.0, 0
		for _, p := range pages {
			slide, notes := p.in(part), p.in(Other(part))
			if len(slide.lines) > 0 && len(notes.lines) > 0 {
				sum += repeated(notes.lines, slide.lines, quarter)
				n++
			}
		}
		if n > 0 && sum/float64(n) > most {
			best, most = part, sum/float64(n)
		}
	}
	return best, most >= mostly
}

// noted reports whether the half beside a part has notes to it.
func noted(pages []Seen, part deck.Part, beamer bool) bool {
	var both, written, smaller, own, painted int
	for _, p := range pages {
		slide, notes := p.in(part), p.in(Other(part))
		if grounded(p, part) || grounded(p, Other(part)) {
			own++
		}
		if slices.ContainsFunc(notes.shapes, func(b Box) bool { return !ground(b) }) {
			painted++
		}
		if len(notes.lines) > 0 {
			written++
		}
		if len(slide.lines) == 0 || len(notes.lines) == 0 {
			continue
		}
		both++
		if tallest(notes.lines) < 0.95*tallest(slide.lines) {
			smaller++
		}
	}
	most := func(n, of int) bool { return of > 0 && 5*n >= 4*of }
	if written == 0 {
		return beamer && painted == 0 // there is room for notes, and none are there
	}
	return most(smaller, both) && (beamer || most(own, len(pages)))
}

// crosses reports whether something on the page lies on both halves.
func crosses(p Seen, first deck.Part) bool {
	const hair = 0.02 // of a half
	over := func(b Box) bool {
		b = b.In(first)
		if first == deck.TopHalf {
			b = Box{b.Y0, b.X0, b.Y1, b.X1}
		}
		return b.X0 < 1-hair && b.X1 > 1+hair
	}
	return slices.ContainsFunc(p.Lines, func(l Line) bool { return over(l.Box) }) || slices.ContainsFunc(p.Shapes, over)
}

// ground reports whether a shape fills all of its half.
func ground(b Box) bool {
	const most = 0.02
	return b.X0 <= most && b.Y0 <= most && b.X1 >= 1-most && b.Y1 >= 1-most
}

func usual(shape float64) bool {
	return slices.ContainsFunc(shapes, func(s float64) bool { return math.Abs(shape/s-1) < 0.01 })
}

// paper reports whether a size, in points, is one of beamer's papers, but for so much of
// it.
func paper(w, h, but float64) bool {
	const mm = 72 / 25.4
	return slices.ContainsFunc(papers, func(p Size) bool {
		return math.Abs(w/(p.W*mm)-1) < but && math.Abs(h/(p.H*mm)-1) < but
	})
}

func count(pages []Seen, f func(Seen) bool) int {
	n := 0
	for _, p := range pages {
		if f(p) {
			n++
		}
	}
	return n
}
