package chart

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var slice = regexp.MustCompile(`^(?:"([^"]*)"|'([^']*)')\s*:\s*([0-9]*\.?[0-9]+)$`)

// pie draws parts of a whole, the first from the top on.
func pie(head string, lines []line) (string, error) {
	type part struct {
		name string
		size float64
	}
	var parts []part
	title, data, sum := "", false, 0.0
	take := func(l string) bool {
		if l == "showData" || strings.HasPrefix(l, "showData ") {
			data = true
			l = strings.TrimSpace(strings.TrimPrefix(l, "showData"))
		}
		if t, ok := strings.CutPrefix(l, "title "); ok {
			title, l = strings.TrimSpace(t), ""
		}
		return l == ""
	}
	take(head)
	for _, l := range lines {
		if take(l.text) {
			continue
		}
		m := slice.FindStringSubmatch(l.text)
		if m == nil {
			return "", l.wrong(`is not "name" : number`)
		}
		size, err := strconv.ParseFloat(m[3], 64)
		if err != nil || size > 1e15 {
			return "", l.wrong("has a number that is none")
		}
		parts = append(parts, part{m[1] + m[2], size})
		sum += size
	}
	if sum <= 0 {
		return "", &Wrong{1, "begins a pie without parts"}
	}
	const radius, gap = 110.0, 24.0
	c := &canvas{}
	top := 0.0
	if title != "" {
		top = 2 * leading
	}
	cx, cy := radius+4, top+radius+4
	from, legend := 0.0, 0.0
	rows := cy - float64(len(parts)-1)/2*1.5*leading
	rows = max(rows, top+leading)
	for i, p := range parts {
		colour := colours[i%len(colours)]
		share := p.size / sum
		at := func(turn, r float64) (x, y float64) {
			return cx + r*math.Sin(2*math.Pi*turn), cy - r*math.Cos(2*math.Pi*turn)
		}
		x1, y1 := at(from, radius)
		x2, y2 := at(from+share, radius)
		large := 0
		if share > 0.5 {
			large = 1
		}
		if share > 0.9999 {
			fmt.Fprintf(c, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="1.5"/>`, num(cx), num(cy), num(radius), colour.ground, colour.line)
		} else if share > 0 {
			c.path(fmt.Sprintf("M%s %sL%s %sA%s %s 0 %d 1 %s %sZ", num(cx), num(cy), num(x1), num(y1), num(radius), num(radius), large, num(x2), num(y2)), colour.ground, colour.line, 1.5)
		}
		if share >= 0.04 {
			x, y := at(from+share/2, radius*0.68)
			c.text(x, y, "middle", ink, fmt.Sprintf("%.0f%%", 100*share), false)
		}
		from += share
		name := p.name
		if data {
			name += " [" + strconv.FormatFloat(p.size, 'f', -1, 64) + "]"
		}
		x, y := 2*radius+8+gap, rows+float64(i)*1.5*leading
		c.rect(x, y-em/2, em, em, 3, colour.ground, colour.line)
		c.text(x+em+8, y, "start", ink, name, false)
		legend = max(legend, em+8+width(name))
	}
	w := 2*radius + 8 + gap + legend + 8
	if title != "" {
		w = max(w, width(title)*1.1)
		c.text(w/2, leading/2+2, "middle", ink, title, true)
	}
	return c.svg(w, max(top+2*radius+8, rows+float64(len(parts))*1.5*leading)), nil
}
