package formula

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// layOut gives a table's cells the classes that stand for what MathML 3 says of its
// columns and rows.
func layOut(out, from *html.Node) {
	aligns, lines, gaps := strings.Fields(get(from, "columnalign")), strings.Fields(get(from, "columnlines")), strings.Fields(get(from, "columnspacing"))
	rows := strings.Fields(get(from, "rowlines"))
	if get(from, "width") == "100%" && out.FirstChild != nil { // of a formula with a number at its side
		addClass(out, "math-tagged")
		for td := out.FirstChild.FirstChild; td != nil; td = td.NextSibling {
			if c := td.FirstChild; c != nil && c.NextSibling == nil {
				td.RemoveChild(c)
				td.AppendChild(style(c))
			}
		}
	}
	if frame := get(from, "frame"); frame == "solid" || frame == "dashed" {
		addClass(out, "math-frame-"+frame)
	}
	if em(strings.Fields(get(from, "rowspacing")), 0) >= 0.3 {
		addClass(out, "math-wide")
	}
	y := 0
	for tr := out.FirstChild; tr != nil; tr = tr.NextSibling {
		x := 0
		for td := tr.FirstChild; td != nil; td = td.NextSibling {
			if a := nth(aligns, x); a == "left" || a == "right" {
				addClass(td, "math-"+a)
			}
			if l := nth(lines, x); td.NextSibling != nil && (l == "solid" || l == "dashed") && x < len(lines) {
				addClass(td, "math-line-"+l)
			}
			if l := nth(rows, y); tr.NextSibling != nil && (l == "solid" || l == "dashed") && y < len(rows) {
				addClass(td, "math-under-"+l)
			}
			// A column's gap is shared by the two beside it.
			if len(gaps) > 0 {
				if td.PrevSibling != nil {
					addClass(td, gap("math-before-", em(gaps, x-1)))
				}
				if td.NextSibling != nil {
					addClass(td, gap("math-after-", em(gaps, x)))
				}
			}
			x++
		}
		y++
	}
}

// nth is the value for a column: the last one counts for all after it.
func nth(values []string, i int) string {
	if len(values) == 0 {
		return ""
	}
	return values[min(i, len(values)-1)]
}

func em(values []string, i int) float64 {
	f, _ := strconv.ParseFloat(strings.TrimSuffix(nth(values, max(0, i)), "em"), 64)
	return f
}

// gap is the class for a gap; none is the usual one.
func gap(prefix string, em float64) string {
	switch {
	case em < 0.25:
		return prefix + "none"
	case em > 1.5:
		return prefix + "wide"
	}
	return ""
}

// Notations of menclose that there is a class for.
var notations = []string{"box", "updiagonalstrike", "downdiagonalstrike", "horizontalstrike", "top", "bottom", "left", "right", "roundedbox", "circle", "actuarial", "phasorangle"}

func enclose(n *html.Node, notation string) {
	for _, v := range strings.Fields(notation) {
		if slices.Contains(notations, v) {
			addClass(n, "math-"+v)
		}
	}
}

func addClass(n *html.Node, class string) {
	if class == "" {
		return
	}
	for i, a := range n.Attr {
		if a.Key == "class" {
			n.Attr[i].Val += " " + class
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: class})
}

// breakLines makes a table of a formula that its author divided with \\.
func breakLines(math *html.Node) {
	row := math.FirstChild
	for row != nil && row.NextSibling == nil && (row.Data == "mstyle" || row.Data == "mrow") && row.FirstChild != nil && row.FirstChild.NextSibling == nil {
		row = row.FirstChild
	}
	if row == nil || row.NextSibling != nil || row.Data != "mrow" && row.Data != "mstyle" {
		return
	}
	var lines [][]*html.Node
	var line []*html.Node
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if isBreak(c) {
			lines, line = append(lines, line), nil
			continue
		}
		line = append(line, c)
	}
	if lines == nil {
		return
	}
	table := element("mtable")
	for _, l := range append(lines, line) {
		if len(l) == 0 {
			continue
		}
		cell := element("mrow")
		for _, c := range l {
			row.RemoveChild(c)
			cell.AppendChild(c)
		}
		table.AppendChild(element("mtr", element("mtd", style(cell))))
	}
	for c := row.FirstChild; c != nil; c = row.FirstChild {
		row.RemoveChild(c)
	}
	row.AppendChild(table)
}

// style keeps a cell as large as what stands outside of tables.
func style(n *html.Node) *html.Node {
	s := element("mstyle", n)
	s.Attr = []html.Attribute{{Key: "displaystyle", Val: "true"}, {Key: "scriptlevel", Val: "0"}}
	return s
}

// isBreak knows the space that core gave a class, since Core has no line breaks.
func isBreak(n *html.Node) bool { return n.Data == "mspace" && get(n, "class") == breakClass }

const breakClass = "break"
