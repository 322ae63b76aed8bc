package office

import (
	"strings"
)

// paragraphs reads paragraphs and lists. The empty ones stay between others where
// they are notes.
func (d *openDocument) paragraphs(n *node, level int, notes bool, like run) []paragraph {
	var all []paragraph
	d.collect(&all, n, level, false, like)
	kept := all[:0]
	for _, p := range all {
		if notes || !p.empty() {
			kept = append(kept, p)
		}
	}
	return kept
}

func (d *openDocument) collect(all *[]paragraph, n *node, level int, ordered bool, like run) {
	if n == nil {
		return
	}
	for _, k := range n.kids {
		switch k.name {
		case "p", "h":
			p := paragraph{level: min(level, 9), ordered: ordered}
			s := d.style(k, like)
			d.runs(&p, k, s)
			*all = append(*all, p)
		case "list":
			o := ordered
			if name := k.attr("style-name"); name != "" {
				o = d.numbered[name]
			}
			d.collect(all, k, level+1, o, like)
		case "list-item", "section":
			d.collect(all, k, level, ordered, like)
		case "list-header":
			d.collect(all, k, level-1, ordered, like)
		}
	}
}

// style is how an element's words look that stands in what looks like another.
func (d *openDocument) style(n *node, like run) run {
	s, ok := d.styles[n.attr("style-name")]
	if !ok {
		return like
	}
	if w := strings.TrimSpace(n.words()); w != "" {
		d.langs.add(s.lang, len(w))
		d.talk.font(s.font)
	}
	r := s.run
	r.bold, r.italic = r.bold || like.bold, r.italic || like.italic
	r.link = like.link
	return r
}

func (d *openDocument) runs(p *paragraph, n *node, like run) {
	say := func(text string) {
		if text != "" {
			like.text = text
			p.runs = append(p.runs, like)
		}
	}
	for _, k := range n.kids {
		switch k.name {
		case "":
			say(collapse(k.text))
		case "s":
			say(strings.Repeat(" ", min(max(k.int("c"), 1), maxSpaces)))
		case "tab":
			say("\t")
		case "line-break":
			say("\n")
		case "span":
			d.runs(p, k, d.style(k, like))
		case "a":
			linked := like
			linked.link = k.attr("href")
			d.runs(p, k, linked)
		case "note", "annotation", "annotation-end", "bookmark", "bookmark-start", "bookmark-end":
		default: // fields: a page's number, a date
			d.runs(p, k, like)
		}
	}
}

// collapse makes white space one space, as OpenDocument says (part 3, 6.1.2).
func collapse(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	switch {
	case s == "":
		return ""
	case words == "":
		return " "
	}
	if strings.TrimLeft(s, " \t\r\n") != s {
		words = " " + words
	}
	if strings.TrimRight(s, " \t\r\n") != s {
		words += " "
	}
	return words
}

func (d *openDocument) table(n *node) [][]cell {
	var rows [][]cell
	var read func(n *node)
	read = func(n *node) {
		for _, tr := range n.kids {
			switch tr.name {
			case "table-header-rows", "table-rows", "table-row-group":
				read(tr)
			case "table-row":
				row := d.row(tr)
				for range min(max(tr.int("number-rows-repeated"), 1), maxRows) {
					if len(rows) < maxRows {
						rows = append(rows, row)
					}
				}
			}
		}
	}
	read(n)
	return rows
}

func (d *openDocument) row(tr *node) []cell {
	var row []cell
	for _, tc := range tr.kids {
		if tc.name != "table-cell" && tc.name != "covered-table-cell" {
			continue
		}
		c := cell{
			cols: min(max(tc.int("number-columns-spanned"), 1), maxCols), rows: min(max(tc.int("number-rows-spanned"), 1), maxRows),
			covered: tc.name == "covered-table-cell", paragraphs: d.paragraphs(tc, 0, false, run{}),
		}
		for range min(max(tc.int("number-columns-repeated"), 1), maxCols) {
			if len(row) < maxCols {
				row = append(row, c)
			}
		}
	}
	return row
}
