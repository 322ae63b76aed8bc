package look

import (
	"regexp"

	"golang.org/x/net/html"
)

var displays = regexp.MustCompile(`(?:^|;)display:([^;!]+)`)

// Unseen returns the elements that style sheets take off a view: nobody is to read what is
// in them. One that other rules show again counts as seen, whichever rule wins.
func Unseen(sheets []*Sheet, stage []string, body *html.Node) map[*html.Node]bool {
	none := false
	for _, s := range sheets {
		for _, r := range s.rules {
			m := displays.FindStringSubmatch(r.body)
			none = none || m != nil && m[1] == "none"
		}
	}
	if !none {
		return nil
	}
	v := inspect(stage, body)
	unseen, seen := map[*html.Node]bool{}, map[*html.Node]bool{}
	for _, s := range sheets {
		for _, r := range s.rules {
			all := displays.FindAllStringSubmatch(r.body, -1)
			if all == nil {
				continue
			}
			for _, sel := range r.selectors {
				if len(sel.from) == 1 || sel.asks {
					continue
				}
				_, nodes := v.find(sel)
				for _, n := range nodes {
					if all[len(all)-1][1] == "none" {
						unseen[n] = unseen[n] || sure(sel.from)
					} else {
						seen[n] = true
					}
				}
			}
		}
	}
	for n := range seen {
		delete(unseen, n)
	}
	return unseen
}

// sure reports whether find has just the elements that a selector is for.
func sure(s selector) bool {
	for _, c := range s {
		for _, p := range c.parts {
			if p.kind == 'e' || p.kind == ':' && p.name == "has" {
				return false
			}
			for _, inner := range p.inner {
				if !sure(inner) {
					return false
				}
			}
		}
	}
	return true
}
