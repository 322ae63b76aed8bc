package portable

import (
	"fmt"
	"strconv"
	"strings"

	"lectern/app/deck"
)

// Ink is what is drawn on a slide.
type Ink struct {
	Slide   int      `json:"slide"` // from 1
	Strokes []Stroke `json:"strokes"`
}

// Stroke is a deck.Stroke. Its points are one string, "0.1,0.2 0.3,0.4", since there are
// many.
type Stroke struct {
	ID     string  `json:"id"`
	Color  string  `json:"color"`
	Width  float64 `json:"width"`
	Points string  `json:"points"`
}

// InkOf is what is drawn on a deck's slides, as a manifest has it.
func InkOf(all []deck.Ink) (inks []Ink) {
	for _, i := range all {
		ink := Ink{Slide: i.Slide}
		for _, s := range i.Strokes {
			points := make([]string, len(s.Points))
			for n, p := range s.Points {
				points[n] = number(p[0]) + "," + number(p[1])
			}
			ink.Strokes = append(ink.Strokes, Stroke{s.ID, s.Color, s.Width, strings.Join(points, " ")})
		}
		inks = append(inks, ink)
	}
	return inks
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// DeckInk is what is drawn on the slides, by their numbers. The manifest has passed
// Check.
func (m *Manifest) DeckInk() map[int][]deck.Stroke {
	ink := map[int][]deck.Stroke{}
	for _, i := range m.Ink {
		for _, s := range i.Strokes {
			if stroke, err := s.stroke(); err == nil {
				ink[i.Slide] = append(ink[i.Slide], stroke)
			}
		}
	}
	return ink
}

func (s Stroke) stroke() (deck.Stroke, error) {
	stroke := deck.Stroke{ID: s.ID, Color: s.Color, Width: s.Width}
	for _, pair := range strings.Fields(s.Points) {
		x, y, _ := strings.Cut(pair, ",")
		p := [2]float64{}
		for i, text := range []string{x, y} {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil || len(stroke.Points) > deck.MaxPoints {
				return stroke, fmt.Errorf("portable: the points of a stroke: %.20q", pair)
			}
			p[i] = v
		}
		stroke.Points = append(stroke.Points, p)
	}
	return stroke, stroke.Check()
}

func (m *Manifest) checkInk() error {
	slides := map[int]bool{}
	for _, i := range m.Ink {
		if i.Slide < 1 || i.Slide > MaxSlides || slides[i.Slide] || len(i.Strokes) > deck.MaxStrokes {
			return fmt.Errorf("portable: %d strokes on slide %d", len(i.Strokes), i.Slide)
		}
		slides[i.Slide] = true
		ids, drawn := map[string]bool{}, 0
		for _, s := range i.Strokes {
			stroke, err := s.stroke()
			if drawn += len(stroke.Points); err != nil || ids[s.ID] || drawn > deck.MaxDrawn {
				return fmt.Errorf("portable: stroke %.70q of slide %d, of %d points by then: %w", s.ID, i.Slide, drawn, err)
			}
			ids[s.ID] = true
		}
	}
	return nil
}
