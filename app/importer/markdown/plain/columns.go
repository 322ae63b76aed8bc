package plain

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// What people call a div that holds columns, and its columns.
var (
	around = []string{"columns", "cols", "row", "split", "two-columns", "two-cols"}
	sides  = []string{"left", "right", "center", "middle", "column", "col"}
)

// Columns has divs that are called columns, and those called left and right that follow
// each other, stand side by side, in whatever dialect: what another one makes of such
// names it has made before.
func Columns(body *html.Node) {
	for n := range dialect.Elements(body, "div") {
		if n.Parent == nil {
			continue
		}
		if name := classOf(n, around); name != "" {
			if cols := divs(n); len(cols) > 1 {
				dialect.DropClass(n, name)
				dialect.AddClass(n, "cols")
				for _, c := range cols {
					column(c)
				}
			}
			continue
		}
		if classOf(n, sides[:1]) == "" || strings.Contains(dialect.Attr(n.Parent, "class"), "cols") {
			continue
		}
		right := n.NextSibling
		for right != nil && right.Type == html.TextNode && strings.TrimSpace(right.Data) == "" {
			right = right.NextSibling
		}
		if right != nil && right.Data == "div" && classOf(right, sides[1:2]) != "" {
			dialect.Wrap(n, dialect.Element("div", "cols"))
			right.Parent.RemoveChild(right)
			n.Parent.AppendChild(right)
			column(n)
			column(right)
		}
	}
}

// classOf is the first of some classes that an element has of its author, or "".
func classOf(n *html.Node, names []string) string {
	if i := slices.IndexFunc(names, func(name string) bool { return dialect.HasClass(n, name) }); i >= 0 {
		return names[i]
	}
	return ""
}

// divs is an element's children, if they are nothing but divs.
func divs(n *html.Node) (list []*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && c.Data == "div":
			list = append(list, c)
		case c.Type == html.ElementNode, c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return nil
		}
	}
	return list
}

func column(n *html.Node) {
	if name := classOf(n, sides); name != "" {
		dialect.DropClass(n, name)
	}
	dialect.AddClass(n, "col")
}
