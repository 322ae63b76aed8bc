package deck

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
)

// What is drawn is in parts of the slide, 0 to 1, from its upper left.
const (
	MaxPoints  = 2000    // of a stroke
	MaxStrokes = 2000    // of a slide
	MaxDrawn   = 100_000 // points of all of them: each phone gets them all
	MaxTail    = 64      // points of a stroke that a mark has

	thinnest, thickest = 0.0005, 0.1 // a stroke's width
)

// Stroke is one line that is drawn on a slide.
type Stroke struct {
	ID     string       `json:"id"`     // whoever draws chooses it: 1 to 64 letters, digits, - and _; no other stroke of the slide has it
	Color  string       `json:"color"`  // #rrggbb, or #rrggbbaa for a marker that one sees through
	Width  float64      `json:"width"`  // in the slide's width
	Points [][2]float64 `json:"points"` // x and y of each; a single one is a dot
}

// Ink is what is drawn on a slide.
type Ink struct {
	Deck    int64    `json:"deck"`
	Slide   int      `json:"slide"`
	Ink     int64    `json:"ink"` // the version: another one whenever something changes, and 0 where nothing is drawn
	Strokes []Stroke `json:"strokes"`
}

// InkNews tells that what is drawn on a slide has changed.
type InkNews struct {
	Deck    int64    `json:"deck"`
	Slide   int      `json:"slide"`
	Ink     int64    `json:"ink"`               // its version now; 0 where nothing is drawn any more
	Was     int64    `json:"was,omitempty"`     // and before
	Strokes []Stroke `json:"strokes,omitempty"` // drawn since Was, where that is not too much to say at once,
	Gone    []string `json:"gone,omitempty"`    // and taken away
}

// MarkKind is a way to show where to look.
type MarkKind string

const (
	NoMark    MarkKind = "none"
	Pointer   MarkKind = "pointer"
	Spotlight MarkKind = "spotlight" // the rest of the slide is darker
	Pen       MarkKind = "pen"       // a stroke is being drawn
)

// Mark is where the presenter points at. It is kept nowhere.
type Mark struct {
	Deck   int64    `json:"deck"`
	Slide  int      `json:"slide"`
	Kind   MarkKind `json:"kind"`
	X      float64  `json:"x"`
	Y      float64  `json:"y"`
	Stroke *Stroke  `json:"stroke,omitempty"` // that is being drawn: its newest points, MaxTail at the most,
	From   int      `json:"from,omitempty"`   // after so many others
}

// Zoom is a part of a slide that fills the screen; it has the slide's shape.
type Zoom struct {
	X float64 `json:"x"` // of its upper left
	Y float64 `json:"y"`
	W float64 `json:"w"` // 0.05 to 1: its width and its height, in those of the slide
}

func (z *Zoom) value() Zoom {
	if z == nil {
		return Zoom{}
	}
	return *z
}

var (
	strokeID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	hexColor = regexp.MustCompile(`^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$`)
)

// Check returns, as half a sentence, what a stroke must not be, and else makes it plain: its
// color has six digits or eight, and its numbers no more places than anybody sees.
func (s *Stroke) Check() error { return s.check(MaxPoints) }

func (s *Stroke) check(most int) error {
	s.Color = strings.ToLower(s.Color)
	switch {
	case !strokeID.MatchString(s.ID):
		return errors.New("the id of a stroke is 1 to 64 letters, digits, - and _")
	case !hexColor.MatchString(s.Color):
		return errors.New("the color of a stroke is #rrggbb, or #rrggbbaa")
	case !(s.Width >= thinnest && s.Width <= thickest):
		return fmt.Errorf("the width of a stroke is %v to %v of the slide's", thinnest, thickest)
	case len(s.Points) < 1 || len(s.Points) > most:
		return fmt.Errorf("a stroke has 1 to %d points", most)
	}
	for i, p := range s.Points {
		if !part(p[0]) || !part(p[1]) {
			return errPart
		}
		s.Points[i] = [2]float64{round(p[0]), round(p[1])}
	}
	s.Width = round(s.Width)
	if len(s.Color) < 6 {
		long := "#"
		for _, c := range s.Color[1:] {
			long += string(c) + string(c)
		}
		s.Color = long
	}
	return nil
}

// Check does so for a mark.
func (m *Mark) Check() error {
	switch m.Kind {
	case NoMark, Pointer, Spotlight:
		if m.Stroke != nil || m.From != 0 {
			return errors.New(`a stroke is drawn with the kind "pen"`)
		}
	case Pen:
		if m.Stroke == nil || m.From < 0 || m.From > MaxPoints {
			return errors.New(`the kind "pen" has a stroke, and from how many points before it it goes on`)
		}
		if err := m.Stroke.check(MaxTail); err != nil {
			return err
		}
	default:
		return errors.New(`kind is one of "pointer", "spotlight", "pen" and "none"`)
	}
	if !part(m.X) || !part(m.Y) {
		return errPart
	}
	m.X, m.Y = round(m.X), round(m.Y)
	return nil
}

var errPart = errors.New("x and y are parts of the slide, 0 to 1")

func part(x float64) bool { return x >= 0 && x <= 1 }

func round(x float64) float64 { return math.Round(x*1e5) / 1e5 }
