package formula

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// blocks finds formulas that begin a line with $$ or \[ and end one.
type blocks struct{ *Grammar }

func (*blocks) Trigger() []byte             { return []byte{'$', '\\'} }
func (*blocks) CanInterruptParagraph() bool { return true }
func (*blocks) CanAcceptIndentedLine() bool { return false }

var (
	steps = regexp.MustCompile(`^[ \t]*\{([0-9, |*a-z-]*)\}(?:\{[^}\n]*\})?[ \t]*\r?\n?$`)
	// Quarto names a formula behind its end.
	name = regexp.MustCompile(`\$\$[ \t]+(\{#[A-Za-z][\w:.-]*\})[ \t]*\r?\n?$`)
	// No line of a formula looks like these: whoever forgot its end loses no slide.
	divides = regexp.MustCompile("^ {0,3}(?:-{3,}|\\*{3,}|_{3,}|#{1,6} .*|`{3}.*|~{3}.*)[ \t]*\r?\n?$")
)

func (b *blocks) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if b.Off || at < 0 || len(line) < at+2 {
		return nil, parser.NoChildren
	}
	open := string(line[at : at+2])
	if open != "$$" && open != `\[` {
		return nil, parser.NoChildren
	}
	n := &Block{Formula: Formula{Display: true}, end: ends[open]}
	n.SetPos(segment.Start + at)
	rest := line[at+2:]
	if open == "$$" && bytes.HasPrefix(rest, []byte("$")) {
		return nil, parser.NoChildren
	}
	if m := steps.FindSubmatch(rest); m != nil && open == "$$" {
		n.Steps, rest = string(m[1]), nil
	}
	body, after, ended := bytes.Cut(nameless(rest), []byte(n.end))
	switch {
	case ended && (len(bytes.TrimSpace(after)) > 0 || len(bytes.TrimSpace(body)) == 0):
		return nil, parser.NoChildren // it is a part of a line
	case open == `\[` && !ended && len(bytes.TrimSpace(rest)) > 0 && !mathematical(string(rest)):
		return nil, parser.NoChildren
	case open == `\[` && ended && !mathematical(string(body)):
		return nil, parser.NoChildren
	}
	n.Lines().Append(segment)
	n.Add(body, segment.Start+at+2)
	n.closed = ended
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (b *blocks) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*Block)
	line, segment := reader.PeekLine()
	if n.closed || len(n.tex) > maxTeX || divides.Match(line) {
		return parser.Close
	}
	n.Lines().Append(segment)
	if body, ended := bytes.CutSuffix(bytes.TrimRight(nameless(line), " \t\r\n"), []byte(n.end)); ended {
		n.closed = true
		line = body
	}
	n.Add(line, segment.Start)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// nameless is a line without the name that stands behind a formula's end.
func nameless(line []byte) []byte {
	if bytes.IndexByte(line, '#') < 0 {
		return line
	}
	if at := name.FindSubmatchIndex(line); at != nil {
		return line[:at[2]]
	}
	return line
}

// Close makes a paragraph of what has no end.
func (b *blocks) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	n := node.(*Block)
	if n.closed {
		n.Formula = n.Done()
		return
	}
	parent := n.Parent()
	if parent == nil {
		return
	}
	if n.end == "$$" {
		b.Unclosed = append(b.Unclosed, n.Pos())
	}
	p := ast.NewParagraph()
	p.SetLines(n.Lines())
	p.SetPos(n.Pos())
	parent.ReplaceChild(parent, n, p)
}

var (
	signs  = regexp.MustCompile(`\\[A-Za-z]|[\^_=+<>]`)
	word   = regexp.MustCompile(`[\pL]{3,}`)
	plain1 = regexp.MustCompile(`^\pL{1,2}'*$|^[0-9]+\pL$|\pL\([^)]*\)`)
)

// mathematical tells formulas in \( and \) from words, which CommonMark has brackets
// written so around, and from references such as \[1\].
func mathematical(tex string) bool {
	tex = strings.TrimSpace(tex)
	return tex != "" && (signs.MatchString(tex) || !word.MatchString(tex) && plain1.MatchString(tex))
}
