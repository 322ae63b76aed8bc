package quarto

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Shaper implements dialect.Dialect. What Pandoc makes fragments of reveal.js of has
// their classes here, too; the attributes of a slide's heading become those of a
// section around it.
func (Dialect) Shaper(meta dialect.FrontMatter, _ []byte, own bool) dialect.Shaper {
	incremental := own && isTrue(setting(meta, "incremental"))
	return func(s *dialect.Slide) {
		if own && s.Number == 1 {
			unheeded(s.Report, meta)
		}
		if _, ok := s.Front[titleKey]; ok {
			title(s, meta)
		}
		columns(s.Body)
		if own {
			pulls(s.Body)
			shortcodes(s)
			captions(s.Body)
			typography(s.Body)
			places(s.Body, meta)
			if _, said := canvasOf(meta); said {
				dialect.Sized(s.Body)
			}
			fragments(s.Body)
			callouts(s)
			layouts(s)
		}
		lists(s.Body, own, incremental)
		pauses(s)
		if own {
			asides(s.Body)
			tabs(s)
			margins(s, meta)
			around(s, meta)
			s.Seconds = dialect.Milliseconds(setting(meta, "auto-slide"))
			s.Planned = cmp.Or(s.Planned, deck.Seconds(setting(meta, "default-timing")+"s"))
		}
		if own && dark[themeOf(meta)] {
			s.AddTheme("invert")
		}
		if own && isTrue(setting(meta, "center")) {
			s.Styles = append([]dialect.Style{{Text: middleSheet, Line: s.Line, Tool: true}}, s.Styles...)
		}
	}
}

func isTrue(v string) bool { return v == "true" || v == "yes" || v == "TRUE" }

// middleSheet has what is on a slide in the middle between its top and its foot.
const middleSheet = "section { justify-content: safe center; }"

// themeOf is the deck's theme, without what is laid over it.
func themeOf(meta dialect.FrontMatter) string {
	name, _, _ := strings.Cut(setting(meta, "theme"), " ")
	return name
}

// dark are the themes of Quarto's slides that are light on dark.
var dark = words.Set(`dark black night moon league blood dracula`)

// title makes the slide of the deck's own front matter, before what is on it.
func title(s *dialect.Slide, meta dialect.FrontMatter) {
	s.AddTheme("lead")
	if isRemark(meta) {
		s.AddTheme("invert")
	}
	first := s.Body.FirstChild
	add := func(name, class, text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			n := dialect.Element(name, "", s.Markdown(text, meta["title"].Line)...)
			dialect.AddClass(n, dialect.AuthorClass+class)
			s.Body.InsertBefore(n, first)
		}
	}
	add("h1", "title", meta["title"].Text)
	add("p", "subtitle", meta["subtitle"].Text)
	add("p", "author", meta["author"].People())
	add("p", "institute", meta["institute"].People())
	if date := meta["date"].Text; !strings.ContainsAny(date, "`") && date != "today" && date != "now" && date != "last-modified" {
		add("p", "date", date)
	}
}

// columns makes columns of Pandoc's divs.
func columns(body *html.Node) {
	for n := range dialect.Elements(body, "div") {
		if !dialect.HasClass(n, "columns") {
			continue
		}
		any := false
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if dialect.DropClass(c, "column") {
				any = true
				column(c, dialect.Attr(c, "width"))
			}
		}
		if any {
			dialect.DropClass(n, "columns")
			dialect.AddClass(n, "cols")
		}
	}
}

var percent = regexp.MustCompile(`^(\d{1,3})(\.\d+)?%$`)

// column gives a column its part of the room.
func column(n *html.Node, width string) {
	dialect.AddClass(n, "col")
	dialect.DelAttr(n, "width")
	if m := percent.FindStringSubmatch(strings.TrimSpace(width)); m != nil && m[1] != "0" {
		dialect.AddStyle(n, "flex-grow: "+m[1])
	}
}

// pulls makes columns of what xaringan's decks have beside each other.
func pulls(body *html.Node) {
	halves := []string{"pull-left", "left-column", "pull-right", "right-column"}
	side := func(n *html.Node) int {
		return slices.IndexFunc(halves, func(h string) bool { return n.Type == html.ElementNode && dialect.HasClass(n, h) })
	}
	for p := range dialect.Elements(body, "p") { // one that was on a line of its own
		if only := p.FirstChild; only != nil && only == p.LastChild && only.Type == html.ElementNode && side(only) >= 0 {
			dialect.Rename(p, "div")
			dialect.AddClass(p, dialect.AuthorClass+halves[side(only)])
			dialect.Rename(only, "p")
			dialect.DelAttr(only, "class")
		}
	}
	for n := range dialect.Elements(body, "div") {
		left := side(n)
		if n.Parent == nil || left < 0 || left > 1 {
			continue
		}
		cols := dialect.Element("div", "cols")
		n.Parent.InsertBefore(cols, n)
		for next := n; next != nil && (next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" || side(next) >= 0); {
			c := next
			next = c.NextSibling
			c.Parent.RemoveChild(c)
			if c.Type == html.TextNode {
				continue
			}
			at := side(c)
			dialect.DropClass(c, halves[at])
			dialect.AddClass(c, "col")
			if at%2 == 1 { // remark's narrow and wide ones
				dialect.AddStyle(c, "flex-grow: "+strconv.Itoa(1+2*(at/2)))
			}
			cols.AppendChild(c)
			if at > 1 {
				break
			}
		}
	}
}

// lists has the items of incremental lists come one after the other.
func lists(body *html.Node, own, all bool) {
	for li := range dialect.Elements(body, "li") {
		inc := all
		for n := li.Parent; n != nil; n = n.Parent {
			if n.Type != html.ElementNode {
				continue
			}
			if dialect.HasClass(n, "incremental") {
				inc = true
				break
			}
			if dialect.HasClass(n, "nonincremental") {
				inc = false
				break
			}
			if own && n.DataAtom == atom.Blockquote && onlyLists(n) { // Pandoc: the other way round
				inc = !all
				break
			}
		}
		if inc {
			dialect.AddClass(li, dialect.AuthorClass+"fragment")
		}
	}
	for n := range dialect.Elements(body, "blockquote") {
		if own && onlyLists(n) {
			dialect.Unwrap(n)
		}
	}
	for n := range dialect.Elements(body, "div") {
		dialect.DropClass(n, "incremental")
		dialect.DropClass(n, "nonincremental")
	}
}

// onlyLists reports whether there is nothing but lists in an element, and one at least.
func onlyLists(n *html.Node) bool {
	lists := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
			lists++
		case c.Type == html.ElementNode, c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return false
		}
	}
	return lists > 0
}

// pauses has what follows a paragraph of three dots, or remark's two dashes, come a
// step later, up to the next or the end of what both are in.
func pauses(s *dialect.Slide) {
	marks := map[*html.Node]bool{}
	for _, c := range s.Comments {
		if c.Text == pause {
			c.Taken = true
			if c.Node != nil && c.Node.Parent != nil {
				marks[c.Node] = true
			}
		}
	}
	for p := range dialect.Elements(s.Body, "p") {
		if t := p.FirstChild; t != nil && t == p.LastChild && t.Type == html.TextNode && strings.TrimSpace(t.Data) == ". . ." {
			marks[p] = true
		}
	}
	if len(marks) == 0 {
		return
	}
	var list []*html.Node
	for n := range s.Body.Descendants() {
		if marks[n] {
			list = append(list, n)
		}
	}
	for _, m := range list {
		later(m, marks)
	}
	for _, m := range list {
		m.Parent.RemoveChild(m)
	}
}

// later has what follows a mark come at one step. What is a fragment already comes
// after that, by itself.
func later(from *html.Node, marks map[*html.Node]bool) {
	with := false
	for n := from.NextSibling; n != nil && !marks[n]; n = n.NextSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			span := dialect.Element("span", "")
			dialect.Wrap(n, span)
			n = span
		}
		if n.Type != html.ElementNode || dialect.HasClass(n, "fragment") {
			continue
		}
		dialect.AddClass(n, dialect.AuthorClass+"fragment")
		if with {
			dialect.AddClass(n, dialect.AuthorClass+"with-before")
		}
		with = true
	}
}
