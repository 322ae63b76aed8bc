package reveal

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// autoslide says after how many milliseconds a slide goes on by itself, or a fragment.
const autoslide = "data-autoslide"

// optionsKey is where reveal-md has reveal.js's options, and a page's are put.
const optionsKey = "revealOptions"

// option is one of reveal.js's options, or "". Some tools have a few of them in the front
// matter itself.
func option(meta dialect.FrontMatter, name string) string {
	if v, ok := meta[optionsKey].Inside[name]; ok || !bare[name] {
		return v.Text
	}
	return meta[name].Text
}

var bare = words.Set(`width height center slideNumber`)

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

// remark says what of reveal.js's options is not honoured.
func remark(r *dialect.Report, options dialect.FrontMatter) {
	if v := options["autoSlideStoppable"]; v.Text == "false" {
		r.Warn(v.Line, "a move by hand holds a deck that goes on by itself: “autoSlideStoppable” is not honoured.")
	}
	for _, name := range []string{"transition", "backgroundTransition"} {
		r.NoTransition(options[name])
	}
	for name, usual := range map[string]string{"parallaxBackgroundImage": "", "rtl": "false", "fragments": "true"} {
		if v := options[name]; v.Text != "" && v.Text != usual {
			r.Warn(v.Line, "“%s” is not honoured.", name)
		}
	}
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

// configured is an option of a page's script that is honoured, or remarked: it stands by
// itself, as a literal.
var configured = regexp.MustCompile(`^\s*["']?(autoSlide|autoSlideStoppable|loop|totalTime|defaultTiming|width|height|center|slideNumber|showSlideNumber|transition|backgroundTransition|parallaxBackgroundImage|rtl|fragments)["']?` +
	`\s*:\s*(?:(\d+(?:\.\d+)?|true|false)|'([^'\n]*)'|"([^"\n]*)")\s*$`)

var initialize = regexp.MustCompile(`\bReveal(?:\.initialize|\.configure)?\s*\(`)

// configure reads the options that a page's script gives reveal.js. Its first line is a line
// of the page.
func configure(script string, line int) dialect.FrontMatter {
	at := initialize.FindStringIndex(script)
	if at == nil {
		return nil
	}
	found := dialect.FrontMatter{}
	src := []byte(script)
	for _, c := range comments.FindAllIndex(src, -1) {
		dialect.Blank(src, c[0], c[1])
	}
	line += strings.Count(script[:at[1]], "\n")
	rest := src[at[1]:]
	entries(rest, func(from, to int) {
		if m := configured.FindSubmatchIndex(rest[from:to]); m != nil {
			name := from + m[2]
			found[string(rest[name:from+m[3]])] = dialect.Value{
				Text: string(configured.Expand(nil, []byte("$2$3$4"), rest[from:to], m)),
				Line: line + bytes.Count(rest[:name], []byte("\n")),
			}
		}
	})
	return found
}

// entries finds what stands between the commas of the objects that a call is given, from
// behind its parenthesis on to its end. What is in objects and lists inside of them, as
// the options of plugins are, is none of theirs. It blanks the comments behind code.
func entries(src []byte, each func(from, to int)) {
	inside, calls, from := 0, 0, 0
	for i := 0; i < len(src) && calls >= 0; i++ {
		switch c := src[i]; c {
		case '(':
			calls++
		case ')':
			calls--
		case '{', '[':
			if inside++; inside == 1 {
				from = i + 1
			}
		case '}', ']', ',':
			if inside == 1 {
				each(from, i)
				from = i + 1
			}
			if c != ',' {
				inside--
			}
		case '\'', '"', '`':
			for i++; i < len(src) && src[i] != c && (c == '`' || src[i] != '\n'); i++ {
				if src[i] == '\\' {
					i++
				}
			}
		case '/':
			if bytes.HasPrefix(src[i:], []byte("//")) {
				dialect.Blank(src, i, dialect.LineEnd(src, i))
			}
		}
	}
}

// comments are those of a script, on lines of their own or whole.
var comments = regexp.MustCompile(`(?m)^\s*//.*$|(?s)/\*.*?\*/`)
