package markdown

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/width"
)

// letters are what stands for those of one veiled element: a few of one script,
// mixed so that lines become about as long as they will be.
type letters struct {
	mean  float64 // width of a letter, in em
	owing float64 // what was too narrow so far
	runes [3]rune // as wide as widths says
}

var (
	latin  = [3]rune{'i', 'n', 'm'}
	hebrew = [3]rune{'ו', 'נ', 'ש'}
	arabic = [3]rune{'ا', 'ن', 'س'}
	// Of Latin letters, about, in em.
	widths = [3]float64{0.22, 0.56, 0.83}
)

// coverOf chooses the letters for an element: the direction of its text stays.
func coverOf(n *html.Node) *letters {
	by := &letters{runes: latin}
	count, sum, rtl := 0, 0.0, map[[3]rune]int{}
	for _, r := range allText(n) {
		if unicode.IsSpace(r) || isWide(r) || noWidth(r) {
			continue
		}
		count++
		sum += widthOf(r)
		switch {
		case unicode.Is(unicode.Hebrew, r):
			rtl[hebrew]++
		case unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko):
			rtl[arabic]++
		case unicode.IsLetter(r):
			rtl[latin]++
		}
	}
	for _, script := range [][3]rune{hebrew, arabic} {
		if rtl[script] > rtl[by.runes] {
			by.runes = script
		}
	}
	by.mean = sum / float64(max(1, count))
	return by
}

// of is a text in other letters. Spaces stay.
func (l *letters) of(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return r
		case noWidth(r):
			return -1
		case isWide(r):
			return '口'
		}
		l.owing += l.mean
		best := 0
		for i, w := range widths {
			if math.Abs(l.owing-w) < math.Abs(l.owing-widths[best]) {
				best = i
			}
		}
		l.owing -= widths[best]
		return l.runes[best]
	}, s)
}

func noWidth(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) }

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// widthOf is about how wide a letter of a proportional font is.
func widthOf(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlI.,:;'|!", r):
		return 0.24
	case strings.ContainsRune("frt()[]{}-/\\\"`", r):
		return 0.32
	case strings.ContainsRune("mwMW@%—", r):
		return 0.85
	case unicode.IsUpper(r):
		return 0.67
	}
	return 0.54
}
