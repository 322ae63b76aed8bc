package markdown

import "github.com/yuin/goldmark/ast"

// chapters tells which slides begin a section of the talk: where a few begin with a
// heading of the first level and most with one of a lower level, those few, as Quarto,
// Pandoc and many others write it.
func chapters(sections []section) []bool {
	begins := make([]bool, len(sections))
	first, lower := 0, 0
	for i, s := range sections {
		switch level := headingLevel(s.nodes); {
		case level == 1 && i > 0: // the first slide is the talk's title
			begins[i] = true
			first++
		case level > 1:
			lower++
		}
	}
	if first < 2 || lower < 2*first {
		clear(begins)
	}
	return begins
}

// headingLevel is that of the first heading, or 0.
func headingLevel(nodes []ast.Node) int {
	for _, n := range nodes {
		if h, is := n.(*ast.Heading); is {
			return h.Level
		}
	}
	return 0
}
