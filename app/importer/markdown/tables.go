package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tables is goldmark's tables with a limit. A row is filled up to as many cells as
// the head has, so that two bytes can stand for a thousand cells; they are counted
// before they are made. (cmark-gfm has such a limit since CVE-2022-39209.)
type tables struct {
	parser.ParagraphTransformer
	cells   int
	refused *excess // the first that is too large; no table is made from there on
}

// Extend implements goldmark.Extender.
func (t *tables) Extend(md goldmark.Markdown) {
	t.ParagraphTransformer = extension.NewTableParagraphTransformer()
	md.Parser().AddOptions(
		parser.WithParagraphTransformers(util.Prioritized(t, 200)),
		parser.WithASTTransformers(util.Prioritized(pipes{}, 0)),
	)
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(
		extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 500)))
}

// Transform implements parser.ParagraphTransformer.
func (t *tables) Transform(p *ast.Paragraph, r text.Reader, pc parser.Context) {
	if t.refused != nil {
		return
	}
	lines := p.Lines()
	for i := 1; i < lines.Len(); i++ {
		columns := delimiters(lines.At(i), r.Source())
		if columns == 0 {
			continue
		}
		cells := columns * (lines.Len() - i)
		if t.cells += cells; cells > maxCells || t.cells > maxAllCells {
			most, whose := maxCells, "the table"
			if cells <= maxCells {
				most, whose = maxAllCells, "the tables up to the one"
			}
			e := tooMuch("%s on line %%d would have more than %d cells; take some out", whose, most).(*excess)
			e.at = lines.At(i).Start
			t.refused = e
			return
		}
		break
	}
	t.ParagraphTransformer.Transform(p, r, pc)
}

// delimiters is how many columns the line between a table's head and its rows
// has, or 0 for any other line.
func delimiters(line text.Segment, src []byte) int {
	l := bytes.TrimSpace(line.Value(src))
	if len(bytes.Trim(l, "-:| \t")) > 0 || bytes.IndexByte(l, '-') < 0 {
		return 0
	}
	return bytes.Count(l, []byte("|")) + 1
}

// pipes takes the backslash off \| in code of tables. goldmark's own compares every
// such cell with every other.
type pipes struct{}

// Transform implements parser.ASTTransformer.
func (pipes) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	src := r.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Kind() != ast.KindCodeSpan || !inCell(n) {
			return ast.WalkContinue, nil
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			t, ok := c.(*ast.Text)
			if !ok {
				continue
			}
			at := bytes.Index(t.Segment.Value(src), []byte(`\|`))
			if at < 0 {
				continue
			}
			at += t.Segment.Start - t.Segment.Padding
			rest := ast.NewRawTextSegment(t.Segment.WithStart(at + 1))
			t.Segment = t.Segment.WithStop(at)
			n.InsertAfter(n, c, rest) // and that is looked at next, from the | on
		}
		return ast.WalkSkipChildren, nil
	})
}

func inCell(n ast.Node) bool {
	for n = n.Parent(); n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
	}
	return n != nil && n.Kind() == extast.KindTableCell
}

func tableOf(n *html.Node) *html.Node {
	for n = n.Parent; n != nil && n.DataAtom != atom.Table; n = n.Parent {
	}
	return n
}

// span is how many rows or columns a cell takes, at most most. It writes into the
// cell what it says.
func span(cell *html.Node, key string, most int) int {
	for i, a := range cell.Attr {
		if a.Key != key {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(a.Val))
		if n = min(n, most); err != nil || n < 1 {
			n = 1
		}
		cell.Attr[i].Val = strconv.Itoa(n)
		return n
	}
	return 1
}
