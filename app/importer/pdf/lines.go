package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is glyphs of one baseline that are read together.
type line struct {
	glyphs []glyph // as they are read
	text   string
	em     float64 // the size of its letters: the median of what is painted
	base   float64 // of the first letters of that size
	from   float64
	to     float64
	angle  int
	high   float64 // across: what it takes up
	low    float64
	order  int  // of its first glyph in the file
	joined bool // it ends in the middle of a word, which the next line goes on with
}

// Gaps within a line, in ems.
const (
	maxGap   = 1.1  // between letters that the file has one after the other,
	maxSpace = 2.2  // with a space between them
	closeGap = 0.5  // between others
	backward = 0.6  // how far a letter may stand before the end of the one before
	wordGap  = 0.14 // a space, where the file has none; TeX's narrowest has 0.2
	realGap  = 0.06 // where it has one
)

const (
	maxStrands = 4000 // of a page, that are looked at for neighbours
	maxRounds  = 4    // of looking
)

// lines puts glyphs, which come in the order of the file, into lines. Files cut
// a line wherever another font, size or kern begins, and may paint its parts in any
// order: what belongs together is told by where it stands.
func lines(glyphs []glyph) []line {
	glyphs = once(glyphs)
	var strands []line
	for i, g := range glyphs {
		if n := len(strands); n > 0 && strands[n-1].follows(g) {
			strands[n-1].add(g)
			continue
		}
		l := line{angle: g.angle, order: i, from: math.Inf(1), to: math.Inf(-1), high: math.Inf(1), low: math.Inf(-1)}
		l.add(g)
		strands = append(strands, l)
	}
	if len(strands) <= maxStrands {
		strands = tie(strands)
	}
	for i := range strands {
		strands[i].finish()
	}
	return slices.DeleteFunc(strands, func(l line) bool { return l.text == "" })
}

func (l *line) add(g glyph) {
	l.glyphs = append(l.glyphs, g)
	l.from, l.to = min(l.from, g.from), max(l.to, g.to)
	l.high, l.low = min(l.high, g.base-g.em), max(l.low, g.base+0.5*g.em)
}

// follows reports whether the file's next glyph goes on with the line.
func (l *line) follows(g glyph) bool {
	last := l.glyphs[len(l.glyphs)-1]
	if stacked(last, g) {
		return len(l.glyphs) == 1 || stacked(l.glyphs[len(l.glyphs)-2], last)
	}
	if len(l.glyphs) == 1 && initial(last, g) {
		return true
	}
	if !beside(last, g) && !beside(l.tallest(), g) {
		return false
	}
	most := maxGap
	if g.before {
		most = maxSpace
	}
	if distance(last, g) > most*min(last.em, g.em) {
		return false
	}
	// Letters of right-to-left scripts come before the ones that they follow.
	return g.from > last.to-backward*max(last.em, g.em) || rightToLeft(g.text) || rightToLeft(last.text)
}

// initial reports whether a is the large letter that a paragraph begins with, and b the
// first of those beside it.
func initial(a, b glyph) bool {
	const cap = 0.72
	return a.angle == b.angle && a.em > 1.7*b.em && a.em < 8*b.em && letters(a.text) > 0 && unicode.IsLetter([]rune(b.text)[0]) &&
		math.Abs(a.base-cap*a.em-(b.base-cap*b.em)) < 0.6*b.em && b.from > a.from && b.from-a.to < 0.6*b.em
}

// tallest is the largest of the last few glyphs.
func (l *line) tallest() glyph {
	g := l.glyphs[len(l.glyphs)-1]
	for i := len(l.glyphs) - 2; i >= max(0, len(l.glyphs)-8); i-- {
		if l.glyphs[i].em > g.em {
			g = l.glyphs[i]
		}
	}
	return g
}

// stacked reports whether b is below a in a column of a script that is written
// downwards.
func stacked(a, b glyph) bool {
	down := b.base - a.base
	middle := math.Abs(a.from + a.to - b.from - b.to)
	return a.angle == b.angle && down > 0.8*a.em && down < 1.6*a.em && middle < 0.4*a.em &&
		math.Abs(a.em-b.em) < 0.15*a.em && ideographic(a.text) && ideographic(b.text)
}

func ideographic(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x3000 && r < 0x30ff || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// tie joins strands that stand close to each other in one line.
func tie(strands []line) []line {
	sorted := make([]int, len(strands))
	gone := make([]bool, len(strands)) // into another
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortStableFunc(sorted, func(a, b int) int {
		return cmp.Or(cmp.Compare(strands[a].angle, strands[b].angle), cmp.Compare(strands[a].from, strands[b].from))
	})
	for round, changed := 0, true; changed && round < maxRounds; round++ {
		changed = false
		for at, i := range sorted {
			if gone[i] {
				continue
			}
			for _, j := range sorted[at+1:] {
				if strands[j].angle != strands[i].angle || strands[j].from > strands[i].to+strands[i].glyphs[0].em+strands[i].tallest().em {
					break
				}
				if strands[j].high > strands[i].low || strands[j].low < strands[i].high || gone[j] || !strands[i].touches(&strands[j]) {
					continue
				}
				strands[i].take(strands[j])
				gone[j] = true
				changed = true
			}
		}
	}
	var out []line
	for i := range strands {
		if !gone[i] {
			out = append(out, strands[i])
		}
	}
	slices.SortStableFunc(out, func(a, b line) int { return cmp.Compare(a.order, b.order) })
	return out
}

// touches reports whether a strand that begins further right goes on with the line, or
// stands in a gap of it.
func (l *line) touches(o *line) bool {
	before, after := -1, -1 // o, in the line
	for i, g := range l.glyphs {
		if g.from <= o.from && (before < 0 || g.to > l.glyphs[before].to) {
			before = i
		}
		if g.from > o.from && (after < 0 || g.from < l.glyphs[after].from) {
			after = i
		}
	}
	if before < 0 {
		return false
	}
	end := slices.MaxFunc(o.glyphs, func(a, b glyph) int { return cmp.Compare(a.to, b.to) })
	first := slices.MinFunc(o.glyphs, func(a, b glyph) int { return cmp.Compare(a.from, b.from) })
	near := func(a, b glyph) bool {
		gap := b.from - a.to
		return beside(a, b) && gap < closeGap*min(a.em, b.em) && gap > -backward*max(a.em, b.em)
	}
	if !near(l.glyphs[before], first) {
		return after >= 0 && near(end, l.glyphs[after]) && beside(l.glyphs[before], first) && first.from > l.glyphs[before].to-backward*first.em
	}
	return after < 0 || beside(end, l.glyphs[after]) && l.glyphs[after].from > end.to-backward*end.em
}

// take joins a strand to the line.
func (l *line) take(o line) {
	l.glyphs = append(l.glyphs, o.glyphs...)
	slices.SortStableFunc(l.glyphs, func(a, b glyph) int { return cmp.Compare(a.from, b.from) })
	l.from, l.to, l.order = min(l.from, o.from), max(l.to, o.to), min(l.order, o.order)
	l.high, l.low = min(l.high, o.high), max(l.low, o.low)
}

// finish makes the line's text of its glyphs.
func (l *line) finish() {
	if slices.ContainsFunc(l.glyphs, func(g glyph) bool { return rightToLeft(g.text) }) {
		slices.SortStableFunc(l.glyphs, func(a, b glyph) int { return cmp.Compare(a.from, b.from) })
	}
	var sizes []float64
	for _, g := range l.glyphs {
		if s := g.size(); s > 0 {
			sizes = append(sizes, s)
		}
	}
	if len(sizes) == 0 {
		for _, g := range l.glyphs {
			sizes = append(sizes, g.em)
		}
	}
	l.em = median(sizes)
	l.base = l.glyphs[0].base
	for _, g := range l.glyphs {
		if math.Abs(g.em-l.em) < 0.15*l.em {
			l.base = g.base
			break
		}
	}
	parts := l.words()
	l.joined = l.glyphs[len(l.glyphs)-1].soft
	l.text = strings.Join(strings.Fields(inOrder(parts)), " ")
}

// words returns the line's letters, with the spaces between them.
func (l *line) words() (parts []string) {
	var gaps []float64
	for i := 1; i < len(l.glyphs); i++ {
		a, b := l.glyphs[i-1], l.glyphs[i]
		if !spaced(a, b) && a.size() > 0 && b.size() > 0 { // dots that lead to a number are no word
			gaps = append(gaps, distance(a, b)/max(a.em, b.em, 1e-6))
		}
	}
	spread := 0.0 // what there is between letters of one word
	if len(gaps) >= 3 {
		spread = max(0, min(median(gaps), 1))
	}
	for i, g := range l.glyphs {
		if i > 0 {
			last := l.glyphs[i-1]
			gap := distance(last, g) / max(last.em, g.em, 1e-6)
			least := wordGap + 2*spread
			real := spaced(last, g)
			if real {
				least = realGap + spread
			}
			if gap > least && !stacked(last, g) && !(ideographic(last.text) && ideographic(g.text) && !real && gap < 1) {
				parts = append(parts, " ")
			}
		}
		parts = append(parts, g.text)
		if g.soft && i < len(l.glyphs)-1 {
			parts = append(parts, "-")
		}
	}
	return parts
}

// spaced reports whether the file has a space between neighbours.
func spaced(a, b glyph) bool {
	if rightToLeft(a.text) || rightToLeft(b.text) {
		return a.after && b.before || b.after && a.before
	}
	return a.after || b.before
}

// once leaves out what is painted again over itself, to look bolder or to have an edge,
// or beside itself, as a shadow.
func once(glyphs []glyph) []glyph {
	const (
		near  = 0.12 // of an em
		alike = 256  // letters that are looked at
	)
	seen := map[string][]int{} // which glyphs that are kept are this text
	var out []glyph
	for _, g := range glyphs {
		before := seen[g.text]
		again := slices.ContainsFunc(before[max(0, len(before)-alike):], func(i int) bool {
			far := near * max(g.em, out[i].em)
			if i == len(out)-1 { // two letters of a word may be as near, in a narrow font
				far /= 4
			}
			return out[i].angle == g.angle && math.Abs(out[i].from-g.from) < far && math.Abs(out[i].base-g.base) < far
		})
		if !again {
			seen[g.text] = append(before, len(out))
			out = append(out, g)
		}
	}
	return out
}
