package reveal

import (
	"cmp"
	"strconv"

	"lectern/app/importer/markdown/dialect"
)

// canvasOf is how large a deck's slides are, and whether it says so: where it does not, the
// stage's pixels are as good as reveal.js's own.
func canvasOf(meta dialect.FrontMatter) (z dialect.Canvas, said bool) {
	z = dialect.Canvas{Width: 960, Height: 700}
	for name, to := range map[string]*float64{"width": &z.Width, "height": &z.Height} {
		if v, err := strconv.ParseFloat(option(meta, name), 64); err == nil && v > 0 {
			*to, said = v, true
		}
	}
	return z, said && z.Shows()
}

// pixel is how many of the stage's are one of the deck's, 0 where it does not say how large
// its slides are.
func pixel(meta dialect.FrontMatter) float64 {
	if z, said := canvasOf(meta); said {
		return z.Pixel()
	}
	return 0
}

// number puts a slide's number on it, where the deck has them.
func number(s *dialect.Slide, meta dialect.FrontMatter) {
	format, where := option(meta, "slideNumber"), cmp.Or(option(meta, "showSlideNumber"), "all")
	if page := s.Counted.Page(format); page != "" && format != "" && format != "false" && where == "all" {
		s.PutPage(page)
	}
}
