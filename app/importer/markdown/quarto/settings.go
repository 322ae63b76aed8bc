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

// cssOf are the settings that name style sheets of the deck's own, beside its theme's name.
func cssOf(meta dialect.FrontMatter) []dialect.Value {
	theme := settingOf(meta, "theme")
	theme.Text = strings.Join(slices.DeleteFunc(strings.Fields(theme.Text), func(name string) bool { return !strings.Contains(name, ".") }), " ")
	css := settingOf(meta, "css")
	if isRemark(meta) { // names of its own sheets among them
		css.Text = strings.Join(slices.DeleteFunc(strings.Fields(css.Text), func(name string) bool { return !strings.HasSuffix(name, ".css") }), " ")
	}
	return []dialect.Value{theme, css}
}

// unheeded says what of the settings is not honoured: below the slides' format all that is
// not known to change nothing, or to be seen to.
func unheeded(r *dialect.Report, meta dialect.FrontMatter) {
	name, of := formatOf(meta)
	for _, key := range []string{"transition", "background-transition"} {
		r.NoTransition(of[key])
	}
	if strings.HasPrefix(name, "revealjs") {
		for key, v := range of {
			if key := strings.ReplaceAll(key, "_", "-"); !heeded[key] && !isOff(v) {
				r.Warn(v.Line, "“%s” is not honoured.", words.OneLine(key, 40))
			}
		}
	}
	for key, v := range meta {
		if ofDeck[key] && !isOff(v) {
			r.Warn(v.Line, "“%s” is not honoured.", key)
		}
	}
}

// isOff reports whether a setting asks for nothing.
func isOff(v dialect.Value) bool {
	return v.Text == "false" || v.Text == "none" || v.Text == "" && v.Inside == nil
}

// ofDeck are settings of a deck as a whole that would make it another one.
var ofDeck = words.Set(`toc number-sections bibliography brand include-in-header include-before-body include-after-body header-includes`)

// heeded are settings that are honoured, or that nothing hangs on here: how somebody goes
// through the slides, what is made of them beside, how what does not fit is shrunk.
var heeded = words.Set(`
	title subtitle author date institute theme css footer logo width height center slide-number show-slide-number title-slide title-slide-attributes
	slide-level incremental auto-slide loop default-timing echo execute lang
	transition background-transition transition-speed
	margin min-scale max-scale smaller scrollable auto-stretch
	controls controls-layout controls-tutorial controls-auto controls-back-arrows progress history hash hash-type hash-one-based-index respond-to-hash-changes
	jump-to-slide keyboard overview touch mouse-wheel navigation-mode menu preview-links link-external-newwindow link-external-icon shuffle help pause
	fragments fragment-in-url embedded show-notes auto-play-media preload-iframes auto-slide-stoppable auto-slide-method auto-animate
	auto-animate-easing auto-animate-duration auto-animate-unmatched hide-inactive-cursor hide-cursor-time view view-distance mobile-view-distance
	chalkboard multiplex pdf-separate-fragments pdf-max-pages-per-slide print scroll-view disable-layout focus-on post-message post-message-events
	embed-resources self-contained self-contained-math standalone output-file output-ext html-math-method katex mathjax lib-dir keep-md keep-hidden
	code-copy code-overflow code-line-numbers code-annotations code-fold code-link highlight-style fig-width fig-height fig-format fig-dpi fig-align
	fig-responsive fig-cap-location tbl-cap-location df-print link-citations reference-location citation-location citations-hover footnotes-hover lightbox
	slide-tone title-slide-style revealjs-url from reader date-format
	highlight fig-caption df-print mathjax smart includes reveal-options reveal-plugins md-extensions pandoc-args
	nature seal variant pagetitle favicon description keywords quarto-required notebook-links`)
