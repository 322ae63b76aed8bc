package reveal

import (
	"regexp"
	"strconv"

	"golang.org/x/net/html"

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

// stays has a step stay as long as its fragment says.
func stays(n *html.Node) {
	if s := dialect.Milliseconds(dialect.Attr(n, autoslide)); s != nil {
		dialect.SetAttr(n, dialect.SecondsAttr, strconv.FormatFloat(*s, 'g', -1, 64))
	}
}

// configured are the options of a page's script that are honoured: each stands by itself,
// as a literal.
var configured = regexp.MustCompile(`["']?\b(autoSlide|autoSlideStoppable|loop)["']?\s*:\s*(\d+|true|false)\s*[,}\n]`)

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
