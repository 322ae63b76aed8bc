package marp

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// background is what the pictures of a slide say that stand behind it.
type background struct {
	panes       []*html.Node
	colour      string
	vertical    bool
	side, share string // of a split: left or right, and 50%
}

var (
	size   = regexp.MustCompile(`^(\d*\.)?\d+%$`)
	length = regexp.MustCompile(`^(w|width|h|height):((?:\d*\.)?\d+(?:%|ch|cm|em|ex|in|mm|pc|pt|px)?|auto)$`)
	split  = regexp.MustCompile(`^(left|right)(?::((?:\d*\.)?\d+%))?$`)
	filter = regexp.MustCompile(`^(blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)(?::(.+))?$`)
	colour = regexp.MustCompile(`^(#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+|(rgb|hsl)a?\([^()]*\))$`)
)

// filters are Marpit's values of those that say none.
var filters = map[string]string{
	"blur": "10px", "brightness": "1.5", "contrast": "2", "drop-shadow": "0 5px 10px rgba(0,0,0,.4)", "grayscale": "1",
	"hue-rotate": "180deg", "invert": "1", "opacity": ".5", "saturate": "2", "sepia": "1",
}

var sizes = map[string]string{"auto": "auto", "contain": "contain", "cover": "cover", "fit": "contain"}

// wish is what the words that stand for a picture ask for.
type wish struct {
	behind              bool
	size, width, height string
	side, share         string
	vertical            bool
	horizontal          bool
	filters             []string
	alt                 []string // the words that are left
}

// read takes the words for Marp out of those that stand for a picture. In a deck of
// another tool's, a single word may be just that.
func read(alt string, own bool) (w wish) {
	all := strings.Fields(alt)
	w.behind = slices.Contains(all, "bg")
	for _, word := range all {
		switch {
		case size.MatchString(word):
			w.size = word
		case length.MatchString(word):
			m := length.FindStringSubmatch(word)
			v := m[2]
			if strings.Trim(v, "0123456789.") == "" {
				v += "px"
			}
			if m[1][0] == 'w' {
				w.width = v
			} else {
				w.height = v
			}
		case filter.MatchString(word) && (own || w.behind || strings.Contains(word, ":")):
			m := filter.FindStringSubmatch(word)
			v := m[2]
			switch {
			case v == "":
				v = filters[m[1]]
			case m[1] == "drop-shadow":
				v = strings.ReplaceAll(v, ",", " ")
				if i := strings.IndexByte(m[2], '('); i >= 0 { // the commas of a colour are its own
					v = strings.ReplaceAll(m[2][:i], ",", " ") + m[2][i:]
				}
			}
			w.filters = append(w.filters, m[1]+"("+v+")")
		case !w.behind:
			w.alt = append(w.alt, word)
		case word == "bg":
		case sizes[word] != "":
			w.size = sizes[word]
		case split.MatchString(word):
			m := split.FindStringSubmatch(word)
			w.side = m[1]
			if m[2] != "" {
				w.share = m[2]
			}
		case word == "vertical":
			w.vertical = true
		case word == "horizontal":
			w.horizontal = true
		default:
			w.alt = append(w.alt, word)
		}
	}
	return w
}

// pictures takes those that stand behind a slide out of it, and gives the others the
// size that they ask for.
func (d *shaper) pictures(s *dialect.Slide) (bg background) {
	for img := range dialect.Elements(s.Body, "img") {
		w := read(dialect.Attr(img, "alt"), d.own)
		if !w.behind {
			d.picture(s, img)
			continue
		}
		img.Parent.RemoveChild(img)
		src := strings.TrimSpace(dialect.Attr(img, "src"))
		if w.side != "" {
			bg.side = w.side
		}
		if w.share != "" {
			bg.share = w.share
		}
		bg.vertical = (bg.vertical || w.vertical) && !w.horizontal
		switch {
		case src == "":
		case colour.MatchString(src):
			bg.colour = src
		default:
			bg.panes = append(bg.panes, pane(img, src, w))
		}
	}
	return bg
}

// pane is one picture behind a slide.
func pane(img *html.Node, src string, w wish) *html.Node {
	area := w.size
	if area != "contain" && area != "cover" && (w.width != "" || w.height != "") {
		either := func(v string) string {
			switch {
			case v != "":
				return v
			case area != "":
				return area
			}
			return "auto"
		}
		area = either(w.width) + " " + either(w.height)
	}
	n := dialect.Backdrop(src, strings.Join(w.alt, " "), area, "")
	dialect.SetAttr(n, dialect.LineAttr, strconv.Itoa(dialect.Line(img)))
	if len(w.filters) > 0 {
		dialect.AddStyle(n, "filter:"+strings.Join(w.filters, " "))
	}
	return n
}

// picture gives one that stands among the words its size.
func (d *shaper) picture(s *dialect.Slide, img *html.Node) {
	w := read(dialect.Attr(img, "alt"), d.own)
	dialect.SetAttr(img, "alt", strings.Join(w.alt, " "))
	var css []string
	if w.width == "" && w.height != "" && !strings.HasSuffix(w.height, "%") {
		w.width = "auto"
	} else if w.height == "" && w.width != "" && !strings.HasSuffix(w.width, "%") {
		w.height = "auto"
	}
	for _, p := range [][2]string{{"width", w.width}, {"height", w.height}} {
		if p[1] != "" && !strings.HasSuffix(p[1], "%") {
			css = append(css, p[0]+":"+p[1])
		} else if p[1] != "" {
			s.Report.Warn(dialect.Line(img), "a picture's “%s:%s” means nothing to Marp.", p[0], p[1])
		}
	}
	if len(css) > 0 {
		css = append(css, "max-height:none")
	}
	if len(w.filters) > 0 {
		css = append(css, "filter:"+strings.Join(w.filters, " "))
	}
	if len(css) > 0 {
		dialect.AddStyle(img, strings.Join(css, ";"))
	}
}
