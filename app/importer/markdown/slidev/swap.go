package slidev

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// switches has slots take each other's place.
func (c *clicker) switches(n *html.Node) {
	from, ok := parseAt(prop(n, "at"))
	type slot struct {
		node       *html.Node
		start, end int
	}
	var slots []slot
	for _, child := range inside(n) {
		name := dialect.Attr(child, "name")
		first, last, ranged := strings.Cut(name, "-")
		a, err := strconv.Atoi(first)
		if child.Data != "slidev-slot" || err != nil {
			n.RemoveChild(child)
			continue
		}
		b := 0
		if ranged {
			b = number(last, a+1)
		}
		dialect.Rename(child, "div")
		dialect.DelAttr(child, "name")
		slots = append(slots, slot{child, a, b})
	}
	dialect.Rename(n, "div")
	dialect.DelAttr(n, "at", ":at", "unmount", "transition", "tag", "childtag", "child-tag")
	if len(slots) == 0 || !ok {
		return
	}
	slices.SortStableFunc(slots, func(a, b slot) int { return cmp.Compare(b.start, a.start) })
	t := timing{from: from}
	for i := range slots { // from the last on: each is there until the one after it
		if slots[i].end == 0 {
			slots[i].end = slots[i].start + 1
			if i > 0 {
				slots[i].end = slots[i-1].start
			}
		}
		t.size = max(t.size, slots[i].end-1)
		t.turns = append(t.turns, turn{node: slots[i].node, from: slots[i].start, until: slots[i].end})
	}
	c.add(n, t)
}

// move has blocks of code take each other's place, each with the lines that stand out
// in it.
func (c *clicker) move(n *html.Node) {
	options := dialect.Attr(n, "options")
	from := next
	if m := fenceAt.FindStringSubmatch(options); m != nil {
		from, _ = parseAt(m[1])
	}
	t, states := timing{from: from}, 0
	for pre := range dialect.Elements(n, "pre") {
		lines := strings.Split(cmp.Or(dialect.Attr(pre, dialect.LinesAttr), "all"), "|")
		dialect.DelAttr(pre, dialect.LinesAttr, dialect.LinesAtAttr)
		one := turn{node: pre, from: states, until: states + len(lines)}
		if states += len(lines); len(lines) > 1 || lines[0] != "all" && lines[0] != "*" {
			one.lines = lines
		}
		t.turns = append(t.turns, one)
	}
	dialect.Rename(n, "div")
	dialect.DelAttr(n, "options")
	// The first lines of the first block are there before any click.
	if t.size = states - 1; t.size > 0 {
		c.add(n, t)
	}
}
