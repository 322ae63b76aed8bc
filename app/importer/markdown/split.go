package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"lectern/app/importer/markdown/dialect"
)

// section is one slide's part of a Markdown text.
type section struct {
	line     int // the first
	from, to int // of the text
	nodes    []ast.Node
	notes    string // the text after a line Note:
	noteLine int
	front    dialect.FrontMatter // a slide's own, as Slidev has it
}

// lineIndex turns offsets into lines.
type lineIndex []int // where lines end

func indexLines(src []byte) lineIndex {
	var ix lineIndex
	for i, c := range src {
		if c == '\n' {
			ix = append(ix, i)
		}
	}
	return ix
}

// at is the line, from 1, of the byte at offset.
func (ix lineIndex) at(offset int) int { return sort.SearchInts(ix, offset) + 1 }

// split cuts a text into slides. Any top-level thematic break of CommonMark
// divides them, as in Marp: the tree is asked, and not a pattern, so that
// neither a fence nor a setext heading is cut. So do headings of the levels that
// divides has. It returns the text the nodes point into.
func split(g *grammar, cuts dialect.Cuts, divides func(level int) bool) ([]section, []byte, error) {
	ends := func(n ast.Node) bool { return n.Kind() == kindCut || n.Kind() == ast.KindThematicBreak && !cuts.Only }
	src, notes, err := cutNotes(g, cuts, ends)
	if err != nil {
		return nil, nil, err
	}
	doc, err := g.parse(src, cutsIn(src, cuts.Cuts))
	if err != nil {
		return nil, nil, err
	}
	ix := indexLines(src)

	sections := []section{{line: 1}}
	starts := []int{0}
	begin := func(at, line int) {
		sections[len(sections)-1].to = at
		starts = append(starts, at)
		sections = append(sections, section{line: line, from: at})
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if ends(n) {
			begin(dialect.LineEnd(src, n.Pos()), ix.at(n.Pos())+1)
			continue
		}
		if h, ok := n.(*ast.Heading); ok && divides(h.Level) && slices.ContainsFunc(sections[len(sections)-1].nodes, isSeen) {
			begin(lineStart(src, h.Pos()), ix.at(h.Pos()))
		}
		s := &sections[len(sections)-1]
		s.nodes = append(s.nodes, n)
	}
	sections[len(sections)-1].to = len(src)
	for _, note := range notes {
		i := sort.SearchInts(starts, note.at+1) - 1
		sections[i].notes, sections[i].noteLine = note.text, ix.at(note.at)
	}
	return sections, src, nil
}

// isSeen reports whether a block is more than a comment or a style sheet, which belong
// to the heading below.
func isSeen(n ast.Node) bool {
	h, ok := n.(*ast.HTMLBlock)
	return !ok || h.HTMLBlockType != ast.HTMLBlockType1 && h.HTMLBlockType != ast.HTMLBlockType2
}

// trim removes the empty slides before a first and after a last break, which
// nobody means. Those between are pauses.
func trim(sections []section) []section {
	empty := func(s section) bool { return len(s.nodes) == 0 && s.notes == "" && s.front == nil }
	for len(sections) > 1 && empty(sections[0]) {
		sections = sections[1:]
	}
	for len(sections) > 1 && empty(sections[len(sections)-1]) {
		sections = sections[:len(sections)-1]
	}
	return sections
}

// shown leaves out the slides that their author hides.
func shown(sections []section, src []byte) []section {
	return slices.DeleteFunc(sections, func(s section) bool {
		return slices.ContainsFunc(dialects, func(d dialect.Dialect) bool { return d.Hides(s.front, src[s.from:s.to]) })
	})
}

type noteText struct {
	at   int // offset of the line Note:
	text string
}

var noteLine = regexp.MustCompile(`^ {0,3}(?i:notes?):`)

// cutNotes takes out what follows a line Note: or Notes: of a slide, up to the
// slide's end (reveal.js). Only a line of a top-level paragraph counts. Such a
// paragraph directly above --- would be a heading of CommonMark; nobody wants
// his notes as a heading, so there the dashes divide slides after all.
func cutNotes(g *grammar, cuts dialect.Cuts, ends func(ast.Node) bool) ([]byte, []noteText, error) {
	src := cuts.Src
	if !mayHaveNotes(src) {
		return src, nil, nil
	}
	doc, err := g.parse(src, cutsIn(src, cuts.Cuts))
	if err != nil {
		return nil, nil, err
	}
	var notes []noteText
	out := bytes.Clone(src)
	from := -1 // the notes that are being read
	cut := func(end int) {
		if from < 0 {
			return
		}
		t := noteLine.ReplaceAllString(string(src[from:end]), "")
		notes = append(notes, noteText{from, strings.TrimSpace(t)})
		dialect.Blank(out, from, end)
		from = -1
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if ends(n) {
			cut(lineStart(src, n.Pos()))
			continue
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindHeading:
			lines := n.Lines()
			if from < 0 && (n.Kind() == ast.KindParagraph || isSetext(n, src)) {
				for i := range lines.Len() {
					at := lineStart(src, lines.At(i).Start)
					if noteLine.Match(src[at:dialect.LineEnd(src, at)]) {
						from = at
						break
					}
				}
			}
			if from >= 0 && n.Kind() == ast.KindHeading && isSetext(n, src) {
				under := dialect.LineEnd(src, lines.At(lines.Len()-1).Start)
				if strings.HasPrefix(strings.TrimSpace(string(src[under:dialect.LineEnd(src, under)])), "---") {
					cut(under)
					dialect.Break(out, under)
				}
			}
		}
	}
	cut(len(src))
	return out, notes, nil
}

// mayHaveNotes spares most decks a second parse.
func mayHaveNotes(src []byte) bool {
	for l := range strings.Lines(string(src)) {
		if noteLine.MatchString(l) {
			return true
		}
	}
	return false
}

// isSetext reports whether a heading is one of text with a line below.
func isSetext(n ast.Node, src []byte) bool {
	h, ok := n.(*ast.Heading)
	if !ok || h.Lines().Len() == 0 {
		return false
	}
	last := h.Lines().At(h.Lines().Len() - 1).Start
	under := dialect.LineEnd(src, last)
	if under >= len(src) {
		return false
	}
	u := strings.TrimSpace(string(src[under:dialect.LineEnd(src, under)]))
	first := strings.TrimLeft(string(src[lineStart(src, h.Lines().At(0).Start):dialect.LineEnd(src, last)]), " ")
	return u != "" && (strings.Trim(u, "-") == "" || strings.Trim(u, "=") == "") && !strings.HasPrefix(first, "#")
}

func lineStart(src []byte, offset int) int {
	for offset > 0 && src[offset-1] != '\n' {
		offset--
	}
	return offset
}
