package utility

import "slices"

// space is the sizes of distances that have names.
var space = map[string]string{
	"DEFAULT": "1rem", "none": "0", "xs": "0.75rem", "sm": "0.875rem", "lg": "1.125rem", "xl": "1.25rem", "2xl": "1.5rem",
	"3xl": "1.875rem", "4xl": "2.25rem", "5xl": "3rem", "6xl": "3.75rem", "7xl": "4.5rem", "8xl": "6rem", "9xl": "8rem",
}

// widths is the sizes of boxes that have names.
var widths = map[string]string{
	"xs": "20rem", "sm": "24rem", "md": "28rem", "lg": "32rem", "xl": "36rem", "2xl": "42rem", "3xl": "48rem", "4xl": "56rem",
	"5xl": "64rem", "6xl": "72rem", "7xl": "80rem", "prose": "65ch",
}

// layoutRules is position, inset, order in depth.
func layoutRules() []rule {
	value := themed(space, bracket, cssvar, globalWord, auto, fraction, rem)
	inset := func(m []string) (out []Decl) {
		ends := sides[m[1]]
		switch {
		case m[1] == "start" || m[1] == "s":
			return []Decl{{"inset-inline-start", value(m[2])}}
		case m[1] == "end" || m[1] == "e":
			return []Decl{{"inset-inline-end", value(m[2])}}
		case len(m[1]) == 2 || m[1] == "block" || m[1] == "inline":
			for _, e := range ends {
				out = append(out, Decl{"inset" + e, value(m[2])})
			}
			return out
		}
		for _, e := range ends {
			out = append(out, Decl{e[1:], value(m[2])})
		}
		return out
	}
	out := fixed(`
		visible visibility:visible
		invisible visibility:hidden
		backface-visible backface-visibility:visible
		backface-hidden backface-visibility:hidden
		sr-only position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);white-space:nowrap;border-width:0
		not-sr-only position:static;width:auto;height:auto;padding:0;margin:0;overflow:visible;clip:auto;white-space:normal`)
	out = append(out,
		many(`^(?:position-|pos-)?(relative|absolute|fixed|sticky|static)$`, func(m []string) []Decl {
			switch m[1] { // nothing leaves its slide
			case "fixed":
				m[1] = "absolute"
			case "sticky":
				m[1] = "relative"
			}
			return []Decl{{"position", m[1]}}
		}),
		one(`^(?:position-|pos-)?inset-(.+)$`, "inset", value),
		many(`^(?:position-|pos-)?(start|end)-(.+)$`, inset),
		many(`^(?:position-|pos-)?inset-([xy])-(.+)$`, inset),
		many(`^(?:position-|pos-)?inset-([rltbse])-(.+)$`, inset),
		many(`^(?:position-|pos-)?inset-(block|inline)-(.+)$`, inset),
		many(`^(?:position-|pos-)?inset-([bi][se])-(.+)$`, inset),
		many(`^(?:position-|pos-)?(top|left|right|bottom)-(.+)$`, func(m []string) []Decl { return []Decl{{m[1], value(m[2])}} }),
		many(`^line-clamp-(\d+)$`, func(m []string) []Decl {
			return append(parse("overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical"), Decl{"-webkit-line-clamp", m[1]}, Decl{"line-clamp", m[1]})
		}),
		rule{class: "isolate", decls: parse("isolation:isolate")},
		rule{class: "isolate-auto", decls: parse("isolation:auto")},
		one(`^(?:position-|pos-)?z([\d.]+)$`, "z-index", number),
		one(`^(?:position-|pos-)?z-(.+)$`, "z-index", by(bracket, cssvar, globalWord, auto, number)),
		one(`^order-(.+)$`, "order", by(bracket, cssvar, number)))
	return append(out, fixed(`
		order-first order:-9999
		order-last order:9999
		order-none order:0`)...)
}

// spacingRules is padding or margin.
func spacingRules(letter, property string) []rule {
	value := themed(space, bracket, cssvar, globalWord, auto, fraction, rem)
	set := func(m []string) []Decl {
		size := m[2]
		if size == "" {
			size = "DEFAULT"
		}
		if v := value(size); v != "" {
			return around(property, m[1], "", v)
		}
		return nil
	}
	l := letter
	return []rule{
		many(`^`+l+`a?()-?(.+)$`, set), many(`^`+l+`-?xy()()$`, set), many(`^`+l+`-?([xy])(?:-?(.+))?$`, set),
		many(`^`+l+`-?([rltbse])(?:-?(.+))?$`, set), many(`^`+l+`-(block|inline)(?:-(.+))?$`, set),
		many(`^`+l+`-?([bi][se])(?:-?(.+))?$`, set),
	}
}

// sizeRules is what an element measures, and how it is laid out.
func sizeRules() []rule {
	measure := func(prefix, side, s string) Decl {
		property := prefix + map[string]string{"w": "width", "h": "height", "inline": "inline-size", "block": "block-size"}[side]
		if v, ok := widths[s]; ok {
			return Decl{property, v}
		}
		switch s {
		case "none":
			if prefix != "" {
				return Decl{property, "none"}
			}
		case "screen":
			return Decl{property, "100" + map[string]string{"w": "vw", "h": "vh", "inline": "vi", "block": "vb"}[side]}
		case "fit", "max", "min":
			return Decl{property, s + "-content"}
		case "stretch":
			return Decl{property, s}
		case "auto":
			if prefix == "" {
				return Decl{property, s}
			}
		}
		return Decl{property, first(s, bracket, cssvar, globalWord, auto, fraction, rem)}
	}
	points := map[string]string{"sm": "640px", "md": "768px", "lg": "1024px", "xl": "1280px", "2xl": "1536px"}
	out := fixed(`
		float-left float:left
		float-right float:right
		float-start float:inline-start
		float-end float:inline-end
		float-none float:none
		clear-left clear:left
		clear-right clear:right
		clear-both clear:both
		clear-start clear:inline-start
		clear-end clear:inline-end
		clear-none clear:none
		box-border box-sizing:border-box
		box-content box-sizing:content-box
		inline display:inline
		block display:block
		inline-block display:inline-block
		contents display:contents
		flow-root display:flow-root
		list-item display:list-item
		hidden display:none`)
	return append(out,
		one(`^display-(.+)$`, "display", by(bracket, cssvar, globalWord)),
		one(`^(?:size-)?aspect-(?:ratio-)?(.+)$`, "aspect-ratio", func(s string) string {
			switch {
			case s == "square":
				return "1/1"
			case s == "video":
				return "16/9"
			case fraction(s) != "" && s != "full":
				return s
			}
			return first(s, bracket, cssvar, globalWord, auto, number)
		}),
		many(`^size-(min-|max-)?(.+)$`, func(m []string) []Decl { return []Decl{measure(m[1], "w", m[2]), measure(m[1], "h", m[2])} }),
		many(`^(?:size-)?(min-|max-)?([wh])-?(.+)$`, func(m []string) []Decl { return []Decl{measure(m[1], m[2], m[3])} }),
		many(`^(?:size-)?(min-|max-)?(block|inline)-(.+)$`, func(m []string) []Decl { return []Decl{measure(m[1], m[2], m[3])} }),
		many(`^(?:size-)?(min-|max-)?(w)-screen-(.+)$`, func(m []string) []Decl { return []Decl{{m[1] + "width", points[m[3]]}} }),
		many(`^(min-|max-)?h-([dsl]vh)$`, func(m []string) []Decl { return []Decl{{m[1] + "height", "100" + m[2]}} }))
}

// gapRules is the distances between what stands beside each other.
func gapRules() []rule {
	gap := func(m []string) []Decl {
		prefix := map[string]string{"x": "column-", "y": "row-", "col": "column-", "row": "row-"}[m[1]]
		return []Decl{{prefix + "gap", themed(space, bracket, cssvar, globalWord, rem)(m[2])}}
	}
	between := func(variable, property, end string) func(m []string) []Decl {
		return func(m []string) []Decl {
			v := themed(space, bracket, cssvar, auto, fraction, rem)(m[2])
			if property == "border" {
				v = themed(lines, bracket, cssvar, px)(orDefault(m[2], "1"))
			}
			if v == "" {
				return nil
			}
			if v == "0" {
				v = "0px"
			}
			out := []Decl{{"--un-" + variable + "-" + m[1] + "-reverse", "0"}}
			for i, s := range sides[m[1]] {
				by := "calc(1 - var(--un-" + variable + "-" + m[1] + "-reverse))"
				if i == 1 && s != "-inline-end" && s != "-block-end" {
					by = "var(--un-" + variable + "-" + m[1] + "-reverse)"
				}
				out = append(out, Decl{property + s + end, "calc(" + v + " * " + by + ")"})
			}
			return out
		}
	}
	space, divide := between("space", "margin", ""), between("divide", "border", "-width")
	out := []rule{
		many(`^(?:flex-|grid-)?gap-?()(.+)$`, gap), many(`^(?:flex-|grid-)?gap-([xy])-?(.+)$`, gap), many(`^(?:flex-|grid-)?gap-(col|row)-?(.+)$`, gap),
		many(`^space-([xy])-(.+)$`, space),
		many(`^space-([xy])-reverse$`, func(m []string) []Decl { return []Decl{{"--un-space-" + m[1] + "-reverse", "1"}} }),
		many(`^space-(block|inline)-(.+)$`, space),
		many(`^divide-?([xy])()$`, divide), many(`^divide-?([xy])-?(.+)$`, divide),
		many(`^divide-?([xy])-reverse$`, func(m []string) []Decl { return []Decl{{"--un-divide-" + m[1] + "-reverse", "1"}} }),
		colourRule(`^divide-(.+)$`, "border-color", "divide"), opacityRule(`^divide-op(?:acity)?-?(.+)$`, "divide"),
	}
	for _, s := range borderStyles {
		out = append(out, rule{class: "divide-" + s, decls: []Decl{{"border-style", s}}})
	}
	return out
}

func orDefault(s, or string) string {
	if s == "" {
		return or
	}
	return s
}

// flowRules is what becomes of what is too long.
func flowRules() []rule {
	known := append([]string{"auto", "hidden", "clip", "visible", "scroll"}, globals...)
	flow := func(s string) string {
		if slices.Contains(known, s) {
			return s
		}
		return ""
	}
	out := []rule{
		one(`^(?:overflow|of)-(.+)$`, "overflow", flow),
		many(`^(?:overflow|of)-([xy])-(.+)$`, func(m []string) []Decl { return []Decl{{"overflow-" + m[1], flow(m[2])}} }),
		one(`^(?:whitespace-|ws-)(normal|nowrap|pre|pre-line|pre-wrap|break-spaces|inherit|initial|unset)$`, "white-space", func(s string) string { return s }),
		one(`^columns-(.+)$`, "columns", themed(widths, bracket, numberWithUnit, number, cssvar)),
	}
	return append(out, fixed(`
		truncate overflow:hidden;text-overflow:ellipsis;white-space:nowrap
		text-truncate overflow:hidden;text-overflow:ellipsis;white-space:nowrap
		text-ellipsis text-overflow:ellipsis
		text-clip text-overflow:clip
		break-normal overflow-wrap:normal;word-break:normal
		break-words overflow-wrap:break-word
		break-all word-break:break-all
		break-keep word-break:keep-all
		break-anywhere overflow-wrap:anywhere
		columns-auto columns:auto
		break-inside-auto break-inside:auto
		break-inside-avoid break-inside:avoid
		break-inside-avoid-column break-inside:avoid-column
		break-before-column break-before:column
		break-after-column break-after:column
		break-before-avoid break-before:avoid
		break-after-avoid break-after:avoid`)...)
}
