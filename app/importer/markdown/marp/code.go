package marp

import (
	"regexp"
	"strings"
)

var (
	// What may stand before a block of code: quotes, and points of lists.
	before = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))*[ \t]*`)
	point  = regexp.MustCompile(`^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)`)
	fence  = regexp.MustCompile("^(`{3,}|~{3,})([^\n]*)")
	// A line that ends the paragraph above it, and so whatever backtick is open there.
	ends     = regexp.MustCompile("(?i)^[ \t]*(?:\n|$|<!--|<style|#|>|[-+*][ \t]|```|~~~|---|===|\\*\\*\\*|___)")
	endStyle = regexp.MustCompile(`(?i)</style>`)
	comments = regexp.MustCompile(`-->`)
)

// uncoded blanks code: what is in fences, indented, or between backticks. What it shows
// of Marp's words says nothing. Comments and style sheets stay, whatever is in them.
func uncoded(text string) string {
	c := coder{text: text, out: []byte(text)}
	for c.at < len(text) {
		c.line()
	}
	return string(c.out)
}

// coder goes through a text, at each step from the beginning of a line to that of another.
type coder struct {
	text  string
	out   []byte
	at    int
	lists []int // how far what belongs to the points of lists is indented that are open
	above bool  // the line above is of a paragraph, which may go on

	fence  string // that code is in: in a quote,
	quoted bool
	within int // or a point that is indented so far

	until int         // the end of the paragraph whose backticks were looked for
	last  map[int]int // where in it a run of so many stands last

	unclosed map[*regexp.Regexp]bool // nothing matches from here on
}

// blank blanks the text up to a place, and goes there.
func (c *coder) blank(to int) {
	for ; c.at < to; c.at++ {
		if c.out[c.at] != '\n' {
			c.out[c.at] = ' '
		}
	}
}

func (c *coder) line() {
	end := c.lineEnd(c.at)
	l := c.text[c.at:end]
	indent := columns(l)
	empty := strings.TrimSpace(l) == ""
	lead := before.FindString(l)
	quoted := strings.Contains(lead, ">")
	m := fence.FindStringSubmatch(l[len(lead):])
	if c.fence != "" && (c.quoted && !quoted || !empty && indent < c.within) {
		c.fence = "" // with what is around it
	}
	if c.fence != "" {
		if m != nil && strings.HasPrefix(m[1], c.fence) && strings.TrimSpace(m[2]) == "" {
			c.fence = ""
		}
		c.blank(end)
		return
	}
	if empty {
		c.above, c.at = false, end
		return
	}
	p := point.FindString(l)
	if broken.MatchString(strings.TrimRight(l, " \t\n")) {
		p = ""
	}
	if !c.above || p != "" || ends.MatchString(l) {
		for len(c.lists) > 0 && indent < c.inList() {
			c.lists = c.lists[:len(c.lists)-1]
		}
	}
	if indent >= c.inList()+4 {
		if c.above { // its paragraph goes on
			c.words(end)
		} else {
			c.blank(end)
		}
		return
	}
	if p != "" {
		c.lists = append(c.lists, indent+len(strings.TrimLeft(p, " \t")))
	}
	if m != nil && (m[1][0] == '~' || !strings.Contains(m[2], "`")) {
		c.fence, c.quoted, c.within, c.above = m[1], quoted, c.inList(), false
		c.blank(end)
		return
	}
	c.above = !heading.MatchString(l) && !broken.MatchString(strings.TrimRight(l, " \t\n"))
	c.words(end)
}

// inList is how far what belongs to the innermost point of a list is indented, or 0.
func (c *coder) inList() int {
	if len(c.lists) == 0 {
		return 0
	}
	return c.lists[len(c.lists)-1]
}

// words goes through the words of a line, and to the end of the line on which what
// begins in it ends.
func (c *coder) words(end int) {
	for c.at < end {
		rest := c.text[c.at:]
		switch {
		case rest[0] == '\\' && len(rest) > 1 && rest[1] != '\n':
			c.at += 2
		case strings.HasPrefix(rest, "<!--"):
			c.at += 4
			c.skip(comments)
		case len(rest) > 6 && strings.EqualFold(rest[:6], "<style"):
			c.at += 6
			c.skip(endStyle)
		case rest[0] == '`':
			run := runAt(c.text, c.at)
			if to := c.closing(run); to > 0 {
				c.blank(to)
			} else {
				c.at += run
			}
		default:
			c.at++
		}
		if c.at > end {
			end = c.lineEnd(c.at - 1)
		}
	}
}

// skip goes to the end of what begins here, if it has one.
func (c *coder) skip(end *regexp.Regexp) {
	if c.unclosed[end] {
		return
	}
	if at := end.FindStringIndex(c.text[c.at:]); at != nil {
		c.at += at[1]
		return
	}
	if c.unclosed == nil {
		c.unclosed = map[*regexp.Regexp]bool{}
	}
	c.unclosed[end] = true
}

// closing is where the code ends that so many backticks begin here, or 0. It looks for
// an end only where there is one, so that each paragraph is gone through twice at the most.
func (c *coder) closing(run int) int {
	if c.at >= c.until {
		c.paragraph()
	}
	if c.last[run] <= c.at {
		return 0
	}
	for at := c.at + run; at < c.until; at++ {
		n := runAt(c.text, at)
		if n == run {
			return at + n
		}
		at += n
	}
	return 0
}

// paragraph looks for the end of the paragraph that goes on here, and for its backticks.
func (c *coder) paragraph() {
	c.until = c.lineEnd(c.at)
	for c.above && c.until < len(c.text) && !ends.MatchString(c.text[c.until:]) {
		c.until = c.lineEnd(c.until)
	}
	c.last = map[int]int{}
	for at := c.at; at < c.until; at++ {
		if n := runAt(c.text, at); n > 0 {
			c.last[n] = at
			at += n
		}
	}
}

// runAt is how many backticks stand at a place.
func runAt(text string, at int) int {
	n := at
	for n < len(text) && text[n] == '`' {
		n++
	}
	return n - at
}

func (c *coder) lineEnd(at int) int {
	if i := strings.IndexByte(c.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(c.text)
}

// columns is how far a line is indented.
func columns(line string) (n int) {
	for i := range len(line) {
		switch line[i] {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}
