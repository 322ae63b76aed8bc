package office

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
)

// paragraphs writes paragraphs and lists.
func (w *writer) paragraphs(all []paragraph) {
	var open []string // the lists that are open
	shut := func(to int) {
		for len(open) > to {
			w.html.WriteString("</li></" + open[len(open)-1] + ">")
			open = open[:len(open)-1]
		}
	}
	for _, p := range all {
		level := min(p.level, len(open)+1) // no level is skipped
		tag := "ul"
		if p.ordered {
			tag = "ol"
		}
		switch {
		case level == 0:
			shut(0)
			w.html.WriteString("<p>")
			w.runs(p)
			w.html.WriteString("</p>\n")
			continue
		case level > len(open):
			w.html.WriteString("<" + tag + "><li>")
			open = append(open, tag)
		default:
			shut(level)
			if open[level-1] != tag {
				shut(level - 1)
				w.html.WriteString("<" + tag + "><li>")
				open = append(open, tag)
			} else {
				w.html.WriteString("</li><li>")
			}
		}
		w.runs(p)
	}
	shut(0)
}

func (w *writer) runs(p paragraph) {
	for _, r := range p.runs {
		w.run(r)
	}
	w.text.WriteByte('\n')
}

func (w *writer) run(r run) {
	text := clean(r.text)
	w.text.WriteString(text)
	if strings.TrimSpace(text) == "" && !strings.Contains(text, "\n") {
		w.html.WriteString(text)
		return
	}
	var close []string
	mark := func(is bool, tag string) {
		if is {
			w.html.WriteString("<" + tag + ">")
			close = append(close, tag)
		}
	}
	if to := address(r.link); to != "" {
		fmt.Fprintf(&w.html, `<a href="%s" rel="noopener noreferrer" target="_blank">`, html.EscapeString(to))
		close = append(close, "a")
	} else {
		mark(r.underline, "u")
	}
	mark(r.bold, "strong")
	mark(r.italic, "em")
	mark(r.struck, "s")
	mark(r.raised, "sup")
	mark(r.lowered, "sub")
	w.html.WriteString(strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
	for _, tag := range slices.Backward(close) {
		w.html.WriteString("</" + tag + ">")
	}
}

// clean is text without signs that no browser shows. PowerPoint writes a line's end
// inside a title as a vertical tab.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\v' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// address is where a link leads, if it may.
func address(s string) string {
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host != "" {
			return u.String()
		}
	case "mailto":
		return u.String()
	}
	return ""
}

func (w *writer) table(rows [][]cell) {
	w.html.WriteString("<table>")
	for i, row := range rows {
		if w.html.Len() > maxHTML {
			break
		}
		w.html.WriteString("<tr>")
		tag := "td"
		if i == 0 && len(rows) > 1 {
			tag = "th"
		}
		var line []string
		for _, c := range row {
			if c.covered {
				continue
			}
			w.html.WriteString("<" + tag)
			if c.cols > 1 {
				fmt.Fprintf(&w.html, ` colspan="%d"`, c.cols)
			}
			if c.rows > 1 {
				fmt.Fprintf(&w.html, ` rowspan="%d"`, c.rows)
			}
			w.html.WriteString(">")
			text := w.text
			w.text = &strings.Builder{}
			for j, p := range c.paragraphs {
				if j > 0 {
					w.html.WriteString("<br>")
				}
				w.runs(p)
			}
			line = append(line, strings.Join(strings.Fields(w.text.String()), " "))
			w.text = text
			w.html.WriteString("</" + tag + ">")
		}
		w.html.WriteString("</tr>")
		w.text.WriteString(strings.Join(line, ", ") + "\n")
	}
	w.html.WriteString("</table>\n")
}
