package markdown

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	xhtml "golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/formula"
	"lectern/app/importer/words"
)

func (m *markdownDeck) inlineFormula(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		m.formula(w, &n.(*formula.Inline).Formula, m.nodeLine(n))
	}
	return ast.WalkSkipChildren, nil
}

func (m *markdownDeck) formulaBlock(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		m.formula(w, &n.(*formula.Block).Formula, m.nodeLine(n))
	}
	return ast.WalkSkipChildren, nil
}

// mathFence is a formula in a fence of its own, as GitHub and GitLab have it.
func (m *markdownDeck) mathFence(w util.BufWriter, n ast.Node, src []byte) {
	f := formula.Formula{Display: true}
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		f.Add(s.Value(src), s.Start)
	}
	f = f.Done()
	m.formula(w, &f, m.nodeLine(n))
}

// formula writes a formula, or its source where it cannot be set.
func (m *markdownDeck) formula(w util.BufWriter, f *formula.Formula, line int) {
	markup, err := m.formulas.Set(f.TeX, f.Display, f.At(0))
	if err == nil {
		attrs := ""
		if f.Steps != "" {
			attrs = fmt.Sprintf(` %s="%s"`, dialect.LinesAttr, html.EscapeString(f.Steps))
		}
		if f.Display {
			attrs += fmt.Sprintf(` %s="%d"`, dialect.LineAttr, line)
		}
		w.WriteString(strings.Replace(markup, "<math", "<math"+attrs, 1))
		if f.Display {
			w.WriteByte('\n')
		}
		return
	}
	why, wrong := err.Error(), (*formula.Wrong)(nil)
	if errors.As(err, &wrong) && wrong.At >= 0 {
		line = m.lines.at(f.At(wrong.At))
		why += fmt.Sprintf(", at its character %d", utf8.RuneCountInString(f.TeX[:wrong.At])+1)
		if rest := words.OneLine(f.TeX[wrong.At:], 20); rest != "" {
			why += fmt.Sprintf(", “%s”", rest)
		}
	}
	m.report.Warn(line, "this formula is shown as it is written (%s).", why)
	if f.Display {
		fmt.Fprintf(w, "<pre class=\"chroma\"><code class=\"language-tex\">%s</code></pre>\n", html.EscapeString(f.TeX))
	} else {
		fmt.Fprintf(w, `<code class="language-tex">%s</code>`, html.EscapeString(f.TeX))
	}
}

// isFormula reports whether a node is one of MathML, which no raw HTML gives.
func isFormula(n *xhtml.Node) bool { return n.Type == xhtml.ElementNode && n.Namespace == "math" }

// coverFormula copies the form of a formula that is not shown: no letter, number or
// sign of it stays.
func coverFormula(n *xhtml.Node, by *letters) *xhtml.Node {
	c := &xhtml.Node{Type: n.Type, Data: n.Data, Namespace: n.Namespace}
	for _, a := range n.Attr {
		switch a.Key {
		case "alttext", "mathcolor", "mathbackground", dialect.LineAttr, dialect.LinesAttr:
		default:
			c.Attr = append(c.Attr, a)
		}
	}
	switch n.Data {
	case "mi", "mn", "mtext", "ms":
		c.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: by.of(allText(n))})
		return c
	case "mo":
		c.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: coverSign(allText(n))})
		return c
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if isFormula(child) {
			c.AppendChild(coverFormula(child, by))
		}
	}
	return c
}

// The signs of which one stands for all others that take as much room as it.
var signKinds = []struct{ all, one string }{
	{"()[]{}⟨⟩|∣∥‖⌊⌋⌈⌉⟮⟯⎰⎱/\\", "|"}, {"∑∏∐⋃⋂⨁⨂⨀⨄⨆⋁⋀", "∑"}, {"∫∬∭∮∯∰", "∫"},
	{".,;:!′″‴", "."}, {"^~¯‾_ˉˇ˘˙¨ˊˋ˚→←⃗⏞⏟", "¯"}, {"\u2061\u2062\u2063\u2064", "\u2061"},
}

func coverSign(s string) string {
	for _, k := range signKinds {
		if s != "" && strings.Trim(s, k.all) == "" {
			return k.one
		}
	}
	return cmp.Or(strings.Repeat("+", min(1, len(s))), "")
}

// dimRows dims the rows of a formula that do not stand out.
func dimRows(math *xhtml.Node, set lineSet) {
	for table := range dialect.Elements(math, "mtable") {
		row := 0
		for tr := table.FirstChild; tr != nil; tr = tr.NextSibling {
			if row++; !set.has(row) {
				dialect.AddClass(tr, "dim")
			}
		}
		return
	}
}
