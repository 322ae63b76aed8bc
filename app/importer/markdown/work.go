package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"lectern/app/importer/markdown/grammar"
)

const (
	// maxContinued is how often a line may go on in a list or quote, in all of a
	// deck: once a line for each that it is inside of. Twenty times as many as the
	// longest decks need.
	maxContinued = 2 << 20
	// maxDepth is how many lists, their items and quotes are inside each other.
	maxDepth = 2 * maxNesting
)

// containers is goldmark's parsers of what blocks stand in, with a limit of the
// work. Their time grows with the lines times the depth, and a blank line takes part
// in all lists that are open.
type containers struct{ left int }

// parsers returns the parsers of blocks.
func (c *containers) parsers() []util.PrioritizedValue {
	all := append(parser.DefaultBlockParsers(), grammar.Containers()...)
	counted := map[parser.BlockParser]bool{
		parser.NewListParser(): true, parser.NewListItemParser(): true, parser.NewBlockquoteParser(): true,
	}
	for _, p := range grammar.Containers() {
		counted[p.Value.(parser.BlockParser)] = true
	}
	for i, p := range all {
		if p := p.Value.(parser.BlockParser); counted[p] {
			all[i].Value = container{p, c}
		}
	}
	return all
}

type container struct {
	parser.BlockParser
	all *containers
}

// Open implements parser.BlockParser.
func (c container) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := c.BlockParser.Open(parent, r, pc)
	if n != nil {
		depth := 0
		for p := parent; p != nil; p = p.Parent() {
			if depth++; depth > maxDepth {
				c.refuse(r)
			}
		}
	}
	return n, state
}

// Continue implements parser.BlockParser.
func (c container) Continue(n ast.Node, r text.Reader, pc parser.Context) parser.State {
	if c.all.left--; c.all.left < 0 {
		c.refuse(r)
	}
	return c.BlockParser.Continue(n, r, pc)
}

// refuse ends the parser.
func (c container) refuse(r text.Reader) {
	_, at := r.Position()
	panic(&excess{"the lists and quotes inside each other, up to line %d, are too many; take some out", at.Start})
}
