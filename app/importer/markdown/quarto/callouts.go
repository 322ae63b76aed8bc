package quarto

import (
	"cmp"

	"lectern/app/importer/markdown/dialect"
)

// kinds are Quarto's callouts, and what they are called where they say nothing.
var kinds = [][2]string{{"note", "Note"}, {"tip", "Tip"}, {"important", "Important"}, {"warning", "Warning"}, {"caution", "Caution"}}

// callouts makes GitHub's alerts of Quarto's callouts, whose title is an attribute or the
// heading that they begin with.
func callouts(s *dialect.Slide) {
	for n := range dialect.Elements(s.Body, "div") {
		for _, kind := range kinds {
			if !dialect.DropClass(n, "callout-"+kind[0]) {
				continue
			}
			title := dialect.Element("p", "alert-title")
			if h := firstHeading(n); h != nil {
				dialect.MoveInto(title, h)
				n.RemoveChild(h)
			} else if said := dialect.Attr(n, "title"); said != "" || dialect.Attr(n, "appearance") != "minimal" {
				for _, c := range s.Markdown(cmp.Or(said, kind[1]), dialect.Line(n)) {
					title.AppendChild(c)
				}
			}
			if title.FirstChild != nil {
				n.InsertBefore(title, n.FirstChild)
			}
			dialect.DelAttr(n, "title", "appearance", "icon", "collapse")
			dialect.AddClass(n, "alert")
			dialect.AddClass(n, "alert-"+kind[0])
		}
	}
}
