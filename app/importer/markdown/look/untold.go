package look

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// What an author calls things tells of them: classes, words of attributes, properties.
// A view's sheet has none of what is not shown in it yet.

// CoveredClass matches the classes in the place of those that only veiled elements have.
const CoveredClass = `y-[0-9]{1,5}`

// mark writes an author's class into a selector, for seen.text to find.
func mark(class string) string {
	return "\x00" + strings.ReplaceAll(class, "\x00", "\ufffd") + "\x00"
}

// and puts something behind a selector.
func (s styled) and(tail string) styled {
	s.text, s.tail = s.text+tail, s.tail+tail
	return s
}

// tells reports whether an attribute's value is words.
func (p part) tells() bool {
	return p.kind == '[' && p.value != "" && (p.name == "alt" || p.name == "title" || p.name == "href")
}

func (s selector) nests() bool {
	return slices.ContainsFunc(s, func(c compound) bool {
		return slices.ContainsFunc(c.parts, func(p part) bool { return p.inner != nil })
	})
}

// notBody keeps a selector off the element around all that is on the stage, which is the
// page's. It weighs nothing.
const notBody = ":not(:where(.slide-body))"

// mayBeBody reports whether a compound asks for nothing that only an author's element has.
func mayBeBody(parts []part) bool {
	return !slices.ContainsFunc(parts, func(p part) bool {
		return p.kind == 't' && p.name != "div" || p.kind == '.' || p.kind == '[' || p.kind == '#'
	})
}

// countElements is how many pseudo-elements a compound ends with.
func countElements(parts []part) (n int) {
	for _, p := range parts {
		if p.kind == 'e' {
			n++
		}
	}
	return n
}

// cover numbers the authors' classes that only veiled elements have.
func (v *seen) cover() {
	shown := map[string]bool{}
	for _, c := range v.stage {
		shown[c] = true
	}
	for _, n := range v.nodes[:v.shown] {
		for _, c := range classes(n) {
			shown[c] = true
		}
	}
	v.covered = map[string]string{}
	for _, n := range v.nodes[v.shown:] {
		for _, c := range classes(n) {
			if strings.HasPrefix(c, Prefix) && !shown[c] && v.covered[c] == "" {
				v.covered[c] = fmt.Sprintf("y-%d", len(v.covered)+1)
			}
		}
	}
}

// hide gives the veiled elements the classes that cover found.
func (v *seen) hide() {
	if len(v.covered) == 0 {
		return
	}
	for _, n := range v.nodes[v.shown:] {
		for i, a := range n.Attr {
			if a.Key != "class" {
				continue
			}
			list := strings.Fields(a.Val)
			for j, c := range list {
				if to := v.covered[c]; to != "" {
					list[j] = to
				}
			}
			n.Attr[i].Val = strings.Join(list, " ")
		}
	}
}

// text is a selector for the view, or "" for what nothing on it can be.
func (v *seen) text(s styled) string {
	text := s.text
	if s.whole != nil {
		if v.work -= 10; v.work < 0 {
			return ""
		}
		pruned, ok := v.prune(s.whole, s.g)
		if !ok {
			return ""
		}
		one, err := s.g.rewrite(pruned)
		if err != nil {
			return ""
		}
		text = one.text + s.tail
	}
	if !strings.Contains(text, "\x00") {
		return text
	}
	pieces := strings.Split(text, "\x00")
	for i := 1; i < len(pieces); i += 2 {
		class := Class(pieces[i])
		if to := v.covered[class]; to != "" {
			class = to
		}
		pieces[i] = "." + name(class)
	}
	return strings.Join(pieces, "")
}

// prune leaves out what stands in brackets and is not on the view.
func (v *seen) prune(s selector, g *Grammar) (out selector, ok bool) {
	for _, c := range s {
		var parts []part
		for _, p := range c.parts {
			if p.inner != nil {
				var kept []selector
				for _, in := range p.inner {
					if in, ok := v.prune(in, g); ok && v.possible(in, g) {
						kept = append(kept, in)
					}
				}
				switch {
				case len(kept) > 0:
					p.inner = kept
				case p.name == "not":
					continue
				default:
					return nil, false
				}
			}
			parts = append(parts, p)
		}
		if len(parts) == 0 {
			parts = []part{{kind: '*'}}
		}
		out = append(out, compound{c.comb, parts})
	}
	return out, true
}

// possible reports whether all that a selector names is on the view.
func (v *seen) possible(s selector, g *Grammar) bool {
	for _, c := range s {
		rest, _ := g.onStage(c)
		for _, p := range rest {
			switch {
			case p.kind == 't' && !v.names[p.name],
				p.kind == '.' && !v.names["."+p.name],
				p.kind == '[' && p.name == "class" && !v.names["."+p.value],
				p.tells() && !v.hears(p):
				return false
			}
		}
	}
	return true
}

// hears reports whether a shown element has the words that are asked for.
func (v *seen) hears(p part) bool {
	v.work -= v.shown
	return v.work > 0 && slices.ContainsFunc(v.nodes[:v.shown], func(n *html.Node) bool { return compares(n, p) })
}

var used = regexp.MustCompile(`var\(\s*(` + customPrefix + `[^,)]*)`)

// use notes the authors' properties that a value needs.
func use(uses map[string]bool, value string) {
	for _, m := range used.FindAllStringSubmatch(value, -1) {
		uses[m[1]] = true
		uses[strings.TrimSpace(m[1])] = true
	}
}

// declarations is what a rule says, with the properties that something uses.
func (r *rule) declarations(uses map[string]bool) string {
	text := r.body
	for _, d := range r.own {
		if !uses[d.Property] {
			continue
		}
		if text != "" {
			text += ";"
		}
		text += d.Property + ":" + d.Value
	}
	return text
}
