package slidev

import (
	"math"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// canvasOf is how large a deck's slides are: as wide as canvasWidth says, and in the shape
// that aspectRatio has, a number or 4/3, 4:3, 4x3, 4|3. It reports false where that is
// none.
func canvasOf(meta dialect.FrontMatter) (z dialect.Canvas, ok bool) {
	width, ratio := 980.0, 16.0/9
	if w, err := strconv.ParseFloat(meta["canvasWidth"].Text, 64); err == nil && w >= 200 && w <= 4000 {
		width = w
	}
	text := strings.TrimSpace(meta["aspectRatio"].Text)
	w, h := text, "1"
	if i := strings.IndexAny(text, ":/x|"); i >= 0 {
		w, h = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
	}
	a, err := strconv.ParseFloat(w, 64)
	b, err2 := strconv.ParseFloat(h, 64)
	z = dialect.Canvas{Width: width, Height: width * b / a}
	if ok = err == nil && err2 == nil && !math.IsNaN(z.Height) && z.Shows(); !ok {
		z.Height = width / ratio
	}
	return z, ok || text == ""
}

// remark says what of the front matter is not honoured.
func (d *deckOf) remark(s *dialect.Slide) {
	if _, ok := canvasOf(s.Meta); !ok {
		v := s.Meta["aspectRatio"]
		s.Report.Warn(v.Line, "“aspectRatio: %s” is no shape such as 4/3: the slides are 16/9.", words.OneLine(v.Text, 40))
	}
	if v := s.Meta["theme"]; v.Text != "" && v.Text != "default" && v.Text != "none" {
		s.Report.Warn(v.Line, "the theme “%s” is not here: the slides have Slidev's default.", words.OneLine(v.Text, 40))
	}
	if v, ok := s.Meta["fonts"]; ok {
		s.Report.Warn(v.Line, "the fonts that “fonts” names are not here: the slides' style has Lectern's.")
	}
	if v := s.Meta["addons"]; v.Text != "" {
		s.Report.Warn(v.Line, "addons cannot run: the components and layouts of “%s” are not here.", words.OneLine(v.Text, 80))
	}
}
