package reveal

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

// WithBefore is the class of what comes together with the fragment before it in the
// document.
const WithBefore = "with-before"

// fragment is something that happens at a step of a slide.
type fragment struct {
	node  *html.Node
	lines int  // of a <pre>: its sets of lines after the first
	set   int  // which of them, from 0
	index int  // data-fragment-index
	given bool // it has one
}

// step says which steps the fragments of a slide come at, as reveal.js sorts them: by
// their indices, where they have some; then the others, in the order of the document.
func step(s *dialect.Slide) {
	list := fragments(s.Body)
	if len(list) == 0 {
		return
	}
	// The class of what came last changes nothing where no style asks for it.
	current := slices.ContainsFunc(s.Styles, func(style dialect.Style) bool { return !style.Tool && strings.Contains(style.Text, currentClass) })
	order := slices.ContainsFunc(list, func(f fragment) bool { return f.given || f.has("fade-in-then-semi-out") })
	groups := group(list)
	for i, g := range groups {
		last := i == len(groups)-1
		for j, f := range g {
			at := "+1"
			switch {
			case order:
				at = strconv.Itoa(i + 1)
			case j > 0:
				at = "+0"
			}
			if f.lines > 0 {
				if order && f.set == 0 {
					dialect.SetAttr(f.node, dialect.LinesAtAttr, at)
				}
				continue
			}
			f.come(at, last)
			if current && !f.has("fade-out") {
				f.pass(at, last)
			}
		}
	}
	if slices.ContainsFunc(list, func(f fragment) bool { return f.lines == 0 }) {
		addSheet(s, sheet)
	}
}

// fragments is all of a slide, in the order of the document.
func fragments(body *html.Node) (list []fragment) {
	for n := range dialect.Elements(body) {
		index, err := strconv.Atoi(dialect.Attr(n, "data-fragment-index"))
		given := err == nil && index >= 0
		if dialect.HasClass(n, "fragment") && !dialect.HasClass(n, "disabled") {
			list = append(list, fragment{node: n, index: index, given: given})
		}
		if sets := strings.Count(dialect.Attr(n, dialect.LinesAttr), "|"); n.DataAtom == atom.Pre && sets > 0 {
			if code := codeIn(n); !given && code != nil {
				index, err = strconv.Atoi(dialect.Attr(code, "data-fragment-index"))
				given = err == nil && index >= 0
			}
			for set := range sets {
				list = append(list, fragment{node: n, lines: sets, set: set, index: index + set, given: given})
			}
		}
	}
	return list
}

// group puts together what happens at once.
func group(list []fragment) (groups [][]fragment) {
	indexed := map[int][]fragment{}
	for _, f := range list {
		if f.given {
			indexed[f.index] = append(indexed[f.index], f)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(indexed)) {
		groups = append(groups, indexed[i])
	}
	for _, f := range list {
		if len(groups) > 0 && f.has(WithBefore) {
			groups[len(groups)-1] = append(groups[len(groups)-1], f)
		} else if !f.given {
			groups = append(groups, []fragment{f})
		}
	}
	return groups
}

func (f fragment) has(class string) bool { return dialect.HasClass(f.node, class) }

// shown are the kinds of fragments that are there from the beginning; the class
// visible changes them at their step.
var shown = []string{"grow", "shrink", "strike", "semi-fade-out", "highlight-red", "highlight-green", "highlight-blue", "custom"}

// currentClass is what reveal.js gives the fragments that came last.
const currentClass = "current-fragment"

// next is the step after one, which another fragment makes.
func next(at string) string {
	if step, err := strconv.Atoi(at); err == nil && !strings.HasPrefix(at, "+") {
		return strconv.Itoa(step + 1)
	}
	return "+1"
}

// pass has a fragment be the one that came last, until the next comes.
func (f fragment) pass(at string, last bool) {
	until := ""
	if !last {
		until = next(at)
	}
	dialect.SetAttr(f.node, dialect.CurrentAttr, until)
}

// come has a fragment do at a step what its classes say. Nothing comes after the last.
func (f fragment) come(at string, last bool) {
	n := f.node
	after := func(n *html.Node, attr string) { dialect.SetAttr(n, attr, next(at)) }
	current := slices.ContainsFunc(strings.Fields(dialect.Attr(n, "class")), func(c string) bool {
		return strings.HasPrefix(c, dialect.AuthorClass+"highlight-current-")
	})
	switch {
	case f.has("fade-out"):
		dialect.SetAttr(n, dialect.UntilAttr, at)
		return
	case current:
		dialect.SetAttr(n, dialect.EffectAttr, dialect.EffectClass+dialect.AuthorClass+currentClass)
		if !last {
			after(n, dialect.UntilAttr)
		}
	case slices.ContainsFunc(shown, f.has):
		dialect.SetAttr(n, dialect.EffectAttr, dialect.EffectClass+dialect.AuthorClass+"visible")
	case f.has("fade-in-then-out"), f.has("current-visible"):
		if !last {
			after(n, dialect.UntilAttr)
		}
	case f.has("fade-in-then-semi-out"):
		if !last {
			inner := dialect.Element(within(n), dialect.AuthorClass+"then-semi-out")
			dialect.MoveInto(inner, n)
			n.AppendChild(inner)
			after(inner, dialect.StepAttr)
			dialect.SetAttr(inner, dialect.EffectAttr, dialect.EffectClass+dialect.AuthorClass+"visible")
		}
	}
	dialect.SetAttr(n, dialect.StepAttr, at)
	stays(n)
}

// within is the element that may stand inside of another around all that it has.
func within(n *html.Node) string {
	switch n.DataAtom {
	case atom.Li, atom.Div, atom.Blockquote, atom.Td, atom.Dd, atom.Section, atom.Figure:
		return "div"
	}
	return "span"
}

// sheet is how reveal.js's kinds of fragments look.
const sheet = `
.fragment.grow.visible { transform: scale(1.3); }
.fragment.shrink.visible { transform: scale(0.7); }
.fragment.strike.visible { text-decoration: line-through; }
.fragment.semi-fade-out.visible, .then-semi-out.visible { opacity: 0.5; }
.fragment.highlight-red.visible, .fragment.highlight-current-red.current-fragment { color: #ff2c2d; }
.fragment.highlight-green.visible, .fragment.highlight-current-green.current-fragment { color: #17ff2e; }
.fragment.highlight-blue.visible, .fragment.highlight-current-blue.current-fragment { color: #1b91ff; }
`
