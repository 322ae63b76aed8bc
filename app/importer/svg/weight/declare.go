package weight

import (
	"math"
	"net/url"
	"regexp"
	"strings"
)

// What a reference makes of the element it names.
type use int

const (
	paint  use = iota // fill or stroke of every shape in here
	ends              // a marker at one end of each of them
	points            // a marker at each of their points
	mask
	clip
	filter
	uses
)

// A declaration is what attributes or a rule say about how something is drawn, as
// far as it weighs. Of several, each counts: which one wins is the browser's affair.
type declaration struct {
	refs     [uses][]string // ids
	dashes   float64        // in one unit of length, the most
	stroke   float64        // width
	font     float64        // size, in units
	fontBy   float64        // size, of the one around it
	fill     fill
	layer    bool // opacity, blending: drawn apart, then laid over
	filters  float64
	shadow   float64 // of letters, by their blurs
	spread   float64 // how far these reach, in units
	moved    bool    // a style sheet says where it is, or how large
	turned   bool    // with all in it
	path     shape
	siblings float64 // how many of a selector's parts are about elements before
	scans    float64 // how many look into attributes
	moves    bool    // by itself
	ground   float64 // of a box of HTML: layers behind it and around it
	matching float64

	weighed *effects // of refs, once
}

type fill int

const (
	unsaid fill = iota
	hollow
	painted
)

var reference = regexp.MustCompile(`(?i)url\(\s*['"]?\s*#([^'")]*)`)

// ids lists the ids that a value names.
func ids(value string) (list []string) {
	for _, m := range reference.FindAllStringSubmatch(value, -1) {
		list = append(list, strings.TrimSpace(m[1]))
	}
	return list
}

// spelled are the spellings of an id, as it is written in a reference.
func spelled(id string) []string {
	if plain, err := url.PathUnescape(id); err == nil && plain != id {
		return []string{id, plain}
	}
	return []string{id}
}

// moving are properties that put an element elsewhere, turning are those that
// do so with all in it.
var (
	moving  = names("x", "y", "width", "height", "r", "rx", "ry", "cx", "cy", "overflow")
	turning = names("transform", "translate", "rotate", "scale", "zoom", "perspective",
		"offset", "offset-path", "offset-distance", "offset-position")
)

// inherited are properties that weigh, and come from what is around only where that
// is said.
var inherited = names("filter", "backdrop-filter", "mask", "mask-image", "clip-path", "all")

func names(list ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range list {
		set[name] = true
	}
	return set
}

// set takes one property, of a style or an attribute. It tells the drawing what
// concerns all of it.
func (c *declaration) set(d *Drawing, name, value string, style bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	value = strings.TrimSpace(value)
	name = strings.TrimPrefix(name, "-webkit-")
	add := func(as ...use) {
		for _, id := range ids(value) {
			for _, u := range as {
				c.refs[u] = append(c.refs[u], id)
			}
		}
	}
	if style && len(value) > 100 {
		c.matching += float64(len(value)) / 4 // a shape, perhaps, of each element
	}
	if inherited[name] && strings.Contains(strings.ToLower(value), "inherit") {
		c.filters = math.Inf(1) // what is around it says so, once for each in it
	}
	if style && strings.Contains(strings.ToLower(value), "gradient(") { // by a mask, or by a variable
		c.filters = max(c.filters, masked*float64(strings.Count(strings.ToLower(value), "gradient(")))
	}
	switch {
	case name == "fill":
		add(paint)
		c.fill = painted
		if strings.EqualFold(value, "none") {
			c.fill = hollow
		}
	case name == "stroke":
		add(paint)
	case name == "marker-start", name == "marker-end":
		add(ends)
	case name == "marker-mid":
		add(points)
	case name == "marker":
		add(ends, ends, points)
	case name == "mask", strings.HasPrefix(name, "mask-"):
		add(mask)
	case name == "clip-path":
		add(clip)
	case name == "filter", name == "backdrop-filter":
		add(filter)
		c.filters = max(c.filters, functions(value))
	case name == "text-shadow":
		blurs, spread := shadows(value)
		c.shadow, c.spread = max(c.shadow, blurs), max(c.spread, spread)
	case name == "box-shadow":
		blurs, _ := shadows(value)
		c.filters = max(c.filters, blurs)
	case strings.HasPrefix(name, "background"), strings.HasPrefix(name, "border"), strings.HasPrefix(name, "outline"):
		c.ground = max(c.ground, 1+float64(strings.Count(value, ",")))
	case name == "stroke-width":
		c.stroke = max(c.stroke, size(value))
		d.stroke = max(d.stroke, c.stroke)
	case name == "stroke-dasharray":
		c.dashes = max(c.dashes, dashes(value))
		d.dashes = max(d.dashes, c.dashes)
	case name == "font-size", name == "font":
		c.setFont(d, value)
	case name == "opacity":
		if v, used := scan(value); used == 0 || v < 1 || strings.Contains(value, "%") {
			c.layer = true
		}
	case name == "mix-blend-mode":
		c.layer = c.layer || value != "normal"
	case name == "isolation":
		c.layer = c.layer || value == "isolate"
	case name == "vector-effect":
		d.onScreen = d.onScreen || value != "none"
	case name == "letter-spacing", name == "word-spacing", name == "textlength":
		d.spaced = true
	case strings.HasPrefix(name, "animation"):
		c.moves = true
	case style && turning[name]:
		c.turned = true
	case style && moving[name]:
		c.moved = true
	case style && name == "d":
		_, d, _ := strings.Cut(value, "(")
		c.path = path(strings.Trim(d, `"' )`))
	case style && strings.Contains(value, "("):
		// A variable is anything, and anybody's.
		for _, id := range ids(value) {
			for u := range d.anything.refs {
				d.anything.refs[u] = append(d.anything.refs[u], id)
			}
		}
	}
}

// size is a length, or any.
func size(value string) float64 {
	if v, known := length(value); known {
		return math.Abs(v)
	}
	return math.Inf(1)
}

// dashes is how many dashes a unit of length has (SVG 2, 13.5.6).
func dashes(value string) float64 {
	if strings.EqualFold(value, "none") {
		return 0
	}
	var n, sum float64
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t\r\n,", r) }) {
		v, known := length(part)
		switch {
		case !known:
			return math.Inf(1)
		case v < 0:
			return 0 // no dashes at all, as if nothing had been said
		}
		n, sum = n+1, sum+v
	}
	if sum == 0 {
		return 0
	}
	return n / sum
}

// setFont takes a size, or what holds one among other words.
func (c *declaration) setFont(d *Drawing, value string) {
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t\r\n,/", r) }) {
		v, used := scan(word)
		unit := strings.ToLower(word[used:])
		factor, known := units[unit]
		switch {
		case used == 0 && !strings.Contains(word, "("):
		case used > 0 && known:
			c.font = max(c.font, math.Abs(v*factor))
			d.font = max(d.font, c.font)
		case used > 0 && (unit == "%" || unit == "em" || unit == "rem" || unit == "ex" || unit == "ch"):
			if unit == "%" {
				v /= 100
			}
			c.fontBy = max(c.fontBy, math.Abs(v))
			d.spaced = true
		default: // of the window, or calculated
			c.font, d.font = math.Inf(1), math.Inf(1)
		}
	}
}

// add takes what another declaration says, too.
func (c *declaration) add(o *declaration) {
	for u := range c.refs {
		c.refs[u] = append(c.refs[u], o.refs[u]...)
	}
	c.dashes, c.stroke = max(c.dashes, o.dashes), max(c.stroke, o.stroke)
	c.font, c.fontBy = max(c.font, o.font), max(c.fontBy, o.fontBy)
	c.filters = max(c.filters, o.filters)
	c.shadow, c.spread = max(c.shadow, o.shadow), max(c.spread, o.spread)
	c.fill = max(c.fill, o.fill)
	c.ground = max(c.ground, o.ground)
	c.layer, c.moved, c.moves = c.layer || o.layer, c.moved || o.moved, c.moves || o.moves
	c.turned = c.turned || o.turned
	if o.path.edges > c.path.edges {
		c.path = o.path
	}
	c.matching += o.matching
	c.siblings, c.scans = c.siblings+o.siblings, c.scans+o.scans
}
