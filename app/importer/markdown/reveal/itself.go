package reveal

import (
	"regexp"
	"strconv"

	"golang.org/x/net/html"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
)

// autoslide says after how many milliseconds a slide goes on by itself, or a fragment.
const autoslide = "data-autoslide"

// optionsKey is where reveal-md has reveal.js's options, and a page's are put.
const optionsKey = "revealOptions"

// option is one of reveal.js's options, or "".
func option(meta dialect.FrontMatter, name string) string {
	return meta[optionsKey].Inside[name].Text
}

// Loops implements dialect.Dialect.
func (Dialect) Loops(meta dialect.FrontMatter) bool { return option(meta, "loop") == "true" }

// Takes implements dialect.Dialect.
func (Dialect) Takes(meta dialect.FrontMatter) int { return seconds(option(meta, "totalTime")) }

// seconds reads a time of reveal.js's, or 0.
func seconds(text string) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= deck.MaxPlanned {
		return n
	}
	return 0
}

var timing = regexp.MustCompile(`\sdata-timing\s*=\s*["']?(\d{1,6})\b`)

// pacing tells how many seconds a slide of so many is to take that does not say so, 0 for
// nothing: as much as the deck says; or, where some slides say so, an equal part of what
// these leave of the talk. Where none does the talk's own length is divided elsewhere.
func pacing(meta dialect.FrontMatter, src []byte) func(slides int) int {
	total := Dialect{}.Takes(meta)
	if total == 0 {
		each := seconds(option(meta, "defaultTiming"))
		return func(int) int { return each }
	}
	said, left := 0, total
	for _, m := range timing.FindAllSubmatch(src, deck.MaxSlides) {
		said++
		left -= seconds(string(m[1]))
	}
	return func(slides int) int {
		if said == 0 || said >= slides || left <= 0 {
			return 0
		}
		return left / (slides - said)
	}
}

// stays has a step stay as long as its fragment says.
func stays(n *html.Node) {
	if s := dialect.Milliseconds(dialect.Attr(n, autoslide)); s != nil {
		dialect.SetAttr(n, dialect.SecondsAttr, strconv.FormatFloat(*s, 'g', -1, 64))
	}
}

// configured are the options of a page's script that are honoured: each stands by itself,
// as a literal.
var configured = regexp.MustCompile(`["']?\b(autoSlide|autoSlideStoppable|loop|totalTime|defaultTiming)["']?\s*:\s*(\d+|true|false)\s*[,}\n]`)

var initialize = regexp.MustCompile(`\bReveal(?:\.initialize|\.configure)?\s*\(`)

// configure reads the options that a page's script gives reveal.js.
func configure(script string) dialect.FrontMatter {
	at := initialize.FindStringIndex(script)
	if at == nil {
		return nil
	}
	found := dialect.FrontMatter{}
	for _, m := range configured.FindAllStringSubmatch(comments.ReplaceAllString(script[at[1]:], ""), 20) {
		found[m[1]] = dialect.Value{Text: m[2], Line: 1}
	}
	return found
}

// comments are those of a script, on lines of their own or whole.
var comments = regexp.MustCompile(`(?m)^\s*//.*$|(?s)/\*.*?\*/`)
