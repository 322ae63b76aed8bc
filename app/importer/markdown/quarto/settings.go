package quarto

import (
	"maps"
	"slices"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// formats are those of slides, as Quarto calls them and R Markdown.
var formats = words.Set(`
	revealjs beamer pptx slidy slideous dzslides s5 ioslides_presentation slidy_presentation beamer_presentation
	powerpoint_presentation revealjs_presentation moon_reader infinite_moon_reader rladies`)

// format is what of slides a front matter says the text becomes, or "".
func format(meta dialect.FrontMatter) string {
	name, _ := formatOf(meta)
	return name
}

// formatOf also returns what is said of that format. Of several it is that of reveal.js.
func formatOf(meta dialect.FrontMatter) (name string, of dialect.FrontMatter) {
	for _, key := range []string{"format", "output"} {
		v := meta[key]
		for _, f := range append(strings.Fields(v.Text), slices.Sorted(maps.Keys(v.Inside))...) {
			base := baseOf(f)
			if base == "" || name != "" && base != "revealjs" {
				continue
			}
			if name, of = base, v.Inside[f].Inside; base == "revealjs" {
				return name, of
			}
		}
	}
	return name, of
}

// baseOf is a format of slides without the package that makes it, an extension of Quarto's,
// and what is switched on in Pandoc; "" for what is none.
func baseOf(f string) string {
	f = f[strings.LastIndexByte(f, ':')+1:]
	base, _, _ := strings.Cut(f, "-revealjs")
	if f != base {
		return "revealjs"
	}
	if base, _, _ = strings.Cut(f, "+"); formats[base] {
		return base
	}
	return ""
}

// setting is the text of a settingOf.
func setting(meta dialect.FrontMatter, name string) string { return settingOf(meta, name).Text }

// settingOf is what is said of Quarto's slides: below their format, or else in the deck's
// front matter itself.
func settingOf(meta dialect.FrontMatter, name string) dialect.Value {
	_, of := formatOf(meta)
	for _, n := range []string{name, strings.ReplaceAll(name, "-", "_")} {
		if v, ok := of[n]; ok {
			return v
		}
	}
	return meta[name]
}

// unheeded says what of the settings is not honoured.
func unheeded(r *dialect.Report, meta dialect.FrontMatter) {
	_, of := formatOf(meta)
	for _, name := range []string{"transition", "background-transition"} {
		r.NoTransition(of[name])
	}
}
