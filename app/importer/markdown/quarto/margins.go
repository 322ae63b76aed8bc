package quarto

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// margins puts a deck's footer, its logo and the slides' numbers on a slide. A div footer
// is the slide's own.
func margins(s *dialect.Slide, meta dialect.FrontMatter) {
	foot := dialect.Element("footer", "foot")
	v := settingOf(meta, "footer")
	if text := strings.TrimSpace(v.Text); text != "" && text != "false" {
		for _, n := range s.Markdown(text, v.Line) {
			foot.AppendChild(n)
		}
	}
	if h := firstHeading(s.Body); h != nil && dialect.Attr(h, "footer") == "false" {
		foot = dialect.Element("footer", "foot")
	}
	if own := ownFoot(s.Body); own != nil {
		foot = own
	}
	if foot.FirstChild != nil {
		dialect.AddStyle(foot, "left: 132px; right: 132px; text-align: center") // the middle of the slide
		if foot.Parent == nil {
			s.Body.AppendChild(foot)
		}
	}
	logo := settingOf(meta, "logo")
	if logo.Text != "" {
		img := dialect.Element("img", "")
		dialect.SetAttr(img, "src", logo.Text)
		dialect.SetAttr(img, "alt", "")
		dialect.SetAttr(img, dialect.LineAttr, strconv.Itoa(logo.Line))
		corner := dialect.Element("footer", "foot", img)
		dialect.AddStyle(corner, "left: auto; right: 40px")
		s.Body.AppendChild(corner)
	}
	format, where := setting(meta, "slide-number"), setting(meta, "show-slide-number")
	if format == "true" { // Quarto's own: it goes through all slides in a row
		format = "c/t"
	}
	if page := s.Counted.Page(format); page != "" && format != "" && format != "false" && (where == "" || where == "all") {
		n := s.PutPage(page)
		if logo.Text != "" { // which has its corner
			dialect.AddStyle(n, "top: 18px; bottom: auto")
		}
	}
}

// ownFoot makes a foot of the divs footer of a slide, which come with the last of them; nil
// where there are none. It stays at its place, and so at its step; one that is in what
// comes later stays in there, as any words.
func ownFoot(body *html.Node) (foot *html.Node) {
	later := func(n *html.Node) bool {
		for n = n.Parent; n != nil && n != body; n = n.Parent {
			if n == foot || dialect.HasClass(n, "fragment") {
				return true
			}
		}
		return false
	}
	for n := range dialect.Elements(body, "div") {
		if !dialect.DropClass(n, "footer") || later(n) {
			continue
		}
		if foot != nil {
			words := dialect.Element("div", "")
			dialect.MoveInto(words, foot)
			dialect.MoveInto(words, n)
			dialect.MoveInto(n, words)
			foot.Parent.RemoveChild(foot)
		}
		foot = n
	}
	if foot == nil {
		return nil
	}
	dialect.Rename(foot, "footer")
	dialect.AddClass(foot, "foot")
	if foot.Parent != body {
		foot.Parent.RemoveChild(foot)
		body.AppendChild(foot)
	}
	return foot
}
