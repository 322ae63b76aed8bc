package grammar

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Div is a fenced div (Pandoc): ::: name or ::: {.name key=value}, up to a line of
// colons alone. Where that is missing it ends with its slide.
type Div struct {
	ast.BaseBlock
	stray bool // a line of colons that closes nothing
}

// KindDiv is the kind of a Div.
var KindDiv = ast.NewNodeKind("Div")

// Kind implements ast.Node.
func (*Div) Kind() ast.NodeKind { return KindDiv }

// Dump implements ast.Node.
func (d *Div) Dump(src []byte, level int) { ast.DumpHelper(d, src, level, nil, nil) }

// DivFence reads a line as one that opens or closes a div. It returns the attributes
// of one that opens.
func DivFence(line []byte) (attrs Attributes, opens, closes bool) {
	line = bytes.TrimSpace(line)
	rest := bytes.TrimLeft(line, ":")
	if len(line)-len(rest) < 3 || len(rest) > maxAttributes {
		return nil, false, false
	}
	if len(rest) == 0 {
		return nil, false, true
	}
	rest = bytes.TrimSpace(bytes.TrimRight(rest, ":")) // Pandoc lets them stand behind, too
	name := rest
	if at := bytes.IndexByte(rest, '{'); at >= 0 {
		var n int
		if attrs, n = parseAttributes(rest[at:]); n == 0 || len(bytes.TrimSpace(rest[at+n:])) > 0 {
			return nil, false, false
		}
		name = rest[:at]
	}
	for _, class := range strings.Fields(string(name)) {
		if !isClass(class) {
			return nil, false, false
		}
		attrs = attrs.add("class", class)
	}
	return attrs, len(attrs) > 0, false
}

type divParser struct{}

// Trigger implements parser.BlockParser.
func (divParser) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser.
func (divParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := r.PeekLine()
	if pc.BlockOffset() < 0 {
		return nil, parser.NoChildren
	}
	attrs, opens, closes := DivFence(line[pc.BlockOffset():])
	if !opens && !closes {
		return nil, parser.NoChildren
	}
	r.AdvanceToEOL()
	d := &Div{stray: closes}
	attrs.set(d)
	if closes {
		return d, parser.NoChildren
	}
	return d, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (divParser) Continue(n ast.Node, r text.Reader, pc parser.Context) parser.State {
	line, segment := r.PeekLine()
	if n.(*Div).stray {
		return parser.Close
	}
	if indent, _ := util.IndentWidth(line, r.LineOffset()); indent > 3 || verbatim(pc.LastOpenedBlock().Node) {
		return parser.Continue | parser.HasChildren
	}
	t := bytes.TrimSpace(line)
	switch {
	case len(t) < 3:
	case t[0] == ':':
		if _, _, closes := DivFence(t); closes && innermost(n, pc) {
			n := segment.Len()
			if line[len(line)-1] == '\n' {
				n-- // it stays, for what is open inside
			}
			r.Advance(n)
			return parser.Close
		}
	case isBreak(t) && onSlide(n) && (t[0] != '-' || !ast.IsParagraph(pc.LastOpenedBlock().Node)):
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// innermost reports whether no other div is open inside of this one.
func innermost(n ast.Node, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	for i := len(open) - 1; i >= 0; i-- {
		if d, ok := open[i].Node.(*Div); ok && !d.stray {
			return d == n
		}
	}
	return false
}

// verbatim reports whether a block takes every line as it is.
func verbatim(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		return true
	case *ast.HTMLBlock:
		return n.HTMLBlockType < ast.HTMLBlockType6
	}
	return false
}

// isBreak reports whether a line, without the space around it, is a thematic break.
func isBreak(t []byte) bool {
	if t[0] != '-' && t[0] != '*' && t[0] != '_' {
		return false
	}
	return bytes.Count(t, t[:1]) >= 3 && len(bytes.Trim(t, string(t[:1])+" \t")) == 0
}

// onSlide reports whether there are only divs around a block.
func onSlide(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindDocument {
			return true
		}
		if p.Kind() != KindDiv {
			return false
		}
	}
	return true
}

// Close implements parser.BlockParser.
func (divParser) Close(n ast.Node, _ text.Reader, _ parser.Context) {
	if n.(*Div).stray {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// CanInterruptParagraph implements parser.BlockParser.
func (divParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (divParser) CanAcceptIndentedLine() bool { return false }
