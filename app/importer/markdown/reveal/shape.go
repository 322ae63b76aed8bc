package reveal

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

// Shaper implements dialect.Dialect.
func (Dialect) Shaper(meta dialect.FrontMatter, src []byte, own bool) dialect.Shaper {
	each := pacing(meta, src)
	return func(s *dialect.Slide) {
		line, attrs := sections(s)
		for _, c := range s.Comments {
			if !c.Taken && strings.HasPrefix(strings.TrimSpace(c.Text), slideWord) {
				line = c.Line
			}
		}
		if own {
			dress(s, meta)
			s.Seconds = dialect.Milliseconds(option(meta, "autoSlide"))
			s.Planned = cmp.Or(s.Planned, each(s.Count))
			if s.Number == 1 {
				remark(s.Report, meta[optionsKey].Inside)
			}
		}
		attributesOfSlide(s, append(attrs, takeComments(s)...), line)
		lazy(s.Body)
		codeLines(s.Body)
		boxes(s)
		step(s)
		if _, said := canvasOf(meta); own && said {
			dialect.Sized(s.Body)
		}
		if own {
			number(s, meta)
		}
	}
}

// lazy gives pictures the address that reveal.js would give them when they are near.
func lazy(body *html.Node) {
	for n := range dialect.Elements(body, "img", "video", "audio", "source") {
		if src := dialect.Attr(n, "data-src"); src != "" && dialect.Attr(n, "src") == "" {
			dialect.SetAttr(n, "src", src)
		}
	}
}

// codeLines has the lines of code stand out that its HTML names.
func codeLines(body *html.Node) {
	for pre := range dialect.Elements(body, "pre") {
		if _, has := dialect.LookupAttr(pre, dialect.LinesAttr); has {
			continue
		}
		for _, n := range []*html.Node{pre, codeIn(pre)} {
			if n == nil {
				continue
			}
			if lines := strings.Join(strings.Fields(dialect.Attr(n, "data-line-numbers")), ""); lines != "" {
				dialect.SetAttr(pre, dialect.LinesAttr, strings.Join(codeSteps(lines), "|"))
			}
		}
	}
}

// codeIn is the element in a <pre>, or nil.
func codeIn(pre *html.Node) *html.Node {
	for n := pre.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode {
			return n
		}
	}
	return nil
}

// sections takes away the <section>s that are around all of a slide, and returns their
// attributes, the innermost's last, and the line that they are on.
func sections(s *dialect.Slide) (line int, attrs []html.Attribute) {
	for line = s.Line; ; {
		only := s.Body.FirstChild
		for only != nil && (only.Type == html.TextNode && strings.TrimSpace(only.Data) == "" || only.Type == html.CommentNode) {
			only = only.NextSibling
		}
		if only == nil || only.DataAtom != atom.Section {
			return line, attrs
		}
		for n := only.NextSibling; n != nil; n = n.NextSibling {
			if n.Type == html.ElementNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
				return line, attrs
			}
		}
		// Of a stack, its slides have the background, and how long they stay.
		attrs = slices.DeleteFunc(attrs, func(a html.Attribute) bool {
			return !strings.HasPrefix(a.Key, "data-background") && a.Key != autoslide
		})
		line, attrs = dialect.Line(only), append(attrs, only.Attr...)
		dialect.Unwrap(only)
	}
}

// What a section may be told that changes nothing that is seen here, or that others
// have seen to.
var quiet = words.Set(`
	id class style data-markdown data-separator data-separator-vertical data-separator-notes data-charset data-line
	data-transition-speed data-background-interactive data-background-repeat
	data-background-hash data-preload data-visibility data-notes data-menu-title data-id data-x data-y data-z
	data-background data-background-color data-background-image data-background-gradient data-background-size data-background-position
	data-background-opacity data-background-video data-background-video-loop data-background-video-muted data-background-iframe
	data-background-parallax data-fragment data-index-h data-index-v data-parallax data-prevent-swipe data-shortcut aria-hidden hidden lang
	dir data-element-attributes data-attributes data-background-parallax-horizontal data-background-parallax-vertical data-menu-hidden
	data-auto-animate-easing data-auto-animate-unmatched data-auto-animate-duration data-auto-animate-id data-auto-animate-restart`)

// attributesOfSlide does what the attributes of a slide say.
func attributesOfSlide(s *dialect.Slide, list []html.Attribute, line int) {
	attrs := map[string]string{}
	for _, a := range list {
		attrs[a.Key] = a.Val
		switch {
		case a.Key == "class":
			for _, c := range strings.Fields(a.Val) {
				s.Classes = append(s.Classes, dialect.Class{Name: strings.TrimPrefix(c, dialect.AuthorClass), Line: line})
			}
		case a.Key == "style":
			wrap(s.Body, a.Val, line)
		case a.Key == autoslide:
			if s.Seconds = dialect.Milliseconds(a.Val); s.Seconds == nil {
				s.Report.Warn(line, "“data-autoslide” is no number of milliseconds, and was left out.")
			}
		case a.Key == "data-timing":
			if n, err := strconv.Atoi(a.Val); err == nil && n >= 0 && n <= deck.MaxPlanned {
				s.Planned = n
			} else {
				s.Report.Warn(line, "“data-timing” is no number of seconds, and was left out.")
			}
		case a.Key == "data-transition", a.Key == "data-background-transition":
			s.Report.NoTransition(dialect.Value{Text: a.Val, Line: line})
		case a.Key == "data-state": // a class of what is around the slide
			for _, c := range strings.Fields(a.Val) {
				s.Classes = append(s.Classes, dialect.Class{Name: c, Line: line, Done: true})
			}
		case a.Key == "data-visibility" && a.Val == "uncounted":
			s.Report.Warn(line, "“uncounted” is not honoured: the slide counts among the others, and takes of the talk's time.")
		case a.Key == "data-auto-animate":
			s.Report.Warn(line, "“data-auto-animate” is not honoured: what both slides have does not move.")
		case quiet[a.Key] || strings.HasPrefix(a.Key, "aria-"):
		case strings.HasPrefix(a.Key, "data-"):
			s.Report.Warn(line, "“%s” of a slide is not honoured.", words.OneLine(a.Key, 40))
		}
	}
	if notes := strings.TrimSpace(attrs["data-notes"]); notes != "" {
		s.Notes = append(s.Notes, notes)
	}
	behind(s, attrs, line)
}

// wrap puts an element with a style around all of a slide.
func wrap(body *html.Node, style string, line int) {
	around := dialect.Element("div", "flow")
	dialect.SetAttr(around, "style", style)
	dialect.SetAttr(around, dialect.LineAttr, strconv.Itoa(line))
	dialect.MoveInto(around, body)
	body.AppendChild(around)
}

// hidden is said in a comment, or in the sections that are around all of the slide, with
// whole comments before them.
var hidden = regexp.MustCompile(strings.NewReplacer("BETWEEN", `(?:\s|<!--(?:[^-]|-[^-]|--+[^->])*--+>)*`).Replace(
	`(?is)(?:<!--\s*\.slide:|\ABETWEEN(?:<section\b[^>]*>BETWEEN)*<section\b)[^>]*\sdata-visibility\s*=\s*["']?(hidden|uncounted)`))

// Hides implements dialect.Dialect. reveal.js itself cannot show a hidden slide, which its
// users miss (its issue 3049).
func (Dialect) Hides(_ dialect.FrontMatter, text []byte) dialect.Hiding {
	return dialect.Visibility(hidden.FindSubmatch(text))
}
