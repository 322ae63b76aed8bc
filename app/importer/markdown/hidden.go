package markdown

import (
	"bytes"
	"iter"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
)

// hidden is a part of a text that the room does not see.
type hidden struct {
	at      int // offset
	text    string
	comment bool   // it is a comment, and no note by itself
	remark  string // about it, or ""
}

// What begins the speaker's notes on a line of its own, up to the slide's end:
// reveal.js's Note: and Notes:, and remark's ???.
var (
	noteLine = regexp.MustCompile(`^ {0,3}(?i:notes?)[ \t\x{a0}\x{202f}]*[:：][ \t]*`)
	askLine  = regexp.MustCompile(`^ {0,3}\?\?\?(?:[ \t]+|$)`)
	hatLine  = regexp.MustCompile(`^\^[ \t]+`) // Deckset's
	boldLine = regexp.MustCompile(`^ {0,3}([*_]{1,3})(?i:notes?)(?:[:：]([*_]{1,3})|([*_]{1,3})[ \t]*[:：])[ \t]*`)
)

// cutHidden takes out of a text what is for the speaker alone, in as many bytes and
// lines, wherever it stands: what follows a line Note: or ???, divs of notes, and
// comments that CommonMark does not see as such, since a blank line is in them. The
// tree only says what is code, and where slides end: a list, a table or a quote that
// takes in the line below it is no reason to show it.
func cutHidden(g *syntax, cuts dialect.Cuts, ends func(ast.Node) bool) (dialect.Cuts, []hidden, error) {
	src := cuts.Src
	if !mayHide(src) {
		return cuts, nil, nil
	}
	placed := cutsIn(src, cuts.Cuts)
	doc, _, err := g.parse(src, placed)
	if err != nil {
		return cuts, nil, err
	}
	c := cutter{src: src, out: bytes.Clone(src)}
	c.look(doc, ends, cuts.Divides)
	for at := 0; at < len(src); {
		at = c.line(at)
	}
	cuts.Src = c.out
	if len(c.across) > 0 {
		var left []dialect.Cut
		for i, cut := range cuts.Cuts {
			if _, ok := inside(c.across, placed[i].at); !ok {
				left = append(left, cut)
			}
		}
		cuts.Cuts = left
	}
	return cuts, c.found, nil
}

// mayHide spares most decks a second parse.
func mayHide(src []byte) bool {
	for l := range bytes.Lines(src) {
		l = bytes.TrimRight(l, "\n")
		if noteLine.Match(l) || askLine.Match(l) || hatLine.Match(l) || boldLine.Match(l) || isNotesDiv(l) {
			return true
		}
	}
	if bytes.Contains(src, []byte("%%")) {
		return true
	}
	end := 0
	for at := range offsets(src, "<!--") {
		if at < end {
			continue
		}
		n := bytes.Index(src[at:], []byte("-->"))
		if at > 0 && src[at-1] != '\n' || n < 0 || blankLine.Match(src[at:at+n]) {
			return true
		}
		end = at + n
	}
	return asideAnywhere.Match(src)
}

// offsets is where a word stands in a text.
func offsets(src []byte, word string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(word) {
			i := bytes.Index(src[at:], []byte(word))
			if i < 0 || !yield(at+i) {
				return
			}
			at += i
		}
	}
}

var blankLine = regexp.MustCompile(`\n[ \t>]*\n`)

// isNotesDiv reports whether a line opens a div of the speaker's notes.
func isNotesDiv(line []byte) bool {
	line = bytes.TrimLeft(line, " \t>")
	if !bytes.HasPrefix(line, []byte(":::")) {
		return false
	}
	attrs, opens, _ := grammar.DivFence(line)
	return opens && areNotes(attrs.Get("class"))
}

// areNotes reports whether one of an element's classes says that it is the speaker's:
// reveal.js's, Pandoc's and Quarto's is notes.
func areNotes(classes string) bool {
	for c := range strings.FieldsSeq(classes) {
		switch strings.ToLower(strings.TrimRight(strings.TrimPrefix(c, dialect.AuthorClass), "/")) {
		case "notes", "speaker-notes", "speakernotes", "presenter-notes":
			return true
		}
	}
	return false
}

// line looks at the line that begins at an offset, and returns where to go on.
func (c *cutter) line(at int) int {
	end := dialect.LineEnd(c.src, at)
	line := bytes.TrimRight(c.src[at:end], "\n")
	first := at + len(line) - len(bytes.TrimLeft(line, " \t>"))
	if _, code := inside(c.code, first); code {
		if first == at+len(line) {
			return end
		}
		return c.rest(at, end)
	}
	switch {
	case noteLine.Match(line) && !c.inItem(at, first-at):
		return c.notes(at, at+len(noteLine.Find(line)))
	case askLine.Match(line):
		return c.notes(at, at+len(askLine.Find(line)))
	case isNotesDiv(line):
		return c.div(at, end)
	case boldLine.Match(line) && !c.inItem(at, first-at):
		return c.paragraph(at, at+len(boldLine.Find(line)), "the paragraph after “Note:” became notes; begin it with another word to show it.")
	case hatLine.Match(line):
		return c.paragraph(at, at+len(hatLine.Find(line)), "")
	}
	return c.rest(at, end)
}

// inItem reports whether a line that is indented so far is an item's, and not only
// taken in by it.
func (c *cutter) inItem(at, indent int) bool {
	i, ok := inside(c.items, at)
	return ok && indent > 0 && indent >= c.indents[i]
}

// take cuts out what is between an offset and the one of h.
func (c *cutter) take(h hidden, to int) {
	if h.text = strings.TrimRight(h.text, " \t\n"); h.comment {
		h.text = dedent(h.text)
	} else {
		h.text = outdent(h.text)
	}
	dialect.Blank(c.out, h.at, to)
	c.found = append(c.found, h)
}

// outdent takes off the indentation that all lines share, and blank lines before and
// after.
func outdent(s string) string {
	lines := strings.Split(s, "\n")
	indent := -1
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
		if t := strings.TrimLeft(l, " \t"); t != "" && (indent < 0 || len(l)-len(t) < indent) {
			indent = len(l) - len(t)
		}
	}
	for i, l := range lines {
		lines[i] = l[min(max(indent, 0), len(l)):]
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// notes cuts out what goes from a line to its slide's end; text is where its words
// begin.
func (c *cutter) notes(at, text int) int {
	to := c.end(at)
	if i, ok := inside(c.setext, at); ok { // nobody wants notes as a heading
		to = c.setext[i].to
		if c.src[to:][bytes.IndexAny(c.src[to:], "-=")] == '-' {
			dialect.Break(c.out, to)
		} else {
			dialect.Blank(c.out, to, dialect.LineEnd(c.src, to))
		}
	}
	c.take(hidden{at: at, text: string(c.src[text:to])}, to)
	return to
}

// paragraph cuts out the lines up to a blank one: whoever writes Note: in bold means no
// more, and may have meant it for the room.
func (c *cutter) paragraph(at, text int, remark string) int {
	to, stop := dialect.LineEnd(c.src, at), c.end(at)
	for to < stop && len(bytes.TrimSpace(c.src[to:dialect.LineEnd(c.src, to)])) > 0 {
		to = dialect.LineEnd(c.src, to)
	}
	c.take(hidden{at: at, text: string(c.src[text:to]), remark: remark}, to)
	return to
}

// div cuts out a div of notes, up to the line that closes it or the slide's end.
func (c *cutter) div(at, text int) int {
	stop := c.end(at)
	open, to := 1, text
	for to < stop {
		end := dialect.LineEnd(c.src, to)
		line := bytes.TrimLeft(bytes.TrimRight(c.src[to:end], "\n"), " \t>")
		if _, opens, closes := grammar.DivFence(line); opens {
			open++
		} else if closes {
			if open--; open == 0 {
				c.take(hidden{at: at, text: string(c.src[text:to])}, end)
				return end
			}
		}
		to = end
	}
	c.take(hidden{at: at, text: string(c.src[text:stop])}, stop)
	return stop
}
