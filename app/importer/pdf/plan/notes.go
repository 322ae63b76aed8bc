package plan

import (
	"slices"
	"strings"

	"lectern/app/deck"
)

// header is how much of beamer's page of notes is not notes: the slide's picture, and
// where in the talk it stands.
const header = 0.25

// Below is where on a page of beamer's notes these are.
var Below = Box{0, header + 0.005, 1, 1}

// Notes is where in the half beside a part the speaker's own words are, in parts of
// that half.
func Notes(page Seen, part deck.Part) Box {
	slide, notes := page.in(part), page.in(Other(part))
	var top []Line
	for _, l := range notes.lines {
		if l.Y1 < header+0.02 {
			top = append(top, l)
		}
	}
	if repeated(top, slide.lines, quarter) >= mostly || slices.ContainsFunc(notes.shapes, band) {
		return Below
	}
	return Whole
}

// Under is where on a page of notes these are: under the picture of the slide, if
// that has words.
func Under(slide, notes Seen) Box {
	of := map[string]bool{}
	for _, l := range slide.Lines {
		of[plain(l.Text)] = true
	}
	under := Whole
	for _, l := range notes.Lines {
		// The slide has the upper half, the notes may repeat its words.
		if l.Y1 < 0.55 && of[plain(l.Text)] {
			under.Y0 = max(under.Y0, l.Y1+0.002)
		}
	}
	return under
}

func plain(line string) string { return strings.Join(words(line), " ") }
