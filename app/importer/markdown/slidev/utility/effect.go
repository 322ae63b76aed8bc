package utility

import (
	"regexp"
	"strings"
)

// A base is the variables that a group of classes shares. An element with one of them
// has them all, at first, so that what it is inside of changes nothing.
type base string

const (
	noBase        base = ""
	transformBase base = "--un-rotate:0;--un-rotate-x:0;--un-rotate-y:0;--un-rotate-z:0;--un-scale-x:1;--un-scale-y:1;--un-scale-z:1;" +
		"--un-skew-x:0;--un-skew-y:0;--un-translate-x:0;--un-translate-y:0;--un-translate-z:0"
	filterBase base = "--un-blur:initial;--un-brightness:initial;--un-contrast:initial;--un-drop-shadow:initial;--un-grayscale:initial;--un-hue-rotate:initial;--un-invert:initial;" +
		"--un-saturate:initial;--un-sepia:initial"
	backdropBase base = "--un-backdrop-blur:initial;--un-backdrop-brightness:initial;--un-backdrop-contrast:initial;--un-backdrop-grayscale:initial;" +
		"--un-backdrop-hue-rotate:initial;--un-backdrop-invert:initial;--un-backdrop-opacity:initial;--un-backdrop-saturate:initial;--un-backdrop-sepia:initial"
	shadowBase base = "--un-ring-inset:initial;--un-ring-offset-width:0px;--un-ring-offset-color:#fff;--un-ring-width:0px;" +
		"--un-ring-color:rgb(147 197 253 / 0.5);--un-shadow-inset:initial;--un-ring-offset-shadow:0 0 rgb(0 0 0 / 0);" +
		"--un-ring-shadow:0 0 rgb(0 0 0 / 0);--un-shadow:0 0 rgb(0 0 0 / 0)"
)

const (
	transform = "translateX(var(--un-translate-x)) translateY(var(--un-translate-y)) translateZ(var(--un-translate-z)) rotate(var(--un-rotate)) " +
		"rotateX(var(--un-rotate-x)) rotateY(var(--un-rotate-y)) rotateZ(var(--un-rotate-z)) skewX(var(--un-skew-x)) skewY(var(--un-skew-y)) " +
		"scaleX(var(--un-scale-x)) scaleY(var(--un-scale-y)) scaleZ(var(--un-scale-z))"
	filter = "var(--un-blur,) var(--un-brightness,) var(--un-contrast,) var(--un-drop-shadow,) var(--un-grayscale,) var(--un-hue-rotate,) " +
		"var(--un-invert,) var(--un-saturate,) var(--un-sepia,)"
	backdrop = "var(--un-backdrop-blur,) var(--un-backdrop-brightness,) var(--un-backdrop-contrast,) var(--un-backdrop-grayscale,) " +
		"var(--un-backdrop-hue-rotate,) var(--un-backdrop-invert,) var(--un-backdrop-opacity,) var(--un-backdrop-saturate,) var(--un-backdrop-sepia,)"
	boxShadow = "var(--un-ring-offset-shadow), var(--un-ring-shadow), var(--un-shadow)"
)

func based(b base, list []rule) []rule {
	for i := range list {
		list[i].base = b
	}
	return list
}

// transformRules is what turns, moves and scales an element.
func transformRules() []rule {
	move := func(name string, read func(string) string) func(m []string) []Decl {
		return func(m []string) (out []Decl) {
			v := read(m[2])
			if v == "" {
				return nil
			}
			axes := []string{m[1]}
			if m[1] == "" {
				axes = []string{"x", "y"}
			}
			for _, a := range axes {
				out = append(out, Decl{"--un-" + name + "-" + a, v})
			}
			return append(out, Decl{"transform", transform})
		}
	}
	turn := func(m []string) []Decl {
		v := first(m[2], bracket, cssvar, degree)
		switch {
		case v == "":
			return nil
		case m[1] != "":
			return []Decl{{"--un-rotate", "0"}, {"--un-rotate-" + m[1], v}, {"transform", transform}}
		}
		return []Decl{{"--un-rotate-x", "0"}, {"--un-rotate-y", "0"}, {"--un-rotate-z", "0"}, {"--un-rotate", v}, {"transform", transform}}
	}
	translate := move("translate", themed(space, bracket, cssvar, fraction, rem))
	skew := move("skew", by(bracket, cssvar, degree))
	scale := move("scale", by(bracket, cssvar, fraction, percent))
	out := []rule{one(`^(?:transform-)?origin-(.+)$`, "transform-origin", themed(positions, bracket, cssvar))}
	out = append(out, based(transformBase, []rule{
		many(`^(?:transform-)?translate-()(.+)$`, translate), many(`^(?:transform-)?translate-([xyz])-(.+)$`, translate),
		many(`^(?:transform-)?rotate-()(.+)$`, turn), many(`^(?:transform-)?rotate-([xyz])-(.+)$`, turn),
		many(`^(?:transform-)?skew-()(.+)$`, skew), many(`^(?:transform-)?skew-([xy])-(.+)$`, skew),
		many(`^(?:transform-)?scale-()(.+)$`, scale), many(`^(?:transform-)?scale-([xyz])-(.+)$`, scale),
		{class: "transform", decls: []Decl{{"transform", transform}}},
	})...)
	return append(out, fixed("transform-none transform:none")...)
}

// opacityRules is how much of an element shines through, and how it mixes.
func opacityRules() []rule {
	out := []rule{one(`^op(?:acity)?-?(.+)$`, "opacity", by(bracket, percent, cssvar))}
	for m := range strings.FieldsSeq("multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light difference exclusion hue " +
		"saturation color luminosity normal") {
		out = append(out, rule{class: "bg-blend-" + m, decls: []Decl{{"background-blend-mode", m}}},
			rule{class: "mix-blend-" + m, decls: []Decl{{"mix-blend-mode", m}}})
	}
	return out
}

// shadows is the shadows that have names. A colour stands in %.
var shadows = map[string]string{
	"DEFAULT": "0 1px 3px 0 %|rgb(0 0 0 / 0.1);0 1px 2px -1px %|rgb(0 0 0 / 0.1)",
	"none":    "0 0 %|rgb(0 0 0 / 0)",
	"sm":      "0 1px 2px 0 %|rgb(0 0 0 / 0.05)",
	"md":      "0 4px 6px -1px %|rgb(0 0 0 / 0.1);0 2px 4px -2px %|rgb(0 0 0 / 0.1)",
	"lg":      "0 10px 15px -3px %|rgb(0 0 0 / 0.1);0 4px 6px -4px %|rgb(0 0 0 / 0.1)",
	"xl":      "0 20px 25px -5px %|rgb(0 0 0 / 0.1);0 8px 10px -6px %|rgb(0 0 0 / 0.1)",
	"2xl":     "0 25px 50px -12px %|rgb(0 0 0 / 0.25)",
	"inner":   "inset 0 2px 4px 0 %|rgb(0 0 0 / 0.05)",
}

// shadowRules is shadows, rings and outlines.
func shadowRules() []rule {
	list := func(name string) string {
		var out []string
		for s := range strings.SplitSeq(shadows[name], ";") {
			at, c, _ := strings.Cut(s, "%|")
			if name != "inner" && name != "none" {
				at = "var(--un-shadow-inset,) " + at
			}
			out = append(out, at+"var(--un-shadow-color, "+c+")")
		}
		return strings.Join(out, ",")
	}
	out := based(shadowBase, []rule{
		{pattern: regexp.MustCompile(`^shadow(?:-(.+))?$`), make: func(m []string, o Options) []Decl {
			name := orDefault(m[1], "DEFAULT")
			if _, ok := shadows[name]; ok {
				return []Decl{{"--un-shadow", list(name)}, {"box-shadow", boxShadow}}
			}
			if v := bracket(m[1]); v != "" && strings.Contains(v, " ") && !functions.MatchString(v) {
				return []Decl{{"--un-shadow", colourable(v)}, {"box-shadow", boxShadow}}
			}
			return coloured("--un-shadow-color", "shadow", m[1], o)
		}},
		opacityRule(`^shadow-op(?:acity)?-?(.+)$`, "shadow"),
		{class: "shadow-inset", decls: parse("--un-shadow-inset:inset")},
		many(`^ring(?:-(.+))?$`, func(m []string) []Decl {
			v := themed(map[string]string{"DEFAULT": "3px", "none": "0"}, px)(orDefault(m[1], "DEFAULT"))
			if v == "" {
				return nil
			}
			return []Decl{{"--un-ring-width", v},
				{"--un-ring-offset-shadow", "var(--un-ring-inset,) 0 0 0 var(--un-ring-offset-width) var(--un-ring-offset-color)"},
				{"--un-ring-shadow", "var(--un-ring-inset,) 0 0 0 calc(var(--un-ring-width) + var(--un-ring-offset-width)) var(--un-ring-color)"},
				{"box-shadow", boxShadow}}
		}),
		one(`^ring-offset-(?:width-|size-)?(.+)$`, "--un-ring-offset-width", themed(lines, bracket, cssvar, px)),
		colourRule(`^ring-offset-(.+)$`, "--un-ring-offset-color", "ring-offset"), opacityRule(`^ring-offset-op(?:acity)?-?(.+)$`, "ring-offset"),
		colourRule(`^ring-(.+)$`, "--un-ring-color", "ring"), opacityRule(`^ring-op(?:acity)?-?(.+)$`, "ring"),
		{class: "ring-inset", decls: parse("--un-ring-inset:inset")},
	})
	out = append(out,
		one(`^outline-(?:width-|size-)?(.+)$`, "outline-width", themed(lines, bracket, cssvar, globalWord, px)),
		colourRule(`^outline-(?:color-)?(.+)$`, "outline-color", "outline-color"),
		one(`^outline-offset-(.+)$`, "outline-offset", themed(lines, bracket, cssvar, globalWord, px)),
		rule{class: "outline", decls: parse("outline-style:solid")},
		rule{class: "outline-none", decls: parse("outline:2px solid transparent;outline-offset:2px")})
	for s := range strings.FieldsSeq("auto dashed dotted double solid groove ridge") {
		out = append(out, rule{class: "outline-" + s, decls: []Decl{{"outline-style", s}}})
	}
	return out
}

// colourable lets another class change the colour of a shadow.
func colourable(v string) string {
	words := strings.Fields(v)
	if len(words) < 3 || strings.Contains(v, ",") {
		return v
	}
	last := len(words) - 1
	if c := cssColour(words[last]); c.kind != "" {
		return strings.Join(words[:last], " ") + " var(--un-shadow-color, " + c.with(c.alpha) + ")"
	}
	return v
}

var blurs = map[string]string{"DEFAULT": "8px", "0": "0", "sm": "4px", "md": "12px", "lg": "16px", "xl": "24px", "2xl": "40px", "3xl": "64px"}

// dropShadows is the shadows of an element's outline. A colour stands in %.
var dropShadows = map[string]string{
	"DEFAULT": "0 1px 2px %|rgb(0 0 0 / 0.1);0 1px 1px %|rgb(0 0 0 / 0.06)", "sm": "0 1px 1px %|rgb(0 0 0 / 0.05)",
	"md": "0 4px 3px %|rgb(0 0 0 / 0.07);0 2px 2px %|rgb(0 0 0 / 0.06)", "lg": "0 10px 8px %|rgb(0 0 0 / 0.04);0 4px 3px %|rgb(0 0 0 / 0.1)",
	"xl": "0 20px 13px %|rgb(0 0 0 / 0.03);0 8px 5px %|rgb(0 0 0 / 0.08)", "2xl": "0 25px 25px %|rgb(0 0 0 / 0.15)", "none": "0 0 %|rgb(0 0 0 / 0)",
}

// filterRules is what is done to an element after it was painted, and to what is
// behind it.
func filterRules() (out []rule) {
	part := func(s string) string {
		if s == "" {
			return "1"
		}
		if v := first(s, bracket, cssvar); v != "" {
			return v
		}
		if f, ok := num(percent(s)); ok && f <= 1 {
			return percent(s)
		}
		return ""
	}
	amount := by(bracket, cssvar, percent)
	for _, f := range []struct {
		name, tail string
		read       func(string) string
	}{
		{"blur", `(?:-(.+))?$`, func(s string) string { return themed(blurs, bracket, cssvar, px)(orDefault(s, "DEFAULT")) }},
		{"brightness", `-(.+)$`, amount}, {"contrast", `-(.+)$`, amount}, {"grayscale", `(?:-(.+))?$`, part},
		{"hue-rotate", `-(.+)$`, by(bracket, cssvar, degree)}, {"invert", `(?:-(.+))?$`, part}, {"saturate", `-(.+)$`, amount}, {"sepia", `(?:-(.+))?$`, part},
	} {
		read := func(s string) string {
			if s == "none" {
				return "0"
			}
			return f.read(s)
		}
		out = append(out, based(filterBase, []rule{many(`^(?:filter-)?`+f.name+f.tail, func(m []string) []Decl {
			return []Decl{{"--un-" + f.name, call(f.name, read(m[1]))}, {"filter", when(read(m[1]), filter)}}
		})})...)
		out = append(out, based(backdropBase, []rule{many(`^backdrop-`+f.name+f.tail, func(m []string) []Decl {
			v := read(m[1])
			return []Decl{{"--un-backdrop-" + f.name, call(f.name, v)}, {"-webkit-backdrop-filter", when(v, backdrop)}, {"backdrop-filter", when(v, backdrop)}}
		})})...)
	}
	out = append(out, based(filterBase, []rule{
		many(`^(?:filter-)?drop-shadow(?:-(.+))?$`, func(m []string) []Decl {
			v := ""
			if known, ok := dropShadows[orDefault(m[1], "DEFAULT")]; ok {
				for s := range strings.SplitSeq(known, ";") {
					at, c, _ := strings.Cut(s, "%|")
					v += " drop-shadow(" + at + "var(--un-drop-shadow-color, " + c + "))"
				}
			} else if b := first(m[1], bracket, cssvar); b != "" {
				v = "drop-shadow(" + b + ")"
			}
			return []Decl{{"--un-drop-shadow", strings.TrimSpace(v)}, {"filter", when(v, filter)}}
		}),
		colourRule(`^(?:filter-)?drop-shadow-color-(.+)$`, "--un-drop-shadow-color", "drop-shadow"),
		{class: "filter", decls: []Decl{{"filter", filter}}},
	})...)
	out = append(out, based(backdropBase, []rule{
		many(`^backdrop-op(?:acity)?-(.+)$`, func(m []string) []Decl {
			v := amount(m[1])
			return []Decl{{"--un-backdrop-opacity", call("opacity", v)}, {"-webkit-backdrop-filter", when(v, backdrop)}, {"backdrop-filter", when(v, backdrop)}}
		}),
		{class: "backdrop-filter", decls: []Decl{{"-webkit-backdrop-filter", backdrop}, {"backdrop-filter", backdrop}}},
	})...)
	return append(out, fixed(`
		filter-none filter:none
		backdrop-filter-none -webkit-backdrop-filter:none;backdrop-filter:none`)...)
}

func call(name, v string) string {
	if v == "" {
		return ""
	}
	return name + "(" + v + ")"
}

func when(v, then string) string {
	if v == "" {
		return ""
	}
	return then
}
