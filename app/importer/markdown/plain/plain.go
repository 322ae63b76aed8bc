// Package plain is Markdown that no tool for slides wrote.
package plain

import (
	"bytes"
	"regexp"

	"lectern/app/importer/markdown/dialect"
)

// Dialect is nobody's.
type Dialect struct{ dialect.Common }

// enough is how many headings make slides of a text without breaks.
const enough = 3

var (
	heading = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]|$)`)
	brk     = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	fence   = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})")
)

// Cuts implements dialect.Dialect. A document that nobody divided begins a slide with each
// of its headings, down to the level at which there are enough.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts {
	c := dialect.PlainCuts(d, false)
	if len(c.Cuts) == 0 {
		c.Divides = divides(c.Src)
	}
	return c
}

func divides(src []byte) func(int) bool {
	var headings [7]int // of each level
	var open []byte     // the fence that code is in
	comment := false
	for line := range bytes.Lines(src) {
		line = bytes.TrimRight(line, "\n")
		switch m := fence.FindSubmatch(line); {
		case comment:
			comment = !bytes.Contains(line, []byte("-->"))
		case open != nil:
			if m != nil && bytes.HasPrefix(m[1], open) && len(bytes.Trim(line, " `~")) == 0 {
				open = nil
			}
		case m != nil:
			open = m[1]
		case brk.Match(line):
			return nil
		case bytes.HasPrefix(line, []byte("<!--")):
			comment = !bytes.Contains(line, []byte("-->"))
		default:
			if m := heading.FindSubmatch(line); m != nil {
				headings[len(m[1])]++
			}
		}
	}
	all := 0
	for level := 1; level <= 3; level++ {
		if all += headings[level]; level > 1 && all >= enough {
			return func(l int) bool { return l <= level }
		}
	}
	return nil
}
