// Package quarto knows the Markdown of Quarto, R Markdown and Pandoc's slides, and that
// of remark, which R Markdown calls xaringan.
package quarto

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// Dialect is Quarto's and its kin's.
type Dialect struct{ dialect.Common }

// isRemark reports whether the text is xaringan's: remark's, and not Pandoc's.
func isRemark(meta dialect.FrontMatter) bool { return strings.HasSuffix(format(meta), "moon_reader") }

var (
	mark   = regexp.MustCompile("(?m)^```+\\{(r|python|julia|ojs)[ ,}]|^:::+[ \t]*(\\{[^}\n]*\\.)?(incremental|nonincremental)\\b")
	div    = regexp.MustCompile(`(?m)^:::+[ \t]*(\{[^}\n]*\.)?(notes|columns)\b`)
	breaks = regexp.MustCompile(`(?m)^---[ \t]*$`)
)

// Detect looks for the formats of slides, for cells of code, and for what is around
// lists there. Divs of notes and columns are everybody's, but in a text that only its
// headings divide they are Pandoc's.
func (Dialect) Detect(meta dialect.FrontMatter, src []byte) bool {
	return format(meta) != "" || mark.Match(src) || div.Match(src) && !breaks.Match(src)
}

var ignored = words.Set(`
	author date subtitle institute institution format output template toc toc-title bibliography csl mainfont sansfont monofont fontsize
	header-includes include-in-header include-before-body include-after-body aspectratio colortheme fonttheme theme slide-level logo
	incremental execute filters editor jupyter engine knitr embed-resources self-contained standalone params project execute-dir
	highlight-style code-fold code-line-numbers code-copy fig-cap-location fig-width fig-height reference-location citation-location
	link-citations abstract keywords affiliations affiliation nocite date-format number-sections crossref brand css
	lightbox title-slide-attributes shortcodes from reader suppress-bibliography pagetitle favicon always_allow_html site runtime urlcolor linkcolor
	link-external-newwindow link-external-icon footer categories order listing resources website book revealjs-plugins
	title-slide slide-class name layout template count exclude continued auto-slide loop background-image background-size background-position
	background-color background-repeat`)

// Key implements dialect.Dialect.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, nil) }

// Loops implements dialect.Dialect.
func (Dialect) Loops(meta dialect.FrontMatter) bool { return setting(meta, "loop") == "true" }

// divides reports which headings begin a slide: those of the slides' level and above. Where nobody says which that is, it is the second for Quarto, and for Pandoc the
// highest that has something other than a heading below it.
func divides(meta dialect.FrontMatter, src []byte) func(int) bool {
	level, err := strconv.Atoi(setting(meta, "slide-level"))
	if err != nil || level < 1 || level > 6 {
		if level = 2; meta["format"].Text == "" && meta["format"].Inside == nil {
			level = levelOf(src)
		}
	}
	return func(l int) bool { return l <= level }
}

var heading = regexp.MustCompile(`^(#{1,6})[ \t]`)

// levelOf is Pandoc's rule.
func levelOf(src []byte) int {
	best, above := 7, 0 // the level of the heading that is above, if nothing else is between
	inside := dialect.Inside(src)
	for i, line := range dialect.Lines(src) {
		if m := heading.FindSubmatch(line); m != nil && !inside[i] {
			above = len(m[1])
		} else if t := bytes.TrimSpace(line); len(t) > 0 && above > 0 {
			if dashes.Match(line) { // a slide without a heading
				above = 0
				continue
			}
			best, above = min(best, above), 0
		}
	}
	if best == 7 {
		return 2
	}
	return best
}

var dashes = regexp.MustCompile(`^---+[ \t]*\n?$`)

var hiddenHeading = regexp.MustCompile(`(?m)\A\s*#{1,6}[ \t][^\n]*\{[^}\n]*visibility="?(hidden|uncounted)`)

// Hides implements dialect.Dialect: remark knows nothing of what it excludes, while Quarto
// means what reveal.js does.
func (Dialect) Hides(front dialect.FrontMatter, text []byte) dialect.Hiding {
	if front["exclude"].Text == "true" {
		return dialect.Absent
	}
	return dialect.Visibility(hiddenHeading.FindSubmatch(text))
}

// Sheets implements dialect.Dialect: what is around the slides of reveal.js, and of
// remark.
func (Dialect) Sheets(meta dialect.FrontMatter, _ dialect.Cuts) *look.Grammar {
	return &look.Grammar{
		Pixel: pixel(meta),
		Stage: words.Set(`section .reveal .slides .reveal-viewport .slide html body :root .remark-slide-content .remark-slide .remark-slide-container`),
	}
}
