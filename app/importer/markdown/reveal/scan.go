package reveal

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
)

// span is a part of a text.
type span struct{ from, to int }

// slide is a <section> of a page that is shown by itself.
type slide struct {
	tags     []span // of the sections that are around, the outermost first
	attrs    []html.Attribute
	body     span
	markdown bool // of its words, and not of elements
	raw      bool // its Markdown is in a script: nothing in it stands for a letter
	down     bool // below the one before
}

// page is what a file of HTML has of a deck.
type page struct {
	title, lang string
	styles      []dialect.Style // of all slides
	sheets      []string        // files of such
	slides      []slide
	comments    []span              // inside of slides
	options     dialect.FrontMatter // that its script gives reveal.js
}

var slidesClass = regexp.MustCompile(`(?i)\bclass\s*=\s*("[^"]*\bslides\b|'[^']*\bslides\b|slides\b)`)

// isPage reports whether a file of HTML has slides of reveal.js.
func isPage(src []byte) bool {
	lower := bytes.ToLower(src)
	return bytes.Contains(lower, []byte("<section")) &&
		(bytes.Contains(lower, []byte("reveal")) && bytes.Contains(lower, []byte("slides")) || bytes.Contains(lower, []byte("data-markdown")))
}

// open is a section that is not closed yet.
type open struct {
	tag   span
	attrs []html.Attribute
	first int  // of the page's slides, that is inside of it
	has   bool // sections inside
}

// scan finds the slides of a page: the sections that stand in no other, and where such
// a one has sections itself, those. It follows tags as they are written, so that each
// slide is a part of the text, with lines.
func scan(src []byte) page {
	var p page
	var stack []open
	z := html.NewTokenizer(bytes.NewReader(src))
	at, line, within, head, text := 0, 1, 0, "", span{}
	begun := !slidesClass.Match(src) // all sections count where no element has that class
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		raw := z.Raw()
		from, to := at, at+len(raw)
		at = to
		first := line
		line += bytes.Count(raw, []byte("\n"))
		switch tt {
		case html.CommentToken:
			if len(stack) > 0 {
				p.comments = append(p.comments, span{from, to})
			}
		case html.TextToken:
			switch {
			case head == "title" && p.title == "":
				p.title = strings.Join(strings.Fields(html.UnescapeString(string(raw))), " ")
			case head == "style" && len(stack) == 0:
				p.styles = append(p.styles, dialect.Style{Text: string(raw), Line: first})
			case head == "script" && len(stack) == 0 && p.options == nil:
				p.options = configure(string(raw), first)
			case (head == "script" || head == "textarea") && len(stack) > 0 && isMarkdown(stack):
				text = span{from, to}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if head = ""; tt == html.StartTagToken {
				head = tok.Data
			}
			attrs := map[string]string{}
			for _, a := range tok.Attr {
				attrs[a.Key] = a.Val
			}
			switch {
			case tok.Data == "html":
				p.lang = attrs["lang"]
			case tok.Data == "link" && strings.EqualFold(attrs["rel"], "stylesheet"):
				p.sheets = append(p.sheets, attrs["href"])
			case tok.Data == "section" && begun && within > 1:
				within++ // part of a slide
			case tok.Data == "section" && begun:
				if within++; within == 2 {
					stack[0].has = true
				}
				stack = append(stack, open{tag: span{from, to}, attrs: tok.Attr, first: len(p.slides)})
				text = span{}
			case slices.Contains(strings.Fields(attrs["class"]), "slides"):
				begun = true
			}
		case html.EndTagToken:
			head = ""
			name, _ := z.TagName()
			if string(name) != "section" || within == 0 {
				continue
			}
			if within > len(stack) {
				within--
				continue
			}
			within--
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !top.has {
				p.add(src, stack, top, span{top.tag.to, from}, text)
			}
			text = span{}
		}
	}
	if n := len(stack); n > 0 && !stack[n-1].has { // what nobody closes ends with the file
		p.add(src, stack[:n-1], stack[n-1], span{stack[n-1].tag.to, len(src)}, text)
	}
	return p
}

func isMarkdown(stack []open) bool {
	return slices.ContainsFunc(stack[len(stack)-1].attrs, func(a html.Attribute) bool { return a.Key == "data-markdown" })
}

// add adds a slide. text is the script in it, if it has Markdown there.
func (p *page) add(src []byte, around []open, o open, body, text span) {
	s := slide{attrs: o.attrs, body: body}
	for _, a := range around {
		s.tags = append(s.tags, a.tag)
		s.down = len(p.slides) > a.first
	}
	s.tags = append(s.tags, o.tag)
	if s.markdown = isMarkdown([]open{o}); s.markdown && text.to > text.from {
		s.body, s.raw = text, !bytes.HasPrefix(bytes.ToLower(src[text.to:]), []byte("</textarea"))
	}
	p.slides = append(p.slides, s)
}
