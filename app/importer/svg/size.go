package svg

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

var length = regexp.MustCompile(`^\s*([0-9]*\.?[0-9]+)\s*(px|pt|pc|mm|cm|in|)\s*$`)

var units = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}

// size is the natural size of an SVG in CSS pixels, or zeros.
func size(attrs []xml.Attr) (int, int) {
	var w, h, vw, vh float64
	for _, a := range attrs {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = number(a.Value)
		case "height":
			h = number(a.Value)
		case "viewBox":
			if f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }); len(f) == 4 {
				vw, vh = number(f[2]), number(f[3])
			}
		}
	}
	switch {
	case w > 0 && h > 0:
	case w > 0 && vw > 0:
		h = w * vh / vw
	case h > 0 && vh > 0:
		w = h * vw / vh
	default:
		w, h = vw, vh
	}
	if w < 1 || h < 1 || w > 1e5 || h > 1e5 {
		return 0, 0
	}
	return int(w + 0.5), int(h + 0.5)
}

func number(v string) float64 {
	m := length.FindStringSubmatch(v)
	if m == nil {
		return 0
	}
	f, _ := strconv.ParseFloat(m[1], 64)
	return f * units[m[2]]
}
