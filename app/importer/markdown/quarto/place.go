package quarto

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// canvasOf is how large a deck's slides are, and whether it says so. As large as it fits a
// slide of Quarto's stands in the middle of ours.
func canvasOf(meta dialect.FrontMatter) (z dialect.Canvas, said bool) {
	z = dialect.Canvas{Width: 1050, Height: 700}
	for name, to := range map[string]*float64{"width": &z.Width, "height": &z.Height} {
		if v, err := strconv.ParseFloat(setting(meta, name), 64); err == nil && v > 0 {
			*to, said = v, true
		}
	}
	if !z.Shows() {
		return dialect.Canvas{Width: 1050, Height: 700}, false
	}
	return z, said
}

// pixel is how many of the stage's are one of the deck's in style sheets: where it does not
// say how large its slides are, the stage's are as good.
func pixel(meta dialect.FrontMatter) float64 {
	if z, said := canvasOf(meta); said {
		return z.Pixel()
	}
	return 1
}

// places puts what has the class absolute where its attributes say.
func places(body *html.Node, meta dialect.FrontMatter) {
	z, _ := canvasOf(meta)
	beside := (dialect.StageWidth - z.Width*z.Pixel()) / 2
	for n := range body.Descendants() {
		if n.Type != html.ElementNode || !dialect.DropClass(n, "absolute") {
			continue
		}
		style := []string{"position: absolute", "margin: 0"}
		for _, name := range []string{"top", "left", "bottom", "right", "width", "height"} {
			value := strings.TrimSpace(dialect.Attr(n, name))
			dialect.DelAttr(n, name)
			if figure, err := strconv.ParseFloat(strings.TrimSuffix(value, "px"), 64); err == nil {
				if figure *= z.Pixel(); name == "left" || name == "right" {
					figure += beside
				}
				value = strconv.FormatFloat(math.Round(figure)/pixel(meta), 'f', -1, 64) + "px"
			}
			if value != "" && !strings.ContainsAny(value, ";:{}") {
				style = append(style, name+": "+value)
			}
		}
		dialect.AddStyle(n, strings.Join(style, "; "))
	}
}

var typed = strings.NewReplacer("---", "—", "--", "–", "...", "…")

// typography makes typed and dots of what is typed for them, as Pandoc does.
func typography(body *html.Node) {
	for n := range body.Descendants() {
		if n.Type == html.TextNode && !isCode(n) && (strings.Contains(n.Data, "--") || strings.Contains(n.Data, "...")) {
			n.Data = typed.Replace(n.Data)
		}
	}
}
