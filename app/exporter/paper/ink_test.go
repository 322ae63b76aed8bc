package paper

import (
	"image"
	"strings"
	"testing"

	"lectern/app/deck"
)

// TestInk: strokes lie on the slide, upright, in their colors; a marker is seen through,
// and a dot can be seen.
func TestInk(t *testing.T) {
	picture := asPNG(t, image.NewRGBA(image.Rect(0, 0, 16, 9)))
	all := write(t, true, Page{Picture: picture, Ink: []deck.Stroke{
		{ID: "a", Color: "#ff0000", Width: 0.01, Points: [][2]float64{{0, 0}, {1, 1}}},
		{ID: "b", Color: "#00800080", Width: 0.02, Points: [][2]float64{{0.5, 0.5}}},
	}}, Page{Picture: picture})
	pages := find(all, "/Type /Page ")
	if len(pages) != 2 || !strings.Contains(pages[0].dict, "/ExtGState <</Aff <</CA 1.000>> /A80 <</CA 0.502>> >>") || strings.Contains(pages[1].dict, "ExtGState") {
		t.Errorf("%q", pages)
	}
	// The slide is 540 high, at the top of a page of 1358.
	text := string(all[contentsOf(t, pages[0])].stream)
	for _, want := range []string{
		"/Aff gs 1.000 0.000 0.000 RG 9.60 w 0.00 1358.00 m 960.00 818.00 l S\n",
		"/A80 gs 0.000 0.502 0.000 RG 19.20 w 480.00 1088.00 m 480.01 1088.00 l S\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
