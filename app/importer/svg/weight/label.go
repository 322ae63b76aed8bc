package weight

import "math"

// What a label takes, which is HTML in a foreignObject. It may be anywhere, since its
// box does not bound it.

const boxed = 3.0 // a box of HTML, to lay out

// heads are elements that are larger than what is around them, and how much.
var heads = map[string]float64{"h1": 2, "h2": 1.5, "h3": 1.2, "font": 3}

// label takes what attributes say of a box of HTML.
func (n *node) label(get func(string) string) {
	n.said.fontBy = max(n.said.fontBy, heads[n.name])
	if get("bgcolor") != "" || get("border") != "" || n.name == "hr" || n.name == "mark" {
		n.said.ground = max(n.said.ground, 1)
	}
}

// labelOf is what a box of HTML draws without those in it.
func (d *Drawing) labelOf(n *node, l *load) {
	l.count += boxed
	l.box = everywhere
	for c := range d.said(n) {
		if c.ground > 0 {
			l.full += times(cover, c.ground)
			l.area = math.Inf(1)
		}
	}
	if n.chars > 0 {
		l.count += line + letter*n.chars
		l.shapes, l.chars, l.letters = 1, n.chars, n.chars
	}
}
