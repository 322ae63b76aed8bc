package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"lectern/app/deck"
)

// ink draws strokes on the slide, whose lower edge is at a height, and returns the
// resources that this needs: how one sees through some of them (8.4.5). Their ends and
// corners are round (8.4.3.3).
func ink(c *bytes.Buffer, strokes []deck.Stroke, bottom, height float64) (resources string) {
	if len(strokes) == 0 {
		return ""
	}
	seen := map[string]bool{}
	var states strings.Builder
	c.WriteString("q 1 J 1 j\n")
	for _, s := range strokes {
		alpha := "ff"
		if len(s.Color) == 9 {
			alpha = s.Color[7:]
		}
		if !seen[alpha] {
			seen[alpha] = true
			fmt.Fprintf(&states, "/A%s <</CA %.3f>> ", alpha, part(alpha))
		}
		fmt.Fprintf(c, "/A%s gs %.3f %.3f %.3f RG %.2f w", alpha, part(s.Color[1:3]), part(s.Color[3:5]), part(s.Color[5:7]), s.Width*Width)
		for i, p := range s.Points {
			fmt.Fprintf(c, " %.2f %.2f %c", p[0]*Width, bottom+(1-p[1])*height, "ml"[min(i, 1)])
		}
		if len(s.Points) == 1 {
			fmt.Fprintf(c, " %.2f %.2f l", s.Points[0][0]*Width+0.01, bottom+(1-s.Points[0][1])*height)
		}
		c.WriteString(" S\n")
	}
	c.WriteString("Q\n")
	return " /ExtGState <<" + states.String() + ">>"
}

// part is two hexadecimal digits as a part of 255.
func part(hex string) float64 {
	n, _ := strconv.ParseUint(hex, 16, 8) // deck.Stroke.Check saw to it
	return float64(n) / 255
}
