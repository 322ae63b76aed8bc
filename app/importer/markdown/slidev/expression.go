package slidev

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

var (
	mustache  = regexp.MustCompile(`\{\{\s*((?s:.{0,400}?))\s*\}\}`)
	pageWords = words.Set(`$page $slidev.nav.currentpage $nav.currentpage $slidev.nav.currentslideno $nav.currentslideno $nav.currentpage.value`)
	literal   = regexp.MustCompile(`^(?:'([^']*)'|"([^"]*)"|` + "`([^`$]*)`" + `|(-?\d+(?:\.\d+)?))$`)
	config    = regexp.MustCompile(`^\$(?:slidev\.configs|slidev\.config|configs|frontmatter)\.(\w+)$`)
)

// expressions puts into texts what Vue would: numbers of slides, words of front
// matters. Nothing is run.
func (d *deckOf) expressions(s *dialect.Slide) {
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Data == "code" || n.Data == "pre" || has(n, "v-pre") {
			return
		}
		if n.Type == html.TextNode && strings.Contains(n.Data, "{{") {
			n.Data = mustache.ReplaceAllStringFunc(n.Data, func(m string) string {
				return d.value(s, n, mustache.FindStringSubmatch(m)[1])
			})
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(s.Body)
}

func has(n *html.Node, key string) bool {
	_, ok := dialect.LookupAttr(n, key)
	return ok
}

func (d *deckOf) value(s *dialect.Slide, n *html.Node, expression string) string {
	if pageWords[strings.ToLower(expression)] {
		return fmt.Sprint(s.Number)
	}
	if m := literal.FindStringSubmatch(expression); m != nil {
		return m[1] + m[2] + m[3] + m[4]
	}
	if m := config.FindStringSubmatch(expression); m != nil {
		if v, ok := s.Front[m[1]]; ok && strings.Contains(expression, "frontmatter") {
			return v.Text
		}
		return s.Meta[m[1]].Text
	}
	s.Report.Warn(dialect.Line(n), "the expression “%s” is not run; its place is left empty.", words.OneLine(expression, 60))
	return ""
}
