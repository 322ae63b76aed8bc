package weight

import (
	"math"
	"strings"
)

// A shape is what a path and its like are made of.
type shape struct {
	box    box
	points float64 // where markers may stand
	edges  float64
	length float64 // of all lines, in units
}

func (s *shape) line(x0, y0, x1, y1 float64) {
	s.box = s.box.with(around(x0, y0)).with(around(x1, y1))
	s.points++
	s.edges++
	if l := math.Hypot(x1-x0, y1-y0); !math.IsNaN(l) {
		s.length += l
	}
}

// arguments is how many numbers each command of a path takes (SVG 2, 9.3).
var arguments = map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 't': 2, 'a': 7, 'z': 0}

// path measures path data. A curve is as long as its control points' lines at the
// most, and lies inside them.
func path(d string) (s shape) {
	var x, y, startX, startY float64
	var cx, cy float64 // the last control point, which a smooth curve mirrors
	var command byte
	var v [7]float64
	for {
		d = strings.TrimLeft(d, " \t\r\n\f,")
		if d == "" {
			return s
		}
		if c := d[0]; c >= 'A' && c != 'e' && c != 'E' {
			command = c
			d = d[1:]
		}
		lower := command | 0x20
		n, ok := arguments[lower]
		if !ok {
			return s // a browser stops here, too
		}
		if lower == 'z' {
			s.line(x, y, startX, startY)
			x, y, cx, cy = startX, startY, startX, startY
			command = 0
			continue
		}
		for i := range n {
			var used int
			if lower == 'a' && (i == 3 || i == 4) { // a flag is one digit, with nothing after it
				d = strings.TrimLeft(d, " \t\r\n\f,")
				if d == "" || d[0] != '0' && d[0] != '1' {
					return s
				}
				v[i], used = float64(d[0]-'0'), 1
			} else if v[i], used = scan(d); used == 0 {
				return s
			}
			d = d[used:]
		}
		ox, oy := 0.0, 0.0
		if command >= 'a' {
			ox, oy = x, y
		}
		fromX, fromY := x, y
		switch lower {
		case 'm':
			x, y = ox+v[0], oy+v[1]
			startX, startY = x, y
			s.points++
			s.box = s.box.with(around(x, y))
			command-- // what follows are lines
		case 'l':
			x, y = ox+v[0], oy+v[1]
			s.line(fromX, fromY, x, y)
		case 't':
			mx, my := 2*x-cx, 2*y-cy
			x, y = ox+v[0], oy+v[1]
			s.curve(fromX, fromY, mx, my, x, y)
			cx, cy = mx, my
			continue
		case 'h':
			x = ox + v[0]
			s.line(fromX, fromY, x, y)
		case 'v':
			y = oy + v[0]
			s.line(fromX, fromY, x, y)
		case 'c':
			cx, cy = ox+v[2], oy+v[3]
			x, y = ox+v[4], oy+v[5]
			s.curve(fromX, fromY, ox+v[0], oy+v[1], cx, cy, x, y)
			continue
		case 's':
			mx, my := 2*x-cx, 2*y-cy
			cx, cy = ox+v[0], oy+v[1]
			x, y = ox+v[2], oy+v[3]
			s.curve(fromX, fromY, mx, my, cx, cy, x, y)
			continue
		case 'q':
			cx, cy = ox+v[0], oy+v[1]
			x, y = ox+v[2], oy+v[3]
			s.curve(fromX, fromY, cx, cy, x, y)
			continue
		case 'a':
			x, y = ox+v[5], oy+v[6]
			// An ellipse too small for its ends is grown to fit between them.
			r := max(math.Abs(v[0]), math.Abs(v[1]), math.Hypot(x-fromX, y-fromY))
			s.box = s.box.with(around(fromX, fromY).with(around(x, y)).grown(2 * r))
			s.points++
			s.edges += 4
			s.length += 2 * math.Pi * r
		}
		cx, cy = x, y
	}
}

// curve takes the points that a curve goes along, x and y in turn.
func (s *shape) curve(p ...float64) {
	points := s.points + 1
	for i := 2; i+1 < len(p); i += 2 {
		s.line(p[i-2], p[i-1], p[i], p[i+1])
	}
	s.points = points
}

// shapeOf measures an element that is one. It reports false for all others.
func shapeOf(name string, get func(string) string) (s shape, ok bool) {
	known := true
	number := func(name string) float64 {
		text := get(name)
		if strings.TrimSpace(text) == "" {
			return 0
		}
		v, ok := length(text)
		known = known && ok
		return v
	}
	switch name {
	case "path":
		return path(get("d")), true
	case "polyline", "polygon":
		v := numbers(get("points"))
		for i := 0; i+1 < len(v); i += 2 {
			if i == 0 {
				s.points, s.box = 1, around(v[0], v[1])
			} else {
				s.line(v[i-2], v[i-1], v[i], v[i+1])
			}
		}
		if len(v) >= 4 && name == "polygon" {
			s.line(v[0], v[1], v[(len(v)-2)&^1], v[(len(v)-2)&^1+1])
		}
		return s, true
	case "line":
		s.line(number("x1"), number("y1"), number("x2"), number("y2"))
		s.points = 2
	case "rect", "image":
		x, y, w, h := number("x"), number("y"), number("width"), number("height")
		if name == "image" && (get("width") == "" || get("height") == "") {
			known = false // as large as its pixels
		}
		s.box, s.edges, s.length = around(x, y).with(around(x+w, y+h)), 4, 2*(math.Abs(w)+math.Abs(h))
	case "circle", "ellipse":
		r := max(math.Abs(number("r")), math.Abs(number("rx")), math.Abs(number("ry")))
		s.box, s.edges, s.length = around(number("cx"), number("cy")).grown(r), 8, 2*math.Pi*r
	default:
		return s, false
	}
	if !known {
		s.box, s.length = everywhere, math.Inf(1)
	}
	return s, true
}
