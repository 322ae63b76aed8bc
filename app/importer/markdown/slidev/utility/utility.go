// Package utility knows the classes that decks of Slidev are written with, mt-8,
// grid-cols-2, text-gray-500: what each means in CSS, by the rules of UnoCSS's
// default preset (preset-wind3), whose names it follows.
//
// What moves, reacts to a mouse or loads something means nothing here.
package utility

import (
	"regexp"
	"strings"
	"sync"
)

// MaxClass is how long a class is at most, in bytes.
const MaxClass = 120

// A Decl is one declaration of CSS.
type Decl struct{ Property, Value string }

// A Style is what one class means.
type Style struct {
	Decls []Decl // values are in the units of the class: rem, px, …

	// Selector has & where the element with the class stands.
	Selector string

	base  base // the variables that its declarations need
	order int  // of its rule: what has a higher one wins
}

// Options are what the meaning of classes hangs on.
type Options struct {
	Dark    bool    // the deck is light on dark
	Primary string  // the theme's colour, as #rrggbb
	Scale   float64 // what a sheet makes of a pixel; 0 is 1
}

// maxKnown is how many different classes a deck has.
const maxKnown = 5000

// A Book has looked up the classes of one deck, each once.
type Book struct {
	Options
	known map[string]*Style // nil for what means nothing
}

// NewBook returns one for a deck.
func NewBook(o Options) *Book { return &Book{o, map[string]*Style{}} }

// Of returns what a class means, and reports false for one that means nothing.
func (b *Book) Of(class string) (Style, bool) {
	s, known := b.known[class]
	if !known && len(b.known) < maxKnown && len(class) <= MaxClass {
		if found, ok := of(class, b.Options); ok {
			s = &found
		}
		b.known[class] = s
	}
	if s == nil {
		return Style{}, false
	}
	return *s, true
}

func of(class string, o Options) (Style, bool) {
	if class == "" {
		return Style{}, false
	}
	v, ok := takeVariants(class, o)
	if !ok {
		return Style{}, false
	}
	s, ok := find(v.class, o)
	if !ok {
		return Style{}, false
	}
	if v.negative && !negate(s.Decls) {
		return Style{}, false
	}
	if v.important {
		for i := range s.Decls {
			s.Decls[i].Value += " !important"
		}
	}
	if isBetween(v.class) {
		v.selector += ">:not([hidden])~:not([hidden])"
	}
	s.Selector = v.selector
	s.order += v.order
	return s, true
}

// isBetween reports whether a class is about what stands between its children.
func isBetween(class string) bool {
	return strings.HasPrefix(class, "space-x-") || strings.HasPrefix(class, "space-y-") || strings.HasPrefix(class, "divide-")
}

// A rule makes declarations of what its pattern matches; without a pattern, it is
// of one class.
type rule struct {
	class   string
	pattern *regexp.Regexp
	make    func(m []string, o Options) []Decl
	decls   []Decl
	base    base
}

// rules is all of them in the order of the sheet, and those without a pattern by
// their class.
var rules = sync.OnceValue(func() (r struct {
	all    []rule
	byName map[string]int
}) {
	for _, part := range [][]rule{
		layoutRules(), gridRules(), spacingRules("m", "margin"), sizeRules(), flexRules(), transformRules(), listRules(),
		alignRules(), gapRules(), flowRules(), borderRules(), backgroundRules(), fillRules(), spacingRules("p", "padding"),
		textRules(), opacityRules(), shadowRules(), filterRules(), ownRules(),
	} {
		r.all = append(r.all, part...)
	}
	r.byName = map[string]int{}
	for i, one := range r.all {
		if one.class != "" {
			r.byName[one.class] = i
		}
	}
	return r
})

// find asks the rules as UnoCSS does: first those for one class, then the others
// from the last one on.
func find(class string, o Options) (Style, bool) {
	r := rules()
	if i, ok := r.byName[class]; ok {
		return Style{Decls: append([]Decl(nil), r.all[i].decls...), base: r.all[i].base, order: i}, true
	}
	for i := len(r.all) - 1; i >= 0; i-- {
		one := &r.all[i]
		if one.pattern == nil {
			continue
		}
		m := one.pattern.FindStringSubmatch(class)
		if m == nil {
			continue
		}
		var decls []Decl
		for _, d := range one.make(m, o) {
			if d.Value != "" && isSafe(d.Value) {
				decls = append(decls, d)
			}
		}
		if len(decls) > 0 {
			return Style{Decls: decls, base: one.base, order: i}, true
		}
	}
	return Style{}, false
}

// isSafe reports whether a value can stand in a sheet and loads nothing.
func isSafe(v string) bool {
	l := strings.ToLower(v)
	return !strings.ContainsAny(v, "\\;{}<>@\x00\n\r\"'`") && !strings.Contains(l, "url(") &&
		!strings.Contains(l, "image(") && !strings.Contains(l, "image-set(") && !strings.Contains(l, "expression(") &&
		strings.Count(v, "(") == strings.Count(v, ")")
}

// one makes a rule of a pattern that gives one property a value.
func one(pattern, property string, value func(string) string) rule {
	return rule{pattern: regexp.MustCompile(pattern), make: func(m []string, _ Options) []Decl {
		return []Decl{{property, value(m[1])}}
	}}
}

// many makes a rule of a pattern.
func many(pattern string, make func(m []string) []Decl) rule {
	return rule{pattern: regexp.MustCompile(pattern), make: func(m []string, _ Options) []Decl { return make(m) }}
}

// fixed makes rules of a list with a class and its declarations a line.
func fixed(list string) (out []rule) {
	for l := range strings.Lines(list) {
		class, decls, ok := strings.Cut(strings.TrimSpace(l), " ")
		if ok {
			out = append(out, rule{class: class, decls: parse(decls)})
		}
	}
	return out
}

// parse reads declarations.
func parse(list string) (out []Decl) {
	for d := range strings.SplitSeq(list, ";") {
		if p, v, ok := strings.Cut(d, ":"); ok {
			out = append(out, Decl{strings.TrimSpace(p), strings.TrimSpace(v)})
		}
	}
	return out
}

// globals are the values that every property has.
var globals = []string{"inherit", "initial", "revert", "revert-layer", "unset"}
