package slidev

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// position reads left, top, width, height and turn, of which the last two may be
// missing (NaN). They stand there, or in the front matter under a name.
func (d *deckOf) position(s *dialect.Slide, text string) (p [5]float64, ok bool) {
	text = strings.Trim(strings.TrimSpace(text), `'"[]`)
	if text == "" {
		return p, false
	}
	if !strings.Contains(text, ",") {
		text = s.Front["dragPos"].Inside[text].Text
	}
	parts := strings.Split(text, ",")
	if len(parts) < 3 {
		return p, false
	}
	p = [5]float64{0, 0, 0, math.NaN(), 0}
	for i, part := range parts[:min(len(parts), 5)] {
		f, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err == nil && !math.IsInf(f, 0) && math.Abs(f) < 10_000 {
			p[i] = f
		} else if i != 3 {
			return p, false
		}
	}
	return p, true
}

func short(f float64) string { return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64) }

// drag puts an element where its author dragged it.
func (d *deckOf) drag(s *dialect.Slide, n *html.Node, text string) {
	p, ok := d.position(s, text)
	if !ok {
		return
	}
	style := fmt.Sprintf("position: absolute; left: %spx; top: %spx; width: %spx", short(p[0]), short(p[1]), short(p[2]))
	if !math.IsNaN(p[3]) {
		style += fmt.Sprintf("; height: %spx", short(p[3]))
	}
	if p[4] != 0 {
		style += fmt.Sprintf("; transform: rotate(%sdeg)", short(p[4]))
	}
	dialect.AddStyle(n, style+"; z-index: 1")
}

var colourWord = regexp.MustCompile(`^(?:#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|rgba?\([0-9 ,./%]{5,40}\))$`)

// arrow makes a line with a head, from one place to another.
func arrow(n *html.Node, x1, y1, x2, y2 string) {
	var at [4]float64
	for i, v := range []string{x1, y1, x2, y2} {
		f, err := strconv.ParseFloat(v, 64)
		if err != nil || math.IsInf(f, 0) || math.Abs(f) > 10_000 {
			remove(n)
			return
		}
		at[i] = f
	}
	width, err := strconv.ParseFloat(prop(n, "width"), 64)
	if err != nil || width <= 0 || width > 100 {
		width = 2
	}
	colour := prop(n, "color")
	if !colourWord.MatchString(colour) {
		colour = "currentColor"
	}
	dx, dy := at[2]-at[0], at[3]-at[1]
	length, turn := math.Hypot(dx, dy), math.Atan2(dy, dx)*180/math.Pi
	head := func(end string) *html.Node {
		h := dialect.Element("span", "")
		side, other := "right: 0; border-left", "left: 0; border-right"
		if end == "start" {
			side = other
		}
		dialect.AddStyle(h, fmt.Sprintf("position: absolute; top: %spx; width: 0; height: 0; border: %spx solid transparent; %s: %spx solid %s",
			short(-3*width), short(3.5*width), side, short(9*width), colour))
		if end != "start" {
			dialect.AddStyle(h, "border-right: 0 solid transparent")
		} else {
			dialect.AddStyle(h, "border-left: 0 solid transparent")
		}
		return h
	}
	two := truthyAttr(n, "two-way") || truthyAttr(n, "twoway")
	dialect.Rename(n, "div")
	dialect.DelAttr(n, "x1", "y1", "x2", "y2", "width", "color", "two-way", "twoway", "pos")
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
	dialect.AddStyle(n, fmt.Sprintf("position: absolute; left: %spx; top: %spx; width: %spx; height: %spx; margin: 0; background: %s; transform-origin: 0 50%%; transform: rotate(%sdeg)",
		short(at[0]), short(at[1]-width/2), short(math.Max(length, 1)), short(width), colour, short(turn)))
	n.AppendChild(head("end"))
	if two {
		n.AppendChild(head("start"))
	}
}
