package markdown

import (
	"bytes"
	"iter"
	"regexp"
	"slices"
	"sort"
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
	noteLine = regexp.MustCompile(`^ {0,3}(?i:notes?)[ \t]*[:：][ \t]*`)
	askLine  = regexp.MustCompile(`^ {0,3}\?\?\?(?:[ \t]+|$)`)
	boldLine = regexp.MustCompile(`^ {0,3}([*_]{1,3})(?i:notes?)(?:[:：]([*_]{1,3})|([*_]{1,3})[ \t]*[:：])[ \t]*`)
)

// cutHidden takes out of a text what is for the speaker alone, in as many bytes and
// lines, wherever it stands: what follows a line Note: or ???, divs of notes, and
// comments that CommonMark does not see as such, since a blank line is in them. The
// tree only says what is code, and where slides end: a list, a table or a quote that
// takes in the line below it is no reason to show it.
func cutHidden(g *syntax, cuts dialect.Cuts, ends func(ast.Node) bool, divides func(int) bool) ([]byte, []hidden, error) {
	src := cuts.Src
	if !mayHide(src) {
		return src, nil, nil
	}
	doc, _, err := g.parse(src, cutsIn(src, cuts.Cuts))
	if err != nil {
		return nil, nil, err
	}
	c := cutter{src: src, out: bytes.Clone(src)}
	c.look(doc, ends, divides)
	for at := 0; at < len(src); {
		at = c.line(at)
	}
	return c.out, c.found, nil
}

// mayHide spares most decks a second parse.
func mayHide(src []byte) bool {
	for l := range bytes.Lines(src) {
		l = bytes.TrimRight(l, "\n")
		if noteLine.Match(l) || askLine.Match(l) || boldLine.Match(l) || isNotesDiv(l) {
			return true
		}
	}
	if bytes.Contains(src, []byte("%%")) {
		return true
	}
	for at := range offsets(src, "<!--") {
		if at > 0 && src[at-1] != '\n' {
			return true
		}
	}
	return false
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
		switch strings.ToLower(strings.TrimPrefix(c, dialect.AuthorClass)) {
		case "notes", "speaker-notes", "speakernotes", "presenter-notes":
			return true
		}
	}
	return false
}

// extent is a part of a text.
type extent struct{ from, to int }

// cutter goes through a text line by line.
type cutter struct {
	src, out []byte
	code     []extent // and what else is as it is written
	quoted   []extent // code in a line
	elements []extent // blocks of HTML that a blank line ends
	items    []extent // of lists of the slide itself
	indents  []int    // of the items' text
	setext   []extent // headings, up to the line below them
	ends     []int    // of slides
	opens    []int    // where comments begin
	closes   []int    // and end
	found    []hidden
}

// look finds out what the tree says.
func (c *cutter) look(doc ast.Node, ends func(ast.Node) bool, divides func(int) bool) {
	c.opens, c.closes = slices.Collect(offsets(c.src, "<!--")), slices.Collect(offsets(c.src, "-->"))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if ends(n) {
			c.ends = append(c.ends, lineStart(c.src, n.Pos()))
			if cut, ok := n.(*cutNode); ok && cut.html && n.NextSibling() != nil {
				block := n.NextSibling().Lines().At(0)
				c.code = append(c.code, extent{block.Start, block.Stop})
			}
			continue
		}
		switch n := n.(type) {
		case *ast.Heading:
			if divides(n.Level) {
				c.ends = append(c.ends, lineStart(c.src, n.Pos()))
			}
			if under := underline(n, c.src); under > 0 {
				c.setext = append(c.setext, extent{lineStart(c.src, n.Lines().At(0).Start), under})
			}
		case *ast.List:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				to := len(c.src)
				if next := item.NextSibling(); next != nil {
					to = next.Pos()
				} else if next := n.NextSibling(); next != nil && next.Pos() > item.Pos() {
					to = next.Pos()
				}
				c.items = append(c.items, extent{item.Pos(), to})
				c.indents = append(c.indents, item.(*ast.ListItem).Offset)
			}
		}
	}
	c.ends = append(c.ends, len(c.src))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			c.lookAt(n)
		}
		return ast.WalkContinue, nil
	})
	for _, list := range [][]extent{c.code, c.quoted, c.elements} {
		slices.SortFunc(list, func(a, b extent) int { return a.from - b.from })
	}
}

func (c *cutter) lookAt(n ast.Node) {
	var verbatim *[]extent
	switch n := n.(type) {
	case *ast.CodeBlock:
		verbatim = &c.code
	case *ast.FencedCodeBlock:
		if l := n.Lines(); l.Len() > 0 { // one that is never closed is broken, and its notes are notes
			stop := l.At(l.Len() - 1).Stop
			if t := string(bytes.TrimLeft(c.src[stop:dialect.LineEnd(c.src, stop)], " \t>")); strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
				verbatim = &c.code
			}
		}
	case *ast.HTMLBlock:
		switch {
		case n.HTMLBlockType >= ast.HTMLBlockType6:
			verbatim = &c.elements
		case n.HTMLBlockType != ast.HTMLBlockType2, n.Parent().Kind() == ast.KindDocument, n.HasClosure(), bytes.Contains(n.Lines().Value(c.src), []byte("-->")):
			verbatim = &c.code
		} // a comment that a list ends is not at its end
		if n.HasClosure() {
			c.code = append(c.code, extent{n.ClosureLine.Start, n.ClosureLine.Stop})
		}
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			c.code = append(c.code, extent{n.Segments.At(i).Start, n.Segments.At(i).Stop})
		}
	case *ast.CodeSpan:
		for t := n.FirstChild(); t != nil; t = t.NextSibling() {
			if t, ok := t.(*ast.Text); ok {
				c.quoted = append(c.quoted, extent{t.Segment.Start, t.Segment.Stop})
			}
		}
	}
	if verbatim == nil {
		return
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if last := len(*verbatim) - 1; i > 0 && (*verbatim)[last].to == line.Start {
			(*verbatim)[last].to = line.Stop
		} else {
			*verbatim = append(*verbatim, extent{line.Start, line.Stop})
		}
	}
}

// inside returns the extent that an offset is in.
func inside(spans []extent, at int) (i int, ok bool) {
	i = sort.Search(len(spans), func(i int) bool { return spans[i].to > at })
	return i, i < len(spans) && spans[i].from <= at
}

// end is where the slide ends that an offset is on.
func (c *cutter) end(at int) int { return c.ends[sort.SearchInts(c.ends, at+1)] }

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
		return c.paragraph(at, at+len(boldLine.Find(line)))
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
func (c *cutter) paragraph(at, text int) int {
	to, stop := dialect.LineEnd(c.src, at), c.end(at)
	for to < stop && len(bytes.TrimSpace(c.src[to:dialect.LineEnd(c.src, to)])) > 0 {
		to = dialect.LineEnd(c.src, to)
	}
	c.take(hidden{at: at, text: string(c.src[text:to]), remark: "the paragraph after “Note:” became notes; begin it with another word to show it."}, to)
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

// rest looks for comments on the rest of a line, HTML's and Obsidian's.
func (c *cutter) rest(at, end int) int {
	for i := at; i < end; i++ {
		switch {
		case c.src[i] == '\\':
			i++
		case c.src[i] == '<' && bytes.HasPrefix(c.src[i:], []byte("<!--")) && !c.known(i):
			return c.comment(i)
		case c.src[i] == '%' && bytes.HasPrefix(c.src[i:], []byte("%%")) && (i == at || c.src[i-1] == ' ' || c.src[i-1] == '\t') && !c.known(i):
			n := bytes.Index(c.src[i+2:c.end(i)], []byte("%%"))
			if n < 1 {
				return end
			}
			c.take(hidden{at: i, text: string(c.src[i+2 : i+2+n]), comment: true}, i+n+4)
			return i + n + 4
		}
	}
	return end
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
