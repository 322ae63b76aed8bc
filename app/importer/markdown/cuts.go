package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"lectern/app/importer/markdown/dialect"
)

// kindCut is the place between two slides that a dialect found.
var kindCut = ast.NewNodeKind("Cut")

// cutNode stands at the line after which the next slide begins.
type cutNode struct{ ast.BaseBlock }

func (*cutNode) Kind() ast.NodeKind         { return kindCut }
func (n *cutNode) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// cutsIn returns the offsets at which the lines of cuts begin.
func cutsIn(src []byte, cuts []dialect.Cut) []int {
	var at []int
	line, offset := 1, 0
	for _, c := range cuts {
		for line < c.Line && offset < len(src) {
			offset = dialect.LineEnd(src, offset)
			line++
		}
		at = append(at, offset)
	}
	return at
}

// parseRegions parses what is between the cuts, each part by itself, so that no block
// goes on across one; links and footnotes that are defined in one hold in all. The parts' blocks
// are children of one document, with a cutNode between.
func (g *syntax) parseRegions(src []byte, at []int, pc parser.Context) ast.Node {
	g.tables.cells, g.containers.left = 0, maxContinued
	with := parser.WithContext(pc)
	if len(at) == 0 {
		return g.Parser().Parse(text.NewReader(src), with)
	}
	if bytes.Contains(src, []byte("]:")) {
		g.Parser().Parse(text.NewReader(src), with)
		g.tables.cells, g.containers.left = 0, maxContinued
	}
	doc := ast.NewDocument()
	region := func(from, to int) {
		r := text.NewReader(src[:to])
		r.SetPosition(-1, text.NewSegment(from, from))
		r.AdvanceLine()
		part := g.Parser().Parse(r, with)
		for n := part.FirstChild(); n != nil; n = part.FirstChild() {
			doc.AppendChild(doc, n)
		}
	}
	from := 0
	for _, cut := range at {
		region(from, cut)
		n := &cutNode{}
		n.SetPos(cut)
		doc.AppendChild(doc, n)
		from = dialect.LineEnd(src, cut)
	}
	region(from, len(src))
	return doc
}
