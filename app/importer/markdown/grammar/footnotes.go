package grammar

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Footnote is what a footnote says. It is no part of the tree, but of each slide that
// refers to it.
type Footnote struct {
	ast.BaseBlock
	label  string
	inline bool // it was written where it is referred to: ^[text]
	refs   int
}

// FootnoteRef is where a footnote is referred to.
type FootnoteRef struct {
	ast.BaseInline
	Footnote *Footnote
}

// The kinds of the two.
var (
	KindFootnote    = ast.NewNodeKind("Footnote")
	KindFootnoteRef = ast.NewNodeKind("FootnoteRef")
)

// Kind implements ast.Node.
func (*Footnote) Kind() ast.NodeKind { return KindFootnote }

// Dump implements ast.Node.
func (f *Footnote) Dump(src []byte, level int) {
	ast.DumpHelper(f, src, level, map[string]string{"label": f.label}, nil)
}

// Kind implements ast.Node.
func (*FootnoteRef) Kind() ast.NodeKind { return KindFootnoteRef }

// Dump implements ast.Node.
func (f *FootnoteRef) Dump(src []byte, level int) { ast.DumpHelper(f, src, level, nil, nil) }

const maxLabel = 200 // bytes

// footnoteLabel reads [^label] at the beginning of a line, in n bytes.
func footnoteLabel(line []byte) (label string, n int) {
	if len(line) < 4 || line[0] != '[' || line[1] != '^' {
		return "", 0
	}
	end := bytes.IndexAny(line[2:min(len(line), 2+maxLabel)], "[] \t\n")
	if end < 1 || line[2+end] != ']' {
		return "", 0
	}
	return string(line[2 : 2+end]), end + 3
}

// footnoteParser reads what a footnote says: [^label]: text, and what is indented
// below it.
type footnoteParser struct{}

var footnotesKey = parser.NewContextKey()

// Trigger implements parser.BlockParser.
func (footnoteParser) Trigger() []byte { return []byte{'['} }

// Open implements parser.BlockParser.
func (footnoteParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := r.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	label, n := footnoteLabel(line[at:])
	if n == 0 || at+n >= len(line) || line[at+n] != ':' {
		return nil, parser.NoChildren
	}
	all, _ := pc.Get(footnotesKey).(map[string]*Footnote)
	if all == nil {
		all = map[string]*Footnote{}
		pc.Set(footnotesKey, all)
	}
	f := &Footnote{label: label}
	if all[label] == nil { // the first one counts
		all[label] = f
	}
	r.Advance(at + n + 1 - segment.Padding)
	return f, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (footnoteParser) Continue(_ ast.Node, r text.Reader, _ parser.Context) parser.State {
	line, _ := r.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	at, padding := util.IndentPosition(line, r.LineOffset(), 4)
	if at < 0 {
		return parser.Close
	}
	r.AdvanceAndSetPadding(at, padding)
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (footnoteParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (footnoteParser) CanAcceptIndentedLine() bool { return false }

// footnoteRefParser reads [^label], where there is a footnote of that label.
type footnoteRefParser struct{}

// Trigger implements parser.InlineParser.
func (footnoteRefParser) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser.
func (footnoteRefParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	label, n := footnoteLabel(line)
	if n == 0 {
		return nil
	}
	all, _ := pc.Get(footnotesKey).(map[string]*Footnote)
	f := all[label]
	if f == nil {
		return nil
	}
	f.refs++
	block.Advance(n)
	return &FootnoteRef{Footnote: f}
}

// footnoteTransformer takes footnotes out of the tree.
type footnoteTransformer struct{}

// Transform implements parser.ASTTransformer.
func (footnoteTransformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	if pc.Get(footnotesKey) == nil {
		return
	}
	var found []*Footnote
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if f, ok := n.(*Footnote); ok && entering {
			found = append(found, f)
		}
		return ast.WalkContinue, nil
	})
	for _, f := range found {
		if p := f.Parent(); p != nil {
			p.RemoveChild(p, f)
		}
	}
}

// Orphan is a footnote that nothing refers to, and where it stands.
type Orphan struct {
	Label string
	At    int
}

// Orphans returns those of a text that was parsed, in its order.
func Orphans(pc parser.Context) (orphans []Orphan) {
	all, _ := pc.Get(footnotesKey).(map[string]*Footnote)
	for label, f := range all {
		if f.refs == 0 {
			orphans = append(orphans, Orphan{label, f.Pos()})
		}
	}
	slices.SortFunc(orphans, func(a, b Orphan) int { return a.At - b.At })
	return orphans
}
