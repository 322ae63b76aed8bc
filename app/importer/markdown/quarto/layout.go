package quarto

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

const (
	maxRows = 50
	maxCols = 12
)

// layouts puts what is in a div beside each other that says in how many columns or rows, or
// with what widths.
func layouts(s *dialect.Slide) {
	for n := range dialect.Elements(s.Body, "div") {
		ncol, nrow, widths := dialect.Attr(n, "layout-ncol"), dialect.Attr(n, "layout-nrow"), dialect.Attr(n, "layout")
		if ncol == "" && nrow == "" && widths == "" {
			continue
		}
		items := itemsOf(n)
		caption := captionOf(n, items)
		if caption != nil {
			items = items[:len(items)-1]
		}
		rows := rowsOf(widths)
		if cols, err := strconv.Atoi(ncol); err == nil && cols > 0 {
			rows = [][]float64{equal(cols)}
		} else if all, err := strconv.Atoi(nrow); err == nil && all > 0 {
			rows = [][]float64{equal((len(items) + all - 1) / all)}
		}
		if len(rows) == 0 || len(items) == 0 {
			s.Report.Warn(dialect.Line(n), "this layout is not honoured: it is no list of widths.")
			continue
		}
		for _, item := range items {
			item.Parent.RemoveChild(item)
		}
		for i := 0; len(items) > 0 && i < maxRows; i++ {
			var row *html.Node
			row, items = rowWith(rows[min(i, len(rows)-1)], items)
			n.InsertBefore(row, caption)
		}
		for _, item := range items {
			n.InsertBefore(item, caption)
		}
	}
}

func equal(n int) (row []float64) {
	for range min(n, maxCols) {
		row = append(row, 1)
	}
	return row
}

// rowWith puts the first of some items beside each other; a width below 0 is a gap.
func rowWith(widths []float64, items []*html.Node) (row *html.Node, left []*html.Node) {
	row = dialect.Element("div", "cols")
	for _, w := range widths {
		col := dialect.Element("div", "col")
		dialect.AddStyle(col, "flex-grow: "+strconv.FormatFloat(max(w, -w), 'g', 4, 64))
		if w > 0 && len(items) > 0 {
			col.AppendChild(items[0])
			items = items[1:]
		}
		row.AppendChild(col)
	}
	return row, items
}

// itemsOf is what stands in a div; of a paragraph of pictures each is one.
func itemsOf(div *html.Node) (items []*html.Node) {
	for n := div.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode && n.Data == "p" {
			part(n)
		}
		if n.Type == html.ElementNode {
			items = append(items, n)
		}
	}
	return items
}

// captionOf is the last of what stands in a figure or a table with parts, if it is words:
// they are below all others.
func captionOf(div *html.Node, items []*html.Node) *html.Node {
	id := dialect.Attr(div, "id")
	if len(items) < 2 || !strings.HasPrefix(id, "fig-") && !strings.HasPrefix(id, "tbl-") {
		return nil
	}
	last := items[len(items)-1]
	if last.Data != "p" || len(slices.Collect(dialect.Elements(last, "img", "video"))) > 0 {
		return nil
	}
	return last
}

// part makes a paragraph of each picture but the first, where there is nothing else.
func part(p *html.Node) {
	var pictures []*html.Node
	for n := p.FirstChild; n != nil; n = n.NextSibling {
		switch {
		case n.Data == "img":
			pictures = append(pictures, n)
		case n.Type == html.ElementNode, strings.TrimSpace(n.Data) != "":
			return
		}
	}
	for i := len(pictures) - 1; i > 0; i-- {
		p.RemoveChild(pictures[i])
		p.Parent.InsertBefore(dialect.Element("p", "", pictures[i]), p.NextSibling)
	}
}

var rowList = regexp.MustCompile(`\[([^\[\]]*)\]`)

// rowsOf reads [1, 2] or [[1, 2], [1]], whose numbers may be shares.
func rowsOf(text string) (rows [][]float64) {
	for _, m := range rowList.FindAllStringSubmatch(text, maxRows) {
		var row []float64
		for one := range strings.SplitSeq(m[1], ",") {
			w, err := strconv.ParseFloat(strings.Trim(one, ` "'%`), 64)
			if err != nil || w == 0 || w > 1000 || w < -1000 || len(row) == maxCols {
				return nil
			}
			row = append(row, w)
		}
		if !slices.ContainsFunc(row, func(w float64) bool { return w > 0 }) {
			return nil
		}
		rows = append(rows, row)
	}
	return rows
}
