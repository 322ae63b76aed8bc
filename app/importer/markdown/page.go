package markdown

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/words"
)

// slidePage is one slide as a tree.
type slidePage struct {
	nodes []*html.Node
	h1    string // the first
	notes string
}

// finish turns what was rendered into a tree, which closes what was left open.
func (m *markdownDeck) finish(fragment []byte) (page *slidePage, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser's answer to 512 open elements
			err = fmt.Errorf("html: %v", p)
		}
	}()
	if err := countTokens(html.NewTokenizer(bytes.NewReader(fragment))); err != nil {
		return nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(bytes.NewReader(fragment), body)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	if err := cmp.Or(countNodes(body), boundSpans(body)); err != nil {
		return nil, err
	}
	page = &slidePage{h1: firstHeading(body, "h1")}
	tidy(body)
	for c := body.FirstChild; c != nil; {
		next := c.NextSibling
		body.RemoveChild(c)
		page.nodes = append(page.nodes, c)
		c = next
	}
	return page, nil
}

// tidy mends links and form controls.
func tidy(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.A:
			fixLink(c)
		case atom.Input:
			fixCheckbox(c)
		}
		tidy(c)
	}
}

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
	if t := firstHeading(n, names...); t != "" || !slices.Contains(names, n.Data) {
		return t
	}
	return plainText([]*html.Node{n})
}

// title is the page's first heading.
func (p *slidePage) title() string {
	for _, n := range p.nodes {
		if t := headingText(n, "h1", "h2", "h3", "h4", "h5", "h6"); t != "" {
			return t
		}
	}
	return ""
}

// place makes the pictures that a page shows.
func (m *markdownDeck) place(ctx context.Context, p *slidePage) error {
	for _, n := range p.nodes {
		if err := m.placeInside(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (m *markdownDeck) placeInside(ctx context.Context, n *html.Node) error {
	if n.DataAtom == atom.Img {
		return m.placePicture(ctx, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := m.placeInside(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// placePicture makes an img one of the deck's own, or a frame that says what
// should be there.
func (m *markdownDeck) placePicture(ctx context.Context, img *html.Node) error {
	src, alt, width := attr(img, "src"), attr(img, "alt"), attr(img, "width")
	line, _ := strconv.Atoi(attr(img, lineAttr))
	p, err := m.pictures.find(ctx, src, line)
	if err != nil {
		return err
	}
	if p == nil {
		if alt == "" {
			alt = shortAddress(src)
		}
		img.Data, img.DataAtom, img.Attr = "span", atom.Span, []html.Attribute{{Key: "class", Val: "missing"}}
		img.AppendChild(&html.Node{Type: html.TextNode, Data: alt})
		return nil
	}
	attrs := []html.Attribute{{Key: "src", Val: fmt.Sprintf("picture:%d", p.Number)}, {Key: "alt", Val: alt}}
	if t := attr(img, "title"); t != "" {
		attrs = append(attrs, html.Attribute{Key: "title", Val: t})
	}
	w, h := p.Width, p.Height
	if asked, err := strconv.Atoi(strings.TrimSuffix(width, "px")); err == nil && asked > 0 && asked <= 3840 && w > 0 {
		w, h = asked, max(1, (h*asked+w/2)/w)
	}
	if w > 0 && h > 0 {
		attrs = append(attrs, html.Attribute{Key: "width", Val: strconv.Itoa(w)}, html.Attribute{Key: "height", Val: strconv.Itoa(h)})
	}
	img.Attr = attrs
	return nil
}

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
		li.Attr = []html.Attribute{{Key: "class", Val: "task"}}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// shortAddress is a picture's name for a frame without a text of its own.
func shortAddress(src string) string {
	if strings.HasPrefix(src, "data:") {
		return "picture"
	}
	src, _, _ = strings.Cut(src, "?")
	return words.OneLine(src[strings.LastIndexByte(src, '/')+1:], 60)
}

// include puts a frame on a slide whose content is in another file, if it has none
// of its own.
func (p *slidePage) include(src string) {
	if plainText(p.nodes) != "" {
		return
	}
	frame := &html.Node{Type: html.ElementNode, Data: "span", DataAtom: atom.Span, Attr: []html.Attribute{{Key: "class", Val: "missing"}}}
	frame.AppendChild(&html.Node{Type: html.TextNode, Data: words.OneLine(src, 80)})
	para := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
	para.AppendChild(frame)
	p.nodes = append(p.nodes, para)
}

// html is the slide as it is kept. An empty slide is an empty paragraph.
func (p *slidePage) html() string {
	var b bytes.Buffer
	for _, n := range p.nodes {
		// The nodes came from the parser; writing to a Buffer cannot fail.
		_ = html.Render(&b, n)
	}
	if s := strings.TrimSpace(string(policy.SanitizeBytes(b.Bytes()))); s != "" {
		return s
	}
	return "<p></p>"
}

var blockElements = words.Set(`h1 h2 h3 h4 h5 h6 p div blockquote ul ol li dl dt dd pre table caption tr figure figcaption hr`)

// plainText is what a screen reader reads: a line a block, cells with commas,
// pictures by their text, code with its indentation.
func plainText(nodes []*html.Node) string {
	var b strings.Builder
	line := func() {
		if s := b.String(); s != "" && s[len(s)-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	word := func(s string) {
		if s == "" {
			return
		}
		// White space between words collapses, also from one node to the next.
		if t := b.String(); strings.TrimLeft(s, " \t\n") != s && t != "" && t[len(t)-1] != '\n' && t[len(t)-1] != ' ' {
			b.WriteByte(' ')
		}
		if f := strings.Fields(s); len(f) > 0 {
			b.WriteString(strings.Join(f, " "))
			if strings.TrimRight(s, " \t\n") != s {
				b.WriteByte(' ')
			}
		}
	}
	var walk func(n *html.Node, pre bool)
	walk = func(n *html.Node, pre bool) {
		switch n.Type {
		case html.TextNode:
			if pre {
				b.WriteString(n.Data)
			} else {
				word(n.Data)
			}
			return
		case html.ElementNode:
		default:
			return
		}
		block := blockElements[n.Data]
		if block || n.DataAtom == atom.Br {
			line()
		}
		switch n.DataAtom {
		case atom.Img:
			word(" " + attr(n, "alt") + " ")
		case atom.Td, atom.Th:
			for s := n.PrevSibling; s != nil; s = s.PrevSibling {
				if s.Type == html.ElementNode {
					b.WriteString(", ")
					break
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, pre || n.DataAtom == atom.Pre)
		}
		if block {
			line()
		}
	}
	for _, n := range nodes {
		walk(n, false)
	}
	var lines []string
	for l := range strings.Lines(b.String()) {
		if l = strings.ReplaceAll(strings.TrimRight(l, " \t\n"), " , ", ", "); strings.Trim(l, " ,\t") != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
