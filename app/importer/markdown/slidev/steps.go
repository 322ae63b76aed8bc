package slidev

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// steps counts the clicks of a slide.
func steps(s *dialect.Slide) {
	c := &clicker{report: s.Report, timed: map[*html.Node][]timing{}, total: -1}
	if n, err := strconv.Atoi(s.Front["clicks"].Text); err == nil && n >= 0 {
		c.total = n
	}
	if n, err := strconv.Atoi(s.Front["clicksStart"].Text); err == nil && n > 0 {
		c.start = n
		if c.total >= 0 {
			c.start = min(n, c.total)
		}
	}
	// What stands around others is taken apart first, the outermost at last: so each
	// finds elements inside.
	all := slices.Collect(dialect.Elements(s.Body))
	for _, n := range slices.Backward(all) {
		switch n.Data {
		case "v-click", "vclick":
			c.click(n)
		case "v-after", "vafter":
			c.each(n, timing{from: at{0, true}})
		case "v-clicks", "vclicks":
			c.clicks(n)
		case "v-switch", "vswitch":
			c.switches(n)
		case "slidev-move":
			c.move(n)
		case "v-click-gap", "vclickgap":
			size := number(prop(n, "size"), 1)
			dialect.Rename(n, "span")
			c.add(n, timing{kind: waits, from: at{size, true}})
		}
	}
	for n := range dialect.Elements(s.Body) {
		c.directives(n)
	}
	c.visit(s.Body)
	last := c.last
	if c.total >= 0 {
		last = c.total
	}
	if last = c.stepOf(last); last > c.said { // clicks that change nothing
		s.Body.AppendChild(with("span", dialect.StepAttr, strconv.Itoa(last)))
	}
	if c.cut {
		s.Report.Warn(s.Front["clicks"].Line, "“clicks: %d” ends this slide before its last step: what comes after it is never shown, as in Slidev.", c.total)
	}
}

func with(name, key, value string) *html.Node {
	n := dialect.Element(name, "")
	dialect.SetAttr(n, key, value)
	return n
}

// directives takes the steps that attributes say.
func (c *clicker) directives(n *html.Node) {
	for _, a := range slices.Clone(n.Attr) {
		name, mods, _ := strings.Cut(a.Key, ".")
		words := strings.Split(mods, ".")
		t := timing{from: next}
		switch {
		case slices.Contains(words, "hide"), name == "v-click-hide":
			t.kind = goes
		case slices.Contains(words, "fade"):
			t.kind = dims
		}
		switch name {
		case "v-click", "v-click-hide":
			if m := pair.FindStringSubmatch(a.Val); m != nil {
				from, ok := parseAt(m[1])
				until, fine := parseAt(m[2])
				if t.from, t.until, t.some = from, until, true; ok && fine {
					c.add(n, t)
				}
			} else if from, ok := parseAt(a.Val); ok {
				t.from = from
				c.add(n, t)
			}
		case "v-after":
			t.from = at{0, true}
			c.add(n, t)
		case "v-clicks":
			c.clicks(n)
		case "v-mark":
			c.marked(n, words, a.Val)
		default:
			continue
		}
		dialect.DelAttr(n, a.Key)
	}
	if v, ok := dialect.LookupAttr(n, dialect.LinesAttr); ok && (n.Data == "pre" || n.Data == "math") {
		c.lines(n, strings.Split(v, "|"))
	}
}

// lines is code whose lines stand out in turn; "hide" is not there.
func (c *clicker) lines(pre *html.Node, sets []string) {
	from := next
	if v, ok := dialect.LookupAttr(pre, dialect.LinesAtAttr); ok {
		from, _ = parseAt(v)
		dialect.DelAttr(pre, dialect.LinesAtAttr)
	}
	if sets[0] == "hide" {
		c.add(pre, timing{from: from})
		if sets = sets[1:]; len(sets) == 0 {
			sets = []string{"all"}
		}
		from = next
	}
	dialect.SetAttr(pre, dialect.LinesAttr, strings.Join(sets, "|"))
	if len(sets) > 1 {
		c.add(pre, timing{kind: lights, from: from, size: len(sets) - 1})
	}
}

func truthyAttr(n *html.Node, name string) bool {
	v, ok := dialect.LookupAttr(n, name)
	if !ok {
		v, ok = dialect.LookupAttr(n, ":"+name)
	}
	return ok && v != "false"
}

// prop is a component's property, bound or not.
func prop(n *html.Node, names ...string) string {
	for _, name := range names {
		for _, key := range []string{name, ":" + name, "v-bind:" + name} {
			if v, ok := dialect.LookupAttr(n, key); ok {
				return strings.Trim(strings.TrimSpace(v), `'"`)
			}
		}
	}
	return ""
}

// how is what a component that has steps says of them.
func how(n *html.Node) (t timing, ok bool) {
	t.from, ok = parseAt(prop(n, "at"))
	switch {
	case truthyAttr(n, "hide"):
		t.kind = goes
	case truthyAttr(n, "fade"), strings.Contains(prop(n, "animation"), "fade") && !strings.Contains(prop(n, "animation"), "fade-in"):
		t.kind = dims
	}
	return t, ok
}

// click has all that is inside come at once.
func (c *clicker) click(n *html.Node) {
	t, ok := how(n)
	if !ok {
		dialect.Unwrap(n)
		return
	}
	c.each(n, t)
}

// each times what is inside of a component, the first by itself and the others with it.
func (c *clicker) each(n *html.Node, t timing) {
	for i, child := range inside(n) {
		if i > 0 && t.from.relative {
			t.from = at{0, true}
		}
		c.add(child, t)
	}
	dialect.Unwrap(n)
}

// inside is the elements in a component; words that stand there alone are put into one.
func inside(n *html.Node) (list []*html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch child.Type {
		case html.ElementNode:
			list = append(list, child)
		case html.TextNode:
			if strings.TrimSpace(child.Data) == "" {
				continue
			}
			span := dialect.Element("span", "")
			dialect.Wrap(child, span)
			child = span
			list = append(list, span)
		}
	}
	return list
}

func isList(n *html.Node) bool { return n.Data == "ul" || n.Data == "ol" }

// clicks has what is inside come one after the other: the items of a list, the rows of
// a table, or else the elements.
func (c *clicker) clicks(n *html.Node) {
	component := n.Data == "v-clicks" || n.Data == "vclicks"
	t, ok := how(n)
	depth, every := max(1, number(prop(n, "depth"), 1)), max(1, number(prop(n, "every"), 1))
	if component {
		defer dialect.Unwrap(n)
	}
	if !ok {
		return
	}
	index, done := 1, 0
	var each func(list []*html.Node, level int)
	each = func(list []*html.Node, level int) {
		for _, one := range list {
			show := t.from.n + (index+every-1)/every - 1
			index++
			if level < depth {
				for _, sub := range inside(one) {
					if isList(sub) {
						each(inside(sub), level+1)
					}
				}
			}
			mine := t
			if mine.from.n = show; t.from.relative {
				mine.from.n = show - done
			}
			done = show
			c.add(one, mine)
		}
	}
	list := inside(n)
	if len(list) == 1 {
		switch {
		case isList(list[0]) || !component && isList(n):
			list = inside(list[0])
		case list[0].Data == "table":
			for body := range dialect.Elements(list[0], "tbody") {
				list = inside(body)
			}
		}
	}
	if !component && isList(n) {
		list = inside(n)
	}
	each(list, 1)
	if len(list) > 0 { // so that what comes next is after all of these
		if gap := t.from.n + (index-1+every-1)/every - 1 - done; gap != 0 {
			c.add(list[len(list)-1], timing{kind: waits, from: at{gap, true}})
		}
	}
}

func number(s string, or int) int {
	if n, err := strconv.Atoi(s); err == nil && n < 100_000 {
		return n
	}
	return or
}
