package quarto

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// A slide of Quarto's is 1050 by 700; as large as it fits it stands in the middle of ours.
const (
	larger = 720.0 / 700
	beside = (1280 - 1050*larger) / 2
)

// places puts what has the class absolute where its attributes say.
func places(body *html.Node) {
	for n := range body.Descendants() {
		if n.Type != html.ElementNode || !dialect.DropClass(n, "absolute") {
			continue
		}
		style := []string{"position: absolute", "margin: 0"}
		for _, name := range []string{"top", "left", "bottom", "right", "width", "height"} {
			value := strings.TrimSpace(dialect.Attr(n, name))
			dialect.DelAttr(n, name)
			if figure, err := strconv.ParseFloat(strings.TrimSuffix(value, "px"), 64); err == nil {
				if figure *= larger; name == "left" || name == "right" {
					figure += beside
				}
				value = strconv.FormatFloat(figure, 'f', 0, 64) + "px"
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
