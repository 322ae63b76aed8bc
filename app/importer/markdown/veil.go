package markdown

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// veil returns a slide's tree as it is at a step. steps has the elements that come
// later than with the slide, each with its step, from 1 on. What comes after the
// step holds its place, so that nothing moves when it comes: as many words of as
// many other letters, pictures of the same size without an address. Nothing of it
// can be read from the tree, which shares no node with nodes.
func veil(nodes []*html.Node, steps map[*html.Node]int, step int) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		out = append(out, veiler{steps, step}.copy(n))
	}
	return out
}

type veiler struct {
	steps map[*html.Node]int
	step  int
}

// copy copies what is shown.
func (v veiler) copy(n *html.Node) *html.Node {
	if v.steps[n] > v.step {
		c := v.cover(n, coverOf(n))
		class := "veiled"
		if attr(n, "class") == "task" {
			class += " task"
		}
		c.Attr = []html.Attribute{{Key: "class", Val: class}, {Key: "aria-hidden", Val: "true"}}
		return c
	}
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: n.Attr}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(v.copy(child))
	}
	return c
}

// isVeiled reports whether an element holds the place of what comes later. tidy
// leaves nobody else's that look so.
func isVeiled(n *html.Node) bool {
	return n.DataAtom == atom.Li && attr(n, "aria-hidden") != ""
}

// cover copies what is not shown. Of all elements their names stay, and what the
// layout hangs on.
func (v veiler) cover(n *html.Node, by *letters) *html.Node {
	switch {
	case n.Type == html.TextNode:
		return &html.Node{Type: html.TextNode, Data: by.of(n.Data)}
	case n.DataAtom == atom.Img:
		c := &html.Node{Type: html.ElementNode, Data: "canvas", DataAtom: atom.Canvas}
		keep(c, n, "width", "height")
		return c
	}
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom}
	switch n.DataAtom {
	case atom.A:
		c.Data, c.DataAtom = "span", atom.Span
	case atom.Td, atom.Th:
		keep(c, n, "colspan", "rowspan")
	case atom.Pre:
		keep(c, n, "class")
	case atom.Span:
		if attr(n, "class") == "missing" {
			keep(c, n, "class")
		}
	case atom.Code:
		if n.Parent != nil && n.Parent.DataAtom == atom.Pre { // its colours tell of words
			c.AppendChild(&html.Node{Type: html.TextNode, Data: by.of(allText(n))})
			return c
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.DataAtom == atom.Input { // the box of a task takes no room
			continue
		}
		c.AppendChild(v.cover(child, by))
	}
	return c
}

func keep(c, n *html.Node, keys ...string) {
	for _, key := range keys {
		if val := attr(n, key); val != "" {
			c.Attr = append(c.Attr, html.Attribute{Key: key, Val: val})
		}
	}
}

func allText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
