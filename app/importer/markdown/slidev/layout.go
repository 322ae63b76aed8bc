package slidev

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// layouts are those that Slidev has.
var layouts = words.Set(`
	404 center cover default end error fact full iframe iframe-left iframe-right image image-left image-right intro none quote section
	statement two-cols two-cols-header`)

// middle are the layouts whose content stands in the middle of the height.
var middle = words.Set(`fact quote statement cover intro section`)

// layout gives a slide the layout that its front matter names.
func (d *deckOf) layout(s *dialect.Slide) {
	front := s.Front
	name := front["layout"].Text
	if name == "" && s.Number == 1 {
		name = "cover"
	}
	if name == "" {
		name = "default"
	}
	if alias, ok := map[string]string{"two-columns": "two-cols", "two-cols-title": "two-cols-header", "title": "cover", "image-only": "image"}[name]; ok {
		name = alias
	}
	if !layouts[name] {
		s.Report.Warn(front["layout"].Line, "the layout “%s” is not one of Slidev's own; the slide has the usual one.", words.OneLine(name, 40))
	}
	s.AddTheme("themed")
	slots := takeSlots(s.Body)
	class := front["class"]
	outer := strings.Fields(front["layoutClass"].Text)
	switch name {
	case "two-cols", "two-cols-header":
		d.columns(s, slots, name, class.Text, outer)
		s.Classes = nil
	case "image", "image-left", "image-right":
		d.picture(s, name, front)
	case "iframe", "iframe-left", "iframe-right":
		d.frame(s, name, front)
	case "end":
		if !hasWords(s.Body) {
			s.Body.AppendChild(dialect.Element("p", "", dialect.Text("END")))
		}
	}
	d.rest(s, slots)
	if !layouts[name] { // one that the theme or the deck has, which writes its title by itself
		heading(s, front["title"].Text, front["title"].Line)
	}
	pictured := strings.HasPrefix(name, "image") && front["image"].Text != "" // which has its place there
	if bg := front["background"]; bg.Text != "" && !pictured {
		d.ground(s, bg, middle[name] || name == "default", front["backgroundSize"].Text, "")
		dark := !isPale(bg.Text)
		if dark && !d.dark {
			s.AddTheme("invert")
		}
	} else if d.dark || name == "end" {
		s.AddTheme("invert")
	}
	for _, c := range []string{"layout", name, fmt.Sprintf("page-%d", s.Number)} {
		s.Classes = append(s.Classes, dialect.Class{Name: "slidev-" + c, Line: s.Line})
	}
	if !strings.HasPrefix(name, "center") { // the theme's own word
		s.Classes = append(s.Classes, dialect.Class{Name: name, Line: s.Line})
	}
	if style := front["style"]; style.Text != "" && !strings.ContainsAny(style.Text, "{}") {
		s.Styles = append(s.Styles, dialect.Style{Text: stage + " {" + style.Text + "}", Line: style.Line})
	}
	if z := strings.TrimSpace(front["zoom"].Text); z != "" && isFigure.MatchString(z) {
		dialect.AddStyle(d.around(s), "zoom: "+z)
	}
}

// heading puts a title above a slide that has no heading.
func heading(s *dialect.Slide, title string, line int) {
	if strings.TrimSpace(title) == "" {
		return
	}
	for range dialect.Elements(s.Body, "h1", "h2", "h3") {
		return
	}
	s.Body.InsertBefore(dialect.Element("h1", "", s.Markdown(title, line)...), s.Body.FirstChild)
}

var isFigure = regexp.MustCompile(`^\d{0,2}(?:\.\d{1,3})?$`)

// around puts an element around all that is on a slide, but what is behind it.
func (d *deckOf) around(s *dialect.Slide) *html.Node {
	box := dialect.Element("div", "")
	for c := s.Body.FirstChild; c != nil; {
		next := c.NextSibling
		if dialect.Attr(c, "class") != "ground" {
			s.Body.RemoveChild(c)
			box.AppendChild(c)
		}
		c = next
	}
	s.Body.AppendChild(box)
	return box
}

// slot is what belongs to one place of a layout.
type slot struct {
	name string
	node *html.Node // a <div>
}

// takeSlots takes the slots of a layout out of a slide.
func takeSlots(body *html.Node) (slots []slot) {
	for n := range dialect.Elements(body, "slidev-slot") {
		name := dialect.Attr(n, "name")
		dialect.DelAttr(n, "name")
		dialect.Rename(n, "div")
		n.Parent.RemoveChild(n)
		slots = append(slots, slot{name, n})
	}
	return slots
}

// take returns a slot by its name, once.
func take(slots []slot, name string) *html.Node {
	for i, s := range slots {
		if s.name == name && s.node != nil {
			slots[i].node = nil
			return s.node
		}
	}
	return nil
}

// columns is the two columns of a slide, and what is above and below them.
func (d *deckOf) columns(s *dialect.Slide, slots []slot, name, class string, outer []string) {
	left, right := dialect.Element("div", "col"), dialect.Element("div", "col")
	cols := dialect.Element("div", "cols", left, right)
	if name == "two-cols" {
		dialect.MoveInto(left, s.Body)
	}
	for _, side := range []struct {
		to   *html.Node
		name string
	}{{left, "left"}, {right, "right"}} {
		if from := take(slots, side.name); from != nil {
			dialect.MoveInto(side.to, from)
		}
		dialect.AddClass(side.to, dialect.AuthorClass+"col-"+side.name)
		for _, c := range strings.Fields(class) {
			dialect.AddClass(side.to, dialect.AuthorClass+c)
		}
	}
	if name == "two-cols-header" && s.Body.FirstChild != nil {
		head := dialect.Element("div", dialect.AuthorClass+"col-header")
		dialect.MoveInto(head, s.Body)
		s.Body.AppendChild(head)
	}
	dialect.AddClass(cols, dialect.AuthorClass+"slidev-cols")
	for _, c := range outer {
		dialect.AddClass(cols, dialect.AuthorClass+c)
	}
	s.Body.AppendChild(cols)
	if from := take(slots, "bottom"); from != nil {
		dialect.AddClass(from, dialect.AuthorClass+"col-bottom")
		s.Body.AppendChild(from)
	}
}

// rest is the slots that a layout has no place for: a title above all else, the others
// one after the other, and what is left and right beside each other.
func (d *deckOf) rest(s *dialect.Slide, slots []slot) {
	if title := take(slots, "title"); title != nil {
		s.Body.InsertBefore(title, s.Body.FirstChild)
	}
	left, right := take(slots, "left"), take(slots, "right")
	if left != nil && right != nil {
		dialect.AddClass(left, "col")
		dialect.AddClass(right, "col")
		cols := dialect.Element("div", "cols", left, right)
		dialect.AddClass(cols, dialect.AuthorClass+"slidev-cols")
		s.Body.AppendChild(cols)
	} else if one := or(left, right); one != nil {
		s.Body.AppendChild(one)
	}
	for _, one := range slots {
		if one.node != nil {
			s.Body.AppendChild(one.node)
		}
	}
}

func or(a, b *html.Node) *html.Node {
	if a != nil {
		return a
	}
	return b
}

// frame is the layouts that show another page: its address stays.
func (d *deckOf) frame(s *dialect.Slide, name string, front dialect.FrontMatter) {
	url := front["url"]
	if url.Text == "" {
		return
	}
	s.Report.Warn(url.Line, "the page %s is not shown inside of the slide: a link to it is.", words.OneLine(url.Text, 120))
	link := dialect.Element("p", "", linkTo(url.Text))
	if name == "iframe" {
		s.Body.AppendChild(link)
		return
	}
	own, other := dialect.Element("div", "col"), dialect.Element("div", "col", link)
	dialect.MoveInto(own, s.Body)
	cols := dialect.Element("div", "cols", own, other)
	if name == "iframe-left" {
		cols = dialect.Element("div", "cols")
		own.Parent, other.Parent = nil, nil
		own.PrevSibling, own.NextSibling, other.PrevSibling, other.NextSibling = nil, nil, nil, nil
		cols.AppendChild(other)
		cols.AppendChild(own)
	}
	dialect.AddClass(cols, dialect.AuthorClass+"slidev-cols")
	s.Body.AppendChild(cols)
}

func linkTo(address string) *html.Node {
	a := with("a", "href", address)
	short := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
	a.AppendChild(dialect.Text(words.OneLine(short, 80)))
	return a
}

// hasWords reports whether there is a text in a tree, or a picture.
func hasWords(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || c.Data == "img" {
			return true
		}
	}
	return false
}
