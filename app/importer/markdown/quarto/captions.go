package quarto

import (
	"regexp"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// captioned begins a paragraph that is the caption of the table above it, or below
// (Pandoc's table_captions).
var captioned = regexp.MustCompile(`^\s*(?:[Tt]able)?:\s+`)

// captions gives tables theirs.
func captions(body *html.Node) {
	for p := range dialect.Elements(body, "p") {
		first := p.FirstChild
		if first == nil || first.Type != html.TextNode || !captioned.MatchString(first.Data) {
			continue
		}
		table := beside(p, func(n *html.Node) *html.Node { return n.PrevSibling })
		if table == nil {
			table = beside(p, func(n *html.Node) *html.Node { return n.NextSibling })
		}
		if table == nil {
			continue
		}
		first.Data = captioned.ReplaceAllString(first.Data, "")
		p.Parent.RemoveChild(p)
		dialect.Rename(p, "caption")
		table.InsertBefore(p, table.FirstChild)
	}
}

// beside is the table next to an element, if that has no caption.
func beside(n *html.Node, next func(*html.Node) *html.Node) *html.Node {
	for n = next(n); n != nil && n.Type != html.ElementNode; n = next(n) {
	}
	if n == nil || n.Data != "table" {
		return nil
	}
	for range dialect.Elements(n, "caption") {
		return nil
	}
	return n
}
