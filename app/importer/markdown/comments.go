package markdown

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// comment takes in the text of a comment, and marks its place.
func (m *markdownDeck) comment(w io.Writer, text string, line int) {
	fmt.Fprintf(w, "<!--%d-->", len(m.comments))
	m.comments = append(m.comments, &dialect.Comment{Text: text, Line: line})
}

// locate finds the places of a slide's comments in its tree.
func locate(body *html.Node, comments []*dialect.Comment) {
	for n := range body.Descendants() {
		if n.Type != html.CommentNode {
			continue
		}
		if i, err := strconv.Atoi(n.Data); err == nil && i < len(comments) {
			comments[i].Node = n
		}
	}
}

// dropComments takes comments out of a tree.
func dropComments(body *html.Node) {
	for c := body.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.CommentNode {
			body.RemoveChild(c)
		} else {
			dropComments(c)
		}
		c = next
	}
}

// notesOf is the speaker's notes: what nobody took of the comments, and then the rest.
func notesOf(s *dialect.Slide) string {
	var notes []string
	for _, c := range s.Comments {
		if !c.Taken && !isForTools(c.Text) {
			notes = append(notes, dedent(c.Text))
		}
	}
	return strings.Join(append(notes, s.Notes...), "\n\n")
}

// dedent trims a text and takes off the indentation that its lines share.
func dedent(s string) string {
	lines := strings.Split(strings.Trim(s, " \t\n"), "\n")
	indent := -1
	for _, l := range lines[1:] {
		if t := strings.TrimLeft(l, " \t"); t != "" && (indent < 0 || len(l)-len(t) < indent) {
			indent = len(l) - len(t)
		}
	}
	for i, l := range lines {
		if i > 0 && indent > 0 && len(l) >= indent {
			l = l[indent:]
		}
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Join(lines, "\n")
}

// tell adds what was cut out of a slide's text before it was read: notes, and
// comments, which belong to the dialects as others do.
func (m *markdownDeck) tell(s section, slide *dialect.Slide) {
	for _, h := range s.hidden {
		line := m.lines.at(h.at)
		if h.remark != "" {
			m.report.Warn(line, "%s", h.remark)
		}
		if h.comment {
			slide.Comments = append(slide.Comments, &dialect.Comment{Text: h.text, Line: line})
			continue
		}
		if l := headingIn(h.text); l != "" {
			m.report.Warn(line, "all from “Note:” to the next --- became notes, “%s” too.", l)
		}
		if h.text != "" {
			slide.Notes = append(slide.Notes, h.text)
		}
	}
	slices.SortStableFunc(slide.Comments, func(a, b *dialect.Comment) int { return a.Line - b.Line })
}

var atxHeading = regexp.MustCompile(`(?m)^#{1,6} .*$`)

// headingIn is the first heading of a slide's notes. There is one when slides
// are divided by something else than ---.
func headingIn(notes string) string { return words.OneLine(atxHeading.FindString(notes), 60) }
