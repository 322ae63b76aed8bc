package utility

import (
	"regexp"
	"strings"
)

// letterSizes is the sizes of letters that have names, each with its line height.
var letterSizes = map[string][2]string{
	"xs": {"0.75rem", "1rem"}, "sm": {"0.875rem", "1.25rem"}, "base": {"1rem", "1.5rem"}, "lg": {"1.125rem", "1.75rem"},
	"xl": {"1.25rem", "1.75rem"}, "2xl": {"1.5rem", "2rem"}, "3xl": {"1.875rem", "2.25rem"}, "4xl": {"2.25rem", "2.5rem"},
	"5xl": {"3rem", "1"}, "6xl": {"3.75rem", "1"}, "7xl": {"4.5rem", "1"}, "8xl": {"6rem", "1"}, "9xl": {"8rem", "1"},
}

var (
	leading  = map[string]string{"none": "1", "tight": "1.25", "snug": "1.375", "normal": "1.5", "relaxed": "1.625", "loose": "2"}
	tracking = map[string]string{"tighter": "-0.05em", "tight": "-0.025em", "normal": "0em", "wide": "0.025em", "wider": "0.05em", "widest": "0.1em"}
	weights  = map[string]string{
		"thin": "100", "extralight": "200", "light": "300", "normal": "400", "medium": "500", "semibold": "600", "bold": "700",
		"extrabold": "800", "black": "900",
	}
	families = map[string]string{"sans": "sans-serif", "serif": "serif", "mono": "monospace"}
	strokes  = map[string]string{"DEFAULT": "1.5rem", "none": "0", "sm": "thin", "md": "medium", "lg": "thick"}
	indents  = map[string]string{"DEFAULT": "1.5rem", "xs": "0.5rem", "sm": "1rem", "md": "1.5rem", "lg": "2rem", "xl": "2.5rem", "2xl": "3rem", "3xl": "4rem"}
	markers  = map[string]string{
		"disc": "disc", "circle": "circle", "square": "square", "decimal": "decimal", "zero-decimal": "decimal-leading-zero",
		"greek": "lower-greek", "roman": "lower-roman", "upper-roman": "upper-roman", "alpha": "lower-alpha",
		"upper-alpha": "upper-alpha", "latin": "lower-latin", "upper-latin": "upper-latin",
	}
	verticals = map[string]string{
		"mid": "middle", "base": "baseline", "btm": "bottom", "baseline": "baseline", "top": "top", "start": "top", "middle": "middle",
		"bottom": "bottom", "end": "bottom", "text-top": "text-top", "text-bottom": "text-bottom", "sub": "sub", "super": "super",
	}
)

// listRules is the markers of lists.
func listRules() []rule {
	out := []rule{many(`^list-(.+?)(?:-(outside|inside))?$`, func(m []string) []Decl {
		v := markers[m[1]]
		if m[2] != "" && v != "" {
			return []Decl{{"list-style-position", m[2]}, {"list-style-type", v}}
		}
		return []Decl{{"list-style-type", v}}
	})}
	return append(out, fixed(`
		list-outside list-style-position:outside
		list-inside list-style-position:inside
		list-none list-style-type:none`)...)
}

// letters is what text-… says of the size of letters.
func letters(m []string) []Decl {
	size, lead, ok := splitShorthand(m[1], "length")
	if !ok {
		return nil
	}
	height := ""
	if lead != "" {
		height = themed(leading, bracket, cssvar, globalWord, rem)(lead)
	}
	if known, ok := letterSizes[size]; ok {
		return []Decl{{"font-size", known[0]}, {"line-height", orDefault(height, known[1])}}
	}
	v := first(size, bracketOfLength, rem)
	if strings.HasPrefix(size, "[") && v != "" && !isLength(v) {
		return nil // a colour
	}
	if v == "" || lead != "" && height == "" {
		return nil
	}
	return []Decl{{"font-size", v}, {"line-height", height}}
}

// isLength reports whether a value is a size.
func isLength(v string) bool {
	return numberWithUnit(v) != "" || number(v) != "" || isMath(v) || strings.HasPrefix(v, "var(")
}

// textRules is letters, lines and paragraphs.
func textRules() []rule {
	var out []rule
	for _, v := range []string{"center", "left", "right", "justify", "start", "end"} {
		out = append(out, rule{class: "text-" + v, decls: []Decl{{"text-align", v}}}, rule{class: "text-align-" + v, decls: []Decl{{"text-align", v}}})
	}
	out = append(out,
		one(`^indent(?:-(.+))?$`, "text-indent", func(s string) string {
			return themed(indents, bracket, cssvar, globalWord, fraction, rem)(orDefault(s, "DEFAULT"))
		}),
		one(`^(?:vertical|align|v)-(.+)$`, "vertical-align", themed(verticals, bracket, cssvar, numberWithUnit)),
		many(`^text-(.+)$`, letters),
		one(`^(?:text|font)-size-(.+)$`, "font-size", func(s string) string {
			if known, ok := letterSizes[s]; ok {
				return known[0]
			}
			return first(s, bracket, cssvar, globalWord, rem)
		}),
		rule{pattern: regexp.MustCompile(`^text-(?:color-)?(.+)$`), make: func(m []string, o Options) []Decl {
			if isMath(bracket(m[1])) {
				return []Decl{{"font-size", bracket(m[1])}}
			}
			return coloured("color", "text", m[1], o)
		}},
		colourRule(`^(?:color|c)-(.+)$`, "color", "text"),
		opacityRule(`^(?:text|color|c)-op(?:acity)?-?(.+)$`, "text"),
		one(`^(?:font|fw)-?([^-]+)$`, "font-weight", themed(weights, bracket, globalWord, number)),
		one(`^(?:font-)?(?:leading|lh|line-height)-(.+)$`, "line-height", themed(leading, bracket, cssvar, globalWord, rem)),
		one(`^(?:font-)?tracking-(.+)$`, "letter-spacing", themed(tracking, bracket, cssvar, globalWord, rem)),
		one(`^(?:font-)?word-spacing-(.+)$`, "word-spacing", themed(tracking, bracket, cssvar, globalWord, rem)),
		one(`^font-(sans|serif|mono)$`, "font-family", themed(families)))
	out = append(out,
		one(`^text-stroke(?:-(.+))?$`, "-webkit-text-stroke-width", func(s string) string {
			return themed(strokes, bracket, cssvar, px)(orDefault(s, "DEFAULT"))
		}),
		colourRule(`^text-stroke-(.+)$`, "-webkit-text-stroke-color", "text-stroke"),
		opacityRule(`^text-stroke-op(?:acity)?-?(.+)$`, "text-stroke"),
		colourRule(`^text-shadow-color-(.+)$`, "--un-text-shadow-color", "text-shadow"),
		opacityRule(`^text-shadow-color-op(?:acity)?-?(.+)$`, "text-shadow"))
	out = append(out, decorationRules()...)
	return append(out, fixed(`
		text-wrap text-wrap:wrap
		text-nowrap text-wrap:nowrap
		text-balance text-wrap:balance
		text-pretty text-wrap:pretty
		case-upper text-transform:uppercase
		case-lower text-transform:lowercase
		case-capital text-transform:capitalize
		case-normal text-transform:none
		uppercase text-transform:uppercase
		lowercase text-transform:lowercase
		capitalize text-transform:capitalize
		normal-case text-transform:none
		italic font-style:italic
		not-italic font-style:normal
		font-italic font-style:italic
		font-not-italic font-style:normal
		oblique font-style:oblique
		not-oblique font-style:normal
		tabular-nums font-variant-numeric:tabular-nums
		lining-nums font-variant-numeric:lining-nums
		oldstyle-nums font-variant-numeric:oldstyle-nums
		normal-nums font-variant-numeric:normal
		hyphens-auto -webkit-hyphens:auto;hyphens:auto
		hyphens-manual -webkit-hyphens:manual;hyphens:manual
		hyphens-none -webkit-hyphens:none;hyphens:none
		write-vertical-right writing-mode:vertical-rl
		write-vertical-left writing-mode:vertical-lr
		write-normal writing-mode:horizontal-tb`)...)
}

// decorationRules is lines under, over and through letters, and shadows of them.
func decorationRules() []rule {
	out := []rule{
		one(`^(?:decoration-)?(underline|overline|line-through)$`, "text-decoration-line", func(s string) string { return s }),
		one(`^(?:underline|decoration)-(?:size-)?(.+)$`, "text-decoration-thickness", themed(lines, bracket, cssvar, globalWord, px)),
		one(`^(?:underline|decoration)-(auto|from-font)$`, "text-decoration-thickness", func(s string) string { return s }),
		{pattern: regexp.MustCompile(`^(?:underline|decoration)-(.+)$`), make: func(m []string, o Options) []Decl {
			d := coloured("text-decoration-color", "line", m[1], o)
			if len(d) > 0 {
				d = append([]Decl{{"-webkit-text-decoration-color", d[len(d)-1].Value}}, d...)
			}
			return d
		}},
		opacityRule(`^(?:underline|decoration)-op(?:acity)?-?(.+)$`, "line"),
		one(`^(?:underline|decoration)-offset-(.+)$`, "text-underline-offset", themed(lines, auto, bracket, cssvar, globalWord, px)),
	}
	for _, s := range append([]string{"solid", "double", "dotted", "dashed", "wavy"}, globals...) {
		d := []Decl{{"text-decoration-style", s}}
		out = append(out, rule{class: "underline-" + s, decls: d}, rule{class: "decoration-" + s, decls: d})
	}
	return append(out, fixed(`
		no-underline text-decoration:none
		decoration-none text-decoration:none
		text-shadow --un-text-shadow:0 0 1px var(--un-text-shadow-color, rgb(0 0 0 / 0.2)),0 0 1px var(--un-text-shadow-color, rgb(1 0 5 / 0.1));text-shadow:var(--un-text-shadow)
		text-shadow-none --un-text-shadow:0 0 var(--un-text-shadow-color, rgb(0 0 0 / 0));text-shadow:var(--un-text-shadow)
		text-shadow-sm --un-text-shadow:1px 1px 3px var(--un-text-shadow-color, rgb(36 37 47 / 0.25));text-shadow:var(--un-text-shadow)
		text-shadow-md --un-text-shadow:0 1px 2px var(--un-text-shadow-color, rgb(30 29 39 / 0.19)),1px 2px 4px var(--un-text-shadow-color, rgb(54 64 147 / 0.18));text-shadow:var(--un-text-shadow)
		text-shadow-lg --un-text-shadow:3px 3px 6px var(--un-text-shadow-color, rgb(0 0 0 / 0.26)),0 0 5px var(--un-text-shadow-color, rgb(15 3 86 / 0.22));text-shadow:var(--un-text-shadow)
		text-shadow-xl --un-text-shadow:1px 1px 3px var(--un-text-shadow-color, rgb(0 0 0 / 0.29)),2px 4px 7px var(--un-text-shadow-color, rgb(73 64 125 / 0.35));text-shadow:var(--un-text-shadow)`)...)
}
