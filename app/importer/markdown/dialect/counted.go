package dialect

import (
	"strconv"

	"golang.org/x/net/html"
)

// Counted is where a slide stands among those that are not hidden, as reveal.js numbers
// them.
type Counted struct {
	Number, Of  int  // without those that are uncounted, of which each has the number before
	Column, Row int  // Row is 0 where the column has only one
	Lone        bool // all slides are in one column
}

// Page is the number in one of reveal.js's formats: c, c/t, h/v, or else h.v; "" for a
// slide that is hidden, or uncounted before the first.
func (c Counted) Page(format string) string {
	switch {
	case c.Number == 0:
		return ""
	case format == "c/t":
		return strconv.Itoa(c.Number) + "/" + strconv.Itoa(c.Of)
	case format == "c" || c.Lone:
		return strconv.Itoa(c.Number)
	case c.Row == 0:
		return strconv.Itoa(c.Column)
	case format == "h/v":
		return strconv.Itoa(c.Column) + "/" + strconv.Itoa(c.Row)
	}
	return strconv.Itoa(c.Column) + "." + strconv.Itoa(c.Row)
}

// PutPage puts a number on a slide.
func (s *Slide) PutPage(page string) *html.Node {
	n := Element("div", "page-number")
	SetAttr(n, "data-page", page)
	s.Body.AppendChild(n)
	return n
}
