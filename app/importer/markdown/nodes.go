package markdown

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/formula"
	"lectern/app/importer/words"
)

// RegisterFuncs makes m the renderer of what Lectern shows in its own way.
func (m *markdownDeck) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, m.htmlBlock)
	r.Register(ast.KindRawHTML, m.inlineHTML)
	r.Register(ast.KindImage, m.image)
	r.Register(ast.KindFencedCodeBlock, m.codeBlock)
	r.Register(ast.KindCodeBlock, m.codeBlock)
	r.Register(ast.KindParagraph, m.paragraph)
	r.Register(ast.KindHeading, m.heading)
	r.Register(ast.KindListItem, m.listItem)
	r.Register(formula.KindInline, m.inlineFormula)
	r.Register(formula.KindBlock, m.formulaBlock)
}

// What ends the blocks of HTML that a blank line does not (CommonMark 4.6).
var htmlBlockEnds = map[ast.HTMLBlockType]*regexp.Regexp{
	ast.HTMLBlockType1: regexp.MustCompile(`(?i)</(pre|script|style|textarea)>`),
	ast.HTMLBlockType2: regexp.MustCompile(`-->`),
	ast.HTMLBlockType3: regexp.MustCompile(`\?>`),
	ast.HTMLBlockType4: regexp.MustCompile(`>`),
	ast.HTMLBlockType5: regexp.MustCompile(`\]\]>`),
}

func (m *markdownDeck) htmlBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.HTMLBlock)
	if !entering || n.Lines().Len() == 0 && !n.HasClosure() {
		return ast.WalkContinue, nil
	}
	var raw []byte
	at := n.Pos()
	if n.Lines().Len() > 0 {
		at = n.Lines().At(0).Start
	}
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		raw = append(raw, s.Value(src)...)
	}
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(src)...)
	} else if end := htmlBlockEnds[n.HTMLBlockType]; end != nil && !end.Match(raw) {
		m.report.Warn(m.lines.at(at), "“%s” begins here and is never closed, so all that follows belongs to it.", words.OneLine(string(raw), 12))
	}
	m.rawHTML(w, raw, at)
	return ast.WalkContinue, nil
}

func (m *markdownDeck) inlineHTML(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*ast.RawHTML); entering && n.Segments.Len() > 0 {
		m.rawHTML(w, []byte(segmentsText(n.Segments, src)), n.Segments.At(0).Start)
	}
	return ast.WalkSkipChildren, nil
}

func (m *markdownDeck) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	line := m.nodeLine(n)
	alt := inlineText(n, src)
	fmt.Fprintf(w, `<img src="%s" alt="%s"`, html.EscapeString(string(n.Destination)), html.EscapeString(alt))
	if len(n.Title) > 0 {
		fmt.Fprintf(w, ` title="%s"`, html.EscapeString(string(n.Title)))
	}
	m.nodes.Attributes(w, n)
	fmt.Fprintf(w, ` %s="%d">`, dialect.LineAttr, line)
	return ast.WalkSkipChildren, nil
}

// nodeLine is the line of an inline node, or of the block around it.
func (m *markdownDeck) nodeLine(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if at := n.Pos(); at >= 0 && n.Kind() != ast.KindDocument {
			return m.lines.at(at)
		}
	}
	return 1
}

// inlineText is the text of a node's children without their markup.
func inlineText(n ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		switch c := c.(type) {
		case *ast.Text:
			if entering {
				b.Write(util.UnescapePunctuations(c.Segment.Value(src)))
				if c.SoftLineBreak() || c.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(c.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return html.UnescapeString(b.String())
}

// paragraph is goldmark's, but for what other tools would have taken out.
func (m *markdownDeck) paragraph(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</p>\n")
		return ast.WalkContinue, nil
	}
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		l := strings.TrimSpace(string(s.Value(src)))
		line := m.lines.at(s.Start)
		m.warnOf(line, func(d dialect.Dialect) string { return d.Line(l, d == m.own) })
	}
	fmt.Fprintf(w, `<p %s="%d"`, dialect.LineAttr, m.nodeLine(n))
	m.nodes.Attributes(w, n)
	w.WriteString(">")
	return ast.WalkContinue, nil
}

// heading is goldmark's, with the line and what its author gave it.
func (m *markdownDeck) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	if entering {
		fmt.Fprintf(w, `<h%d %s="%d"`, n.Level, dialect.LineAttr, m.nodeLine(n))
		m.nodes.Attributes(w, n)
		w.WriteString(">")
	} else {
		fmt.Fprintf(w, "</h%d>\n", n.Level)
	}
	return ast.WalkContinue, nil
}
