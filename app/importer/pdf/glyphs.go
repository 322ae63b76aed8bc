package pdf

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// glyph is a letter where it stands in the direction that it is read in: along its
// baseline to the right, and across it downwards, both in pixels of the drawing.
type glyph struct {
	text  string  // nearly always one sign
	angle int     // of the baseline, in degrees
	from  float64 // along: where it begins,
	to    float64 // and where the next one is due
	base  float64 // across: the baseline
	end   float64 // along: where its ink ends
	top   float64 // across: from where,
	foot  float64 // to where there is ink
	em    float64 // the size of its font, as painted

	before, after bool // the file has a space there

	soft bool // a hyphen comes after it that only the end of a line made
	half rune // the first half of a sign that UTF-16 has two for
}

// glyphs returns the letters that can be seen, where they stand.
func (sc *script) glyphs() []glyph {
	var out []glyph
	start := 0 // of the run, in out
	space := false
	last := -1 // the letter of the last glyph
	for i, l := range sc.letters {
		switch {
		case l.run < 0 && last < 0:
			continue
		case l.run < 0:
			if l.real {
				space, out[len(out)-1].after = true, true
			}
			out[len(out)-1].soft = out[len(out)-1].soft || hyphen(l.sign)
			continue
		case !l.kept:
			continue
		}
		r := &sc.runs[l.run]
		sign := l.sign
		g := sc.plane.stand(l, r)
		if last >= 0 && !space && sc.letters[last].run == l.run && sc.letters[last].x == l.x && sc.letters[last].y == l.y {
			out[len(out)-1].append(sign, g) // one glyph of several letters
			continue
		}
		if last < 0 || sc.letters[last].run != l.run {
			measure(out[start:])
			start = len(out)
		}
		g.text, g.before = string(sign), space
		if l.bare {
			g.foot = g.top // nothing is painted that could be measured
		}
		if utf16.IsSurrogate(sign) {
			g.text, g.half = "", sign
		}
		out = append(out, g)
		space, last = false, i
	}
	measure(out[start:])
	for i := range out {
		out[i].text = plainLetters(out[i].text)
	}
	return slices.DeleteFunc(out, func(g glyph) bool { return g.text == "" })
}

// append adds a sign that the same glyph stands for; at is where PDFium has it.
func (g *glyph) append(sign rune, at glyph) {
	g.to = max(g.to, at.end)
	if g.half != 0 {
		if r := utf16.DecodeRune(g.half, sign); r != unicode.ReplacementChar {
			g.text += string(r)
			g.half = 0
			return
		}
	}
	g.half = 0
	if utf16.IsSurrogate(sign) {
		g.half = sign
	} else {
		g.text += string(sign)
	}
}

// stand is where a letter stands on the drawing, along its own baseline.
func (p plane) stand(l letter, r *run) glyph {
	m := r.matrix
	m.e, m.f = 0, 0
	lin := p.matrix
	lin.e, lin.f = 0, 0
	m = m.then(lin)
	dx, dy := m.a, m.b
	if k := math.Hypot(dx, dy); k > 0 {
		dx, dy = dx/k, dy/k
	} else {
		dx, dy = 1, 0
	}
	g := glyph{angle: int(math.Round(math.Atan2(dy, dx) * 180 / math.Pi)), em: r.size * math.Hypot(m.c, m.d)}
	if g.angle == -180 {
		g.angle = 180
	}
	x, y := p.a*l.x+p.c*l.y+p.e, p.b*l.x+p.d*l.y+p.f
	g.from, g.base = x*dx+y*dy, -x*dy+y*dx
	at := p.apply(l.at)
	along, across := span(at, dx, dy), span(at, -dy, dx)
	g.top, g.foot, g.end = across[0], across[1], along[1]
	if g.em <= 0 {
		g.em = g.foot - g.top
	}
	g.to = g.from + l.wide*math.Sqrt(math.Abs(p.a*p.d-p.b*p.c))
	// A width that cannot be, beside the ink, is not the letter's.
	if size := max(g.foot-g.top, g.em); l.wide <= 0 || g.to < along[1]-0.25*size || g.to > along[1]+size {
		g.from, g.to = min(g.from, along[0]), along[1]
	}
	return g
}

// span is from where to where a box reaches in a direction.
func span(b box, dx, dy float64) [2]float64 {
	s := [2]float64{math.Inf(1), math.Inf(-1)}
	for _, v := range [4]float64{b.left*dx + b.bottom*dy, b.right*dx + b.bottom*dy, b.left*dx + b.top*dy, b.right*dx + b.top*dy} {
		s[0], s[1] = min(s[0], v), max(s[1], v)
	}
	return s
}

// share is how much of an em a letter's ink is high, 0 where that says nothing of its
// size. What is measured is what is painted: what a font says of its size is relative to
// a matrix of its own.
func share(r rune) float64 {
	switch {
	case r >= '0' && r <= '9', r == '&', r == 'ß':
		return 0.72
	case r < 0x80 && unicode.IsLower(r):
		switch r {
		case 'b', 'd', 'f', 'h', 'k', 'l', 'g', 'p', 'q', 'y', 'i':
			return 0.73
		case 'j':
			return 0.93
		case 't':
			return 0.66
		}
		return 0.54
	case r >= 0xc0 && r < 0x250: // most with accents
		if unicode.IsUpper(r) {
			return 0.92
		}
		return 0.75
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
		return 0.88
	case unicode.IsUpper(r):
		return 0.73
	case unicode.IsLower(r):
		return 0.58
	case unicode.Is(unicode.Hebrew, r):
		return 0.6
	}
	return 0
}

// size is the em that a glyph's ink tells, or 0.
func (g glyph) size() float64 {
	first, _ := utf8.DecodeRuneInString(g.text)
	if k := share(first); k > 0 {
		return (g.foot - g.top) / k
	}
	return 0
}

// measure corrects the em of glyphs of one run by what is painted of them, where the
// font's own cannot be.
func measure(run []glyph) {
	var sizes []float64
	for _, g := range run {
		if s := g.size(); s > 0 {
			sizes = append(sizes, s)
		}
	}
	if len(sizes) == 0 {
		return
	}
	em := median(sizes)
	for i := range run {
		if run[i].em < 0.6*em || run[i].em > 1.7*em {
			run[i].em = em
		}
	}
}

// median is a middle value, the lower of two. It sorts what it is given.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[(len(v)-1)/2]
}

// distance is how far apart two glyphs of a line are, in whichever order; negative
// where they overlap.
func distance(a, b glyph) float64 { return math.Max(b.from-a.to, a.from-b.to) }

// beside reports whether two glyphs may stand in one line, by where they are across it:
// an exponent does with what it belongs to, the next line's letters do not.
func beside(a, b glyph) bool {
	if a.angle != b.angle {
		return false
	}
	if b.em > a.em {
		a, b = b, a
	}
	const above, below = 0.85, 0.25 // of an em, what a line takes up
	if letters(b.text) == 0 && b.top > a.base-1.1*a.em && b.foot < a.base+0.4*a.em {
		return true // a sign, however it was raised or lowered
	}
	top := math.Max(a.base-(above+0.1)*a.em, b.base-above*b.em)
	bottom := math.Min(a.base+below*a.em, b.base+below*b.em)
	if bottom-top < 0.6*(above+below)*b.em {
		return false
	}
	// Far smaller letters stand on the baseline of the large ones, or are raised or
	// lowered; what else is small beside something large is a text of its own.
	return b.em > 0.4*a.em || math.Abs(a.base-b.base) < 0.15*b.em
}
