package markdown

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"lectern/app/importer/markdown/dialect"
)

var codeLanguage = regexp.MustCompile(`^[A-Za-z0-9_+#.-]+`)

// codeBlock writes code with the classes of chroma's style sheets, so that the
// page's theme decides about the colours.
func (m *markdownDeck) codeBlock(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var code strings.Builder
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		code.Write(s.Value(src))
	}
	language, info, line, fence := "", "", 0, dialect.Fence{}
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil {
		info = strings.TrimSpace(string(f.Info.Segment.Value(src)))
		line = m.lines.at(f.Info.Segment.Start)
		language = strings.ToLower(codeLanguage.FindString(strings.TrimLeft(info, "{.")))
		fence = fenceOf(info)
		for _, d := range asked(m.own) {
			if f, ok := d.Fence(info); ok {
				if len(f.Steps) == 0 {
					f.Steps = fence.Steps
				}
				f.Numbers, f.Start, f.Language = f.Numbers || fence.Numbers, cmp.Or(f.Start, fence.Start), cmp.Or(f.Language, fence.Language)
				fence = f
				break
			}
		}
		language = cmp.Or(strings.ToLower(fence.Language), language)
		m.warnOf(line, func(d dialect.Dialect) string { return d.Code(info) })
	}
	if language == "math" {
		m.mathFence(w, n, src)
		return ast.WalkContinue, nil
	}
	end, drawn := m.diagram(w, language, info, code.String(), line)
	if drawn {
		return ast.WalkContinue, nil
	}
	fmt.Fprintf(w, `<pre class="chroma" %s="%d"`, dialect.LineAttr, m.nodeLine(n))
	if len(fence.Steps) > 0 {
		fmt.Fprintf(w, ` %s="%s"`, dialect.LinesAttr, html.EscapeString(strings.Join(fence.Steps, "|")))
	}
	if fence.At != "" {
		fmt.Fprintf(w, ` %s="%s"`, dialect.LinesAtAttr, html.EscapeString(fence.At))
	}
	w.WriteString(`><code`)
	if language != "" {
		w.WriteString(` class="language-` + html.EscapeString(language) + `"`)
	}
	w.WriteString(">")
	tokens, why := m.highlighter.highlight(language, code.String())
	if why != "" && !m.plain[why] {
		m.plain[why] = true
		m.report.Warn(line, "%s", why)
	}
	if tokens != nil {
		if err := m.formatter(fence).Format(w, noStyle, chroma.Literator(tokens...)); err != nil {
			return ast.WalkStop, err
		}
	} else if len(fence.Steps) > 0 || fence.Numbers {
		writeLines(w, code.String(), fence)
	} else {
		w.WriteString(html.EscapeString(code.String()))
	}
	w.WriteString("</code></pre>\n" + end)
	return ast.WalkContinue, nil
}

// writeLines writes code that has no colours by its lines.
func writeLines(w io.Writer, code string, fence dialect.Fence) {
	number := max(fence.Start, 1)
	for l := range strings.Lines(code) {
		io.WriteString(w, `<span class="line">`)
		if fence.Numbers {
			fmt.Fprintf(w, `<span class="ln">%d</span>`, number)
			number++
		}
		fmt.Fprintf(w, `<span class="cl">%s</span></span>`, html.EscapeString(l))
	}
}

// formatter is what writes code whose lines may be numbered.
func (m *markdownDeck) formatter(f dialect.Fence) *chromahtml.Formatter {
	if !f.Numbers {
		return plainFormatter
	}
	return chromahtml.New(chromahtml.WithClasses(true), chromahtml.WithPreWrapper(noPre{}), chromahtml.WithLineNumbers(true), chromahtml.BaseLineNumber(max(f.Start, 1)))
}

var plainFormatter = chromahtml.New(chromahtml.WithClasses(true), chromahtml.WithPreWrapper(noPre{}))

// noStyle is the style of what is written in classes: the page's sheets have the colours.
// (chroma's own styles are read, all of them, by whoever imports them, at each start.)
var noStyle = chroma.MustNewStyle("none", nil)

// noPre leaves <pre> and <code> to codeBlock.
type noPre struct{}

func (noPre) Start(bool, string) string { return "" }
func (noPre) End(bool) string           { return "" }
