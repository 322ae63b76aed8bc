package weight

import (
	"math"
	"strings"

	"lectern/app/importer/svg/css"
)

// A primitive is a step of a filter.
type primitive struct {
	inputs []string // named; "" is the step before
	result string
	weight float64 // on the whole picture
	radius float64 // that it grows or shrinks shapes by, in units
}

// What a step takes on the whole picture, in elements: measured in Chromium that
// draws without a graphics card.
const (
	plainStep = 500
	blurStep  = 7000
	sharpStep = 4500
	lightStep = 4500
	noiseStep = 1000 // an octave
	cellStep  = 1000 // of a convolution's kernel
	growStep  = 600  // a unit of radius
)

func primitiveOf(name string, get func(string) string) *primitive {
	p := &primitive{inputs: []string{get("in")}, result: get("result"), weight: plainStep}
	most := func(name string, otherwise float64) float64 {
		v := otherwise
		for i, n := range numbers(get(name)) {
			if i == 0 || n > v {
				v = n
			}
		}
		return max(v, 0)
	}
	switch name {
	case "feBlend", "feComposite", "feDisplacementMap":
		p.inputs = append(p.inputs, get("in2"))
	case "feGaussianBlur":
		p.weight = blurOf(most("stdDeviation", 0))
	case "feDropShadow":
		p.weight = plainStep + blurOf(most("stdDeviation", 2))
	case "feMorphology":
		p.radius = most("radius", 0)
	case "feConvolveMatrix":
		p.weight += cellStep * most("order", 3) * most("order", 3)
	case "feDiffuseLighting", "feSpecularLighting":
		p.weight = lightStep
	case "feTurbulence":
		p.inputs = nil
		p.weight += noiseStep * (1 + most("numOctaves", 1))
	case "feFlood", "feImage":
		p.inputs = nil
	case "feMerge":
		p.inputs = nil // its nodes are
	case "feColorMatrix", "feComponentTransfer", "feOffset", "feTile":
	default:
		return nil
	}
	return p
}

// blurOf is what a blur takes, for its deviation.
func blurOf(deviation float64) float64 {
	switch {
	case deviation == 0:
		return 0
	case deviation < 10:
		return sharpStep
	}
	return blurStep
}

// chain is what a filter takes on the whole picture. What two steps need is
// drawn for each of them, and so is what that needs. A unit is so many pixels at
// the most.
func chain(steps []*primitive, pixels float64) float64 {
	named := map[string]float64{}
	last := float64(layer)
	for _, p := range steps {
		weight := p.weight + growStep*min(times(p.radius, pixels), 256)
		for _, in := range p.inputs {
			if w, ok := named[in]; ok {
				weight += w
			} else if in == "SourceGraphic" || in == "SourceAlpha" {
				weight += layer
			} else {
				weight += last // so is an unknown name understood
			}
		}
		last = weight
		if p.result != "" {
			named[p.result] = weight
		}
	}
	return last
}

// functions is what the functions in a filter property take.
func functions(value string) (weight float64) {
	lower := strings.ToLower(value)
	for _, f := range strings.Split(lower, "(")[:strings.Count(lower, "(")] {
		switch {
		case strings.HasSuffix(f, "url"):
		case unknown(f):
			return math.Inf(1)
		case strings.HasSuffix(f, "blur"), strings.HasSuffix(f, "drop-shadow"):
			weight += plainStep + blurStep
		default:
			weight += plainStep
		}
	}
	return weight
}

// unknown reports whether a function, with what is before it, stands for anything.
func unknown(f string) bool {
	name := f[1+strings.LastIndexAny(f, " \t\r\n\f,/()"):]
	return name == "var" || name == "env" || name == "attr" || name == "if" || strings.HasPrefix(name, "--")
}

// shadows is what the shadows of letters take: each of them is a blur, as wide as
// the largest length in it allows.
func shadows(value string) (blurs, spread float64) {
	if strings.EqualFold(value, "none") {
		return 0, 0
	}
	parts := css.Split(value)
	for _, part := range parts {
		open := strings.Split(strings.ToLower(part), "(")
		for _, f := range open[:len(open)-1] {
			if unknown(f) {
				return math.Inf(1), math.Inf(1)
			}
			if !strings.Contains(f, "rgb") && !strings.Contains(f, "hsl") { // calculated, perhaps
				spread = math.Inf(1)
			}
		}
		for _, word := range strings.Fields(inside.ReplaceAllString(part, "")) {
			if _, used := scan(word); used > 0 {
				spread = max(spread, 6*size(word))
			}
		}
	}
	return float64(len(parts)) * (plainStep + blurStep), spread
}

// region is where a filter of a weight works: in an area of a known size, or in
// one in proportion to what it is put on.
func (n *node) region(weight float64) (area, box float64) {
	get := func(name string) float64 {
		text := strings.TrimSpace(n.keep[name])
		v, used := scan(text)
		switch {
		case text == "":
			return 1.2
		case used == 0:
			return math.Inf(1)
		case strings.HasSuffix(text, "%"):
			return math.Abs(v) / 100
		}
		return math.Abs(v)
	}
	part := get("width") * get("height")
	if n.keep["filterUnits"] != "userSpaceOnUse" {
		return 0, times(weight, part)
	}
	if w, h := n.keep["width"], n.keep["height"]; w == "" || h == "" || strings.Contains(w+h, "%") {
		return math.Inf(1), 0
	}
	return times(weight, part), 0
}
