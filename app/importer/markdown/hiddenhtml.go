package markdown

import (
	"bytes"
	"regexp"
	"sort"
)

// rest looks for comments on the rest of a line, HTML's and Obsidian's.
func (c *cutter) rest(at, end int) int {
	for i := at; i < end; i++ {
		switch {
		case c.src[i] == '\\':
			i++
		case c.src[i] == '<' && bytes.HasPrefix(c.src[i:], []byte("<!--")) && !c.known(i):
			return c.comment(i)
		case c.src[i] == '<' && asideTag.Match(c.src[i:min(i+maxTag, len(c.src))]) && !c.known(i):
			if to := c.aside(i); to > c.end(i) {
				text := c.src[i:to]
				text = text[bytes.IndexByte(text, '>')+1 : bytes.LastIndexByte(text, '<')]
				c.across = append(c.across, extent{i, to})
				c.take(hidden{at: i, text: string(text)}, to)
				return to
			}
		case c.src[i] == '%' && bytes.HasPrefix(c.src[i:], []byte("%%")) && (i == at || c.src[i-1] == ' ' || c.src[i-1] == '\t') && !c.known(i):
			n := bytes.Index(c.src[i+2:c.end(i)], []byte("%%"))
			if n < 1 {
				if len(bytes.TrimSpace(c.src[at:i])) == 0 { // Obsidian would hide all that follows
					c.take(hidden{at: i, text: string(c.src[i+2 : end]), comment: true}, end)
				}
				return end
			}
			c.take(hidden{at: i, text: string(c.src[i+2 : i+2+n]), comment: true}, i+n+4)
			return i + n + 4
		}
	}
	return end
}

// asideTag is what opens reveal.js's element of notes. What goes on over a break between
// slides is cut out of the text; what is on one slide is left to what reads HTML.
var (
	asideTag      = regexp.MustCompile(`(?i)\A<aside\s[^<>]*\bnotes\b[^<>]*>`)
	asideAnywhere = regexp.MustCompile(`(?i)<aside\s[^<>]*\bnotes\b`)
	asideEnds     = regexp.MustCompile(`(?i)</?aside\b`)
)

const maxTag = 500 // bytes

// aside is the offset behind the end tag of an element that begins at an offset, or 0.
func (c *cutter) aside(at int) int {
	if c.asides == nil {
		for _, m := range asideEnds.FindAllIndex(c.src, -1) {
			c.asides = append(c.asides, m[0])
		}
	}
	open := 0
	for i := sort.SearchInts(c.asides, at); i < len(c.asides); i++ {
		if c.src[c.asides[i]+1] != '/' {
			if open++; open > 1 && asideTag.Match(c.src[c.asides[i]:min(c.asides[i]+maxTag, len(c.src))]) {
				return 0 // the one before was never closed
			}
		} else if open--; open == 0 {
			if n := bytes.IndexByte(c.src[c.asides[i]:], '>'); n > 0 {
				return c.asides[i] + n + 1
			}
		}
	}
	return 0
}

// known reports whether the parser makes of an offset what it should.
func (c *cutter) known(at int) bool {
	_, code := inside(c.code, at)
	_, quoted := inside(c.quoted, at)
	return code || quoted
}

// comment cuts out a comment. One that is not closed before another begins goes on to
// its slide's end.
func (c *cutter) comment(at int) int {
	h := hidden{at: at, comment: true}
	i, another := sort.SearchInts(c.closes, at+2), sort.SearchInts(c.opens, at+1)
	if i == len(c.closes) || another < len(c.opens) && c.opens[another] < c.closes[i] {
		to := c.end(at)
		h.text, h.remark = string(c.src[at+4:max(at+4, to)]), "“<!--” is never closed, so all that follows on the slide belongs to it."
		c.take(h, to)
		return to
	}
	end := c.closes[i] + len("-->")
	if j, ok := inside(c.elements, at); ok {
		if end <= c.elements[j].to { // whoever reads HTML sees it
			return end
		}
	}
	h.text = string(c.src[min(at+4, end-3) : end-3])
	c.take(h, end)
	return end
}
