package markdown

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/words"
)

// footnoteNumber is what stands for the number of a footnote, there where it is referred
// to and before its words.
func footnoteNumber(n *html.Node) string {
	switch {
	case n.DataAtom == atom.Sup && attr(n, "class") == "footnote-ref":
		return "[" + allText(n) + "]"
	case n.DataAtom == atom.Li && n.Parent != nil && n.Parent.Parent != nil && attr(n.Parent.Parent, "class") == "footnotes":
		return "[" + attr(n, "value") + "]"
	}
	return ""
}

var blockElements = words.Set(`h1 h2 h3 h4 h5 h6 p div blockquote ul ol li dl dt dd pre table caption tr figure figcaption hr`)

// reading is how a slide is read.
type reading struct {
	inside map[string]string   // the words in pictures, by their addresses
	unseen map[*html.Node]bool // what a style sheet takes off the slide
	title  bool                // formulas as words, and not in TeX
}

// plainText is what a screen reader reads: a line a block, cells with commas,
// pictures by their text, with the words in them, code with its indentation.
func plainText(nodes []*html.Node, by reading) string {
	var b strings.Builder
	line := func() {
		if s := b.String(); s != "" && s[len(s)-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	word := func(s string) {
		if s == "" {
			return
		}
		// White space between words collapses, also from one node to the next.
		if t := b.String(); strings.TrimLeft(s, " \t\n") != s && t != "" && t[len(t)-1] != '\n' && t[len(t)-1] != ' ' {
			b.WriteByte(' ')
		}
		if f := strings.Fields(s); len(f) > 0 {
			b.WriteString(strings.Join(f, " "))
			if strings.TrimRight(s, " \t\n") != s {
				b.WriteByte(' ')
			}
		}
	}
	var walk func(n *html.Node, pre bool)
	walk = func(n *html.Node, pre bool) {
		switch n.Type {
		case html.TextNode:
			if pre {
				b.WriteString(n.Data)
			} else {
				word(n.Data)
			}
			return
		case html.ElementNode:
		default:
			return
		}
		if isVeiled(n) || by.unseen[n] || n.DataAtom == atom.Span && attr(n, "class") == "ln" {
			return
		}
		if isFormula(n) { // in TeX, which reads aloud what the signs alone do not
			if attr(n, "display") == "block" {
				line()
				defer line()
			}
			if by.title {
				b.WriteString(mathWords(n))
				return
			}
			word(attr(n, "alttext"))
			return
		}
		block := blockElements[n.Data]
		if block || n.DataAtom == atom.Br {
			line()
		}
		switch n.DataAtom {
		case atom.Video, atom.Audio:
			word(" " + attr(n, "aria-label") + " ")
		case atom.Img:
			alt := attr(n, "alt")
			if words := by.inside[attr(n, "src")]; words != "" && !strings.Contains(alt, words) {
				alt = strings.TrimPrefix(alt+": "+words, ": ")
			}
			word(" " + alt + " ")
		case atom.Sup:
			if k := footnoteNumber(n); k != "" {
				b.WriteString(k)
				return
			}
		case atom.Li:
			if k := footnoteNumber(n); k != "" {
				b.WriteString(k + " ")
			}
		case atom.Td, atom.Th:
			for s := n.PrevSibling; s != nil; s = s.PrevSibling {
				if s.Type == html.ElementNode {
					b.WriteString(", ")
					break
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, pre || n.DataAtom == atom.Pre)
		}
		if block {
			line()
		}
	}
	for _, n := range nodes {
		walk(n, false)
	}
	var lines []string
	for l := range strings.Lines(b.String()) {
		if l = strings.ReplaceAll(strings.TrimRight(l, " \t\n"), " , ", ", "); strings.Trim(l, " ,\t") != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
