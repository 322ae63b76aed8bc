package reveal

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var (
	pictureName = regexp.MustCompile(`(?i)^(https?:|data:|//)|\.(svg|png|jpe?g|gif|bmp|webp|avif)([?#\s]|$)`)
	cssURL      = regexp.MustCompile(`(?i)^url\(\s*['"]?(.*?)['"]?\s*\)$`)
)

// behind puts behind a slide what the attributes of its section say. The colour comes
// first, then pictures, as reveal.js has it.
func behind(s *dialect.Slide, attrs map[string]string, line int) {
	color, image := attrs["data-background-color"], attrs["data-background-image"]
	switch all := strings.TrimSpace(attrs["data-background"]); {
	case all == "":
	case cssURL.MatchString(all):
		image = cssURL.FindStringSubmatch(all)[1]
	case pictureName.MatchString(all):
		image = all
	default:
		color = all
	}
	if gradient := attrs["data-background-gradient"]; gradient != "" {
		color = gradient
	}
	ground := dialect.Element("div", "ground")
	if color != "" {
		paint := dialect.Element("div", "")
		dialect.SetAttr(paint, "style", "background: "+declaration(color))
		dialect.SetAttr(paint, dialect.LineAttr, strconv.Itoa(line))
		ground.AppendChild(paint)
	}
	for _, name := range strings.Split(image, ",") {
		if strings.HasPrefix(strings.TrimSpace(image), "data:") {
			name = image
		}
		if m := cssURL.FindStringSubmatch(strings.TrimSpace(name)); m != nil {
			name = m[1]
		}
		if name = strings.TrimSpace(name); name != "" {
			ground.AppendChild(picture(name, attrs, line))
			if isRepeated(attrs) {
				s.Report.Warn(line, dialect.NotRepeated)
			}
		}
		if name == image {
			break
		}
	}
	if name := strings.TrimSpace(attrs["data-background-video"]); name != "" {
		film := picture("", attrs, line)
		dialect.Rename(film, "video")
		dialect.DelAttr(film, "src")
		for src := range strings.SplitSeq(name, ",") {
			source := dialect.Element("source", "")
			dialect.SetAttr(source, "src", strings.TrimSpace(src))
			film.AppendChild(source)
		}
		for _, key := range []string{"loop", "muted"} {
			if v, said := attrs["data-background-video-"+key]; said && v != "false" {
				dialect.SetAttr(film, key, "")
			}
		}
		ground.AppendChild(film)
	}
	for _, what := range []string{"data-background-iframe"} {
		if v := attrs[what]; v != "" {
			s.Report.Warn(line, "“%s” is not shown: %s.", what, words.OneLine(path.Base(v), 60))
		}
	}
	if ground.FirstChild == nil {
		return
	}
	s.Body.InsertBefore(ground, s.Body.FirstChild)
	if dark, known := isDark(color); known && (image == "" || dark) { // under a picture, too, as reveal.js has it
		if dark {
			s.AddTheme("invert")
		} else {
			s.Theme = drop(s.Theme, "invert")
		}
	}
}

// picture is one behind a slide.
func picture(name string, attrs map[string]string, line int) *html.Node {
	img := dialect.Element("img", "")
	for _, a := range [][2]string{{"src", name}, {"alt", ""}, {dialect.LineAttr, strconv.Itoa(line)}} {
		dialect.SetAttr(img, a[0], a[1])
	}
	switch size := strings.TrimSpace(attrs["data-background-size"]); size {
	case "", "cover":
	case "contain":
		dialect.AddStyle(img, "object-fit: contain")
	case "100% 100%":
		dialect.AddStyle(img, "object-fit: fill")
	default:
		dialect.AddStyle(img, sized(size))
	}
	if at := attrs["data-background-position"]; at != "" {
		dialect.AddStyle(img, "object-position: "+declaration(at))
	}
	if opacity, err := strconv.ParseFloat(attrs["data-background-opacity"], 64); err == nil && opacity >= 0 && opacity < 1 {
		dialect.AddStyle(img, "opacity: "+strconv.FormatFloat(opacity, 'g', -1, 64))
	}
	return img
}

// isRepeated reports whether a picture that leaves some of its slide is to be there again.
func isRepeated(attrs map[string]string) bool {
	repeat := strings.TrimSpace(attrs["data-background-repeat"])
	switch strings.TrimSpace(attrs["data-background-size"]) {
	case "", "cover", "100% 100%":
		return false
	}
	return repeat != "" && repeat != "no-repeat"
}

// sized is the style of a picture that has a size of its own, in the middle.
func sized(size string) string {
	w, h, two := strings.Cut(size, " ")
	if !two {
		h = "auto"
	}
	return "flex: none; margin: auto; object-fit: contain; width: " + declaration(w) + "; height: " + declaration(h)
}

// declaration is a value that ends no declaration; what it says is looked at later.
func declaration(value string) string {
	value, _, _ = strings.Cut(value, ";")
	return strings.TrimSpace(value)
}

func drop(list []string, name string) (left []string) {
	for _, s := range list {
		if s != name {
			left = append(left, s)
		}
	}
	return left
}

var numbers = regexp.MustCompile(`^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*([,/]\s*([\d.]+)\s*)?\)$`)

// isDark reports whether light words are read on a colour, as reveal.js reckons it;
// known is false for what is no single colour that can be told.
func isDark(color string) (dark, known bool) {
	color = strings.ToLower(strings.TrimSpace(color))
	var r, g, b int64
	if hex, ok := strings.CutPrefix(color, "#"); ok {
		if len(hex) == 3 || len(hex) == 4 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		v, err := strconv.ParseInt(hex[:min(6, len(hex))], 16, 64)
		if err != nil || len(hex) != 6 && len(hex) != 8 {
			return false, false
		}
		r, g, b = v>>16, v>>8&255, v&255
	} else if m := numbers.FindStringSubmatch(color); m != nil {
		if opacity, err := strconv.ParseFloat(m[5], 64); err == nil && opacity == 0 {
			return false, false
		}
		r, _ = strconv.ParseInt(m[1], 10, 16)
		g, _ = strconv.ParseInt(m[2], 10, 16)
		b, _ = strconv.ParseInt(m[3], 10, 16)
	} else if c, ok := colornames.Map[color]; ok {
		r, g, b = int64(c.R), int64(c.G), int64(c.B)
	} else {
		return false, false
	}
	return (r*299+g*587+b*114)/1000 < 128, true
}
