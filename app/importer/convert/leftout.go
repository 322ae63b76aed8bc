package convert

import (
	"fmt"
	"strings"

	"lectern/app/importer/words"
)

// noSlide is why most files of a project are left out.
const noSlide = "it is no slide"

// leftOut is a file that is no part of the deck, and why.
type leftOut struct{ name, why string }

func (c *choice) leftOut(name, why string) {
	c.left = append(c.left, leftOut{name, why})
}

// tellLeftOut remarks what was left out: each file by itself where they are few, and
// those of one reason together where they are many.
func (c *choice) tellLeftOut() {
	const few = 5
	count, told := map[string]int{}, map[string]bool{}
	for _, l := range c.left {
		count[l.why]++
	}
	for _, l := range c.left {
		switch {
		case count[l.why] <= few:
			c.remarks = append(c.remarks, words.Base(l.name)+" was left out: "+l.why+".")
		case !told[l.why]:
			told[l.why] = true
			why := strings.Replace(strings.Replace(l.why, "it is no slide", "they are no slides", 1), "it is", "they are", 1)
			c.remarks = append(c.remarks, fmt.Sprintf("%s and %d more files were left out: %s.", words.Base(l.name), count[l.why]-1, why))
		}
	}
}
