package marp

import (
	"cmp"
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// shaper makes a deck's slides, one after the other.
type shaper struct {
	*deck
	own    bool
	number int   // of the slide that is being made
	before state // what held at its beginning
	after  state
	page   int // the last page number before it
	next   int
	base   []string // of the theme that the deck brings: see theme
}

// Shaper implements dialect.Dialect.
func (Dialect) Shaper(meta dialect.FrontMatter, src []byte, own bool) dialect.Shaper {
	s := &shaper{deck: scan(meta, src), own: own, after: state{}}
	return s.shape
}

func (d *shaper) shape(s *dialect.Slide) {
	if s.Number != d.number { // else it is made once more
		d.number, d.before, d.page = s.Number, d.after, d.next
	}
	now, once := d.before, state{}
	switch {
	case s.Number > 1:
	case d.own:
		now = now.with(s.Meta, once)
		d.remark(s)
	default:
		for k, v := range s.Meta {
			if name := strings.TrimPrefix(k, "_"); locals[name] && name != "class" || k == "headingDivider" || k == "size" || k == "style" {
				s.Report.Warn(v.Line, "“%s” is Marp's, and not honoured in another tool's deck.", k)
			}
		}
	}
	for _, c := range s.Comments {
		if c.Taken {
			continue
		}
		if strings.TrimSpace(c.Text) == "fit" {
			c.Taken = fit(c.Node)
			continue
		}
		if meta, ok := directives(c.Text, c.Line); ok {
			c.Taken = true
			now = now.with(meta, once)
			d.unknown(s, c, meta)
		}
	}
	d.after = now
	now = now.with(nil, nil)
	for k, v := range once { // for this slide alone
		now[k] = v
	}
	if d.own {
		d.dress(s)
	}
	d.classes(s, now)
	bg := d.pictures(s)
	sweep(s.Body)
	d.ground(s, now, bg)
	d.margins(s, now)
}

// remark says what of the front matter, and of the deck as a whole, is not honoured.
func (d *shaper) remark(s *dialect.Slide) {
	if v := d.meta["theme"]; v.Text != "" && !themes[v.Text] && !has(s) {
		s.Report.Warn(v.Line, "the theme “%s” is not known here, and there is no “%s.css” beside the deck: the slides have Marp's default.", words.OneLine(v.Text, 40), words.OneLine(v.Text, 40))
	}
	for _, k := range []string{"lang", "title"} {
		if v := d.meta[k]; v.Text != s.Meta[k].Text {
			s.Report.Warn(v.Line, "“%s” counts in the front matter alone.", k)
		}
	}
	d.remarkSize(s)
}

// unknown says what of a comment's directives is not honoured.
func (d *shaper) unknown(s *dialect.Slide, c *dialect.Comment, meta dialect.FrontMatter) {
	if len(meta) == 0 {
		s.Report.Warn(c.Line, "the directives in this comment cannot be read.")
	}
	for k, v := range meta {
		switch name := strings.TrimPrefix(k, "_"); {
		case locals[name]:
		case k == "transition" || name == "transition":
			s.Report.NoTransition(v)
		case globals[k] && !d.own && k != "title" && k != "author" && k != "description" && k != "keywords":
			s.Report.Warn(v.Line, "“%s” is Marp's, and not honoured in another tool's deck.", words.OneLine(k, 40))
		case !globals[k]:
			s.Report.Warn(v.Line, "“%s” in a comment means nothing here.", words.OneLine(k, 40))
		}
	}
}

func has(s *dialect.Slide) bool {
	_, own := ownTheme(s)
	return own
}

// dress gives the slides of Marp's own decks one of Marp's themes, or theirs.
func (d *shaper) dress(s *dialect.Slide) {
	s.Theme = append(s.Theme, "themed", "marp", "marp-"+cmp.Or(d.theme(s), "own"))
	own := s.Styles
	s.Styles = nil
	theme, ok := ownTheme(&dialect.Slide{Styles: own})
	z, _ := sizeOf(d.meta["size"].Text, theme.Text)
	frame(z, s)
	if ok {
		s.Styles = append(s.Styles, theme)
	}
	s.Styles = append(s.Styles, d.styles...)
	for _, style := range own {
		if style.Scoped {
			s.Styles = append(s.Styles, style)
		}
	}
}

// looks of Marp's own themes.
var looks = map[string]string{"invert": "marp-invert", "lead": "marp-lead", "gaia": "marp-blue"}

// classes are those of the stage, and what it has by directives.
func (d *shaper) classes(s *dialect.Slide, now state) {
	if v, ok := now["class"]; ok {
		s.Classes = nil
		for _, c := range strings.Fields(v.Text) {
			s.Classes = append(s.Classes, dialect.Class{Name: c, Line: v.Line})
		}
	} else if d.own {
		s.Classes = nil
	}
	if d.own {
		theme := d.theme(s)
		for i, c := range s.Classes {
			if class := looks[c.Name]; class != "" && (c.Name == "invert" || theme == "gaia") {
				s.Theme = append(s.Theme, class)
				s.Classes[i].Done = true
			} else if class != "" {
				s.Classes[i].Done = true // no style of the theme has it, and authors write it all the same
			}
		}
	}
	var css []string
	for _, p := range [][2]string{{"color", "color"}, {"backgroundColor", "background-color"}} {
		if v := now[p[0]]; v.Text != "" {
			css = append(css, declaration(p[1], v.Text))
			if p[0] == "backgroundColor" {
				css = append(css, "background-image:none!important")
			} else {
				s.Theme = append(s.Theme, "marp-coloured")
			}
		}
	}
	if len(css) > 0 {
		s.Styles = append(s.Styles, dialect.Style{Text: ":root{" + strings.Join(css, ";") + "}", Line: now.line("color", "backgroundColor"), Scoped: true})
	}
}

// declaration is one that counts more than what style sheets say, as one of a style
// attribute does.
func declaration(property, value string) string { return property + ":" + value + "!important" }

// line is that of the first directive that is set.
func (s state) line(names ...string) int {
	for _, n := range names {
		if v := s[n]; v.Line > 0 {
			return v.Line
		}
	}
	return 1
}

// fit marks the heading that a comment stands in: it becomes as wide as the slide.
func fit(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			dialect.AddClass(n, "fit")
			return true
		}
	}
	return false
}

// sweep takes out paragraphs that have nothing in them any more, as Marpit does.
func sweep(body *html.Node) {
	for p := range dialect.Elements(body, "p") {
		empty := true
		for c := range p.Descendants() {
			empty = empty && (c.Type == html.CommentNode || c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" || c.Data == "br")
		}
		if empty && p.Parent != nil {
			p.Parent.RemoveChild(p)
		}
	}
}

// margins are a slide's header, footer and page number.
func (d *shaper) margins(s *dialect.Slide, now state) {
	shown, counted := paginate(now["paginate"])
	d.next = d.page
	if counted {
		d.next++
	}
	for _, m := range []struct{ name, class string }{{"header", "head"}, {"footer", "foot"}} {
		v := now[m.name]
		if strings.TrimSpace(v.Text) == "" || v.List {
			continue
		}
		n := dialect.Element(m.name, m.class, s.Markdown(v.Text, v.Line)...)
		for img := range dialect.Elements(n, "img") {
			d.picture(s, img)
		}
		s.Body.AppendChild(n)
	}
	if shown {
		n := s.PutPage(fmt.Sprint(max(1, d.next)))
		dialect.SetAttr(n, "data-pages", fmt.Sprint(max(1, s.Count-d.uncounted, d.next)))
	}
}
