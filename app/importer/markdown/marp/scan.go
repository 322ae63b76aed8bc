package marp

import (
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// deck is what a deck says of itself as a whole, wherever in it.
type deck struct {
	meta      dialect.FrontMatter // its global directives: the last of each counts
	styles    []dialect.Style     // for all of its slides
	divides   func(int) bool
	uncounted int // slides that are no page
}

// maxStyles is how many style sheets for all slides a deck has.
const maxStyles = 100

var (
	comment = regexp.MustCompile(`(?s)<!--+(.*?)--+>`)
	style   = regexp.MustCompile(`(?is)<style((?:\s[^>]*)?)>(.*?)</style>`)
	scoped  = regexp.MustCompile(`(?i)\bscoped\b`)
)

// scan looks through a text, which is not read yet, for what holds for all of it.
func scan(meta dialect.FrontMatter, src []byte) *deck {
	d := &deck{meta: dialect.FrontMatter{}}
	take := func(meta dialect.FrontMatter) {
		for k, v := range meta {
			if globals[k] && (k != "theme" || themes[v.Text] || !themes[d.meta[k].Text]) && (k != "headingDivider" || levels.MatchString(v.Text)) {
				d.meta[k] = v
			}
		}
	}
	take(meta)
	text := uncoded(string(src))
	line, from := 1, 0
	lineOf := func(at int) int { // grows
		line, from = line+strings.Count(text[from:at], "\n"), at
		return line
	}
	var said []spoken
	for _, at := range comment.FindAllStringSubmatchIndex(text, -1) {
		m, ok := directives(text[at[2]:at[3]], lineOf(at[0]))
		if ok {
			take(m)
		}
		said = append(said, spoken{at[0], at[1], m})
	}
	if v := d.meta["style"]; v.Text != "" {
		d.styles = append(d.styles, dialect.Style{Text: v.Text, Line: v.Line + 1})
	}
	line, from = 1, 0
	for _, at := range style.FindAllStringSubmatchIndex(text, maxStyles) {
		if !scoped.MatchString(text[at[2]:at[3]]) {
			d.styles = append(d.styles, dialect.Style{Text: text[at[4]:at[5]], Line: lineOf(at[4])})
		}
	}
	d.divides = headings(d.meta["headingDivider"])
	d.uncounted = d.count(text, meta, said)
	return d
}

// spoken is a comment in a text, and its directives.
type spoken struct {
	from, to int
	meta     dialect.FrontMatter
}

var (
	broken  = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	heading = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]|$)`)
)

// count is how many slides have no page number of their own. A page tells how many
// there are, and the first one is made before the last is read.
func (d *deck) count(text string, meta dialect.FrontMatter, said []spoken) (uncounted int) {
	now, once := state{}, state{}
	now = now.with(meta, once)
	end := func() {
		v := now["paginate"]
		if o, ok := once["paginate"]; ok {
			v = o
		}
		if _, counted := paginate(v); !counted {
			uncounted++
		}
		once = state{}
	}
	above, seen, at := "", false, 0
	for l := range strings.Lines(text) {
		from := at
		at += len(l)
		for len(said) > 0 && said[0].to <= from {
			said = said[1:]
		}
		inside := len(said) > 0 && said[0].from < from
		line := strings.TrimRight(l, " \t\n")
		switch h := heading.FindStringSubmatch(line); {
		case inside:
		case broken.MatchString(line) && (above == "" || strings.Trim(line, "-") != "" || heading.MatchString(above) || strings.HasSuffix(above, "-->")):
			end()
			above, seen = "", false
			continue
		case h != nil && d.divides(len(h[1])) && seen:
			end()
		}
		seen = seen || !inside && line != "" && !strings.HasPrefix(line, "<")
		above = line
		for i := 0; i < len(said) && said[i].from < at; i++ {
			if said[i].from >= from {
				now = now.with(said[i].meta, once)
			}
		}
	}
	end()
	return uncounted
}
