package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/marp"
	"lectern/app/importer/markdown/plain"
	"lectern/app/importer/markdown/quarto"
	"lectern/app/importer/markdown/reveal"
	"lectern/app/importer/markdown/slidev"
	"lectern/app/importer/options"
)

// dialects is all there are, in the order in which they are asked.
var dialects = []dialect.Dialect{marp.Dialect{}, slidev.Dialect{}, reveal.Dialect{}, quarto.Dialect{}}

// named are the dialects by the names that options.Dialects has.
var named = map[string]dialect.Dialect{
	"markdown": plain.Dialect{}, "marp": marp.Dialect{}, "reveal": reveal.Dialect{}, "slidev": slidev.Dialect{}, "quarto": quarto.Dialect{},
}

// choose returns the dialect that is said, or else the one that a deck is written in.
func choose(o options.Options, meta dialect.FrontMatter, src []byte) (dialect.Dialect, error) {
	switch d := named[o.Dialect]; {
	case d != nil:
		return d, nil
	case o.Dialect != "":
		return nil, fmt.Errorf("markdown: no dialect %.40q", o.Dialect)
	case o.Separator != "" || o.VerticalSeparator != "":
		return named["reveal"], nil
	}
	return detect(meta, src), nil
}

// detect returns the dialect that a deck is written in.
func detect(meta dialect.FrontMatter, src []byte) dialect.Dialect {
	for _, d := range dialects {
		if d.Detect(meta, src) {
			return d
		}
	}
	if marp.Likely(meta, src) {
		return marp.Dialect{}
	}
	return plain.Dialect{}
}

// prepare has every dialect rewrite a text for split, and returns the front matters of
// slides by the line on which the slide begins.
func prepare(d dialect.Deck, own dialect.Dialect) (dialect.Cuts, map[int]dialect.FrontMatter) {
	fronts := map[int]dialect.FrontMatter{}
	for _, one := range dialects {
		if one == own {
			continue
		}
		c := one.Cuts(d)
		for _, cut := range c.Cuts {
			fronts[cut.Line+1] = cut.Front
		}
		d.Src = c.Src
	}
	d.Own = true
	cuts := own.Cuts(d)
	cuts.Tidy()
	if cuts.First != nil {
		fronts[1] = cuts.First
	}
	for _, c := range cuts.Cuts {
		if c.Front != nil {
			fronts[c.Line+1] = c.Front
		}
	}
	return cuts, fronts
}

// warnOf adds what the dialects have to say, each once.
func (m *markdownDeck) warnOf(line int, say func(dialect.Dialect) string) (said bool) {
	for _, d := range dialects {
		if s := say(d); s != "" {
			m.report.Warn(line, "%s", s)
			said = true
		}
	}
	return said
}

var toolComment = regexp.MustCompile(`^(prettier-ignore|markdownlint-|lint |cspell:|spell-checker:|vale |textlint|toc$|/?toc)`)

// isForTools reports whether a comment speaks to a program that its author uses, and
// to nobody else.
func isForTools(comment string) bool {
	t := strings.TrimSpace(comment)
	return t == "" || toolComment.MatchString(t)
}

// asked is all dialects in the order in which they are asked about a deck that is
// written in one of them.
func asked(own dialect.Dialect) []dialect.Dialect {
	return append([]dialect.Dialect{own}, slices.DeleteFunc(slices.Clone(dialects), func(d dialect.Dialect) bool { return d == own })...)
}

// shapers is what makes slides of trees, the own dialect's first.
func shapers(meta dialect.FrontMatter, src []byte, own dialect.Dialect) (list []dialect.Shaper) {
	for _, d := range asked(own) {
		if s := d.Shaper(meta, src, d == own); s != nil {
			list = append(list, s)
		}
	}
	return list
}

// nameOf is what options.Dialects calls a dialect.
func nameOf(d dialect.Dialect) string {
	for name, known := range named {
		if known == d {
			return name
		}
	}
	return ""
}
