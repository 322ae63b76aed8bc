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
	uncounted int // slides that are no page, about
}

// maxStyles is how many style sheets for all slides a deck has.
const maxStyles = 100

var (
	fence   = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})")
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
	text := unfenced(string(src))
	line, from := 1, 0
	lineOf := func(at int) int { // grows
		line, from = line+strings.Count(text[from:at], "\n"), at
		return line
	}
	for _, at := range comment.FindAllStringSubmatchIndex(text, -1) {
		if m, ok := directives(text[at[2]:at[3]], lineOf(at[0])); ok {
			take(m)
			for _, k := range []string{"paginate", "_paginate"} {
				if _, counted := paginate(m[k]); !counted {
					d.uncounted++
				}
			}
		}
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
	return d
}

// unfenced blanks blocks of code.
func unfenced(text string) string {
	var b strings.Builder
	open := ""
	for l := range strings.Lines(text) {
		mark := ""
		if m := fence.FindStringSubmatch(l); m != nil {
			mark = m[1]
		}
		inside := open != ""
		switch {
		case open == "":
			open = mark
		case mark != "" && mark[0] == open[0] && len(mark) >= len(open) && strings.Trim(strings.TrimSpace(l), mark[:1]) == "":
			open = ""
		}
		if inside || open != "" {
			b.WriteString(strings.Repeat(" ", len(strings.TrimRight(l, "\n"))))
			if strings.HasSuffix(l, "\n") {
				b.WriteByte('\n')
			}
			continue
		}
		b.WriteString(l)
	}
	return b.String()
}
