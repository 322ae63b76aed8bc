package slidev

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// at is what an author says of a step: a number, or one after those before.
type at struct {
	n        int
	relative bool
}

var next = at{1, true}

// parseAt reads 3, '3', +2, '-1', true. It reports false for what is never a step, and
// for what is no value.
func parseAt(s string) (at, bool) {
	s = strings.Trim(strings.TrimSpace(s), `'"`+"`")
	switch s {
	case "", "true":
		return next, true
	case "false":
		return at{}, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(s, "+"))
	if err != nil || n > 1000 || n < -1000 {
		if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1000 {
			return at{max(1, int(f)), false}, true
		}
		return next, err == nil
	}
	if s[0] == '+' || s[0] == '-' {
		return at{n, true}, true
	}
	return at{max(n, 1), false}, true
}

var pair = regexp.MustCompile(`^\s*\[\s*([^,\[\]]+?)\s*,\s*([^,\[\]]+?)\s*\]\s*$`)

// kind is what an element does with its steps.
type kind int

const (
	comes  kind = iota
	goes        // it is there until then
	dims        // it is pale until then
	marks       // it is marked from then on
	lights      // lines of code stand out in turn
	waits       // clicks go by
)

// A timing is the steps of one element.
type timing struct {
	kind  kind
	from  at
	until at // of a range,
	some  bool
	size  int // how many steps it takes
	turns []turn
	mark  string
}

// A turn is one of those that take each other's place in an element. It is there from
// one of the element's steps until another one; 1 is the first click.
type turn struct {
	node        *html.Node
	from, until int
	lines       []string // of code, that stand out in turn
}

// clicker counts the clicks of a slide as Slidev does: an element after those inside
// of it.
type clicker struct {
	report *dialect.Report
	timed  map[*html.Node][]timing
	count  int // the sum of what is relative
	last   int
	total  int  // that the front matter says, or -1
	cut    bool // something comes after that
	start  int
	said   int // the last step that an element has
	copied int // nodes of what is there twice
}

// maxCopied is how many nodes a slide has twice: what is twice inside of each other is
// there four times, and so on.
const maxCopied = 5000

func (c *clicker) add(n *html.Node, t timing) {
	c.timed[n] = append(c.timed[n], t)
}

// since is the step that a place means, for what takes size steps.
func (c *clicker) since(a at, size int) int {
	if !a.relative {
		c.last = max(c.last, a.n+size-1)
		return a.n
	}
	start := c.count + a.n
	c.last = max(c.last, start+size-1)
	c.count += a.n + size - 1
	return start
}

// visit counts what is inside of a node, and then the node.
func (c *clicker) visit(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.visit(child)
	}
	for _, t := range c.timed[n] {
		c.time(n, t)
	}
}

func (c *clicker) time(n *html.Node, t timing) {
	switch {
	case t.turns != nil:
		base := c.since(t.from, t.size)
		for _, one := range t.turns {
			from, until := base+one.from-1, base+one.until-1
			if one.from <= 0 {
				from = 0
			}
			if one.until > t.size {
				until = 0
			}
			if len(one.lines) > 0 {
				c.lit(one.node, one.lines, base+one.from)
			}
			c.set(one.node, from, until, dialect.EffectAbsent)
		}
	case t.kind == waits:
		c.count += t.from.n
		c.last = max(c.last, c.count-1)
	case t.kind == lights:
		start := c.since(t.from, t.size)
		c.lit(n, strings.Split(dialect.Attr(n, dialect.LinesAttr), "|"), start)
	case t.some:
		from := t.from.n
		delta := 0
		if t.from.relative {
			from, delta = c.count+t.from.n, t.from.n
		}
		until := t.until.n
		if t.until.relative {
			until = from + t.until.n
			delta += t.until.n
		}
		c.count += delta
		c.last = max(c.last, until)
		if t.kind == goes { // it is away in between
			c.twice(n, from, until)
			return
		}
		c.put(n, t, from, max(until, from+1))
	default:
		c.put(n, t, c.since(t.from, 1), 0)
	}
}

func (c *clicker) put(n *html.Node, t timing, from, until int) {
	switch t.kind {
	case goes:
		c.leaves(n, max(from, 1))
	case dims:
		dialect.AddClass(n, dialect.AuthorClass+"slidev-fade")
		c.set(n, from, until, dialect.EffectClass+dialect.AuthorClass+"slidev-in")
	case marks:
		c.set(n, from, until, dialect.EffectClass+dialect.AuthorClass+"slidev-mark-"+t.mark)
	default:
		c.set(n, from, until, dialect.EffectVeil)
	}
}

// twice has an element twice: until a step, and again from another one on.
func (c *clicker) twice(n *html.Node, from, until int) {
	for range n.Descendants() {
		if c.copied++; c.copied > maxCopied {
			c.report.Warn(dialect.Line(n), "too much of this slide goes and comes again: what goes from here on stays away.")
			c.put(n, timing{kind: goes}, from, 0)
			return
		}
	}
	again := clone(n)
	n.Parent.InsertBefore(again, n.NextSibling)
	dialect.SetAttr(n, dialect.EffectAttr, dialect.EffectAbsent)
	c.leaves(n, from)
	c.set(again, until, 0, dialect.EffectAbsent)
}

func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(clone(child))
	}
	return c
}

// stepOf is the deck's step for a click: the slide starts with some.
func (c *clicker) stepOf(click int) int { return max(0, click-c.start) }

// isNever reports whether a click comes after the last that the front matter allows.
func (c *clicker) isNever(click int) bool {
	never := c.total >= 0 && click > c.total
	c.cut = c.cut || never
	return never
}

// leaves has an element go at a click.
func (c *clicker) leaves(n *html.Node, click int) {
	switch step := c.stepOf(click); {
	case c.isNever(click):
	case step == 0: // before the slide is shown
		dialect.SetAttr(n, dialect.StepAttr, dialect.Never)
	default:
		dialect.SetAttr(n, dialect.UntilAttr, strconv.Itoa(step))
		c.said = max(c.said, step)
	}
}

// set has an element come at a click, and go again at another one; 0 is never.
func (c *clicker) set(n *html.Node, from, until int, effect string) {
	if effect != dialect.EffectVeil {
		dialect.SetAttr(n, dialect.EffectAttr, effect)
	}
	if until > 0 {
		c.leaves(n, until)
	}
	step := c.stepOf(from)
	switch {
	case c.isNever(from):
		dialect.SetAttr(n, dialect.StepAttr, dialect.Never)
	case until > 0 && c.stepOf(until) == 0:
	case step > 0 || strings.HasPrefix(effect, dialect.EffectClass):
		dialect.SetAttr(n, dialect.StepAttr, strconv.Itoa(step))
		c.said = max(c.said, step)
	}
}

// lit has lines of code stand out in turn, the second ones at a click. Those that are over
// when the slide is shown are left out, and those that never come.
func (c *clicker) lit(n *html.Node, sets []string, click int) {
	for len(sets) > 1 && c.isNever(click+len(sets)-2) {
		sets = sets[:len(sets)-1]
	}
	step := click - c.start
	if step < 1 {
		sets = sets[min(len(sets)-1, 1-step):]
		step = 1
	}
	dialect.SetAttr(n, dialect.LinesAttr, strings.Join(sets, "|"))
	dialect.SetAttr(n, dialect.LinesAtAttr, strconv.Itoa(step))
	if len(sets) > 1 {
		c.said = max(c.said, step+len(sets)-2)
	}
}
