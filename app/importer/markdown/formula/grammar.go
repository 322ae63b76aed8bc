package formula

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// Grammar finds formulas in the way of Pandoc, Marp and Slidev: between $ and $ where
// no space follows the first and none comes before the second, and no digit after it, so
// that prices are prices; between $$ and $$; and between \( and \) or \[ and \] where
// what is inside looks like mathematics and not like words in brackets.
type Grammar struct {
	Off bool // there are none

	// Unclosed are the offsets of each $$ that begins a block and has no end.
	Unclosed []int
}

// Extend makes g part of a Markdown.
func (g *Grammar) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(&blocks{g}, 650)),
		parser.WithInlineParsers(util.Prioritized(&inlines{g}, 150)),
	)
}

// The two ways to write a formula that stands by itself, and the two of one in a line.
var ends = map[string]string{"$$": "$$", `\[`: `\]`, "$": "$", `\(`: `\)`, "$`": "`$"}
