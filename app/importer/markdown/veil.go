package markdown

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
)

// veil returns a slide's tree as it is at a step. What is not there then holds its
// place, so that nothing moves when it comes: as many words of as many other letters,
// pictures of the same size without an address. Nothing of it can be read from the
// tree, which shares no node with nodes.
func veil(nodes []*html.Node, steps stepping, step int) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if c := (veiler{steps, step}).copy(n); c != nil {
			out = append(out, c)
		}
	}
	return out
}

type veiler struct {
	steps stepping
	step  int
}

// copy copies what is shown, and covers what is not. It returns nil for what takes no
// room.
func (v veiler) copy(n *html.Node) *html.Node {
	t, timed := v.steps.elements[n]
	added := ""
	if timed {
		class, classed := strings.CutPrefix(t.effect, dialect.EffectClass)
		switch there := t.at(v.step); {
		case classed && there:
			added = class
		case classed || there:
		case t.effect == dialect.EffectAbsent:
			return nil
		default:
			c := v.cover(n, coverOf(n))
			if c == nil { // a sound
				return nil
			}
			dialect.AddClass(c, "veiled")
			dialect.SetAttr(c, "aria-hidden", "true")
			return c
		}
	}
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
	if added != "" {
		dialect.AddClass(c, added)
	}
	if t.isCurrent(v.step) {
		dialect.AddClass(c, dialect.CurrentClass)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if copied := v.copy(child); copied != nil {
			c.AppendChild(copied)
		}
	}
	if lines, ok := v.steps.lines[n]; ok && isFormula(n) {
		dimRows(c, lines.set(v.step))
	} else if ok {
		mark(c, lines.set(v.step))
	}
	return c
}

// mark dims the lines of code that do not stand out.
func mark(pre *html.Node, set lineSet) {
	line := 0
	for n := range dialect.Elements(pre, "span") {
		if dialect.Attr(n, "class") != "line" {
			continue
		}
		if line++; !set.has(line) {
			dialect.AddClass(n, "dim")
		}
	}
}

// isVeiled reports whether an element holds the place of what comes later. Authors'
// attributes never say so: see tidy.
func isVeiled(n *html.Node) bool { return n.Type == html.ElementNode && attr(n, "aria-hidden") != "" }

// cover copies what is not shown. Of all elements their names stay, and what the
// layout hangs on.
func (v veiler) cover(n *html.Node, by *letters) *html.Node {
	if t, ok := v.steps.elements[n]; ok && t.effect == dialect.EffectAbsent && !t.at(v.step) {
		return nil
	}
	switch {
	case n.Type == html.TextNode:
		return &html.Node{Type: html.TextNode, Data: by.of(n.Data)}
	case isFormula(n):
		return coverFormula(n, by)
	case isMedia(n):
		return coverMedia(n)
	case n.DataAtom == atom.Img:
		c := &html.Node{Type: html.ElementNode, Data: "canvas", DataAtom: atom.Canvas}
		keep(c, n, "width", "height")
		keepClasses(c, n)
		return c
	}
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom}
	keepClasses(c, n)
	switch n.DataAtom {
	case atom.A:
		c.Data, c.DataAtom = "span", atom.Span
	case atom.Td, atom.Th:
		keep(c, n, "colspan", "rowspan")
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
		if covered := v.cover(child, by); covered != nil {
			c.AppendChild(covered)
		}
	}
	return c
}

// keepClasses keeps the classes that a layout hangs on, and none that tells of words.
func keepClasses(c, n *html.Node) {
	for _, class := range strings.Fields(attr(n, "class")) {
		if layoutClasses[class] || strings.HasPrefix(class, dialect.AuthorClass) || look.IsOwn(class) {
			dialect.AddClass(c, class)
		}
	}
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
