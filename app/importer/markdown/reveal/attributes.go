package reveal

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"lectern/app/importer/markdown/dialect"
)

// What a comment begins with that gives attributes to its slide, or to an element.
const (
	slideWord   = ".slide:"
	elementWord = ".element:"
)

// pair is an attribute in such a comment, as reveal.js finds it: a value in quotes, or
// a name that begins with data- and has none.
var pair = regexp.MustCompile(`([^"= ]+)="([^"]+)"|(data-[^"= ]+)`)

// attributes reads what stands behind .slide: or .element:.
func attributes(text string) []html.Attribute {
	var list []html.Attribute
	for _, m := range pair.FindAllStringSubmatch(strings.ReplaceAll(text, "\n", " "), 50) {
		name := m[1] + m[3]
		if strings.HasPrefix(name, `"`) || name == "" {
			continue
		}
		list = append(list, html.Attribute{Key: strings.ToLower(name), Val: m[2]})
	}
	return list
}

// takeComments takes the comments that give attributes: to elements at once, and those
// of the slide it returns.
func takeComments(s *dialect.Slide) (slide []html.Attribute) {
	for _, c := range s.Comments {
		t := strings.TrimSpace(c.Text)
		if c.Taken {
			continue
		}
		if rest, ok := strings.CutPrefix(t, slideWord); ok {
			c.Taken = true
			slide = append(slide, attributes(rest)...)
		} else if rest, ok := strings.CutPrefix(t, elementWord); ok {
			c.Taken = true
			n := target(c.Node, s.Body)
			if n == nil {
				s.Report.Warn(c.Line, "“.element” belongs to nothing here, and was left out.")
				continue
			}
			for _, a := range attributes(rest) {
				give(n, a)
			}
		}
	}
	return slide
}

// target is the element that a comment speaks of: the nearest before it in the same
// element, else that element itself.
func target(comment, body *html.Node) *html.Node {
	if comment == nil || comment.Parent == nil {
		return nil
	}
	for n := comment.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type == html.ElementNode && n.DataAtom != atom.Br {
			return n
		}
	}
	if comment.Parent == body {
		return nil
	}
	return comment.Parent
}

// give gives an element an attribute of its author's.
func give(n *html.Node, a html.Attribute) {
	switch {
	case a.Key == "class":
		for _, c := range strings.Fields(a.Val) {
			if c = strings.Map(plain, c); c != "" && len(c) <= 100 {
				dialect.AddClass(n, dialect.AuthorClass+c)
			}
		}
	case a.Key == "style":
		dialect.AddStyle(n, a.Val)
	case strings.HasPrefix(a.Key, "on") || reserved[a.Key]:
	default:
		dialect.SetAttr(n, a.Key, a.Val)
	}
}

// reserved is what only dialects and the core say to each other.
var reserved = map[string]bool{
	dialect.StepAttr: true, dialect.UntilAttr: true, dialect.EffectAttr: true, dialect.CurrentAttr: true, dialect.LineAttr: true,
	dialect.LinesAttr: true, dialect.LinesAtAttr: true, dialect.SecondsAttr: true, "src": true, "href": true,
}

// plain drops what no class has.
func plain(r rune) rune {
	if strings.ContainsRune("\"'<>&", r) {
		return -1
	}
	return r
}
