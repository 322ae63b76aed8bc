package look

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func (v *seen) has(n *html.Node, p part) bool {
	switch p.kind {
	case 't':
		return n.Data == p.name
	case '*', 'e', 'b':
		return true
	case '.':
		return slices.Contains(classes(n), Class(p.name))
	case 'o':
		return slices.Contains(classes(n), p.name)
	case '[':
		if p.name == "class" {
			return slices.Contains(classes(n), Class(p.value))
		}
		return compares(n, p)
	case ':':
		return v.pseudo(n, p)
	}
	return false
}

func (v *seen) pseudo(n *html.Node, p part) bool {
	switch p.name {
	case "first-child":
		return before(n) == nil
	case "last-child":
		return after(n) == nil
	case "only-child":
		return before(n) == nil && after(n) == nil
	case "first-of-type":
		return place(n, before, true) == 1
	case "last-of-type":
		return place(n, after, true) == 1
	case "only-of-type":
		return place(n, before, true) == 1 && place(n, after, true) == 1
	case "empty":
		return n.FirstChild == nil
	case "nth-child":
		return stepped(place(n, before, false), p.step)
	case "nth-last-child":
		return stepped(place(n, after, false), p.step)
	case "nth-of-type":
		return stepped(place(n, before, true), p.step)
	case "nth-last-of-type":
		return stepped(place(n, after, true), p.step)
	case "is", "where":
		return slices.ContainsFunc(p.inner, func(s selector) bool { return v.inner(n, s) })
	case "not":
		return !slices.ContainsFunc(p.inner, func(s selector) bool { return v.inner(n, s) })
	case "has":
		return true // the selector's names are there; that is near enough for what it is asked for
	}
	return false
}

// inner is matches for a selector in brackets.
func (v *seen) inner(n *html.Node, s selector) bool {
	return v.matches(n, styled{from: append(selector{{}}, s...)}, len(s))
}

// place is a node's, from 1, among its siblings, or those of its name.
func place(n *html.Node, next func(*html.Node) *html.Node, named bool) int {
	at := 1
	for s := next(n); s != nil; s = next(s) {
		if !named || s.Data == n.Data {
			at++
		}
	}
	return at
}

func stepped(at int, step [2]int) bool {
	a, b := step[0], step[1]
	if a == 0 {
		return at == b
	}
	return (at-b)%a == 0 && (at-b)/a >= 0
}

func classes(n *html.Node) []string {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return strings.Fields(a.Val)
		}
	}
	return nil
}

func compares(n *html.Node, p part) bool {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == p.name })
	if i < 0 {
		return false
	}
	have := n.Attr[i].Val
	switch p.op {
	case "":
		return true
	case "=":
		return have == p.value
	case "~=":
		return slices.Contains(strings.Fields(have), p.value)
	case "|=":
		return have == p.value || strings.HasPrefix(have, p.value+"-")
	case "^=":
		return p.value != "" && strings.HasPrefix(have, p.value)
	case "$=":
		return p.value != "" && strings.HasSuffix(have, p.value)
	}
	return p.value != "" && strings.Contains(have, p.value)
}
