package markdown

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// noteText is Markdown of HTML, as far as notes need it.
func noteText(nodes []*html.Node) string {
	var w noteWriter
	for _, n := range nodes {
		w.node(n, "")
	}
	return strings.TrimSpace(w.b.String())
}

type noteWriter struct {
	b     strings.Builder
	lines int // that end before the next word
	space bool
}

// end ends a line, or with 2 a paragraph.
func (w *noteWriter) end(lines int) { w.lines, w.space = max(w.lines, lines), false }

func (w *noteWriter) write(s, indent string) {
	switch {
	case w.b.Len() == 0:
	case w.lines > 0:
		w.b.WriteString(strings.Repeat("\n", w.lines) + indent)
	case w.space:
		w.b.WriteByte(' ')
	}
	w.lines, w.space = 0, false
	w.b.WriteString(s)
}

func (w *noteWriter) children(n *html.Node, indent string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, indent)
	}
}

// around writes what is inside of an element between signs.
func (w *noteWriter) around(n *html.Node, indent, sign string) {
	if strings.TrimSpace(allText(n)) == "" {
		return
	}
	w.write(sign, indent)
	w.children(n, indent)
	w.space = false
	w.b.WriteString(sign)
}

func (w *noteWriter) node(n *html.Node, indent string) {
	if n.Type == html.TextNode {
		w.text(n.Data, indent)
	}
	if n.Type != html.ElementNode {
		return
	}
	block := blockElements[n.Data]
	item := n.Parent != nil && n.Parent.DataAtom == atom.Li
	switch n.DataAtom {
	case atom.Strong, atom.B:
		w.around(n, indent, "**")
	case atom.Em, atom.I:
		w.around(n, indent, "*")
	case atom.Code:
		w.around(n, indent, "`")
	case atom.Br:
		w.end(1)
	case atom.Li:
		mark := "- "
		if n.Parent != nil && n.Parent.DataAtom == atom.Ol {
			mark = "1. "
		}
		w.end(1)
		w.write(mark, indent)
		w.lines = 0
		w.children(n, indent+strings.Repeat(" ", len(mark)))
		w.end(1)
	case atom.Ul, atom.Ol:
		w.end(2)
		if item {
			w.lines = 1
		}
		w.children(n, indent)
		w.lines = 0
		w.end(2)
	case atom.Pre:
		w.end(2)
		w.write("```\n"+strings.TrimRight(allText(n), "\n")+"\n```", indent)
		w.end(2)
	case atom.Img:
		w.text(attr(n, "alt"), indent)
	default:
		if block && (!item || n.PrevSibling != nil && w.lines == 0 && !strings.HasSuffix(w.b.String(), "- ") && !strings.HasSuffix(w.b.String(), "1. ")) {
			w.end(2)
		}
		w.children(n, indent)
		if block {
			w.end(2)
		}
	}
}

func (w *noteWriter) text(s, indent string) {
	t := strings.Join(strings.Fields(s), " ")
	if strings.TrimLeft(s, " \t\n") != s && !strings.HasSuffix(w.b.String(), " ") {
		w.space = true
	}
	if t == "" {
		return
	}
	w.write(t, indent)
	w.space = strings.TrimRight(s, " \t\n") != s
}
