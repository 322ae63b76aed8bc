package weight

import (
	"math"
	"strings"
)

// An effect is what a reference draws each time.
type effect struct {
	count float64
	full  float64
	area  float64 // of a known size
	box   float64 // for each unit of the area of what it is put on
	depth int
}

type effects [uses]effect

func (e *effect) add(o effect) {
	e.count += o.count
	e.full += o.full
	e.area += o.area
	e.box += o.box
	e.depth = max(e.depth, o.depth)
}

// apply adds what is said of an element to what it and all in it draw.
func (d *Drawing) apply(n *node, c *declaration, l *load, depth int) {
	if c.weighed == nil {
		var all effects
		for u := range all {
			for _, id := range c.refs[u] {
				if t := d.named(id); t >= 0 && d.err == nil {
					all[u].add(d.effectOf(use(u), t, depth+1))
				}
			}
		}
		if d.err != nil {
			return
		}
		c.weighed = &all
	}
	for u, e := range c.weighed {
		many, area := 1.0, l.box.area()
		switch use(u) {
		case paint:
			many, area = l.shapes, l.surface
		case ends:
			many, area = l.shapes, 0
		case points:
			many, area = l.points, 0
		}
		l.count += times(e.count, many)
		l.full += times(e.full, many)
		l.area += times(e.area, many) + times(e.box, area)
		l.depth = max(l.depth, e.depth)
	}
	c.inherit(d, l)
	if c.filters > 0 {
		l.full += c.filters
		l.area += 4 * times(c.filters, l.box.area()) // a blur reaches out
	}
	if c.layer {
		weight := layer
		if n.isShape {
			weight = folded
		}
		l.full += weight
		l.area += times(weight, l.box.area())
	}
}

// inherit is the part of apply that concerns what is in here by itself.
func (c *declaration) inherit(d *Drawing, l *load) {
	if c.stroke > 0 {
		l.full += cover * l.shapes
		l.area += times(cover*c.stroke, l.lines)
		l.box = l.box.grown(c.stroke)
	}
	if c.shadow > 0 {
		side := max(d.font, 16) + c.spread
		if d.spaced {
			side = math.Inf(1)
		}
		l.full += times(c.shadow, l.chars)
		l.area += times(c.shadow, times(l.chars, side*side))
	}
	l.count += times(dash*c.dashes, l.length)
	if c.fontBy > 1 {
		l.letters *= c.fontBy * c.fontBy
	}
	if c.font > 0 {
		l.full += cover * l.chars
		l.area += times(0.6*cover*c.font*c.font, l.letters)
	}
}

// fill decides what fills the shapes in an element that do not say so themselves.
func (n *node) fill(d *Drawing, l *load) {
	said := unsaid
	if n.hollow {
		said = hollow
	}
	for c := range d.said(n) {
		said = max(said, c.fill)
	}
	switch said {
	case painted:
		l.full += cover * l.hollow
		l.area += cover * l.hollowArea
		fallthrough
	case hollow:
		l.hollow, l.hollowArea = 0, 0
	}
}

// content is what an element draws that is drawn elsewhere: it inherits from where
// it stands.
func (d *Drawing) content(at int32, depth int) *load {
	n := &d.nodes[at]
	if n.content != nil {
		return n.content
	}
	if n.contained {
		d.fail(ErrSelf)
		return &load{}
	}
	n.contained = true
	l := *d.loadOf(at, depth)
	for p := n.parent; p >= 0 && d.err == nil; p = d.nodes[p].parent {
		around := &d.nodes[p]
		for c := range d.said(around) {
			if len(c.refs[paint])+len(c.refs[ends])+len(c.refs[points]) > 0 && l.shapes > 0 {
				only := &declaration{}
				only.refs[paint], only.refs[ends], only.refs[points] = c.refs[paint], c.refs[ends], c.refs[points]
				d.apply(around, only, &l, depth)
			}
			c.inherit(d, &l)
		}
		around.fill(d, &l)
	}
	l.settle()
	n.content = &l
	return n.content
}

// effectOf weighs what a reference to an element draws.
func (d *Drawing) effectOf(u use, at int32, depth int) effect {
	n := &d.nodes[at]
	switch u {
	case paint:
		return d.paintOf(n, at, depth)
	case filter:
		return d.filterOf(n, depth)
	}
	l := d.content(at, depth)
	e := effect{count: 1 + l.count, full: l.full + l.edges, depth: l.depth + 1}
	switch {
	case u == ends || u == points:
		if n.name != "marker" {
			return effect{}
		}
		w, h := sizeOr(n.keep["markerWidth"], 3), sizeOr(n.keep["markerHeight"], 3)
		size := w * h
		if n.keep["markerUnits"] != "userSpaceOnUse" {
			size = times(size, d.stroke*d.stroke)
		}
		if o := n.keep["overflow"]; o == "visible" || o == "auto" {
			size = math.Inf(1)
		}
		e.area = times(e.full, size)
	case u == mask && n.name == "mask":
		e.count += apartFor
		e.box = masked + l.edges
		if n.keep["maskContentUnits"] == "objectBoundingBox" {
			e.box += l.full
		} else {
			e.area = l.area
		}
		e.full += masked
	case u == clip && n.name == "clipPath":
		e.count += apartFor
		e.full, e.box = stencil, stencil
		if l.chars > 0 || l.shapes > 8 || l.depth > 0 {
			e.full, e.box = roughClip, roughClip
		}
		if l.shapes > 1 {
			e.count += l.edges / 2 // they are made one
		}
	default:
		return effect{}
	}
	return e
}

func (d *Drawing) paintOf(n *node, at int32, depth int) (e effect) {
	switch n.name {
	case "linearGradient", "radialGradient":
		d.loadOf(at, depth)
		e = effect{count: 0.5, full: gradient, box: gradient}
		for c := n.first; c >= 0; c = d.nodes[c].next {
			e.count += stop
		}
	case "pattern":
		l := d.content(at, depth)
		tile := l.full + l.edges + tiled
		e = effect{count: 1 + l.count, full: 3 * tile, depth: l.depth + 1}
		w, wide := length(n.keep["width"])
		h, high := length(n.keep["height"])
		part := times(math.Abs(w), math.Abs(h))
		if n.keep["patternUnits"] != "userSpaceOnUse" {
			w, wide = partOf(n.keep["width"])
			h, high = partOf(n.keep["height"])
			part = times(w, h)
		}
		switch {
		case n.keep["patternUnits"] == "userSpaceOnUse" && wide && high:
			e.area = times(tile*part, n.place.area())
		case n.keep["patternUnits"] != "userSpaceOnUse" && wide && high:
			e.box = times(tile, part)
		default:
			e.area = math.Inf(1)
		}
	default:
		return effect{}
	}
	for _, id := range n.href { // what it does not say itself
		t := d.named(id)
		if t < 0 {
			continue
		}
		if depth > maxReferences {
			d.fail(ErrDeep)
			return e
		}
		if n.following {
			d.fail(ErrSelf)
			return e
		}
		n.following = true
		other := d.paintOf(&d.nodes[t], t, depth+1)
		n.following = false
		e.count += other.count
		e.full = max(e.full, other.full)
		e.area, e.box = max(e.area, other.area), max(e.box, other.box)
		e.depth = max(e.depth, other.depth+1)
	}
	return e
}

func (d *Drawing) filterOf(n *node, depth int) (e effect) {
	if n.name != "filter" {
		return effect{}
	}
	var steps []*primitive
	for c := n.first; c >= 0; c = d.nodes[c].next {
		step := &d.nodes[c]
		if step.step != nil {
			steps = append(steps, step.step)
		}
		if step.name == "feImage" {
			for _, id := range step.href {
				if t := d.named(id); t >= 0 {
					l := d.content(t, depth)
					e.count += l.count
					e.full += l.full + l.edges
					e.depth = max(e.depth, l.depth+1)
				}
			}
		}
	}
	e.count += filtered
	// What is copied may be grown again by where it is copied to.
	e.full += chain(steps, d.grown*d.grown*1836/d.nodes[0].visible().across)
	e.area, e.box = n.region(e.full)
	return e
}

// partOf is a part of the whole, as a number or in percent; nothing where it is
// not said.
func partOf(text string) (float64, bool) {
	v, used := scan(text)
	switch strings.TrimSpace(text[used:]) {
	case "":
	case "%":
		v /= 100
	default:
		return 0, false
	}
	return math.Abs(v), true
}

// sizeOr is a length, or what it is where it is not given.
func sizeOr(text string, otherwise float64) float64 {
	if text == "" {
		return otherwise
	}
	return size(text)
}
