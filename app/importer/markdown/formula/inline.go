package formula

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// inlines finds formulas in paragraphs.
type inlines struct{ *Grammar }

func (*inlines) Trigger() []byte { return []byte{'$', '\\'} }

// noEnds keeps in a parser's context where in the text there is no end of each kind: from
// an offset to another. It is looked for once.
var noEnds = parser.NewContextKey()

func (in *inlines) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	open := opening(line)
	if in.Off || open == "" {
		return nil
	}
	missing, _ := pc.Get(noEnds).(map[string][2]int)
	if missing == nil {
		missing = map[string][2]int{}
		pc.Set(noEnds, missing)
	}
	end := ends[open]
	if none := missing[end]; none[0] <= segment.Start && segment.Start < none[1] {
		return nil
	}
	savedLine, savedAt := block.Position()
	n := &Inline{Formula: Formula{Display: open == "$$" || open == `\[`}}
	n.SetPos(segment.Start)
	block.Advance(len(open))
	for {
		line, segment := block.PeekLine()
		if line == nil {
			missing[end] = [2]int{savedAt.Start, min(len(block.Source()), n.At(len(n.tex)))}
			break
		}
		if i := find(line, end); i >= 0 {
			n.Add(line[:i], segment.Start)
			block.Advance(i + len(end))
			if n.Formula = n.Done(); !in.closes(n, open, line, i) {
				break
			}
			if inCell(parent) {
				n.TeX = strings.ReplaceAll(n.TeX, `\|`, "|")
			}
			return n
		}
		if n.Add(line, segment.Start); len(n.tex) > maxTeX {
			break
		}
		block.AdvanceLine()
	}
	block.SetPosition(savedLine, savedAt)
	return nil
}

// opening is what begins a formula here, or "".
func opening(line []byte) string {
	next := byte(' ')
	if len(line) > 1 {
		next = line[1]
	}
	switch {
	case line[0] == '\\' && (next == '(' || next == '['):
		return string(line[:2])
	case line[0] == '\\':
		return ""
	case next == '$':
		if len(line) > 2 && line[2] == '$' {
			return ""
		}
		return "$$"
	case next == '`':
		return "$`"
	case next == ' ' || next == '\t' || next == '\n' || next == '\r':
		return ""
	}
	return "$"
}

// find is the offset of the first end in a line that is neither escaped nor in code.
func find(line []byte, end string) int {
	for i := 0; i < len(line); i++ {
		switch {
		case bytes.HasPrefix(line[i:], []byte(end)):
			return i
		case line[i] == '\\':
			i++
		case line[i] == '`':
			run := len(line[i:]) - len(bytes.TrimLeft(line[i:], "`"))
			i += code(line[i+run:], run) + run - 1
		}
	}
	return -1
}

// code is how much of what follows a run of backticks is code, with its end.
func code(rest []byte, run int) int {
	for i := 0; i < min(len(rest), maxTeX); {
		if rest[i] != '`' {
			i++
			continue
		}
		n := len(rest[i:]) - len(bytes.TrimLeft(rest[i:], "`"))
		if i += n; n == run {
			return i
		}
	}
	return 0
}

// closes reports whether what was found is a formula. end is where in its line.
func (in *inlines) closes(n *Inline, open string, line []byte, end int) bool {
	if n.TeX == "" {
		return false
	}
	switch open {
	case "$":
		before, after := byte(' '), byte(' ')
		if end > 0 {
			before = line[end-1]
		} else if len(n.starts) == 1 {
			return false
		}
		if end+1 < len(line) {
			after = line[end+1]
		}
		return before != ' ' && before != '\t' && (after < '0' || after > '9')
	case `\(`, `\[`:
		return mathematical(n.TeX)
	}
	return true
}

// inCell reports whether a node is in a table, whose cells have \| for |.
func inCell(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == extensionast.KindTableCell {
			return true
		}
	}
	return false
}
