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
type cutNode struct {
	ast.BaseBlock
	html bool // that slide is one block of HTML
	down bool // it stands below the one before
}

func (*cutNode) Kind() ast.NodeKind         { return kindCut }
func (n *cutNode) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// placedCut is a cut at an offset.
type placedCut struct {
	at   int
	html bool // what follows is HTML
	down bool // and stands below
}

// cutsIn returns the cuts with the offsets at which their lines begin.
func cutsIn(src []byte, cuts []dialect.Cut) []placedCut {
	var at []placedCut
	line, offset := 1, 0
	for _, c := range cuts {
		for line < c.Line && offset < len(src) {
			offset = dialect.LineEnd(src, offset)
			line++
		}
		at = append(at, placedCut{offset, c.HTML, c.Down})
	}
	return at
}

// parseRegions parses what is between the cuts, each part by itself, so that no block
// goes on across one; links and footnotes that are defined in one hold in all. The parts' blocks
// are children of one document, with a cutNode between.
func (g *syntax) parseRegions(src []byte, at []placedCut, pc parser.Context) ast.Node {
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
	region := func(from, to int, html bool) {
		if html {
			block := ast.NewHTMLBlock(ast.HTMLBlockType7)
			block.SetPos(from)
			block.Lines().Append(text.NewSegment(from, to))
			doc.AppendChild(doc, block)
			return
		}
		r := text.NewReader(src[:to])
		r.SetPosition(-1, text.NewSegment(from, from))
		r.AdvanceLine()
		part := g.Parser().Parse(r, with)
		for n := part.FirstChild(); n != nil; n = part.FirstChild() {
			doc.AppendChild(doc, n)
		}
	}
	from, html := 0, false
	for _, cut := range at {
		region(from, cut.at, html)
		n := &cutNode{html: cut.html, down: cut.down}
		n.SetPos(cut.at)
		doc.AppendChild(doc, n)
		from, html = dialect.LineEnd(src, cut.at), cut.html
	}
	region(from, len(src), html)
	return doc
}
