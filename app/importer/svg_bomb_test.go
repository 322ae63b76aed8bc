package importer

import (
	"strings"
	"testing"

	"lectern/app/fault"
)

// TestAbbreviatedBomb: an SVG whose abbreviations stand for far more than it
// weighs is refused before it is in memory.
func TestAbbreviatedBomb(t *testing.T) {
	svg := `<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("'", 250) + `">]><svg xmlns="http://www.w3.org/2000/svg"><text>` +
		strings.Repeat("&a;", 100_000) + `</text></svg>`
	if _, _, err := makeVector([]byte(svg), "bomb.svg"); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a bomb of %d kB: %v", len(svg)>>10, err)
	}
	small := strings.Replace(svg, strings.Repeat("&a;", 100_000), "&a;", 1)
	if _, _, err := makeVector([]byte(small), "small.svg"); err != nil {
		t.Errorf("one abbreviation: %v", err)
	}
}
