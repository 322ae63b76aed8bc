package slidev

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// picture is the layouts with a picture.
func (d *deckOf) picture(s *dialect.Slide, name string, front dialect.FrontMatter) {
	image := front["image"]
	if image.Text == "" {
		s.Report.Warn(front["layout"].Line, "the layout “%s” has no picture: “image” names one.", name)
		return
	}
	side := strings.TrimPrefix(name, "image")
	d.ground(s, image, false, front["backgroundSize"].Text, strings.TrimPrefix(side, "-"))
	if side != "" {
		s.AddTheme("split" + side)
		s.AddTheme("flush") // the half has Slidev's margins
		box := d.around(s)
		dialect.AddClass(box, dialect.AuthorClass+"slidev-half")
		for _, c := range strings.Fields(front["class"].Text) {
			dialect.AddClass(box, dialect.AuthorClass+c)
		}
		s.Classes = nil
	} else if hasWords(s.Body) && !d.dark {
		s.AddTheme("invert")
	}
}

var (
	colourText   = regexp.MustCompile(`^(?:#[0-9a-fA-F]{3,8}|(?:rgba?|hsla?|hwb|oklch|oklab|lab|lch)\([^()]*\)|[a-z]+)$`)
	gradientText = regexp.MustCompile(`^(?:repeating-)?(?:linear|radial|conic)-gradient\(`)
	urlText      = regexp.MustCompile(`^url\(\s*['"]?(.*?)['"]?\s*\)`)
)

// isPale reports whether a background is a light colour.
func isPale(v string) bool {
	if !colourText.MatchString(v) {
		return false
	}
	if v[0] != '#' {
		return v == "white" || v == "transparent" || strings.HasPrefix(v, "light") || strings.HasPrefix(v, "hsl") || strings.HasPrefix(v, "rgb")
	}
	digits := v[1:]
	if len(digits) < 6 {
		digits = strings.Join(strings.Split(digits, ""), "0") + "0"
	}
	var r, g, b int
	if _, err := fmt.Sscanf(digits[:6], "%2x%2x%2x", &r, &g, &b); err != nil {
		return false
	}
	return 299*r+587*g+114*b > 128_000
}

// ground puts a picture or a colour behind a slide; dim darkens it for words on it.
func (d *deckOf) ground(s *dialect.Slide, v dialect.Value, dim bool, size, side string) {
	text := strings.TrimSpace(v.Text)
	var behind []*html.Node
	if m := urlText.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	switch {
	case text == "none":
		return
	case gradientText.MatchString(text), colourText.MatchString(text) && !strings.Contains(text, "."):
		box := dialect.Element("div", "")
		dialect.AddStyle(box, "background: "+text)
		behind = append(behind, box)
	default:
		pane := dialect.Backdrop(text, "", strings.TrimSpace(size), "")
		dialect.SetAttr(pane, dialect.LineAttr, fmt.Sprint(v.Line))
		behind = append(behind, pane)
		if dim {
			shade := dialect.Element("div", "")
			dialect.AddStyle(shade, "position: absolute; top: 0; left: 0; width: 100%; height: 100%; background: linear-gradient(#0005, #0008)")
			behind = append(behind, shade)
		}
	}
	dialect.PutGround(s.Body, behind...)
}
