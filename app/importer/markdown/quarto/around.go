package quarto

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/names"
	"lectern/app/importer/words"
)

// sized are classes of slides that say how to make much fit, which happens by itself.
var sized = words.Set(`smaller small scrollable nostretch unnumbered unlisted no-stretch title title-slide`)

// around puts a section around a slide with what its heading says of it, or remark's
// properties: reveal.js's attributes and classes. Those of the slide with the title are said
// in the front matter.
func around(s *dialect.Slide, meta dialect.FrontMatter) {
	section := dialect.Element("section", "")
	dialect.SetAttr(section, dialect.LineAttr, strconv.Itoa(s.Line))
	if _, ok := s.Front[titleKey]; ok {
		titleAttributes(section, meta)
	}
	if isRemark(meta) {
		propertiesOf(s, section)
	} else if h := firstHeading(s.Body); h != nil {
		attributesOf(h, section)
	}
	dialect.MoveInto(section, s.Body)
	s.Body.AppendChild(section)
}

func firstHeading(body *html.Node) *html.Node {
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode {
			if isHeading(n) {
				return n
			}
			return nil
		}
	}
	return nil
}

func isHeading(n *html.Node) bool {
	return n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
}

// ofSlide are the attributes of a heading that are its slide's; Quarto has them with
// data- before them and without.
var ofSlide = words.Set(`
	background background-color background-image background-gradient background-size background-position background-repeat background-opacity
	background-video background-video-loop background-video-muted background-iframe background-interactive background-transition
	transition transition-speed auto-animate auto-animate-easing auto-animate-duration auto-animate-unmatched auto-animate-id
	auto-animate-restart autoslide state visibility notes menu-title timing preload`)

// titleAttributes gives the slide with the title the attributes that the front matter has for
// it.
func titleAttributes(section *html.Node, meta dialect.FrontMatter) {
	v := settingOf(meta, "title-slide-attributes")
	for name, value := range v.Inside {
		if ofSlide[strings.TrimPrefix(name, "data-")] {
			dialect.SetAttr(section, "data-"+strings.TrimPrefix(name, "data-"), value.Text)
		}
	}
	if v.Line > 0 {
		dialect.SetAttr(section, dialect.LineAttr, strconv.Itoa(v.Line))
	}
}

// attributesOf moves a heading's attributes to the section.
func attributesOf(h, section *html.Node) {
	for _, a := range append([]html.Attribute(nil), h.Attr...) {
		name := strings.TrimPrefix(a.Key, "data-")
		switch {
		case ofSlide[name]:
			dialect.SetAttr(section, "data-"+name, a.Val)
			dialect.DelAttr(h, a.Key)
		case a.Key == "class":
			for _, c := range strings.Fields(a.Val) {
				name := strings.TrimPrefix(c, dialect.AuthorClass)
				if c == name || strings.HasPrefix(name, "r-") || name == "fragment" { // the heading's own
					continue
				}
				dialect.DropClass(h, name)
				if !sized[name] {
					dialect.AddClass(section, c)
				}
			}
		}
	}
}

// fragments has reveal.js's attributes on what comes later, which Pandoc writes with data-
// before them.
func fragments(body *html.Node) {
	for n := range dialect.Elements(body) {
		if !dialect.HasClass(n, "fragment") {
			continue
		}
		for _, name := range []string{"fragment-index", "autoslide"} {
			if v, said := dialect.LookupAttr(n, name); said {
				dialect.DelAttr(n, name)
				dialect.SetAttr(n, "data-"+name, v)
			}
		}
	}
}

var address = regexp.MustCompile(`^url\(\s*['"]?(.*?)['"]?\s*\)$`)

// propertiesOf makes attributes of remark's properties.
func propertiesOf(s *dialect.Slide, section *html.Node) {
	for name, v := range s.Front {
		switch name {
		case classKey:
			for _, c := range strings.FieldsFunc(v.Text, func(r rune) bool { return r == ',' || r == ' ' }) {
				switch c {
				case "center":
					dialect.AddStyle(section, "text-align: center")
				case "middle":
					s.AddTheme("center")
				case "inverse":
					s.AddTheme("invert")
				case "top", "left", "title-slide":
				default:
					dialect.AddClass(section, dialect.AuthorClass+c)
				}
			}
		case "background-image":
			text := v.Text
			if m := address.FindStringSubmatch(text); m != nil {
				text = m[1]
			}
			dialect.SetAttr(section, "data-background-image", text)
		case "background-size", "background-position", "background-color":
			dialect.SetAttr(section, "data-"+name, v.Text)
		}
	}
}

var shortcode = regexp.MustCompile(`\{\{<\s*([^<>]{1,200}?)\s*>\}\}`)

// pressable are those of a shortcode: what is pressed, or what is pressed on some system.
var pressable = regexp.MustCompile(`\{\{<\s*kbd\s+([^<>=\s]+)(?:\s[^<>]{0,200})?>\}\}`)

// pressed makes keys of the shortcodes in a text that are some.
func pressed(n *html.Node) {
	for {
		at := pressable.FindStringSubmatchIndex(n.Data)
		if at == nil {
			return
		}
		n.Parent.InsertBefore(dialect.Text(n.Data[:at[0]]), n)
		n.Parent.InsertBefore(dialect.Element("kbd", "", dialect.Text(n.Data[at[2]:at[3]])), n)
		n.Data = n.Data[at[1]:]
	}
}

// film is a shortcode of one that lies beside the deck, with how large it is to be.
var film = regexp.MustCompile(`\{\{<\s*video\s+(?:"([^"]+)"|'([^']+)'|([^\s<>"']+))(\s[^<>]{0,200}?)?\s*>\}\}`)

var side = regexp.MustCompile(`\b(width|height)="?(\d{1,4}(?:px|%)?)\b`)

// films makes of such shortcodes in a text what ![](clip.mp4) would be.
func films(n *html.Node) {
	for at := 0; ; {
		m := film.FindStringSubmatchIndex(n.Data[at:])
		if m == nil {
			return
		}
		group := func(i int) string { return n.Data[at+max(m[2*i], 0) : at+max(m[2*i+1], 0)] }
		name, sizes := group(1)+group(2)+group(3), group(4)
		if names.Remote(name) {
			at += m[1]
			continue
		}
		img := dialect.Element("img", "")
		dialect.SetAttr(img, "src", name)
		dialect.SetAttr(img, "alt", "")
		dialect.SetAttr(img, dialect.LineAttr, strconv.Itoa(dialect.Line(n.Parent)))
		for _, s := range side.FindAllStringSubmatch(sizes, 2) {
			dialect.SetAttr(img, s[1], s[2])
		}
		n.Parent.InsertBefore(dialect.Text(n.Data[:at+m[0]]), n)
		n.Parent.InsertBefore(img, n)
		n.Data, at = n.Data[at+m[1]:], 0
	}
}

// unlinked makes words again of the addresses in shortcodes, which are links by then.
func unlinked(body *html.Node) {
	for a := range dialect.Elements(body, "a") {
		before, after := a.PrevSibling, a.NextSibling
		if before == nil || before.Type != html.TextNode || strings.LastIndex(before.Data, "{{<") <= strings.LastIndex(before.Data, ">}}") {
			continue
		}
		for n := range a.Descendants() {
			if n.Type == html.TextNode {
				before.Data += n.Data
			}
		}
		a.Parent.RemoveChild(a)
		if after != nil && after.Type == html.TextNode {
			before.Data += after.Data
			after.Parent.RemoveChild(after)
		}
	}
}

// shortcodes takes out what Quarto would make something of.
func shortcodes(s *dialect.Slide) {
	unlinked(s.Body)
	var empty []*html.Node
	for n := range s.Body.Descendants() {
		if n.Type != html.TextNode || !strings.Contains(n.Data, "{{<") || isCode(n) {
			continue
		}
		pressed(n)
		films(n)
		for _, m := range shortcode.FindAllStringSubmatch(n.Data, 20) {
			s.Report.Warn(dialect.Line(n.Parent), "the shortcode “%s” makes nothing here.", words.OneLine(m[1], 60))
		}
		n.Data = shortcode.ReplaceAllString(n.Data, "")
		if p := n.Parent; p.Data == "p" && p.FirstChild == p.LastChild && strings.TrimSpace(n.Data) == "" {
			empty = append(empty, p)
		}
	}
	for _, p := range empty {
		p.Parent.RemoveChild(p)
	}
}

func isCode(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "code" || p.Data == "pre" {
			return true
		}
	}
	return false
}
