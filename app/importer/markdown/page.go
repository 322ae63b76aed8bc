package markdown

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/markdown/plain"
	"lectern/app/importer/words"
)

// slidePage is one slide as a tree.
type slidePage struct {
	nodes   []*html.Node
	steps   stepping
	class   string // of the stage
	sheets  []*look.Sheet
	h1      string // the first
	notes   string
	stays   *float64 // seconds: see dialect.Slide
	planned int      // seconds that the slide is to take, or 0
}

// finish turns what was rendered into a tree, which closes what was left open, with
// the parts that come by themselves.
func (m *markdownDeck) finish(fragment []byte, slide *dialect.Slide) (*slidePage, error) {
	count := 0
	for _, b := range append([][]byte{fragment}, m.parts...) {
		var err error
		if count, err = countTokens(count, b); err != nil {
			return nil, err
		}
	}
	nodes, err := parseFragment(fragment)
	if err != nil {
		return nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	if err := cmp.Or(graft(body, m.parts), countNodes(body)); err != nil {
		return nil, err
	}
	locate(body, slide.Comments)
	slide.Body = body
	takeAttributes(slide)
	keepFootnotes(slide)
	m.rawCode(body)
	for _, shape := range m.shapers {
		shape(slide)
	}
	plain.Columns(body)
	takeAttributes(slide) // those that a dialect made of its own
	sizePictures(body)
	sheets := m.dress(slide)
	dropComments(body)
	dropUnknown(body)
	tidy(body)
	if err := cmp.Or(countNodes(body), countDepth(body, maxOpen), boundSpans(body)); err != nil {
		return nil, err
	}
	page := &slidePage{steps: sequence(body), class: class(slide, sheets), sheets: sheets, stays: slide.Seconds}
	stepFootnotes(body, &page.steps)
	for c := body.FirstChild; c != nil; {
		next := c.NextSibling
		body.RemoveChild(c)
		page.nodes = append(page.nodes, c)
		c = next
	}
	page.h1 = page.heading("h1")
	return page, nil
}

// heading is the first heading of one of these names that the slide comes with.
func (p *slidePage) heading(names ...string) string {
	for _, n := range veil(p.nodes, p.steps, 0) {
		if t := headingText(n, names...); t != "" {
			return t
		}
	}
	return ""
}

// tidy mends links and form controls, and what a dialect has put into elements that hold
// nothing: with that they cannot be written.
func tidy(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if voidElements[c.Data] {
			dialect.MoveBefore(c, c)
		}
		if isMedia(c) {
			emptyMedia(c)
		}
		switch c.DataAtom {
		case atom.A:
			fixLink(c)
		case atom.Input:
			fixCheckbox(c)
		}
		dialect.DelAttr(c, "aria-hidden") // what veil makes looks like nothing else
		tidy(c)
	}
}

// dropUnknown takes elements that no slide may have out of a tree; what is inside
// stays. What its author hides goes whole.
func dropUnknown(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if isFormula(c) {
			c = next
			continue
		}
		if _, hidden := dialect.LookupAttr(c, "hidden"); hidden {
			n.RemoveChild(c) // no browser shows it
			c = next
			continue
		}
		if c.Type == html.ElementNode && !slideElements[c.Data] && !themeElements[c.Data] {
			if c.FirstChild != nil {
				next = c.FirstChild
			}
			dialect.Unwrap(c)
		} else {
			dropUnknown(c)
		}
		c = next
	}
}

// themeElements are what dialects make.
var themeElements = words.Set(`header footer`)

// firstHeading is the text of the first heading inside n of one of these names.
func firstHeading(n *html.Node, names ...string) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if t := headingText(c, names...); t != "" {
			return t
		}
	}
	return ""
}

func headingText(n *html.Node, names ...string) string {
	if isVeiled(n) {
		return ""
	}
	if t := firstHeading(n, names...); t != "" || !slices.Contains(names, n.Data) {
		return t
	}
	return plainText([]*html.Node{n}, reading{title: true})
}

// place makes the pictures that a page shows.
func (m *markdownDeck) place(ctx context.Context, p *slidePage) error {
	p.nodes = slices.DeleteFunc(p.nodes, func(n *html.Node) bool { return n.DataAtom == atom.Source }) // of no picture
	for _, n := range p.nodes {
		if err := m.placeInside(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (m *markdownDeck) placeInside(ctx context.Context, n *html.Node) error {
	if n.DataAtom == atom.Img || isMedia(n) {
		return m.placePicture(ctx, n)
	}
	if n.DataAtom == atom.Source { // of a <picture>
		n.Parent.RemoveChild(n)
		return nil
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling // what is behind a slide goes where it is missing
		if err := m.placeInside(ctx, c); err != nil {
			return err
		}
		c = next
	}
	return nil
}

// placePicture makes an img one of the deck's own, or a frame that says what
// should be there.
func (m *markdownDeck) placePicture(ctx context.Context, img *html.Node) error {
	src, alt, width := attr(img, "src"), attr(img, "alt"), attr(img, "width")
	if isMedia(img) {
		src = m.pictures.sourceOf(img, dialect.Line(img))
		for c := img.FirstChild; c != nil; c = img.FirstChild {
			img.RemoveChild(c)
		}
	}
	line := dialect.Line(img)
	p, err := m.pictures.find(ctx, src, line)
	if err != nil {
		return err
	}
	if p == nil {
		if isFurniture(img.Parent, alt) { // nobody is to read there
			img.Parent.RemoveChild(img)
			return nil
		}
		if alt == "" {
			alt = shortAddress(src)
		}
		class := strings.TrimSpace("missing " + attr(img, "class"))
		img.Data, img.DataAtom, img.Attr = "span", atom.Span, []html.Attribute{{Key: "class", Val: class}}
		img.AppendChild(&html.Node{Type: html.TextNode, Data: alt})
		return nil
	}
	if p.Media != nil {
		placeMedia(img, p)
		return nil
	}
	if isMedia(img) { // it names a picture
		dialect.Rename(img, "img")
	}
	attrs := []html.Attribute{{Key: "src", Val: fmt.Sprintf("picture:%d", p.Number)}, {Key: "alt", Val: alt}}
	if t := attr(img, "title"); t != "" {
		attrs = append(attrs, html.Attribute{Key: "title", Val: t})
	}
	w, h := pictureSize(p.Width, p.Height, width, attr(img, "height"))
	if w > 0 && h > 0 {
		attrs = append(attrs, html.Attribute{Key: "width", Val: strconv.Itoa(w)}, html.Attribute{Key: "height", Val: strconv.Itoa(h)})
	}
	if c := attr(img, "class"); c != "" {
		attrs = append(attrs, html.Attribute{Key: "class", Val: c})
	}
	img.Attr = attrs
	return nil
}

// isFurniture reports whether a picture with that alternative is behind a slide, or a mark in
// its margin.
func isFurniture(around *html.Node, alt string) bool {
	switch {
	case around == nil:
		return false
	case around.DataAtom == atom.Header, around.DataAtom == atom.Footer:
		return alt == ""
	}
	return dialect.Attr(around, "class") == "ground"
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// include puts a frame on a slide whose content is in another file, if it has none
// of its own.
func (p *slidePage) include(src string) {
	if plainText(p.nodes, reading{}) != "" {
		return
	}
	frame := &html.Node{Type: html.ElementNode, Data: "span", DataAtom: atom.Span, Attr: []html.Attribute{{Key: "class", Val: "missing"}}}
	frame.AppendChild(&html.Node{Type: html.TextNode, Data: words.OneLine(src, 80)})
	para := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
	para.AppendChild(frame)
	p.nodes = append(p.nodes, para)
}

// render makes HTML of a slide, as it is kept. An empty slide is an empty paragraph.
func render(nodes []*html.Node) string {
	var b bytes.Buffer
	for _, n := range nodes {
		// The nodes came from the parser; writing to a Buffer cannot fail.
		_ = html.Render(&b, n)
	}
	if s := strings.TrimSpace(string(policy.SanitizeBytes(b.Bytes()))); s != "" {
		return s
	}
	return "<p></p>"
}
