package slidev

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var (
	markKinds   = words.Set(`underline box circle highlight strike-through crossed-off bracket`)
	markColours = words.Set(`red blue green yellow orange purple pink teal cyan lime amber indigo violet fuchsia rose sky emerald gray black white`)
	markAt      = regexp.MustCompile(`\bat:\s*['"]?([+-]?\d+)`)
	markColour  = regexp.MustCompile(`\bcolor:\s*['"](#[0-9a-fA-F]{3,8}|[a-z]+)['"]`)
	markType    = regexp.MustCompile(`\btype:\s*['"]([a-z-]+)['"]`)
)

// marked is what v-mark says: words that are underlined or circled from a click on.
func (c *clicker) marked(n *html.Node, mods []string, value string) {
	kind, colour := "underline", ""
	for _, m := range mods {
		switch {
		case markKinds[m]:
			kind = m
		case markColours[m]:
			colour = m
		}
	}
	t, ok := timing{kind: marks, from: next}, true
	if strings.HasPrefix(strings.TrimSpace(value), "{") {
		if m := markAt.FindStringSubmatch(value); m != nil {
			t.from, ok = parseAt(m[1])
		}
		if m := markColour.FindStringSubmatch(value); m != nil {
			colour = m[1]
		}
		if m := markType.FindStringSubmatch(value); m != nil && markKinds[m[1]] {
			kind = m[1]
		}
	} else if m := pair.FindStringSubmatch(value); m != nil {
		var fine bool
		t.from, ok = parseAt(m[1])
		t.until, fine = parseAt(m[2])
		t.some, ok = true, ok && fine
	} else {
		t.from, ok = parseAt(value)
	}
	if !ok {
		return
	}
	t.mark = kind
	around := dialect.Element("span", "")
	dialect.MoveInto(around, n)
	n.AppendChild(around)
	if colour != "" {
		dialect.AddStyle(around, "--slidev-mark: "+colour)
	}
	c.add(around, t)
}
