package markdown

import (
	"html"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Highlighting is a courtesy: code that would need longer is shown plain.
// Some lexers take minutes for a text that was made for them.
const (
	maxHighlight     = 64 << 10
	maxHighlightTime = 2 * time.Second
)

var (
	codeLanguage = regexp.MustCompile(`^[A-Za-z0-9_+#.-]+`)
	diagrams     = words.Set(`mermaid plantuml`)
)

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
	language := ""
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil {
		info := strings.TrimSpace(string(f.Info.Segment.Value(src)))
		line := m.lines.at(f.Info.Segment.Start)
		language = strings.ToLower(codeLanguage.FindString(strings.TrimLeft(info, "{.")))
		m.warnOf(line, func(d dialect.Dialect) string { return d.Code(info) })
		if diagrams[language] {
			m.report.Warn(line, "%s diagrams are shown as they are written.", language)
		}
	}
	w.WriteString(`<pre class="chroma"><code`)
	if language != "" {
		w.WriteString(` class="language-` + html.EscapeString(language) + `"`)
	}
	w.WriteString(">")
	if tokens := highlight(language, code.String()); tokens != nil {
		if err := formatter.Format(w, styles.Fallback, chroma.Literator(tokens...)); err != nil {
			return ast.WalkStop, err
		}
	} else {
		w.WriteString(html.EscapeString(code.String()))
	}
	w.WriteString("</code></pre>\n")
	return ast.WalkContinue, nil
}

var formatter = chromahtml.New(chromahtml.WithClasses(true), chromahtml.WithPreWrapper(noPre{}))

// noPre leaves <pre> and <code> to codeBlock.
type noPre struct{}

func (noPre) Start(bool, string) string { return "" }
func (noPre) End(bool) string           { return "" }

// highlight returns the code's tokens, or nil if it is better shown plain.
func highlight(language, code string) (tokens []chroma.Token) {
	lexer := lexers.Get(language)
	if language == "" || lexer == nil || len(code) > maxHighlight {
		return nil
	}
	defer func() {
		if recover() != nil { // a lexer that stumbles over its text
			tokens = nil
		}
	}()
	next, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return nil
	}
	deadline := time.Now().Add(maxHighlightTime)
	for t := next(); t != chroma.EOF; t = next() {
		if time.Now().After(deadline) {
			return nil
		}
		tokens = append(tokens, t)
	}
	return tokens
}
