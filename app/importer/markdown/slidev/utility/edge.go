package utility

import (
	"regexp"
	"slices"
	"strings"
)

var (
	lines        = map[string]string{"DEFAULT": "1px", "none": "0"}
	borderStyles = append([]string{"solid", "dashed", "dotted", "double", "hidden", "none", "groove", "ridge", "inset", "outset"}, globals...)
	radii        = map[string]string{
		"DEFAULT": "0.25rem", "none": "0", "sm": "0.125rem", "md": "0.375rem", "lg": "0.5rem", "xl": "0.75rem", "2xl": "1rem",
		"3xl": "1.5rem", "full": "9999px",
	}
	corners = map[string][]string{
		"": {""}, "l": {"-top-left", "-bottom-left"}, "r": {"-top-right", "-bottom-right"}, "t": {"-top-left", "-top-right"},
		"b": {"-bottom-left", "-bottom-right"}, "tl": {"-top-left"}, "lt": {"-top-left"}, "tr": {"-top-right"}, "rt": {"-top-right"},
		"bl": {"-bottom-left"}, "lb": {"-bottom-left"}, "br": {"-bottom-right"}, "rb": {"-bottom-right"},
		"s": {"-end-start", "-start-start"}, "e": {"-start-end", "-end-end"}, "ss": {"-start-start"}, "se": {"-start-end"},
		"es": {"-end-start"}, "ee": {"-end-end"},
	}
)

// eachSide makes a rule for every way to name sides: all, x, l, block, bs.
func eachSide(head, tail string, make func(m []string, o Options) []Decl) (out []rule) {
	for _, side := range []string{"()", "-([xy])", "-([rltbse])", "-(block|inline)", "-([bi][se])"} {
		out = append(out, rule{pattern: regexp.MustCompile(head + side + tail), make: make})
	}
	return out
}

// borderRules is borders, and round corners.
func borderRules() (out []rule) {
	width := func(m []string, _ Options) []Decl {
		return around("border", m[1], "-width", themed(lines, bracket, cssvar, globalWord, px)(orDefault(m[2], "DEFAULT")))
	}
	hue := func(m []string, o Options) []Decl {
		if isMath(bracket(m[2])) {
			return width(m, o)
		}
		return borderColour(m[1], m[2], o)
	}
	opacity := func(m []string, _ Options) []Decl {
		return around("--un-border", m[1], "-opacity", first(m[2], bracket, percent, cssvar))
	}
	round := func(m []string) (out []Decl) {
		v := themed(radii, bracket, cssvar, globalWord, fraction, rem)(orDefault(m[2], "DEFAULT"))
		for _, c := range corners[m[1]] {
			out = append(out, Decl{"border" + c + "-radius", v})
		}
		return out
	}
	style := func(m []string, _ Options) []Decl {
		if !slices.Contains(borderStyles, m[2]) {
			return nil
		}
		return around("border", m[1], "-style", m[2])
	}
	out = append(out, eachSide(`^(?:border|b)`, `(?:-(.+))?$`, width)...)
	out = append(out, eachSide(`^(?:border|b)`, `-(?:width|size)-(.+)$`, width)...)
	out = append(out, eachSide(`^(?:border|b)`, `-(?:color-)?(.+)$`, hue)...)
	out = append(out, eachSide(`^(?:border|b)`, `-op(?:acity)?-?(.+)$`, opacity)...)
	for _, c := range []string{"()", "-([rltbse])", "-([rltb]{2})", "-([bise][se])"} {
		out = append(out, many(`^(?:border-|b-)?(?:rounded|rd)`+c+`(?:-(.+))?$`, round))
	}
	return append(out, eachSide(`^(?:border|b)`, `-(?:style-)?(.+)$`, style)...)
}

// borderColour is the colour of the borders on some sides. Each side has an opacity
// of its own, which is at first that of all.
func borderColour(direction, body string, o Options) (out []Decl) {
	c, alpha, ok := parseColour(body, o)
	if !ok {
		return nil
	}
	for _, s := range sides[direction] {
		property := "border" + s + "-color"
		switch {
		case alpha != "":
			out = append(out, Decl{property, c.with(alpha)})
		case c.kind == "":
			out = append(out, Decl{property, c.parts})
		case s == "":
			out = append(out, Decl{"--un-border-opacity", c.opacity()}, Decl{property, c.with("var(--un-border-opacity)")})
		default:
			if len(out) == 0 {
				out = append(out, Decl{"--un-border-opacity", c.opacity()})
			}
			out = append(out, Decl{"--un-border" + s + "-opacity", "var(--un-border-opacity)"}, Decl{property, c.with("var(--un-border" + s + "-opacity)")})
		}
	}
	return out
}

// backgroundRules is colours, gradients and places of backgrounds.
func backgroundRules() []rule {
	words := func(s string) string {
		var out []string
		for _, w := range strings.Fields(s) {
			out = append(out, orDefault(first(w, fraction, auto, px, cssvar), w))
		}
		return strings.Join(out, " ")
	}
	out := []rule{
		{pattern: regexp.MustCompile(`^bg-(.+)$`), make: func(m []string, o Options) []Decl {
			d := m[1]
			switch {
			case strings.HasPrefix(d, "[length:") || strings.HasPrefix(d, "[size:"):
				return []Decl{{"background-size", words(bracketOfLength(d))}}
			case strings.HasPrefix(d, "[position:"):
				return []Decl{{"background-position", words(bracketOfPosition(d))}}
			case strings.HasPrefix(d, "[linear-gradient(") || strings.HasPrefix(d, "[radial-gradient(") || strings.HasPrefix(d, "[conic-gradient("):
				return []Decl{{"background-image", bracket(d)}}
			}
			return coloured("background-color", "bg", d, o)
		}},
		opacityRule(`^bg-op(?:acity)?-?(.+)$`, "bg"),
		{pattern: regexp.MustCompile(`^(?:bg-gradient-)?(from|via|to)-(.+)$`), make: gradientColour},
		many(`^(?:bg-gradient-)?(from|via|to)-op(?:acity)?-?(.+)$`, func(m []string) []Decl {
			return []Decl{{"--un-" + m[1] + "-opacity", first(m[2], bracket, percent)}}
		}),
		many(`^(from|via|to)-([\d.]+)%$`, func(m []string) []Decl {
			if number(m[2]) == "" {
				return nil
			}
			return []Decl{{"--un-gradient-" + m[1] + "-position", number(m[2]) + "%"}}
		}),
		many(`^bg-gradient-(linear|radial|conic)$`, func(m []string) []Decl {
			return []Decl{{"background-image", m[1] + "-gradient(var(--un-gradient, var(--un-gradient-stops, rgb(255 255 255 / 0))))"}}
		}),
		many(`^bg-gradient-to-([rltb]{1,2})$`, func(m []string) []Decl {
			p, ok := positions[m[1]]
			if !ok {
				return nil
			}
			return []Decl{{"--un-gradient-shape", "to " + p + " in oklch"}, {"--un-gradient", "var(--un-gradient-shape), var(--un-gradient-stops)"},
				{"background-image", "linear-gradient(var(--un-gradient))"}}
		}),
		one(`^bg-([-\w]{3,})$`, "background-position", func(s string) string { return positions[s] }),
	}
	return append(out, fixed(`
		bg-none background-image:none
		box-decoration-slice box-decoration-break:slice
		box-decoration-clone box-decoration-break:clone
		bg-auto background-size:auto
		bg-cover background-size:cover
		bg-contain background-size:contain
		bg-clip-border -webkit-background-clip:border-box;background-clip:border-box
		bg-clip-content -webkit-background-clip:content-box;background-clip:content-box
		bg-clip-padding -webkit-background-clip:padding-box;background-clip:padding-box
		bg-clip-text -webkit-background-clip:text;background-clip:text
		bg-repeat background-repeat:repeat
		bg-no-repeat background-repeat:no-repeat
		bg-repeat-x background-repeat:repeat-x
		bg-repeat-y background-repeat:repeat-y
		bg-repeat-round background-repeat:round
		bg-repeat-space background-repeat:space
		bg-origin-border background-origin:border-box
		bg-origin-padding background-origin:padding-box
		bg-origin-content background-origin:content-box`)...)
}

func gradientColour(m []string, o Options) []Decl {
	c, alpha, ok := parseColour(m[2], o)
	if !ok {
		return nil
	}
	if alpha == "" {
		alpha = "var(--un-" + m[1] + "-opacity, " + c.opacity() + ")"
	}
	v, none := c.with(alpha), "rgb(255 255 255 / 0)"
	if c.kind != "" {
		none = c.with("0")
	}
	switch m[1] {
	case "from":
		return []Decl{{"--un-gradient-from-position", "0%"}, {"--un-gradient-from", v + " var(--un-gradient-from-position)"},
			{"--un-gradient-to-position", "100%"}, {"--un-gradient-to", none + " var(--un-gradient-to-position)"},
			{"--un-gradient-stops", "var(--un-gradient-from), var(--un-gradient-to)"}}
	case "via":
		return []Decl{{"--un-gradient-via-position", "50%"}, {"--un-gradient-to", none},
			{"--un-gradient-stops", "var(--un-gradient-from), " + v + " var(--un-gradient-via-position), var(--un-gradient-to)"}}
	}
	return []Decl{{"--un-gradient-to-position", "100%"}, {"--un-gradient-to", v + " var(--un-gradient-to-position)"}}
}

// fillRules is the colours of drawings, and how pictures fill their box.
func fillRules() []rule {
	out := []rule{
		colourRule(`^fill-(.+)$`, "fill", "fill"), opacityRule(`^fill-op(?:acity)?-?(.+)$`, "fill"),
		one(`^stroke-(?:width-|size-)?(.+)$`, "stroke-width", themed(lines, bracket, cssvar, fraction, px, number)),
		colourRule(`^stroke-(.+)$`, "stroke", "stroke"), opacityRule(`^stroke-op(?:acity)?-?(.+)$`, "stroke"),
		one(`^object-(.+)$`, "object-position", func(s string) string {
			return orDefault(positions[s], bracketOfPosition(s))
		}),
	}
	return append(out, fixed(`
		fill-none fill:none
		stroke-none stroke:none
		object-cover object-fit:cover
		object-contain object-fit:contain
		object-fill object-fit:fill
		object-scale-down object-fit:scale-down
		object-none object-fit:none`)...)
}
