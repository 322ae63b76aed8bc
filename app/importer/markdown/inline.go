package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

// maxInline is how many bytes a directive's Markdown has.
const maxInline = 10_000

// inline makes elements of Markdown that a directive has: a header, a footer.
func (m *markdownDeck) inline(text string, line int) []*html.Node {
	plain := []*html.Node{dialect.Text(text)}
	if len(text) > maxInline {
		return plain
	}
	src := []byte(text)
	doc, _, err := newSyntax(m.nodes).parse(src, nil)
	if err != nil {
		return plain
	}
	if p := doc.FirstChild(); p == nil || p.Kind() != ast.KindParagraph || p.NextSibling() != nil {
		return plain
	}
	lines, comments, parts := m.lines, m.comments, m.parts
	m.lines = make(lineIndex, max(0, line-1)) // all of it is on that line
	for i := range m.lines {
		m.lines[i] = -1
	}
	defer func() { m.lines, m.comments, m.parts = lines, comments, parts }()
	c := counter{room: &m.room}
	if err := m.renderer.Render(&c, src, doc); err != nil {
		return plain
	}
	nodes, err := html.ParseFragment(strings.NewReader(string(c.b)), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil || len(nodes) == 0 {
		return plain
	}
	p := nodes[0]
	nodes = nil
	for c := p.FirstChild; c != nil; c = p.FirstChild {
		p.RemoveChild(c)
		nodes = append(nodes, c)
	}
	return nodes
}
