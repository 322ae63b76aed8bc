package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are a ligature's letters, and those of Arabic without the form that their place
// in a word gives them.
func plainLetters(s string) string {
	for _, r := range s {
		if r >= 0xfb00 && r < 0xfe00 || r >= 0xfe70 && r < 0xfeff {
			return norm.NFKC.String(s)
		}
	}
	return s
}

// rightToLeft reports whether a text begins with a letter of a script that is written
// to the left.
func rightToLeft(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x590 && r < 0x8ff && (unicode.IsLetter(r) || unicode.IsMark(r)) || r >= 0xfb1d && r < 0xfe00 || r >= 0xfe70 && r < 0xfeff
}

// inOrder joins the parts of a line, which come as they stand, from left to right, as
// they are read. Numbers and words of other scripts go to the right in any line.
func inOrder(parts []string) string {
	to := [3]int{}
	for _, p := range parts {
		to[directionOf(p)]++
	}
	if to[leftwards] == 0 {
		return strings.Join(parts, "")
	}
	parts = slices.Clone(parts)
	if to[leftwards] > to[rightwards] {
		slices.Reverse(parts)
		turn(parts, func(d direction) bool { return d == leftwards })
		return strings.Join(parts, "")
	}
	// A passage to the left within a line to the right.
	for i := 0; i < len(parts); i++ {
		if directionOf(parts[i]) != leftwards {
			continue
		}
		end := i + 1
		for j := end; j < len(parts) && directionOf(parts[j]) != rightwards; j++ {
			if directionOf(parts[j]) == leftwards {
				end = j + 1
			}
		}
		slices.Reverse(parts[i:end])
		turn(parts[i:end], func(d direction) bool { return d == leftwards })
		i = end
	}
	return strings.Join(parts, "")
}

type direction int

const (
	neutral direction = iota
	rightwards
	leftwards
)

func directionOf(s string) direction {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case rightToLeft(s):
		return leftwards
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return rightwards
	}
	return neutral
}

// turn turns back the words and numbers that go to the right, with what is between them.
func turn(parts []string, stop func(direction) bool) {
	for i := 0; i < len(parts); i++ {
		if directionOf(parts[i]) != rightwards {
			continue
		}
		end := i + 1
		for j := end; j < len(parts) && !stop(directionOf(parts[j])); j++ {
			if directionOf(parts[j]) == rightwards {
				end = j + 1
			}
		}
		slices.Reverse(parts[i:end])
		i = end
	}
}
