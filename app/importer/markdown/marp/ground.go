package marp

import (
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
)

var picture = regexp.MustCompile(`(?i)^\s*url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")]*))\s*\)\s*$`)

// ground puts what stands behind a slide there: by directives, and by pictures, which
// lie over it.
func (d *shaper) ground(s *dialect.Slide, now state, bg background) {
	if v := now["backgroundImage"]; strings.TrimSpace(v.Text) != "" && v.Text != "none" {
		if m := picture.FindStringSubmatch(v.Text); m != nil {
			n := dialect.Backdrop(m[1]+m[2]+strings.TrimSpace(m[3]), "", now["backgroundSize"].Text, now["backgroundPosition"].Text)
			dialect.SetAttr(n, dialect.LineAttr, strconv.Itoa(v.Line))
			dialect.PutGround(s.Body, n)
			if r := now["backgroundRepeat"]; r.Text != "" && !strings.Contains(r.Text, "no-repeat") {
				s.Report.Warn(r.Line, dialect.NotRepeated)
			}
		} else {
			css := "background-image:" + v.Text
			for _, p := range [][3]string{{"backgroundPosition", "background-position", "center"}, {"backgroundRepeat", "background-repeat", "no-repeat"}, {"backgroundSize", "background-size", "cover"}} {
				value := p[2]
				if v := now[p[0]]; v.Text != "" {
					value = v.Text
				}
				css += ";" + p[1] + ":" + value
			}
			n := dialect.Element("div", "")
			dialect.SetAttr(n, dialect.LineAttr, strconv.Itoa(v.Line))
			dialect.AddStyle(n, css)
			dialect.PutGround(s.Body, n)
		}
	}
	if bg.colour != "" {
		s.Styles = append(s.Styles, dialect.Style{Text: ":root{" + declaration("background-color", bg.colour) + ";background-image:none!important}", Line: s.Line, Scoped: true})
	}
	if len(bg.panes) == 0 {
		return
	}
	g := dialect.PutGround(s.Body, bg.panes...)
	if bg.vertical {
		dialect.AddStyle(g, "flex-direction:column")
	}
	if bg.side != "" {
		for under := s.Body.FirstChild; under != nil && under != g; under = under.NextSibling {
			dialect.AddStyle(under, "left:0;right:0;width:100%")
		}
		s.Theme = append(s.Theme, "split-"+bg.side)
		if bg.share != "" {
			s.Styles = append(s.Styles, dialect.Style{Text: ":root{--split:" + bg.share + "}", Line: s.Line, Scoped: true})
		}
	}
}
