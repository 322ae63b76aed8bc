package pdf

import (
	"math"
	"strings"
	"unicode"
)

const (
	large        = 0.8 // of the largest letters: still as large
	maxHeading   = 3   // lines
	titleLetters = 3   // that a first line has, where none is larger
)

// heading is what a page is called: its topmost line in large letters, with those that
// go on with it, or else its first line of words.
func heading(all []line) string {
	angle := upright(all)
	var lines []int // that may be one
	largest, least := 0.0, math.Inf(1)
	for i, l := range all {
		if l.angle == angle && named(l.text) {
			lines = append(lines, i)
			largest, least = max(largest, l.em), min(least, l.em)
		}
	}
	first, alike := -1, 0
	for _, i := range lines {
		l := all[i]
		if l.em >= large*largest && (first < 0 || l.above(all[first])) {
			first = i
		}
		if l.em > 0.93*largest {
			alike++
		}
	}
	// All of one size, the first is as good.
	if alike > maxHeading && least > 0.93*largest {
		first = -1
	}
	if first < 0 {
		for _, l := range all {
			if letters(l.text) >= titleLetters {
				return l.text
			}
		}
		return ""
	}
	took := []int{first}
	for last := all[first]; ; last = all[took[len(took)-1]] {
		next := -1
		for i, l := range all {
			if l.goesOn(last) && (next < 0 || l.above(all[next])) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		took = append(took, next)
	}
	if len(took) > maxHeading || alike > maxHeading && len(took) < alike { // a paragraph
		took = took[:1]
	}
	var b strings.Builder
	for at, i := range took {
		if at > 0 {
			if last := all[took[at-1]]; !last.joined && !tight(last.text, all[i].text) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(all[i].text)
	}
	return b.String()
}

// upright is the angle that most letters stand at: a page's own, which a stamp across it
// is not.
func upright(all []line) int {
	count := map[int]int{}
	most := 0
	for _, l := range all {
		count[l.angle] += len(l.glyphs)
		if n := count[l.angle]; n > count[most] || n == count[most] && l.angle == 0 {
			most = l.angle
		}
	}
	return most
}

// above reports whether a line comes before another down the page, or along it.
func (l line) above(o line) bool {
	if math.Abs(l.base-o.base) > 0.5*min(l.em, o.em) {
		return l.base < o.base
	}
	return l.from < o.from
}

// goesOn reports whether a line is the next one of a heading.
func (l line) goesOn(last line) bool {
	down := l.base - last.base
	return l.angle == last.angle && math.Abs(l.em-last.em) < 0.1*last.em &&
		down > 0.7*last.em && down < 1.7*last.em && l.from < last.to && last.from < l.to &&
		strings.ContainsFunc(l.text, unicode.IsLetter)
}

// named reports whether a line can be a title by itself: a number or a sign in large
// letters is an ornament.
func named(s string) bool { return letters(s) >= 2 }

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// tight reports whether nothing is between two lines of a text when they are one: so it
// is where both sides are of a script without spaces.
func tight(a, b string) bool {
	r := []rune(a)
	return len(r) > 0 && ideographic(string(r[len(r)-1])) && ideographic(b)
}
