package formula

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// Formula is one that stands in a text.
type Formula struct {
	TeX     string
	Display bool   // in a line of its own
	Steps   string // of Slidev's {1|2|all}, or ""

	starts []start
	tex    []byte // before it is done
}

// start says where in the text a line of the TeX begins.
type start struct{ tex, source int }

// At is the offset in the text of a byte of the TeX.
func (f *Formula) At(i int) int {
	at := 0
	for _, s := range f.starts {
		if s.tex <= max(0, i) {
			at = s.source + max(0, i) - s.tex
		}
	}
	return at
}

// Add takes in a part of a line.
func (f *Formula) Add(part []byte, source int) {
	f.starts = append(f.starts, start{len(f.tex), source})
	f.tex = append(f.tex, part...)
}

// Done is the finished formula, without white space around it.
func (f *Formula) Done() Formula {
	left := len(f.tex) - len(bytes.TrimLeft(f.tex, " \t\r\n"))
	for i := range f.starts {
		f.starts[i].tex -= left
	}
	f.TeX = string(bytes.TrimSpace(f.tex))
	return *f
}

// Inline is a formula in a paragraph.
type Inline struct {
	ast.BaseInline
	Formula
}

// Block is a formula that is a block of its own.
type Block struct {
	ast.BaseBlock
	Formula
	end    string
	closed bool
}

var (
	KindInline = ast.NewNodeKind("Formula")
	KindBlock  = ast.NewNodeKind("FormulaBlock")
)

func (*Inline) Kind() ast.NodeKind { return KindInline }
func (n *Inline) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"TeX": n.TeX}, nil)
}
func (*Block) Kind() ast.NodeKind { return KindBlock }
func (*Block) IsRaw() bool        { return true }
func (n *Block) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"TeX": n.TeX}, nil)
}
