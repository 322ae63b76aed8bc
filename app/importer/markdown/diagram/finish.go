package diagram

import (
	"fmt"
	"regexp"
	"strconv"
)

// A diagram is drawn as large as the words of a slide are: both programs write in letters
// of 13 or 14 pixels, or points.
const larger = 1.9

var (
	size   = regexp.MustCompile(`(<svg[^>]*?) width="([0-9.]+)(?:pt|px)?"([^>]*?) height="([0-9.]+)(?:pt|px)?"`)
	titles = regexp.MustCompile(`<title>[^<]*</title>\s*|<!--.*?-->\s*`)
	paper  = regexp.MustCompile(`<polygon fill="white" stroke="(?:none|transparent)"[^>]*/>\s*`)
)

// enlarge makes the drawing of an SVG larger by a factor; its viewBox stays.
func enlarge(svg string, by float64) string {
	at := size.FindStringSubmatchIndex(svg)
	if at == nil {
		return svg
	}
	part := func(i int) string { return svg[at[2*i]:at[2*i+1]] }
	w, _ := strconv.ParseFloat(part(2), 64)
	h, _ := strconv.ParseFloat(part(4), 64)
	return svg[:at[0]] + fmt.Sprintf(`%s width="%.0f"%s height="%.0f"`, part(1), max(1, w*by), part(3), max(1, h*by)) + svg[at[1]:]
}

// bare takes out of Graphviz's SVG what is no part of the drawing: names of nodes and
// edges, which browsers show as hints, and the white ground.
func bare(svg string) string {
	if at := paper.FindStringIndex(svg); at != nil {
		svg = svg[:at[0]] + svg[at[1]:]
	}
	return titles.ReplaceAllString(svg, "")
}
