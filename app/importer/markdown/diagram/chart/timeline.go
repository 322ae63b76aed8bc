package chart

import "strings"

// period is a column of a time line.
type period struct {
	lines   []string
	events  [][]string
	section int
}

// timeline draws periods from left to right, what happened in each below it, and the
// sections that they are of above.
func timeline(_ string, lines []line) (string, error) {
	const column, gap = 9 * em, 10.0
	title := ""
	var sections []string
	var periods []period
	for _, l := range lines {
		if t, ok := strings.CutPrefix(l.text, "title "); ok {
			title = strings.TrimSpace(t)
			continue
		}
		if s, ok := strings.CutPrefix(l.text, "section "); ok {
			sections = append(sections, strings.TrimSuffix(strings.TrimSpace(s), ":"))
			continue
		}
		parts := strings.Split(l.text, ":")
		if name := strings.TrimSpace(parts[0]); name != "" {
			periods = append(periods, period{lines: words(name, column-em), section: len(sections)})
		} else if len(periods) == 0 {
			return "", l.wrong("is of no period")
		}
		p := &periods[len(periods)-1]
		for _, e := range parts[1:] {
			if w := words(e, column-em); len(w) > 0 {
				p.events = append(p.events, w)
			}
		}
	}
	if len(periods) == 0 {
		return "", &Wrong{1, "begins a time line without a period"}
	}
	c := &canvas{}
	w := float64(len(periods))*(column+gap) - gap + 8
	y := 4.0
	if title != "" {
		w = max(w, width(title)*1.1)
		c.text(w/2, y+leading/2, "middle", ink, title, true)
		y += 2 * leading
	}
	if len(sections) > 0 {
		tall := 0
		for from := 0; from < len(periods); {
			to := from
			for to < len(periods) && periods[to].section == periods[from].section {
				to++
			}
			wide := float64(to-from)*(column+gap) - gap
			if s := periods[from].section; s > 0 {
				tall = max(tall, len(words(sections[s-1], wide-em)))
			}
			from = to
		}
		h := float64(tall)*leading + 0.7*em
		for from := 0; from < len(periods); {
			to := from
			for to < len(periods) && periods[to].section == periods[from].section {
				to++
			}
			wide := float64(to-from)*(column+gap) - gap
			if s := periods[from].section; s > 0 {
				x, colour := 4+float64(from)*(column+gap), colours[(s-1)%len(colours)]
				c.rect(x, y, wide, h, 4, colour.line, "")
				c.block(x+wide/2, y+h/2, words(sections[s-1], wide-em), "#ffffff", true)
			}
			from = to
		}
		y += h + gap
	}
	heads := 0
	for _, p := range periods {
		heads = max(heads, len(p.lines))
	}
	h := float64(heads)*leading + 0.7*em
	bottom := y + h
	for i, p := range periods {
		x, colour := 4+float64(i)*(column+gap), colours[i%len(colours)]
		if len(sections) > 0 {
			colour = colours[max(0, p.section-1)%len(colours)]
		}
		c.rect(x, y, column, h, 4, colour.ground, colour.line)
		c.block(x+column/2, y+h/2, p.lines, ink, true)
		below := y + h
		for _, e := range p.events {
			eh := float64(len(e))*leading + 0.7*em
			c.rule(x+column/2, below, x+column/2, below+gap, colour.line)
			below += gap
			c.rect(x, below, column, eh, 4, "#ffffff", colour.line)
			c.block(x+column/2, below+eh/2, e, ink, false)
			below += eh
		}
		bottom = max(bottom, below)
	}
	return c.svg(w, bottom+4), nil
}
