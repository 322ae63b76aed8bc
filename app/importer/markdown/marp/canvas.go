package marp

import (
	"fmt"
	"regexp"
	"strconv"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// canvases are those that Marp's themes have.
var canvases = map[string]dialect.Canvas{"16:9": {Width: 1280, Height: 720}, "4:3": {Width: 960, Height: 720}}

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
func sizeOf(name, theme string) (z dialect.Canvas, known bool) {
	z = canvases["16:9"]
	for _, m := range section.FindAllStringSubmatch(remarks.ReplaceAllString(theme, " "), 1000) {
		for _, s := range side.FindAllStringSubmatch(m[1], 100) {
			to := &z.Width
			if s[1] == "height" {
				to = &z.Height
			}
			if n, ok := inPixels(s[2]); ok {
				*to = n
			}
		}
	}
	z = usual(z)
	if name == "" {
		return z, true
	}
	all := sized.FindAllStringSubmatch(theme, 200)
	for i := len(all) - 1; i >= 0; i-- { // the last counts
		m := all[i]
		w, ok := inPixels(m[2])
		h, too := inPixels(m[3])
		if z := (dialect.Canvas{Width: w, Height: h}); m[1] == name && ok && too && z.Shows() {
			return z, true
		}
	}
	if of, ok := canvases[name]; ok {
		return of, true
	}
	return z, false
}

// usual is a size that a screen can show, or Marp's own.
func usual(z dialect.Canvas) dialect.Canvas {
	if !z.Shows() {
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

// frame has a slide be as large as the deck's are, and the theme know.
func frame(z dialect.Canvas, s *dialect.Slide) {
	var vars []string
	if k := z.Pixel(); k != 1 {
		vars = append(vars, fmt.Sprintf("--scale:%.4g", k))
	}
	z.Frame(s, vars...)
}

// remarkSize says where a deck's size is not known.
func (d *deck) remarkSize(s *dialect.Slide) {
	v := d.meta["size"]
	style, _ := ownTheme(s)
	if z, known := sizeOf(v.Text, style.Text); !known {
		s.Report.Warn(v.Line, "the size “%s” is not known here: the slides are %.4g by %.4g.", words.OneLine(v.Text, 40), z.Width, z.Height)
	}
}
