package markdown

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var webLink = regexp.MustCompile(`^(?i:https?://[^/]|mailto:.)`)

// fixLink keeps links to the web and to mail, in a window of their own: the
// room must not lose the slide by a tap.
func fixLink(a *html.Node) {
	href, title := strings.TrimSpace(attr(a, "href")), attr(a, "title")
	a.Attr = nil
	if !webLink.MatchString(href) {
		return
	}
	a.Attr = []html.Attribute{{Key: "href", Val: href}}
	if title != "" {
		a.Attr = append(a.Attr, html.Attribute{Key: "title", Val: title})
	}
	a.Attr = append(a.Attr, html.Attribute{Key: "rel", Val: "noopener noreferrer"}, html.Attribute{Key: "target", Val: "_blank"})
}

// fixCheckbox leaves of all form controls the box of a task list.
func fixCheckbox(in *html.Node) {
	if attr(in, "type") != "checkbox" {
		in.Data, in.DataAtom, in.Attr = "span", atom.Span, nil
		return
	}
	attrs := []html.Attribute{{Key: "type", Val: "checkbox"}, {Key: "disabled"}}
	for _, a := range in.Attr {
		if a.Key == "checked" {
			attrs = append(attrs, html.Attribute{Key: "checked"})
		}
	}
	in.Attr = attrs
	if li := in.Parent; li != nil && li.DataAtom == atom.Li {
		dialect.AddClass(li, "task")
	}
}

// shortAddress is a picture's name for a frame without a text of its own.
func shortAddress(src string) string {
	if isInlined(src) {
		return "picture"
	}
	src, _, _ = strings.Cut(src, "?")
	return words.OneLine(src[strings.LastIndexByte(src, '/')+1:], 60)
}
