package utility

import (
	"fmt"
	"strings"
)

func column(s string) string { return strings.Replace(s, "col", "column", 1) }

// gridRules is grids, and where in one an element stands.
func gridRules() []rule {
	track := func(s string) string {
		switch s {
		case "min":
			return "min-content"
		case "max":
			return "max-content"
		case "fr":
			return "minmax(0,1fr)"
		}
		return first(s, bracket, cssvar, auto, rem)
	}
	place := func(end string) func(m []string) []Decl {
		return func(m []string) []Decl {
			v := first(m[2], bracket, cssvar)
			if v == "" && m[2][0] != '[' {
				v = m[2]
			}
			return []Decl{{"grid-" + column(m[1]) + end, v}}
		}
	}
	out := fixed(`
		grid display:grid
		inline-grid display:inline-grid`)
	out = append(out,
		many(`^(?:grid-)?(row|col)-(.+)$`, func(m []string) []Decl {
			return []Decl{{"grid-" + column(m[1]), first(m[2], bracket, cssvar, auto)}}
		}),
		many(`^(?:grid-)?(row|col)-span-(.+)$`, func(m []string) []Decl {
			property := "grid-" + column(m[1])
			if m[2] == "full" {
				return []Decl{{property, "1/-1"}}
			}
			if v := first(m[2], bracket, number); v != "" {
				return []Decl{{property, fmt.Sprintf("span %s/span %s", v, v)}}
			}
			return nil
		}),
		many(`^(?:grid-)?(row|col)-start-(.+)$`, place("-start")),
		many(`^(?:grid-)?(row|col)-end-(.+)$`, place("-end")),
		many(`^(?:grid-)?auto-(rows|cols)-(.+)$`, func(m []string) []Decl {
			return []Decl{{"grid-auto-" + column(m[1]), track(m[2])}}
		}),
		many(`^(?:grid-auto-flow|auto-flow|grid-flow)-(row|col|dense|row-dense|col-dense)$`, func(m []string) []Decl {
			return []Decl{{"grid-auto-flow", strings.ReplaceAll(column(m[1]), "-", " ")}}
		}),
		many(`^(?:grid-)?(rows|cols)-(.+)$`, func(m []string) []Decl {
			return []Decl{{"grid-template-" + column(m[1]), spaced(first(m[2], bracket, cssvar))}}
		}),
		many(`^(?:grid-)?(rows|cols)-minmax-([\w.-]+)$`, func(m []string) []Decl {
			return []Decl{{"grid-template-" + column(m[1]), "repeat(auto-fill,minmax(" + m[2] + ",1fr))"}}
		}),
		many(`^(?:grid-)?(rows|cols)-(\d{1,3})$`, func(m []string) []Decl {
			return []Decl{{"grid-template-" + column(m[1]), "repeat(" + m[2] + ",minmax(0,1fr))"}}
		}),
		one(`^grid-area-(.+)$`, "grid-area", by(bracket, cssvar)))
	return append(out, fixed(`
		grid-rows-none grid-template-rows:none
		grid-cols-none grid-template-columns:none
		grid-rows-subgrid grid-template-rows:subgrid
		grid-cols-subgrid grid-template-columns:subgrid`)...)
}

// flexRules is rows and columns that give their room away.
func flexRules() []rule {
	parts := func(s string) string {
		if v := bracket(s); v != "" {
			return v
		}
		return first(s, cssvar, fraction)
	}
	size := func(s string) string { return orDefault(first(s, bracket, cssvar, number), "1") }
	out := fixed(`
		flex display:flex
		inline-flex display:inline-flex
		flex-inline display:inline-flex`)
	out = append(out,
		one(`^flex-(.*)$`, "flex", parts),
		one(`^(?:flex-)?shrink(?:-(.*))?$`, "flex-shrink", size),
		one(`^(?:flex-)?grow(?:-(.*))?$`, "flex-grow", size),
		one(`^(?:flex-)?basis-(.+)$`, "flex-basis", themed(space, bracket, cssvar, auto, fraction, rem)))
	return append(out, fixed(`
		flex-1 flex:1 1 0%
		flex-auto flex:1 1 auto
		flex-initial flex:0 1 auto
		flex-none flex:none
		flex-row flex-direction:row
		flex-row-reverse flex-direction:row-reverse
		flex-col flex-direction:column
		flex-col-reverse flex-direction:column-reverse
		flex-wrap flex-wrap:wrap
		flex-wrap-reverse flex-wrap:wrap-reverse
		flex-nowrap flex-wrap:nowrap
		inline-table display:inline-table
		table display:table
		table-caption display:table-caption
		table-cell display:table-cell
		table-column display:table-column
		table-column-group display:table-column-group
		table-footer-group display:table-footer-group
		table-header-group display:table-header-group
		table-row display:table-row
		table-row-group display:table-row-group
		border-collapse border-collapse:collapse
		border-separate border-collapse:separate
		caption-top caption-side:top
		caption-bottom caption-side:bottom
		table-auto table-layout:auto
		table-fixed table-layout:fixed`)...)
}

// alignRules is where in their box things stand.
func alignRules() (out []rule) {
	words := func(prefix, property, list string) {
		for pair := range strings.FieldsSeq(list) {
			class, value, ok := strings.Cut(pair, "=")
			if !ok {
				value = class
			}
			d := []Decl{{property, strings.ReplaceAll(value, "_", " ")}}
			out = append(out, rule{class: prefix + class, decls: d})
			// So that flex="~ items-center" means something.
			out = append(out, rule{class: "flex-" + prefix + class, decls: d}, rule{class: "grid-" + prefix + class, decls: d})
		}
		for _, g := range globals {
			out = append(out, rule{class: prefix + g, decls: []Decl{{property, g}}})
		}
	}
	const place = "center start end between=space-between around=space-around evenly=space-evenly stretch baseline center-safe=safe_center end-safe=safe_flex-end"
	const itself = "start end center stretch baseline center-safe=safe_center end-safe=safe_flex-end"
	const flex = "start=flex-start end=flex-end center baseline stretch baseline-last=last_baseline center-safe=safe_center end-safe=safe_flex-end"
	words("place-content-", "place-content", place)
	words("place-items-", "place-items", itself)
	words("place-self-", "place-self", "auto start end center stretch center-safe=safe_center end-safe=safe_flex-end")
	words("content-", "align-content", "center start=flex-start end=flex-end between=space-between around=space-around evenly=space-evenly baseline "+
		"center-safe=safe_center end-safe=safe_flex-end stretch normal")
	words("items-", "align-items", flex)
	words("self-", "align-self", "auto "+flex)
	words("justify-", "justify-content", "start=flex-start end=flex-end center between=space-between around=space-around evenly=space-evenly stretch left right "+
		"center-safe=safe_center end-safe=safe_flex-end normal")
	words("justify-items-", "justify-items", "start end center stretch center-safe=safe_center end-safe=safe_flex-end")
	words("justify-self-", "justify-self", "auto "+itself)
	return out
}

// spaced has spaces between the tracks of a grid, where decks have commas, too.
func spaced(tracks string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			return ' '
		}
		return r
	}, tracks)
}
