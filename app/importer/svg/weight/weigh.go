package weight

import (
	"math"
	"strings"
)

// Weigh returns what all of it weighs. An error says why that has no bound.
func (d *Drawing) Weigh() (float64, error) {
	if len(d.nodes) == 0 {
		return 0, nil
	}
	root := &d.nodes[0]
	place := d.placeOf(root)
	all := *d.loadOf(0, 0)
	if d.err != nil {
		return 0, d.err
	}
	shown := root.visible()
	// Where it stands in the file, each is known in its true size; what is copied,
	// by the sum of its copies'.
	weight := all.count + d.drawn(0, place, shown)
	rest := load{
		hollow: all.hollow, hollowArea: all.hollowArea, shapes: all.shapes, lines: all.lines,
		chars: all.chars, letters: all.letters,
	}
	rest.settle()
	weight += rest.on(place, shown)
	if d.onScreen && d.dashes > 0 {
		weight += dash * times(d.dashes, 4400*all.reach/shown.across) // on the widest screen
	}
	if math.IsNaN(weight) {
		weight = math.Inf(1)
	}
	return weight, nil
}

// drawn is what an element and those in it draw where they stand.
func (d *Drawing) drawn(at int32, m matrix, shown extent) float64 {
	n := &d.nodes[at]
	weight := n.own.on(m, shown)
	for c := n.first; c >= 0; c = d.nodes[c].next {
		if child := &d.nodes[c]; !apart[child.name] {
			weight += d.drawn(c, m.then(d.placeOf(child)), shown)
		}
	}
	return weight
}

// extent is how much of the plane the picture shows.
type extent struct{ area, across float64 }

// visible reads it from the root element.
func (n *node) visible() extent {
	v := numbers(n.keep["viewBox"])
	w, _ := length(n.keep["width"])
	h, _ := length(n.keep["height"])
	if len(v) != 4 || v[2] <= 0 || v[3] <= 0 {
		if w <= 0 || h <= 0 {
			w, h = 300, 150
		}
		return extent{w * h, math.Hypot(w, h)}
	}
	e := extent{v[2] * v[3], math.Hypot(v[2], v[3])}
	if strings.Contains(n.keep["preserveAspectRatio"], "slice") {
		// A part of it, as long as the shorter side or, where the sides are given,
		// less.
		side := min(v[2], v[3])
		e = extent{side * side, side}
		if w > 0 && h > 0 {
			x, y := w/v[2], h/v[3]
			e.area = v[2] * v[3] * min(x, y) / max(x, y)
			e.across = math.Sqrt(e.area)
		}
	}
	return e
}
