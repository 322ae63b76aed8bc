package deck

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStroke(t *testing.T) {
	good := func() Stroke {
		return Stroke{ID: "a-1_Z", Color: "#FFd600", Width: 0.004, Points: [][2]float64{{0, 1}, {0.123456789, 0.5}}}
	}
	for name, c := range map[string]struct {
		change func(*Stroke)
		want   string // in the sentence, or ""
	}{
		"as it is":         {func(*Stroke) {}, ""},
		"a dot":            {func(s *Stroke) { s.Points = s.Points[:1] }, ""},
		"a marker":         {func(s *Stroke) { s.Color = "#ffd60066" }, ""},
		"no id":            {func(s *Stroke) { s.ID = "" }, "id"},
		"a long id":        {func(s *Stroke) { s.ID = strings.Repeat("a", 65) }, "id"},
		"a path for an id": {func(s *Stroke) { s.ID = "../x" }, "id"},
		"a color's name":   {func(s *Stroke) { s.Color = "red" }, "color"},
		"more than one":    {func(s *Stroke) { s.Color = "#fff;x:y" }, "color"},
		"no width":         {func(s *Stroke) { s.Width = 0 }, "width"},
		"too wide":         {func(s *Stroke) { s.Width = 0.2 }, "width"},
		"a width of none":  {func(s *Stroke) { s.Width = math.NaN() }, "width"},
		"no points":        {func(s *Stroke) { s.Points = nil }, "points"},
		"too many":         {func(s *Stroke) { s.Points = make([][2]float64, MaxPoints+1) }, "points"},
		"beside the slide": {func(s *Stroke) { s.Points[1][0] = 1.01 }, "0 to 1"},
		"below zero":       {func(s *Stroke) { s.Points[1][1] = -0.01 }, "0 to 1"},
	} {
		s := good()
		c.change(&s)
		if err := s.Check(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for color, want := range map[string]string{"#FFd600": "#ffd600", "#abc": "#aabbcc", "#abc8": "#aabbcc88", "#01020304": "#01020304"} {
		s := good()
		s.Color = color
		if err := s.Check(); err != nil || s.Color != want || s.Points[1][0] != 0.12346 {
			t.Errorf("%s becomes %+v, %v", color, s, err)
		}
	}
}

func TestMark(t *testing.T) {
	stroke := func(points int) *Stroke {
		return &Stroke{ID: "a", Color: "#000", Width: 0.01, Points: make([][2]float64, points)}
	}
	for name, c := range map[string]struct {
		mark Mark
		ok   bool
	}{
		"a pointer":        {Mark{Kind: Pointer, X: 0.1234567, Y: 1}, true},
		"a spotlight":      {Mark{Kind: Spotlight}, true},
		"none":             {Mark{Kind: NoMark}, true},
		"a pen":            {Mark{Kind: Pen, Stroke: stroke(MaxTail), From: 9}, true},
		"nothing":          {Mark{}, false},
		"beside it":        {Mark{Kind: Pointer, X: 1.1}, false},
		"nowhere":          {Mark{Kind: Pointer, Y: math.NaN()}, false},
		"a pen of nothing": {Mark{Kind: Pen}, false},
		"a whole stroke":   {Mark{Kind: Pen, Stroke: stroke(MaxTail + 1)}, false},
		"from before":      {Mark{Kind: Pen, Stroke: stroke(1), From: -1}, false},
		"a drawing dot":    {Mark{Kind: Pointer, Stroke: stroke(1)}, false},
	} {
		if err := c.mark.Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := Mark{Kind: Pointer, X: 0.1234567}
	if err := m.Check(); err != nil || cmp.Diff(Mark{Kind: Pointer, X: 0.12346}, m) != "" {
		t.Errorf("%+v, %v", m, err)
	}
}
