package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"sort"

	"github.com/yuin/goldmark/ast"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
	"lectern/app/importer/words"
)

// section is one slide's part of a Markdown text.
type section struct {
	line      int  // the first
	below     bool // it stands below the one before, in a stack
	passed    bool // whoever goes on passes it by
	uncounted bool // it has no number of its own
	from, to  int  // of the text
	nodes     []ast.Node
	hidden    []hidden
	front     dialect.FrontMatter // a slide's own, as Slidev has it
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
// cuts.Divides reports. It returns the text the nodes point into.
func split(g *syntax, cuts dialect.Cuts) ([]section, []byte, error) {
	if cuts.Divides == nil {
		cuts.Divides = func(int) bool { return false }
	}
	ends := func(n ast.Node) bool { return n.Kind() == kindCut || n.Kind() == ast.KindThematicBreak && !cuts.Only }
	cuts, found, err := cutHidden(g, cuts, ends)
	if err != nil {
		return nil, nil, err
	}
	src := cuts.Src
	doc, pc, err := g.parse(src, cutsIn(src, cuts.Cuts))
	if err != nil {
		return nil, nil, err
	}
	ix := indexLines(src)

	sections := []section{{line: 1}}
	starts := []int{0}
	begin := func(at, line int, below bool) {
		sections[len(sections)-1].to = at
		starts = append(starts, at)
		sections = append(sections, section{line: line, from: at, below: below})
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if ends(n) {
			cut, _ := n.(*cutNode)
			begin(dialect.LineEnd(src, n.Pos()), ix.at(n.Pos())+1, cut != nil && cut.down)
			continue
		}
		if h, ok := n.(*ast.Heading); ok && cuts.Divides(h.Level) && slices.ContainsFunc(sections[len(sections)-1].nodes, isSeen) {
			begin(lineStart(src, h.Pos()), ix.at(h.Pos()), false)
		}
		s := &sections[len(sections)-1]
		s.nodes = append(s.nodes, n)
	}
	sections[len(sections)-1].to = len(src)
	for _, o := range grammar.Orphans(pc) {
		found = append(found, hidden{at: o.At, remark: fmt.Sprintf("nothing refers to the footnote “%s”, so it is on no slide.", words.OneLine(o.Label, 40))})
	}
	for _, h := range found {
		i := sort.SearchInts(starts, h.at+1) - 1
		sections[i].hidden = append(sections[i].hidden, h)
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
	empty := func(s section) bool { return len(s.nodes) == 0 && len(s.hidden) == 0 && s.front == nil }
	for len(sections) > 1 && empty(sections[0]) {
		sections = sections[1:]
	}
	for len(sections) > 1 && empty(sections[len(sections)-1]) {
		sections = sections[:len(sections)-1]
	}
	return sections
}

// kept leaves out the slides that are none, and marks those that are passed by. What stood
// below one that is left out stands below what is left of its stack. It returns which is the
// first that is seen, or -1.
func kept(sections []section, src []byte) (left []section, first int) {
	left, first = sections[:0], -1
	top := false // the stack has no slide yet
	for i, s := range sections {
		hides, text := dialect.Seen, withoutCode(s, src)
		for _, d := range dialects {
			hides = max(hides, d.Hides(s.front, text))
		}
		top = i == 0 || !s.below || top
		if hides == dialect.Absent {
			continue
		}
		s.below, s.passed, s.uncounted = s.below && !top, hides == dialect.Passed, hides == dialect.Uncounted
		if first < 0 && !s.passed {
			first = len(left)
		}
		left, top = append(left, s), false
	}
	return left, first
}

// withoutCode is a slide's text, with blanks where there is code: what that says is said to
// its readers.
func withoutCode(s section, src []byte) []byte {
	text := bytes.Clone(src[s.from:s.to])
	blank := func(from, to int) {
		if from >= s.from && to <= s.to {
			dialect.Blank(text, from-s.from, to-s.from)
		}
	}
	for _, n := range s.nodes {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch {
			case !entering:
			case n.Kind() == ast.KindCodeBlock, n.Kind() == ast.KindFencedCodeBlock:
				for i := range n.Lines().Len() {
					blank(n.Lines().At(i).Start, n.Lines().At(i).Stop)
				}
			case n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan:
				if t, ok := n.(*ast.Text); ok {
					blank(t.Segment.Start, t.Segment.Stop)
				}
			}
			return ast.WalkContinue, nil
		})
	}
	return text
}

// underline is the offset of the line below a heading that has one, or 0.
func underline(n ast.Node, src []byte) int {
	h, ok := n.(*ast.Heading)
	if !ok || h.Lines().Len() == 0 {
		return 0
	}
	last := h.Lines().At(h.Lines().Len() - 1).Start
	under := dialect.LineEnd(src, last)
	u := bytes.TrimSpace(src[min(under, len(src)):dialect.LineEnd(src, min(under, len(src)))])
	first := bytes.TrimLeft(src[lineStart(src, h.Lines().At(0).Start):dialect.LineEnd(src, last)], " ")
	if len(u) == 0 || len(bytes.Trim(u, "-")) > 0 && len(bytes.Trim(u, "=")) > 0 || bytes.HasPrefix(first, []byte("#")) {
		return 0
	}
	return under
}

func lineStart(src []byte, offset int) int {
	for offset > 0 && src[offset-1] != '\n' {
		offset--
	}
	return offset
}
