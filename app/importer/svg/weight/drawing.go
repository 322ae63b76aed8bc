// Package weight says how much an SVG makes whoever shows it draw: how many
// elements, with all copies that references make of them, and how much of the
// picture layers, masks and filters are drawn over and over. It is an upper bound
// that takes time in proportion to the file, whatever that multiplies to. It
// errs to the safe side where a style sheet decides.
//
// A unit is what a small element takes: about 20 µs of a processor, and 3 kB.
package weight

import (
	"errors"
	"math"
	"strings"
)

const (
	// Most is what a picture may weigh: a browser draws it in two seconds, and
	// needs less than 500 MB.
	Most = 100_000
	// MostMoving is what one may weigh that is drawn again and again.
	MostMoving = 5_000

	maxReferences = 32 // of which one leads to the next
)

var (
	ErrSelf = errors.New("svg: a part of it is drawn inside itself")
	ErrDeep = errors.New("svg: references lead to references")
)

// An Attr is an attribute as it is written.
type Attr struct{ Name, Value string }

// A Drawing takes an SVG element by element, and weighs it.
type Drawing struct {
	nodes    []node
	open     []int32
	byID     map[string]int32
	rules    map[string]*declaration // by #id, .class, name, or everyone
	anything declaration             // what may be said of any element

	dashes   float64 // in a unit of length, the most anywhere
	font     float64 // the largest size
	stroke   float64 // the widest line
	grown    float64 // how much larger anything is than in its own coordinates, where it stands
	moves    bool    // by itself
	onScreen bool    // dashes are measured there
	spaced   bool    // letters are not where their size has them

	err error
}

// node is an element.
type node struct {
	name        string
	html        bool // in a foreignObject
	parent      int32
	next        int32 // sibling; -1 for none, as for the children
	first, last int32

	id      string
	classes []string
	href    []string // ids
	said    declaration
	hollow  bool // its own style says that nothing fills it
	place   matrix
	keep    map[string]string // attributes

	bytes        float64 // of all attributes
	children     float64
	grown        float64 // how much larger it is than in its own coordinates, at the most
	long         float64 // as an attribute says, in which dashes are measured then
	shape        shape
	isShape      bool
	count        float64 // units, whatever its size
	chars, total float64 // letters; of a text, with all in it
	textX, textY box     // where they begin
	moved        float64 // from there
	step         *primitive

	load, own          *load // in its own coordinates
	content            *load
	visited, contained bool
	following          bool
}

// New returns an empty Drawing.
func New() *Drawing {
	return &Drawing{byID: map[string]int32{}, rules: map[string]*declaration{}, font: 16, stroke: 1, grown: 1}
}

// Within takes what a drawing inside the element opened last weighs, wherever that is
// drawn, and whether it moves.
func (d *Drawing) Within(w float64, moves bool) {
	d.nodes[len(d.nodes)-1].count += w
	d.moves = d.moves || moves
}

// Moves reports whether it moves by itself, once it is weighed.
func (d *Drawing) Moves() bool { return d.moves }

// Elements counts what was opened.
func (d *Drawing) Elements() int { return len(d.nodes) }

// apart are elements whose content is not drawn where it stands.
var apart = map[string]bool{
	"defs": true, "symbol": true, "clipPath": true, "mask": true, "marker": true, "pattern": true,
	"linearGradient": true, "radialGradient": true, "filter": true, "style": true, "title": true, "desc": true,
}

// kept are attributes that are asked for later, of the elements that have them.
var kept = map[string]string{
	"pattern": " width height patternUnits ", "marker": " markerWidth markerHeight markerUnits overflow ",
	"filter": " width height filterUnits ", "mask": " maskContentUnits ", "clipPath": " clipPathUnits ",
	"svg": " x y width height viewBox preserveAspectRatio ", "symbol": " width height viewBox ", "use": " x y width height ",
}

// Open takes a start tag.
func (d *Drawing) Open(name string, attrs []Attr) {
	at := int32(len(d.nodes))
	n := node{name: name, parent: -1, next: -1, first: -1, last: -1, place: identity, count: 1}
	if len(d.open) > 0 {
		n.parent = d.open[len(d.open)-1]
		d.nodes[n.parent].children++
		n.html = d.nodes[n.parent].html || d.nodes[n.parent].name == "foreignObject"
		if p := &d.nodes[n.parent]; p.first < 0 {
			p.first, p.last = at, at
		} else {
			d.nodes[p.last].next, p.last = at, at
		}
	}
	d.open = append(d.open, at)
	values := map[string]string{}
	for _, a := range attrs {
		values[a.Name] = a.Value
		n.bytes += float64(len(a.Value))
	}
	get := func(name string) string { return values[name] }
	for _, a := range attrs {
		switch a.Name {
		case "id", "xml:id":
			n.id = a.Value
			if _, ok := d.byID[a.Value]; !ok {
				d.byID[a.Value] = at
			}
		case "class":
			n.classes = strings.Fields(a.Value)
		case "href", "xlink:href":
			if id, ok := strings.CutPrefix(strings.TrimSpace(a.Value), "#"); ok {
				n.href = append(n.href, id)
			}
		case "style": // below, for it comes before the attributes
		case "transform", "patternTransform":
			n.place = n.place.then(transform(a.Value))
		default:
			n.said.set(d, a.Name, a.Value, false)
			if strings.Contains(kept[name], " "+a.Name+" ") {
				if n.keep == nil {
					n.keep = map[string]string{}
				}
				n.keep[a.Name] = a.Value
			}
		}
	}
	if style := get("style"); style != "" {
		var own declaration
		own.style(d, style)
		if own.fill != unsaid {
			n.said.fill = unsaid
			n.hollow = own.fill == hollow
		}
		n.said.add(&own)
	}
	if n.html {
		n.label(get)
	} else {
		n.shape, n.isShape = shapeOf(name, get)
	}
	n.long, _ = scan(get("pathLength"))
	n.grown = 1
	if n.parent >= 0 {
		n.grown = d.nodes[n.parent].grown
	}
	n.grown *= max(1, n.place.reach()/math.Sqrt2)
	d.grown = max(d.grown, n.grown)
	n.step = primitiveOf(name, get)
	n.count += edge * n.shape.edges
	if name == "text" || name == "tspan" || name == "textPath" {
		n.letters(d, get)
	}
	d.nodes = append(d.nodes, n)
	if name == "feMergeNode" && n.parent >= 0 {
		if p := &d.nodes[n.parent]; p.step != nil {
			p.step.inputs = append(p.step.inputs, get("in"))
		}
	}
}

// letters reads where letters are put: all together, or each by itself.
func (n *node) letters(d *Drawing, get func(string) string) {
	for _, name := range []string{"x", "y", "dx", "dy", "rotate"} {
		text := get(name)
		if text == "" {
			continue
		}
		list := numbers(text)
		if len(list) > 1 {
			n.count += placed * float64(len(list))
		}
		if strings.ContainsAny(text, "%em") {
			d.spaced = true
		}
		for _, v := range list {
			switch name {
			case "x":
				n.textX = n.textX.with(around(v, v))
			case "y":
				n.textY = n.textY.with(around(v, v))
			case "dx", "dy":
				n.moved += math.Abs(v)
			}
		}
	}
}

// Text takes characters of the element that is open.
func (d *Drawing) Text(s string) {
	if len(d.open) == 0 {
		return
	}
	n := &d.nodes[d.open[len(d.open)-1]]
	if n.html || n.name == "text" || n.name == "tspan" || n.name == "textPath" || n.name == "a" || n.name == "foreignObject" {
		chars := float64(len(strings.Join(strings.Fields(s), " ")))
		n.chars += chars
		for i := len(d.open) - 1; i >= 0; i-- {
			if t := &d.nodes[d.open[i]]; t.name == "text" {
				t.total += chars
				break
			}
		}
	}
}

// Close takes an end tag.
func (d *Drawing) Close() { d.open = d.open[:len(d.open)-1] }
