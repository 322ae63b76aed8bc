package chart

import (
	"fmt"
	"strings"
)

// idea is a node of a mind map, with those that hang on it.
type idea struct {
	lines  []string
	round  float64 // of its corners
	plain  bool    // no box is around it
	indent int
	hang   []*idea
	w, h   float64
	all    float64 // the height of it with all that hangs on it
	branch int
}

// shapes are how a node's label is bracketed, and how round its corners are.
var shapes = []struct {
	open, close string
	round       float64
}{{"((", "))", 40}, {"))", "((", 40}, {"{{", "}}", 10}, {"[", "]", 2}, {"(", ")", 10}, {")", "(", 20}}

// mindmap draws a tree that grows to both sides of its root.
func mindmap(_ string, lines []line) (string, error) {
	var root *idea
	var above []*idea
	for _, l := range lines {
		if strings.HasPrefix(l.text, "::icon(") || strings.HasPrefix(l.text, ":::") {
			continue
		}
		n := ideaOf(l)
		if len(n.lines) == 0 {
			return "", l.wrong("has no words")
		}
		for len(above) > 0 && above[len(above)-1].indent >= n.indent {
			above = above[:len(above)-1]
		}
		switch {
		case len(above) > 0:
			p := above[len(above)-1]
			p.hang = append(p.hang, n)
		case root != nil:
			return "", l.wrong("would be a second root")
		default:
			root = n
		}
		above = append(above, n)
	}
	if root == nil {
		return "", &Wrong{1, "begins a mind map without a root"}
	}
	root.size(0)
	var right, left []*idea
	for i, b := range root.hang {
		b.colour(i)
		if stack(right) <= stack(left) || len(root.hang) < 3 {
			right = append(right, b)
		} else {
			left = append(left, b)
		}
	}
	c := &canvas{}
	h := max(root.h, stack(right), stack(left)) + 8
	reach := func(side []*idea) (w float64) {
		for _, b := range side {
			w = max(w, b.reach())
		}
		return w
	}
	x := 4 + reach(left) + root.w/2
	w := x + root.w/2 + reach(right) + 4
	place(c, root, x, h/2, 1, right)
	place(c, root, x, h/2, -1, left)
	root.draw(c, x, h/2)
	return c.svg(w, h), nil
}

func ideaOf(l line) *idea {
	n := &idea{indent: l.indent, round: 6}
	label := l.text
	for _, s := range shapes {
		open := strings.Index(l.text, s.open)
		if open >= 0 && strings.HasSuffix(l.text, s.close) && len(l.text) >= open+len(s.open)+len(s.close) && isName(l.text[:open]) {
			label, n.round = l.text[open+len(s.open):len(l.text)-len(s.close)], s.round
			break
		}
	}
	n.lines = words(label, 12*em)
	return n
}

// isName reports whether a text may be what a node is called beside its label.
func isName(s string) bool { return !strings.ContainsAny(s, " \t\"()[]{}") }

const (
	across = 36.0 // between a node and those that hang on it
	apart  = 8.0  // between neighbours
)

func (n *idea) size(depth int) {
	n.plain = depth > 1
	n.w, n.h = widest(n.lines)+1.4*em, float64(len(n.lines))*leading+0.8*em
	if n.plain {
		n.h -= 0.4 * em
	}
	if depth == 0 {
		n.w, n.h = n.w+em, n.h+em
	}
	for _, b := range n.hang {
		b.size(depth + 1)
	}
	n.all = max(n.h, n.sum())
}

// sum is the height of what hangs on a node.
func (n *idea) sum() float64 { return stack(n.hang) }

func stack(list []*idea) (h float64) {
	for i, b := range list {
		if i > 0 {
			h += apart
		}
		h += b.all
	}
	return h
}

func (n *idea) reach() float64 {
	far := 0.0
	for _, b := range n.hang {
		far = max(far, b.reach())
	}
	return across + n.w + far
}

func (n *idea) colour(i int) {
	n.branch = i + 1
	for _, b := range n.hang {
		b.colour(i)
	}
}

// place draws what hangs on a node to one of its sides.
func place(c *canvas, n *idea, x, y, side float64, list []*idea) {
	top := y - stack(list)/2
	for _, b := range list {
		by, bx := top+b.all/2, x+side*(n.w/2+across+b.w/2)
		top += b.all + apart
		from, to := x+side*n.w/2, bx-side*b.w/2
		mid := (from + to) / 2
		c.path(fmt.Sprintf("M%s %sC%s %s %s %s %s %s", num(from), num(y), num(mid), num(y), num(mid), num(by), num(to), num(by)), "none", b.tint().line, 2)
		b.draw(c, bx, by)
		place(c, b, bx, by, side, b.hang)
	}
}

func (n *idea) tint() struct{ ground, line string } { return colours[(n.branch-1)%len(colours)] }

func (n *idea) draw(c *canvas, x, y float64) {
	ground, line, fill := paper, rule, ink
	if n.branch > 0 {
		ground, line = n.tint().ground, n.tint().line
	}
	if n.plain {
		c.rect(x-n.w/2, y-n.h/2, n.w, n.h, min(n.round, n.h/2), "#ffffff", line)
	} else {
		c.rect(x-n.w/2, y-n.h/2, n.w, n.h, min(n.round, n.h/2), ground, line)
	}
	c.block(x, y, n.lines, fill, n.branch == 0)
}
