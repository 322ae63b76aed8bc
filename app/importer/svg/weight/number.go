package weight

import (
	"math"
	"strconv"
	"strings"
)

// scan reads the number that begins s, after white space and commas, and returns
// how many bytes that takes; 0 where there is none.
func scan(s string) (v float64, used int) {
	i := 0
	for i < len(s) && strings.IndexByte(" \t\r\n\f,", s[i]) >= 0 {
		i++
	}
	start := i
	digits := func() (n int) {
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
			n++
		}
		return n
	}
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	n := digits()
	if i < len(s) && s[i] == '.' {
		i++
		n += digits()
	}
	if n == 0 {
		return 0, 0
	}
	if end := i; i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() == 0 {
			i = end // the e of em, or of ex
		}
	}
	v, _ = strconv.ParseFloat(s[start:i], 64) // out of range is ±Inf
	return v, i
}

// numbers reads a list of them, as far as it goes.
func numbers(s string) (list []float64) {
	for {
		v, used := scan(s)
		if used == 0 {
			return list
		}
		list = append(list, v)
		s = s[used:]
	}
}

var units = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 96 / 101.6}

// length is a length in units of the drawing. It is not known here what a part of
// the whole is, or one of a letter's size.
func length(s string) (v float64, known bool) {
	v, used := scan(s)
	if used == 0 {
		return 0, false
	}
	unit, known := units[strings.ToLower(strings.TrimSpace(s[used:]))]
	return v * unit, known
}

// times is a × b, and nothing of it where there is none of the one, however much
// there is of the other.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// A matrix places what is in one system of coordinates in another.
type matrix struct {
	a, b, c, d, e, f float64
	unknown          bool // it may do anything
}

var identity = matrix{a: 1, d: 1}

func (m matrix) then(n matrix) matrix { // n first
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
		m.unknown || n.unknown,
	}
}

// area is what a square of one becomes, reach what a line of one may.
func (m matrix) area() float64 {
	if v := math.Abs(m.a*m.d - m.b*m.c); !m.unknown && !math.IsNaN(v) {
		return v
	}
	return math.Inf(1)
}

func (m matrix) reach() float64 {
	if v := math.Sqrt(m.a*m.a + m.b*m.b + m.c*m.c + m.d*m.d); !m.unknown && !math.IsNaN(v) {
		return v
	}
	return math.Inf(1)
}

// transform reads the attribute (SVG 2, 8.5).
func transform(s string) matrix {
	m := identity
	for s = strings.TrimLeft(s, " \t\r\n,"); s != ""; s = strings.TrimLeft(s, " \t\r\n,") {
		name, rest, ok := strings.Cut(s, "(")
		args, after, closed := strings.Cut(rest, ")")
		v := numbers(args)
		if !ok || !closed || len(v) == 0 {
			return matrix{unknown: true}
		}
		at := func(i int, otherwise float64) float64 {
			if i < len(v) {
				return v[i]
			}
			return otherwise
		}
		n := identity
		switch strings.TrimSpace(name) {
		case "translate":
			n.e, n.f = v[0], at(1, 0)
		case "scale":
			n.a, n.d = v[0], at(1, v[0])
		case "rotate":
			sin, cos := math.Sincos(v[0] * math.Pi / 180)
			x, y := at(1, 0), at(2, 0)
			n = matrix{a: cos, b: sin, c: -sin, d: cos, e: x - cos*x + sin*y, f: y - sin*x - cos*y}
		case "skewX":
			n.c = math.Tan(v[0] * math.Pi / 180)
		case "skewY":
			n.b = math.Tan(v[0] * math.Pi / 180)
		case "matrix":
			if len(v) != 6 {
				return matrix{unknown: true}
			}
			n = matrix{a: v[0], b: v[1], c: v[2], d: v[3], e: v[4], f: v[5]}
		default:
			return matrix{unknown: true}
		}
		m, s = m.then(n), after
	}
	return m
}

// A box is what something is drawn in. The zero box is nothing.
type box struct {
	x0, y0, x1, y1 float64
	some           bool
}

var everywhere = box{math.Inf(-1), math.Inf(-1), math.Inf(1), math.Inf(1), true}

func around(x, y float64) box { return box{x, y, x, y, true} }

func (b box) with(c box) box {
	switch {
	case !b.some:
		return c
	case !c.some:
		return b
	}
	return box{min(b.x0, c.x0), min(b.y0, c.y0), max(b.x1, c.x1), max(b.y1, c.y1), true}
}

func (b box) grown(by float64) box {
	if b.some {
		b.x0, b.y0, b.x1, b.y1 = b.x0-by, b.y0-by, b.x1+by, b.y1+by
	}
	return b
}

func (b box) area() float64 {
	v := (b.x1 - b.x0) * (b.y1 - b.y0)
	if math.IsNaN(v) {
		return math.Inf(1)
	}
	return v
}

func (b box) placed(m matrix) box {
	if !b.some {
		return b
	}
	if m.unknown || math.IsInf(b.area(), 0) {
		return everywhere
	}
	var out box
	for _, p := range [][2]float64{{b.x0, b.y0}, {b.x1, b.y0}, {b.x0, b.y1}, {b.x1, b.y1}} {
		out = out.with(around(m.a*p[0]+m.c*p[1]+m.e, m.b*p[0]+m.d*p[1]+m.f))
	}
	if math.IsNaN(out.x0 + out.y0 + out.x1 + out.y1) {
		return everywhere
	}
	return out
}
