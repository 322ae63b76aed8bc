package look

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// seen is what a view has, for sheets to be asked about it.
type seen struct {
	stage []string
	body  *html.Node
	names map[string]bool // of its elements and, with a dot, of its author's classes; with a !, of others
	nodes []*html.Node
	shown int            // the first of nodes: the others are veiled
	paint int            // more that may be painted: see weight
	say   int            // more bytes of words
	try   int            // more times that elements may be asked for another one's sake
	count map[string]int // of its elements, by what names has
	loads func(property string) load
	cols  []*html.Node // those that are in columns
	work  int          // more comparisons

	covered map[string]string // by authors' classes that no shown element has
}

// maxWork keeps selectors that try all ancestors for all ancestors from taking long.
// What is not found by then is not there.
const maxWork = 1_000_000

func inspect(stage []string, body *html.Node) *seen {
	v := &seen{stage: stage, body: body, names: map[string]bool{}, paint: maxPaint, say: maxSaid, try: maxTries, count: map[string]int{}, work: maxWork}
	for _, c := range stage {
		v.names[key(c)] = true
	}
	var veiled []*html.Node
	v.walk(body, false, &veiled)
	v.shown = len(v.nodes)
	v.nodes = append(v.nodes, veiled...)
	v.cover()
	return v
}

// key is a class among the names.
func key(class string) string {
	if name, ok := strings.CutPrefix(class, Prefix); ok {
		return "." + name
	}
	return "!" + class
}

func (v *seen) walk(n *html.Node, veiled bool, apart *[]*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		v.names[c.Data] = true
		v.count[c.Data]++
		hidden := veiled
		for _, class := range classes(c) {
			hidden = hidden || class == "veiled"
			v.names[key(class)] = true
			v.count[key(class)]++
		}
		if hidden {
			*apart = append(*apart, c)
		} else {
			v.nodes = append(v.nodes, c)
		}
		v.walk(c, hidden, apart)
	}
}

// selectors is those of a rule that the view needs, or "".
func (v *seen) selectors(r rule) string {
	var b strings.Builder
	heavy := !v.light(r)
	for _, s := range r.selectors {
		if slices.ContainsFunc(s.names, func(n string) bool { return !v.names[n] }) {
			continue
		}
		if v.try -= v.tries(s.from); v.try < 0 {
			r.heavy()
			continue
		}
		if r.said || heavy || s.asks {
			shown, all := v.find(s)
			if (r.said || s.asks) && shown == 0 || heavy && len(all) == 0 {
				continue
			}
			if heavy && !v.bears(r, all) {
				r.heavy()
				continue
			}
		}
		text := v.text(s)
		if b.Len() > 0 && text != "" {
			b.WriteByte(',')
		}
		b.WriteString(text)
	}
	return b.String()
}

// find is the elements that a selector is for, and how many of them are shown.
func (v *seen) find(s styled) (shown int, all []*html.Node) {
	if !v.stageIs(s.from[0]) {
		return 0, nil
	}
	if len(s.from) == 1 {
		return 1, []*html.Node{v.body}
	}
	for i, node := range v.nodes {
		if v.matches(node, s, len(s.from)-1) {
			if all = append(all, node); i < v.shown {
				shown++
			}
		}
	}
	return shown, all
}

// holds reports whether elements may be in columns, with those that are already.
func (v *seen) holds(more []*html.Node) bool {
	all := slices.Concat(v.cols, more)
	for _, n := range all {
		around := 0
		for p := n.Parent; p != nil; p = p.Parent {
			if slices.Contains(all, p) {
				around++
			}
		}
		if around > maxNests {
			return false
		}
	}
	v.cols = all
	return true
}

// matches reports whether a node is what the i-th compound of a selector, and those
// before it, ask for.
func (v *seen) matches(n *html.Node, s styled, i int) bool {
	if v.work--; v.work < 0 || n == nil || n.Type != html.ElementNode || n == v.body || !v.is(n, s.from[i].parts) {
		return false
	}
	if i == 1 {
		return !s.body || n.Parent == v.body
	}
	switch s.from[i].comb {
	case '>':
		return v.matches(n.Parent, s, i-1)
	case '+':
		return v.matches(before(n), s, i-1)
	case '~':
		for p := before(n); p != nil; p = before(p) {
			if v.matches(p, s, i-1) {
				return true
			}
		}
		return false
	}
	for p := n.Parent; p != nil && p != v.body; p = p.Parent {
		if v.matches(p, s, i-1) {
			return true
		}
	}
	return false
}

func before(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
	}
	return n
}

func after(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// stageIs reports whether the stage is what a compound asks for.
func (v *seen) stageIs(c compound) bool {
	for _, p := range c.parts {
		switch {
		case p.kind == '.':
			if !slices.Contains(v.stage, Class(p.name)) {
				return false
			}
		case p.kind == ':' && p.name == "not":
			for _, s := range p.inner {
				if len(s) == 1 && v.stageIs(unnamed(s[0])) {
					return false
				}
			}
		case p.kind == ':' && (p.name == "is" || p.name == "where"):
			if !slices.ContainsFunc(p.inner, func(s selector) bool { return len(s) == 1 && v.stageIs(unnamed(s[0])) }) {
				return false
			}
		case p.kind == 'e':
		default:
			return false
		}
	}
	return true
}

// unnamed is a compound of the stage without its name.
func unnamed(c compound) compound {
	if len(c.parts) > 0 && (c.parts[0].kind == 't' || c.parts[0].kind == '*') {
		c.parts = c.parts[1:]
	}
	return c
}

// is reports whether a node is what a compound asks for. Where that hangs on more
// than the tree, it is not.
func (v *seen) is(n *html.Node, parts []part) bool {
	for _, p := range parts {
		if !v.has(n, p) {
			return false
		}
	}
	return true
}
