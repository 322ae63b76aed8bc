package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"lectern/app/importer/markdown/formula"
	"lectern/app/importer/markdown/grammar"
)

// syntax is the Markdown of the common core.
type syntax struct {
	goldmark.Markdown
	tables     tables
	containers containers
	formulas   formula.Grammar
}

// newSyntax makes one whose nodes are written by nodes.
func newSyntax(nodes *grammar.Nodes) *syntax {
	g := &syntax{}
	g.Markdown = goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(g.containers.parsers()...),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(&g.tables, &g.formulas, extension.Strikethrough, extension.Linkify, extension.TaskList, grammar.Extension{Nodes: nodes}),
	)
	return g
}

// parse makes a tree of a text that is cut at some offsets. What would make too large a
// tree is an excess.
func (g *syntax) parse(src []byte, cuts []placedCut) (doc ast.Node, pc parser.Context, err error) {
	defer catch(&err)
	g.tables.refused, g.formulas.Unclosed = nil, nil
	pc = parser.NewContext()
	doc = g.parseRegions(src, cuts, pc)
	if e := g.tables.refused; e != nil {
		return nil, nil, e
	}
	return doc, pc, nil
}
