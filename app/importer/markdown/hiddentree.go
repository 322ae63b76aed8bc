package markdown

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"lectern/app/importer/markdown/dialect"
)

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
	asides   []int    // where <aside and </aside stand
	across   []extent // notes that go on over slides
	found    []hidden
}

// look finds out what the tree says.
func (c *cutter) look(doc ast.Node, ends func(ast.Node) bool, divides func(int) bool) {
	c.opens, c.closes = slices.Collect(offsets(c.src, "<!--")), slices.Collect(offsets(c.src, "-->"))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if ends(n) {
			c.ends = append(c.ends, lineStart(c.src, n.Pos()))
			if cut, ok := n.(*cutNode); ok && cut.html && n.NextSibling() != nil && n.NextSibling().Lines().Len() > 0 {
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
