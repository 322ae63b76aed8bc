package marp

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// canvas is how large a deck's slides are, in CSS pixels.
type canvas struct{ width, height float64 }

// canvases are those that Marp's themes have.
var canvases = map[string]canvas{"16:9": {1280, 720}, "4:3": {960, 720}}

const stageWidth, stageHeight = 1280, 720

// pixel is how many of the stage's pixels are one of the deck's.
func (z canvas) pixel() float64 { return min(stageWidth/z.width, stageHeight/z.height) }

// bars is how much of the stage is left at a side, and above.
func (z canvas) bars() (side, above float64) {
	return (stageWidth - z.width*z.pixel()) / 2, (stageHeight - z.height*z.pixel()) / 2
}

var (
	sized    = regexp.MustCompile(`(?m)^[ \t/*]*@size[ \t]+(\S+)[ \t]+(\S+)[ \t]+([^\s*]+)`)
	section  = regexp.MustCompile(`(?:^|[\s,};])(?:section|:root)\s*\{([^{}]*)\}`)
	side     = regexp.MustCompile(`(?:^|[;\s])(width|height)\s*:\s*([^;\s!]+)`)
	absolute = regexp.MustCompile(`^(\d{1,5}(?:\.\d{1,4})?)(px|cm|mm|in|pt|pc)$`)
)

// pixels are a length in each unit.
var pixels = map[string]float64{"px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96.0 / 72, "pc": 16}

// sizeOf is the size of a name among those of a theme, as Marpit reads its style sheet:
// what @size says in a comment, and without a name what it says of the slides. It reports
// false where there is none of that name.
func sizeOf(name, theme string) (z canvas, known bool) {
	z = canvases["16:9"]
	for _, m := range section.FindAllStringSubmatch(remarks.ReplaceAllString(theme, " "), 1000) {
		for _, s := range side.FindAllStringSubmatch(m[1], 100) {
			to := &z.width
			if s[1] == "height" {
				to = &z.height
			}
			if n, ok := inPixels(s[2]); ok {
				*to = n
			}
		}
	}
	z = z.usual()
	if name == "" {
		return z, true
	}
	all := sized.FindAllStringSubmatch(theme, 200)
	for i := len(all) - 1; i >= 0; i-- { // the last counts
		m := all[i]
		w, ok := inPixels(m[2])
		h, too := inPixels(m[3])
		if m[1] == name && ok && too && (canvas{w, h}).usual() == (canvas{w, h}) {
			return canvas{w, h}, true
		}
	}
	if of, ok := canvases[name]; ok {
		return of, true
	}
	return z, false
}

// usual is a size that a screen can show, or Marp's own.
func (z canvas) usual() canvas {
	if z.width < 100 || z.height < 100 || z.width > 10*z.height || z.height > 10*z.width {
		return canvases["16:9"]
	}
	return z
}

func inPixels(s string) (float64, bool) {
	m := absolute.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	return n * pixels[m[2]], true
}

// frame has a slide be as large as the deck's are: what is beside it is dark.
func (z canvas) frame(s *dialect.Slide) {
	px := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + "px" }
	var css []string
	if k := z.pixel(); k != 1 {
		css = append(css, fmt.Sprintf("--scale:%.4g", k))
	}
	if x, y := z.bars(); x >= 1 || y >= 1 {
		s.Theme = append(s.Theme, "marp-sized")
		css = append(css, "--bar-x:"+px(float64(int(x))), "--bar-y:"+px(float64(int(y))))
	}
	if len(css) > 0 {
		s.Styles = append(s.Styles, dialect.Style{Text: ":root{" + strings.Join(css, ";") + "}", Line: s.Line, Tool: true})
	}
}

// remarkSize says where a deck's size is not known.
func (d *deck) remarkSize(s *dialect.Slide) {
	v := d.meta["size"]
	style, _ := ownTheme(s)
	if z, known := sizeOf(v.Text, style.Text); !known {
		s.Report.Warn(v.Line, "the size “%s” is not known here: the slides are %.4g by %.4g.", words.OneLine(v.Text, 40), z.width, z.height)
	}
}
