package weight

import "math"

// What is drawn once over the whole picture takes so much; measured as filters are.
const (
	cover     = 25.0 // one colour
	photo     = 50.0 // an image
	gradient  = 50.0
	tiled     = 1800.0 // a pattern's tile, which stays in memory
	layer     = 100.0  // drawn apart, then laid over
	folded    = 10.0   // the same, of a single shape
	stencil   = 10.0   // clipped to a path
	roughClip = 150.0  // to anything else
	masked    = 325.0
)

// What a small part takes, wherever it is.
const (
	dash   = 0.25
	edge   = 0.02
	corner = 9.0 // more, of an edge from one corner of the picture to the other
	letter = 0.1
	line   = 1.5 // of letters, however few
	piece  = 4.0 // of a line, that is an element
	placed = 2.5 // more, of a letter that has a place of its own
	stop   = 0.06

	apartFor = 3.0 // an element that is masked or clipped, more
	filtered = 8.0 // one that is filtered: 25 kB
)

// load is what an element and all in it draw, in its own coordinates. Part of that
// depends on what it inherits, and so on where it is used: the amounts that this
// multiplies are kept beside what is known.
type load struct {
	count float64 // units, whatever the size
	full  float64 // units more, if everything covered the picture
	area  float64 // the same times what it does cover
	edges float64
	reach float64 // their length

	shapes, points float64 // that may be painted by reference, and get markers
	surface        float64 // area of the shapes' boxes
	length         float64 // that may be dashed, in each shape's own units
	lines          float64 // area of a stroke of width one
	hollow         float64 // shapes that do not say what fills them
	hollowArea     float64
	chars          float64
	letters        float64 // area of letters of size one

	box   box
	depth int // of references
}

// add takes what is drawn in other coordinates, too.
func (l *load) add(o *load, m matrix) {
	area := m.area()
	l.count += o.count
	l.full += o.full
	l.area += times(o.area, area)
	l.edges += o.edges
	l.reach += times(o.reach, m.reach())
	l.shapes += o.shapes
	l.points += o.points
	l.surface += times(o.surface, area)
	l.length += o.length
	l.lines += times(o.lines, area)
	l.hollow += o.hollow
	l.hollowArea += times(o.hollowArea, area)
	l.chars += o.chars
	l.letters += times(o.letters, area)
	l.box = l.box.with(o.box.placed(m))
	l.depth = max(l.depth, o.depth)
}

// on is what a load takes where it is drawn.
func (l *load) on(m matrix, shown extent) float64 {
	return min(l.full, times(l.area, m.area())/shown.area) +
		corner*min(l.edges, times(l.reach, m.reach())/shown.across)
}

// settle takes what nothing has been said of as a browser does.
func (l *load) settle() {
	l.full += cover * (l.hollow + l.shapes + l.chars)
	l.area += cover * (l.hollowArea + l.lines + 0.6*16*16*l.letters)
	l.hollow, l.hollowArea = 0, 0
}

// loadOf weighs an element: each once, however often it is drawn.
func (d *Drawing) loadOf(at int32, depth int) *load {
	n := &d.nodes[at]
	switch {
	case n.load != nil:
		return n.load
	case n.visited:
		d.fail(ErrSelf)
		return &load{}
	case depth > maxReferences:
		d.fail(ErrDeep)
		return &load{}
	}
	n.visited = true
	own := d.ownOf(n, depth)
	all := *own
	for c := n.first; c >= 0 && d.err == nil; c = d.nodes[c].next {
		child := &d.nodes[c]
		inner := d.loadOf(c, depth)
		if apart[child.name] {
			all.count += inner.count
			all.depth = max(all.depth, inner.depth)
		} else {
			all.add(inner, d.placeOf(child))
		}
	}
	before := all
	for c := range d.said(n) {
		d.apply(n, c, &all, depth)
		d.moves = d.moves || c.moves
	}
	n.fill(d, &all)
	// What was said here is the element's own, for Weigh.
	own.full += all.full - before.full
	own.area += more(all.area, before.area)
	if all.depth > maxReferences {
		d.fail(ErrDeep)
	}
	n.own, n.load = own, &all
	return n.load
}

func (d *Drawing) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// said lists what is said of an element, by itself and by rules.
func (d *Drawing) said(n *node) func(yield func(*declaration) bool) {
	return func(yield func(*declaration) bool) {
		if !yield(&n.said) || !yield(&d.anything) {
			return
		}
		try := func(key string) bool {
			c := d.rules[key]
			return c == nil || yield(c)
		}
		if !try(everyone) || !try(n.name) || n.id != "" && !try("#"+n.id) {
			return
		}
		for _, class := range n.classes {
			if !try("." + class) {
				return
			}
		}
	}
}

// ownOf is what an element draws without its children.
func (d *Drawing) ownOf(n *node, depth int) *load {
	l := &load{count: n.count}
	for c := range d.said(n) {
		l.count += c.matching / 200
		l.count += c.scans * n.bytes / 50_000
		if c.siblings > 0 && n.parent >= 0 {
			l.count += math.Pow(d.nodes[n.parent].children, min(c.siblings, 3)) / 10_000
		}
		if c.path.edges > 0 && n.name == "path" {
			l.points += c.path.points
			l.count += c.path.edges // wherever they are
			l.length += c.path.length
		}
	}
	switch s := n.shape; {
	case n.name == "image":
		l.full, l.area, l.box = photo, photo*s.box.area(), s.box
	case n.isShape:
		l.points += s.points
		l.shapes, l.surface = 1, s.box.area()
		l.length += max(s.length, n.long)
		l.lines, l.edges, l.reach = s.length, s.edges, s.length
		l.box = s.box
		if n.name != "line" {
			l.hollow, l.hollowArea = 1, s.box.area()
		}
	case n.html || n.name == "foreignObject":
		d.labelOf(n, l)
	case n.chars > 0:
		l.count += line + letter*n.chars
		if n.name == "tspan" {
			l.count += piece - line
		}
		l.shapes, l.chars, l.letters = 1, n.chars, n.chars
		l.box = d.textBox(n)
		l.surface = l.box.area()
	}
	for _, id := range n.href {
		t := d.named(id)
		if t < 0 {
			continue
		}
		target := &d.nodes[t]
		switch n.name {
		case "use":
			inner := d.loadOf(t, depth+1)
			l.add(inner, d.fitted(target, n))
			l.depth = max(l.depth, inner.depth+1)
		case "textPath":
			l.count += n.chars + edge*target.shape.edges*n.chars/8
		}
	}
	return l
}

// textBox is where letters are, more or less.
func (d *Drawing) textBox(n *node) box {
	if d.spaced || n.name == "textPath" {
		return everywhere
	}
	x, y, chars, moved := n.textX, n.textY, n.chars, n.moved
	for p := n; p.name != "text" && p.parent >= 0; {
		p = &d.nodes[p.parent]
		x, y, chars, moved = x.with(p.textX), y.with(p.textY), max(chars, p.total), moved+p.moved
	}
	wide := 0.7 * d.font * max(chars, n.total)
	return box{x.x0 - wide, y.x0 - 1.5*d.font, x.x1 + wide, y.x1 + 0.5*d.font, true}.grown(moved)
}

func (d *Drawing) named(id string) int32 {
	for _, s := range spelled(id) {
		if at, ok := d.byID[s]; ok {
			return at
		}
	}
	return -1
}

// placeOf puts an element into its parent.
func (d *Drawing) placeOf(n *node) matrix { return d.fitted(n, n) }

// fitted puts an element where another says, in the size that it says.
func (d *Drawing) fitted(n, by *node) matrix {
	m := n.place
	for c := range d.said(n) {
		m.unknown = m.unknown || c.turned || c.moved && n.parent >= 0
	}
	offset := func(n *node) {
		x, used := length(n.keep["x"])
		y, also := length(n.keep["y"])
		if !used && n.keep["x"] != "" || !also && n.keep["y"] != "" {
			m.unknown = true
		}
		m = m.then(matrix{a: 1, d: 1, e: x, f: y})
	}
	switch {
	case n.parent < 0:
		return m
	case n.name == "use":
		offset(n)
	case n.name == "svg", n.name == "symbol":
		if n.name == "svg" {
			offset(n)
		}
		v := numbers(n.keep["viewBox"])
		if len(v) != 4 {
			break
		}
		w, known := length(by.keep["width"])
		h, also := length(by.keep["height"])
		if by != n && !known && by.keep["width"] == "" {
			w, known = length(n.keep["width"])
		}
		if by != n && !also && by.keep["height"] == "" {
			h, also = length(n.keep["height"])
		}
		if !known || !also || v[2] <= 0 || v[3] <= 0 {
			m.unknown = true
			break
		}
		scale := max(w/v[2], h/v[3]) // as the attribute preserveAspectRatio may have it
		m = m.then(matrix{a: scale, d: scale}).then(matrix{a: 1, d: 1, e: -v[0], f: -v[1]})
	}
	return m
}

// more is a − b of two amounts, which may be without bound.
func more(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}
