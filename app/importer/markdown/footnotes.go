package markdown

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
)

// keepFootnotes leaves the footnotes on a slide whose numbers are on it. The others
// are of what became the speaker's notes, and become so, too.
func keepFootnotes(s *dialect.Slide) {
	items, refs := footnotesIn(s.Body)
	if len(items) == 0 {
		return
	}
	for changed := true; changed; {
		changed = false
		for _, i := range slices.Sorted(maps.Keys(items)) {
			li := items[i]
			if li == nil || refs[i] != nil && anyOutside(refs[i], li) {
				continue
			}
			if t := noteText([]*html.Node{li}); t != "" {
				s.Notes = append(s.Notes, "["+strconv.Itoa(i)+"] "+strings.TrimPrefix(t, "- "))
			}
			for sup := range dialect.Elements(li, "sup") {
				if k, _ := strconv.Atoi(dialect.Attr(sup, grammar.RefAttribute)); k > 0 && items[k] != nil {
					delete(refs[k], sup)
					changed = true
				}
			}
			li.Parent.RemoveChild(li)
			items[i] = nil
		}
	}
	var list *html.Node
	for i, li := range items {
		if li != nil {
			dialect.SetAttr(li, "value", strconv.Itoa(i))
			list = li.Parent
		}
	}
	if list == nil {
		for div := range dialect.Elements(s.Body, "div") {
			if dialect.Attr(div, "class") == "footnotes" {
				div.Parent.RemoveChild(div)
			}
		}
	}
}

// footnotesIn is a slide's footnotes, and the numbers that refer to each.
func footnotesIn(body *html.Node) (items map[int]*html.Node, refs map[int]map[*html.Node]bool) {
	items, refs = map[int]*html.Node{}, map[int]map[*html.Node]bool{}
	for n := range body.Descendants() {
		k, err := strconv.Atoi(attr(n, grammar.RefAttribute))
		switch {
		case err != nil:
		case n.DataAtom == atom.Sup:
			if refs[k] == nil {
				refs[k] = map[*html.Node]bool{}
			}
			refs[k][n] = true
		case items[k] == nil:
			items[k] = n
		}
	}
	return items, refs
}

// anyOutside reports whether one of some elements is not in another one.
func anyOutside(list map[*html.Node]bool, around *html.Node) bool {
	for n := range list {
		for n != nil && n != around {
			n = n.Parent
		}
		if n == nil {
			return true
		}
	}
	return false
}

// stepFootnotes has a footnote come with the first of its numbers, of which some are in
// other footnotes, and takes away what says which is whose.
func stepFootnotes(body *html.Node, s *stepping) {
	items, refs := footnotesIn(body)
	comes := map[*html.Node]int{}
	for i, n := range items {
		switch {
		case refs[i] != nil:
			comes[n] = maxStep + 1
		case i < 0: // it was in what its author hides
			n.Parent.RemoveChild(n)
		}
	}
	order := slices.Sorted(maps.Keys(items))
	for changed := true; changed; {
		changed = false
		for _, i := range order {
			for ref := range refs[i] {
				from := 0
				for p := ref; p != nil; p = p.Parent {
					if t, ok := s.elements[p]; ok && !strings.HasPrefix(t.effect, dialect.EffectClass) {
						from = max(from, t.from)
					}
					from = max(from, comes[p])
				}
				if n := items[i]; n != nil && from < comes[n] {
					comes[n], changed = from, true
				}
			}
		}
	}
	for n, from := range comes {
		if t, ok := s.elements[n]; from > 0 && (!ok || from > t.from) {
			s.elements[n] = timing{from: from}
		}
	}
	for n := range dialect.Elements(body) {
		if _, ok := dialect.LookupAttr(n, grammar.RefAttribute); !ok {
			continue
		}
		dialect.DelAttr(n, grammar.RefAttribute)
		if n.DataAtom == atom.Sup && n.FirstChild == nil {
			dropMark(n)
		}
	}
}

// dropMark takes a mark away, and the paragraph that has nothing else.
func dropMark(mark *html.Node) {
	p := mark.Parent
	p.RemoveChild(mark)
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode || strings.TrimSpace(c.Data) != "" {
			return
		}
	}
	if p.DataAtom == atom.P {
		p.Parent.RemoveChild(p)
	}
}
