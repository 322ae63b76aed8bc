package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
)

// maxViewsHTML is for all views of a slide together.
const maxViewsHTML = 4 << 20

// partAttr marks the place of a list's item that comes by itself.
const partAttr = "data-part"

// listItem is goldmark's, but for items that come one after the other: those are
// rendered by themselves, and take their place in the tree later. So no HTML in
// one, closed or not, leads out of it.
func (m *markdownDeck) listItem(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	list, ok := n.Parent().(*ast.List)
	if !ok || !m.own.Fragment(list.Marker) {
		if entering {
			w.WriteString("<li")
			m.nodes.Attributes(w, n)
			w.WriteString(">")
			if n.FirstChild() != nil && n.FirstChild().Kind() != ast.KindTextBlock {
				w.WriteByte('\n')
			}
		} else {
			w.WriteString("</li>\n")
		}
		return ast.WalkContinue, nil
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	i := len(m.parts)
	m.parts = append(m.parts, nil)
	c := counter{room: &m.room}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if err := m.renderer.Render(&c, src, child); err != nil {
			return ast.WalkStop, err
		}
	}
	m.parts[i] = c.b
	fmt.Fprintf(w, "<li %s=\"%d\"", partAttr, i+1)
	m.nodes.Attributes(w, n)
	w.WriteString("></li>\n")
	return ast.WalkSkipChildren, nil
}

// graft puts the parts of a slide where they belong, each at a step of its own.
// Where broken HTML swallowed a place, the part comes last; one that is nil is not on
// the slide.
func graft(body *html.Node, parts [][]byte) error {
	var items []*html.Node
	put := func(li *html.Node, k int) error {
		nodes, err := parseFragment(parts[k-1])
		if err != nil {
			return err
		}
		dialect.DelAttr(li, partAttr)
		dialect.SetAttr(li, dialect.StepAttr, "+1")
		for c := li.FirstChild; c != nil; c = li.FirstChild {
			li.RemoveChild(c)
		}
		for _, c := range nodes {
			li.AppendChild(c)
		}
		items = append(items, li)
		return nil
	}
	done := make([]bool, len(parts)+1)
	// A part's own places are inside it, and have higher numbers.
	for k := 0; k <= len(parts); k++ {
		var places []*html.Node
		for n := range body.Descendants() {
			if i := partOf(n); i > 0 && i <= len(parts) && !done[i] {
				places, done[i] = append(places, n), true
			}
		}
		if len(places) == 0 {
			break
		}
		for _, n := range places {
			if err := put(n, partOf(n)); err != nil {
				return err
			}
		}
	}
	for k := 1; k <= len(parts); k++ {
		if !done[k] && parts[k-1] != nil {
			li := &html.Node{Type: html.ElementNode, Data: "li", DataAtom: atom.Li}
			body.AppendChild(li)
			if err := put(li, k); err != nil {
				return err
			}
		}
	}
	for _, li := range items {
		unlist(li)
	}
	return nil
}

// unlist renames items that no list is around: a browser would have them end the
// item that they are in.
func unlist(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Ul || c.DataAtom == atom.Ol {
			continue
		}
		if c.DataAtom == atom.Li {
			dialect.Rename(c, "div")
		}
		unlist(c)
	}
}

// parseFragment makes nodes of HTML, and closes what was left open.
func parseFragment(b []byte) (nodes []*html.Node, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser's answer to 512 open elements
			err = fmt.Errorf("html: %v", p)
		}
	}()
	return html.ParseFragment(bytes.NewReader(b), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
}

// maxOpen is how many elements are inside each other. The parser stops at 512;
// browsers lay some out again for each that is around them.
const maxOpen = 100

var errDeep = fmt.Errorf("markdown: more than %d elements inside each other", maxOpen)

// countDepth bounds a tree that was put together.
func countDepth(n *html.Node, room int) error {
	if room == 0 {
		return errDeep
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := countDepth(c, room-1); err != nil {
			return err
		}
	}
	return nil
}

// views is the slide at each of its steps. There are fewer than it has where all
// together would be too large.
func (m *markdownDeck) views(p *slidePage, line int) ([]deck.DraftView, error) {
	last := p.steps.last
	view := func(step int) (deck.DraftView, error) {
		nodes := veil(p.nodes, p.steps, step)
		body := around(nodes)
		unseen := look.Unseen(p.sheets, strings.Fields(p.class), body)
		css := look.For(p.sheets, strings.Fields(p.class), body)
		v := deck.DraftView{HTML: render(nodes), CSS: css, Picture: -1, Text: plainText(nodes, reading{inside: m.pictures.words, unseen: unseen}), Seconds: cmp.Or(p.steps.seconds[step], p.stays)}
		switch {
		case len(v.HTML) > maxHTML:
			return v, tooMuch("has more than %d kB as HTML; divide it with lines of ---", maxHTML>>10)
		case len(v.Text) > maxText:
			return v, tooMuch("has more than %d kB of text; divide it with lines of ---", maxText/1000)
		case hasLongWord(v.Text):
			return v, tooMuch("has more than %d letters without a space between them; divide them", maxWord)
		}
		return v, nil
	}
	whole, err := view(last)
	if err != nil || last == 0 {
		return []deck.DraftView{whole}, err
	}
	first, err := view(0)
	if err != nil {
		return nil, err
	}
	views, room := []deck.DraftView{first}, maxViewsHTML-size(first)-size(whole)
	for step := 1; step < last && len(views) < deck.MaxSteps; step++ {
		v, err := view(step)
		if err != nil {
			return nil, err
		}
		if room -= size(v); room < 0 {
			break
		}
		views = append(views, v)
	}
	if steps := len(views); steps < last {
		m.report.Warn(line, "this slide comes in %d steps and not in %d, and with the last all that is left.", steps, last)
	}
	return append(views, whole), nil
}

// size is the bytes that a view takes of the room for a slide.
func size(v deck.DraftView) int { return len(v.HTML) + len(v.CSS) }

// partOf is the number that a placeholder has, or 0.
func partOf(n *html.Node) int {
	if n.DataAtom != atom.Li {
		return 0
	}
	k, _ := strconv.Atoi(attr(n, partAttr))
	return k
}
