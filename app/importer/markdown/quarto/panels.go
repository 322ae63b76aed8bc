package quarto

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
)

// asides puts what is said by the way at the foot of its slide, in small letters, with the
// footnotes. As each of them it comes with what it was said in, where a mark stays.
func asides(body *html.Node) {
	var foot *html.Node
	number := 0 // of a mark: no footnote has one below 0
	for n := range dialect.Elements(body, "div", "span") {
		if !dialect.DropClass(n, "aside") {
			continue
		}
		if foot == nil {
			foot = footOf(body)
		}
		mark := dialect.Element("sup", "")
		number--
		for _, at := range []*html.Node{mark, n} {
			dialect.SetAttr(at, grammar.RefAttribute, strconv.Itoa(number))
		}
		n.Parent.InsertBefore(mark, n)
		n.Parent.RemoveChild(n)
		if n.Data == "span" {
			dialect.Rename(n, "p")
		}
		foot.AppendChild(n)
	}
}

// footOf is what has a slide's footnotes, which may come to be only now.
func footOf(body *html.Node) *html.Node {
	for n := range dialect.Elements(body, "div") {
		if dialect.Attr(n, "class") == "footnotes" {
			return n
		}
	}
	n := dialect.Element("div", "footnotes")
	body.AppendChild(n)
	return n
}

// tabs has the tabs of a panel come one after the other, each in the place of the one
// before: nobody in the room can press one. What is in a tab comes with it.
func tabs(s *dialect.Slide) {
	used := false
	for panel := range dialect.Elements(s.Body, "div") {
		if !dialect.DropClass(panel, "panel-tabset") {
			continue
		}
		if inTabs(panel) { // what is in a tab comes with it
			continue
		}
		all := divide(panel)
		if all == nil {
			continue
		}
		used = true
		dialect.AddClass(panel, dialect.AuthorClass+tabsClass)
		for i, tab := range all {
			for n := range dialect.Elements(tab) {
				dialect.DropClass(n, "fragment")
				if lines, steps, _ := strings.Cut(dialect.Attr(n, dialect.LinesAttr), "|"); steps != "" {
					dialect.SetAttr(n, dialect.LinesAttr, lines)
				}
			}
			for _, c := range classesOfTab(i, len(all)) {
				dialect.AddClass(tab, dialect.AuthorClass+c)
			}
			panel.AppendChild(tab)
		}
		s.Report.Warn(dialect.Line(panel), "the tabs of this panel come one after the other, as steps.")
	}
	if used {
		s.Styles = append([]dialect.Style{{Text: tabsSheet, Line: s.Line, Tool: true}}, s.Styles...)
	}
}

// inTabs reports whether a panel is in a tab of another one.
func inTabs(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if dialect.HasClass(p, tabsClass) {
			return true
		}
	}
	return false
}

const (
	tabsClass = "quarto-tabs"
	tabsSheet = "." + tabsClass + " { display: grid; } ." + tabsClass + " > * { grid-area: 1 / 1; min-width: 0; }"
)

// classesOfTab are those of reveal.js's fragments: the first goes when the second comes, the
// last stays.
func classesOfTab(i, of int) []string {
	switch i {
	case 0:
		return []string{"fragment", "fade-out"}
	case 1:
		if of == 2 {
			return []string{"fragment", "with-before"}
		}
		return []string{"fragment", "current-visible", "with-before"}
	case of - 1:
		return []string{"fragment"}
	}
	return []string{"fragment", "current-visible"}
}

// divide makes tabs of what is in a panel, at its headings of the first one's level, if
// there are several. What stands before them comes before the panel.
func divide(panel *html.Node) (all []*html.Node) {
	level, found := "", 0
	for n := panel.FirstChild; n != nil; n = n.NextSibling {
		if isHeading(n) && (level == "" || n.Data == level) {
			level = n.Data
			found++
		}
	}
	if found < 2 {
		return nil
	}
	for n := panel.FirstChild; n != nil; n = panel.FirstChild {
		panel.RemoveChild(n)
		if isHeading(n) && n.Data == level {
			all = append(all, dialect.Element("div", "flow"))
		}
		if len(all) == 0 {
			panel.Parent.InsertBefore(n, panel)
			continue
		}
		all[len(all)-1].AppendChild(n)
	}
	return all
}
