package dialect

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Canvas is how large a deck's slides are in their author's CSS pixels.
type Canvas struct{ Width, Height float64 }

// StageWidth and StageHeight are how many pixels a stage has.
const StageWidth, StageHeight = 1280, 720

// Pixel is how many of the stage's pixels are one of the deck's.
func (z Canvas) Pixel() float64 {
	if z.Width*StageHeight >= z.Height*StageWidth {
		return StageWidth / z.Width
	}
	return StageHeight / z.Height
}

// Shows reports whether a screen can show slides of that size.
func (z Canvas) Shows() bool {
	return z.Width >= 100 && z.Height >= 100 && z.Width <= 10*z.Height && z.Height <= 10*z.Width
}

var pixels = regexp.MustCompile(`^\s*\d{1,4}(?:\.\d{1,3})?(?:px)?\s*$`)

// Sized has the sizes that pictures and films have as attributes be of the deck's canvas,
// as those of its style sheets are. What a style says beside them counts more.
func Sized(body *html.Node) {
	for n := range Elements(body, "img", "video") {
		for _, side := range []string{"width", "height"} {
			if v := Attr(n, side); pixels.MatchString(v) {
				DelAttr(n, side)
				style := Attr(n, "style")
				SetAttr(n, "style", side+": "+strings.TrimSuffix(strings.TrimSpace(v), "px")+"px")
				AddStyle(n, style)
			}
		}
	}
}

// bars is how much of the stage is left at a side, and above.
func (z Canvas) bars() (side, above float64) {
	return (StageWidth - z.Width*z.Pixel()) / 2, (StageHeight - z.Height*z.Pixel()) / 2
}

// Frame has a slide be as large as the deck's are: what is beside it is dark. vars are
// declarations that the theme wants with it. The class has the name of the tool that had
// it first, and decks in people's libraries have it.
func (z Canvas) Frame(s *Slide, vars ...string) {
	px := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + "px" }
	if x, y := z.bars(); x >= 1 || y >= 1 {
		s.Theme = append(s.Theme, "marp-sized")
		vars = append(vars, "--bar-x:"+px(float64(int(x))), "--bar-y:"+px(float64(int(y))))
	}
	if len(vars) > 0 {
		s.Styles = append(s.Styles, Style{Text: ":root{" + strings.Join(vars, ";") + "}", Line: s.Line, Tool: true})
	}
}
