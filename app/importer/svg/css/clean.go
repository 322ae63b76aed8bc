// Package css writes the style sheets of drawings anew: without what fetches, and
// without what can be written in two ways, so that it says the same to everyone.
package css

import (
	"regexp"
	"strings"
)

// What of a style was left out.
type Left struct {
	Kind Kind
	Name string // of a font, or an address
}

type Kind int

const (
	Import  Kind = iota // of another style sheet
	Font                // that is not the computer's
	Address             // outside the file
)

const maxDepth = 32 // of rules in rules

type cleaner struct {
	out   strings.Builder
	left  []Left
	apart bool // a declaration was written, which ends before what follows
}

// Sheet writes a style sheet with what is known to be harmless.
func Sheet(css string) (string, []Left) {
	var c cleaner
	c.items(plain(css), 0)
	return c.out.String(), c.left
}

// Declarations is Sheet for a style attribute.
func Declarations(css string) (string, []Left) {
	var c cleaner
	c.items(plain(css), maxDepth)
	return c.out.String(), c.left
}

// items writes declarations and rules. The deepest are without rules in them.
func (c *cleaner) items(css string, depth int) {
	for css != "" {
		s := statement(css)
		css = s.rest
		prelude := strings.TrimSpace(s.prelude)
		switch {
		case !s.ok || prelude == "":
		case prelude[0] == '@':
			if depth < maxDepth {
				c.at(prelude, s, depth)
			}
		case s.block:
			if selectors, ok := selectors(prelude); ok && depth < maxDepth {
				c.rule(selectors, s.body, depth)
			}
		case depth > 0:
			c.declaration(prelude)
		}
	}
}

func (c *cleaner) rule(prelude, body string, depth int) {
	inner := cleaner{}
	inner.items(body, depth+1)
	c.left = append(c.left, inner.left...)
	if inner.out.Len() > 0 {
		c.write(prelude+"{"+inner.out.String()+"}", false)
	}
}

// write writes an item, parted from the one before.
func (c *cleaner) write(item string, declaration bool) {
	if c.apart {
		c.out.WriteByte(';')
	}
	c.out.WriteString(item)
	c.apart = declaration
}

// heavy are properties with which a few words make a browser lay out a great deal: they
// are for pages, and no program writes them into a drawing.
var heavy = regexp.MustCompile(`(?i)^(-webkit-|-moz-)?(grid|column|float|shape-outside|box-reflect|container|contain-)`)

func (c *cleaner) declaration(text string) {
	name, _, ok := strings.Cut(text, ":")
	switch {
	case !ok || heavy.MatchString(strings.TrimSpace(name)) || hasMarked(text):
	case Harmless(text):
		c.write(text, true)
	default:
		for _, a := range outside(text) {
			c.left = append(c.left, Left{Address, a})
		}
		if name, ok := paint(text); ok {
			c.write(name, true)
		}
	}
}

var outer = regexp.MustCompile(`(?i)^\s*(fill|stroke)\s*:\s*url\(\s*(?:"[^"]*"|'[^']*'|[^\s'")]*)\s*\)\s*(!important|[^!]*)(.*)$`)

// paint is what is painted with where what a declaration names is not in the file: the
// colour that it has for that, or none (SVG 2, 13.2). Without it, it would be black.
func paint(text string) (string, bool) {
	m := outer.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	name, colour, important := strings.ToLower(m[1]), strings.TrimSpace(m[2]), m[3]
	if colour == "" || colour[0] == '!' {
		colour, important = "none", colour+important
	}
	if important != "" {
		important = " " + important
	}
	text = name + ":" + colour + important
	return text, Harmless(text) && Plain(text) && !hasMarked(text)
}

var namespaces = regexp.MustCompile(`(?i)^@namespace\s+([\w-]*\s*)(?:url\()?\s*"(http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/xlink))"\s*\)?$`)

func (c *cleaner) at(prelude string, s cut, depth int) {
	end := strings.IndexAny(prelude[1:], " \t\r\n\f\"'(:;{") + 1
	if end == 0 {
		end = len(prelude)
	}
	switch keyword := strings.ToLower(prelude[:end]); {
	case keyword == "@import":
		c.left = append(c.left, Left{Import, firstString(prelude)})
	case keyword == "@charset":
	case keyword == "@namespace":
		if m := namespaces.FindStringSubmatch(prelude); m != nil && !s.block {
			c.write(`@namespace `+m[1]+`"`+m[2]+`";`, false)
		}
	case hasMarked(prelude) || !Harmless(prelude):
	case keyword == "@font-face":
		c.font(prelude, s.body)
	case s.block:
		c.rule(prelude, s.body, depth)
	case depth == 0:
		c.write(prelude+";", false)
	}
}

// font keeps one that the computer has.
func (c *cleaner) font(prelude, body string) {
	family, kept := "", []string{}
	local := false
	for body != "" {
		s := statement(body)
		body = s.rest
		text := strings.TrimSpace(s.prelude)
		name, value, ok := strings.Cut(text, ":")
		if !ok || !s.ok || s.block {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "src":
			var own []string
			for _, source := range Split(value) {
				if source = strings.TrimSpace(source); strings.HasPrefix(strings.ToLower(source), "local(") && Harmless(source) {
					own = append(own, source)
				}
			}
			if len(own) > 0 {
				local = true
				kept = append(kept, "src:"+strings.Join(own, ","))
			}
			continue
		case "font-family":
			family = strings.Trim(strings.TrimSpace(value), `"'`)
		}
		if Harmless(text) && !hasMarked(text) {
			kept = append(kept, text)
		}
	}
	if !local {
		c.left = append(c.left, Left{Font, family})
		return
	}
	c.write(prelude+"{"+strings.Join(kept, ";")+"}", false)
}

var markedName = regexp.MustCompile(`([#.])([\w\x{80}-\x{10ffff}-]*[\x{f0000}-\x{fffff}][\w\x{80}-\x{10ffff}-]*)`)

// selectors writes those with names that need an escape as what asks for the attribute.
func selectors(list string) (string, bool) {
	list = markedName.ReplaceAllStringFunc(list, func(s string) string {
		name := strings.Map(func(r rune) rune {
			if r >= marked && r < marked+0x10000 {
				return r - marked
			}
			return r
		}, s[1:])
		if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
			return s // a string of plain's has none of these
		}
		if s[0] == '#' {
			return `[id="` + name + `"]`
		}
		return `[class~="` + name + `"]`
	})
	return list, !hasMarked(list) && Harmless(list)
}

func hasMarked(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= marked && r < marked+0x10000 })
}
