// Package grammar is what the Markdown of slides has beyond CommonMark and GitHub's:
// emphasis and line ends of Chinese, Japanese and Korean, attributes, fenced divs,
// footnotes, definition lists, alerts, marked, raised and lowered text, emoji codes,
// abbreviations, and the pictures of Obsidian. No dialect is asked: what one tool
// alone means is elsewhere.
//
// Text comes from strangers. Whatever is looked for ahead of its place has a limit,
// so that all of it takes time that grows with the text.
package grammar

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Containers returns the parsers of blocks that hold others. Whoever limits how deep
// they may be, and how long, has them here.
func Containers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(divParser{}, 90),
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(footnoteParser{}, 890),
	}
}

// Extension adds all but Containers to a parser, and Nodes to its renderer.
type Extension struct{ Nodes *Nodes }

// Extend implements goldmark.Extender.
func (e Extension) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(
		parser.WithEscapedSpace(),
		parser.WithInlineParsers(
			util.Prioritized(footnoteRefParser{}, 120),
			util.Prioritized(embedParser{}, 150),
			util.Prioritized(scriptParser{}, 490),
			// Before goldmark's, which never get their turn then.
			util.Prioritized(delimiterParser{emphasis{}}, 495),
			util.Prioritized(delimiterParser{strike{}}, 495),
			util.Prioritized(delimiterParser{marked{}}, 495),
			util.Prioritized(emojiParser{}, 999),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(alertTransformer{}, 50),
			util.Prioritized(abbreviationReader{}, 60),
		),
		parser.WithASTTransformers(
			util.Prioritized(attributeTransformer{}, 100),
			util.Prioritized(abbreviationTransformer{}, 110),
			util.Prioritized(footnoteTransformer{}, 120),
		),
	)
	md.Renderer().AddOptions(
		html.WithWriter(html.NewWriter(html.WithEscapedSpace())),
		renderer.WithNodeRenderers(
			util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
			util.Prioritized(e.Nodes, 100),
		),
	)
}

// Span is text inside an element that has a name and nothing else of its own.
type Span struct {
	ast.BaseInline
	Tag string
}

// KindSpan is the kind of a Span.
var KindSpan = ast.NewNodeKind("Span")

// Kind implements ast.Node.
func (*Span) Kind() ast.NodeKind { return KindSpan }

// Dump implements ast.Node.
func (s *Span) Dump(src []byte, level int) {
	ast.DumpHelper(s, src, level, map[string]string{"Tag": s.Tag}, nil)
}
