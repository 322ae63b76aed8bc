package markdown

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	xhtml "golang.org/x/net/html"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/grammar"
	"lectern/app/importer/words"
)

// Elements whose content is no text of the slide either.
var dropWhole = words.Set(`script style template iframe object embed noscript noembed noframes textarea title xmp plaintext
	svg math select canvas applet frameset`)

// Elements that may stand in a slide. The policy in sanitise.go decides about
// their attributes.
var slideElements = words.Set(`h1 h2 h3 h4 h5 h6 p br hr div span blockquote ul ol li dl dt dd pre code kbd samp var em
	strong b i u s del ins mark small sub sup abbr cite q time table caption colgroup col thead tbody tfoot tr th td
	figure figcaption a img video audio source ruby rt rp bdi bdo wbr input`)

// Elements of HTML that are dropped without a word, since their content stays.
var quietElements = words.Set(`section article aside header footer main nav center font details summary picture
	button label form fieldset legend html head body big tt strike address hgroup data dfn area map`)

var voidElements = words.Set(`br hr img input col wbr area source embed link meta base track param`)

// rawHTML writes what may stay of a piece of HTML in Markdown. A piece is a
// block or a single tag, never sure to be balanced: that is mended later, when
// the slide is one tree. Comments become notes.
func (m *markdownDeck) rawHTML(w io.Writer, raw []byte, offset int) {
	z := xhtml.NewTokenizer(bytes.NewReader(raw))
	skip, sheet := "", dialect.Style{}
	for {
		tt := z.Next()
		if tt == xhtml.ErrorToken {
			return
		}
		src := z.Raw()
		line := m.lines.at(offset)
		offset += len(src)
		if skip != "" && tt != xhtml.CommentToken {
			switch {
			case tt == xhtml.TextToken && skip == "style":
				sheet.Text += string(src)
			case tt == xhtml.EndTagToken:
				if name, _ := z.TagName(); string(name) == skip {
					skip = ""
					if name := string(name); name == "style" {
						m.styles = append(m.styles, sheet)
					}
				}
			}
			continue
		}
		switch tt {
		case xhtml.TextToken:
			w.Write(src)
		case xhtml.CommentToken:
			if body, ok := bytes.CutPrefix(src, []byte("<!--")); ok && len(body) > len("->") {
				m.comment(w, string(bytes.TrimSuffix(body, []byte("-->"))), line)
			}
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); m.stays(string(name)) && !voidElements[string(name)] {
				fmt.Fprintf(w, "</%s>", name)
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			tok := z.Token()
			m.warnTag(tok, src, line)
			name := tok.Data
			switch {
			case m.stays(name):
				writeTag(w, tok, line)
				if tt == xhtml.SelfClosingTagToken && !voidElements[name] {
					fmt.Fprintf(w, "</%s>", name) // as Vue means it
				}
			case dropWhole[name] && tt == xhtml.StartTagToken:
				skip = name
				_, scoped := attribute(tok, "scoped")
				sheet = dialect.Style{Line: line, Scoped: scoped}
			}
		}
	}
}

// stays reports whether an element comes into the tree, where dialects look at it:
// those that a slide may have, and all that HTML does not know.
func (m *markdownDeck) stays(name string) bool {
	if always := slideElements[name] || shapedElements[name] || notesElements[name]; always || !m.custom {
		return always
	}
	return !quietElements[name] && !dropWhole[name] && !voidElements[name] && isElementName(name)
}

// shapedElements are of HTML, and in the tree only for the dialects.
var shapedElements = words.Set(`section article aside header footer main nav center details summary`)

// maxAttributes is how many attributes of a tag are looked at.
const maxAttributes = 50

// reservedAttrs are what the tree says to the core.
var reservedAttrs = words.Set(strings.Join([]string{partAttr, dialect.LineAttr, dialect.StepAttr, dialect.UntilAttr, dialect.EffectAttr, dialect.CurrentAttr,
	dialect.LinesAttr, dialect.LinesAtAttr, dialect.SecondsAttr, grammar.RefAttribute}, " "))

// writeTag writes a tag with its attributes. Its classes are its author's from here on.
func writeTag(w io.Writer, tok xhtml.Token, line int) {
	fmt.Fprintf(w, "<%s", tok.Data)
	for _, a := range tok.Attr[:min(len(tok.Attr), maxAttributes)] {
		writeAttribute(w, a.Key, a.Val)
	}
	if !inlineElements[tok.Data] || tok.Data == "img" || tok.Data == "span" {
		fmt.Fprintf(w, ` %s="%d"`, dialect.LineAttr, line)
	}
	io.WriteString(w, ">")
}

// writeAttribute writes an attribute of an author's.
func writeAttribute(w io.Writer, name, value string) {
	switch {
	case reservedAttrs[name] || !isAttributeName(name):
	case name == "class":
		if c := authorClasses(value); c != "" {
			fmt.Fprintf(w, ` class="%s"`, html.EscapeString(c))
		}
	default:
		fmt.Fprintf(w, ` %s="%s"`, name, html.EscapeString(value))
	}
}

func attribute(tok xhtml.Token, key string) (string, bool) {
	for _, a := range tok.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// maxClass is how many bytes the name of a class has.
const maxClass = 100

// authorClasses makes the classes that an author wrote such as the page around the
// slide has none of.
func authorClasses(list string) string {
	var out []string
	for _, c := range strings.Fields(list) {
		if len(c) <= maxClass && len(out) < maxAttributes && !strings.ContainsAny(c, "\"'<>&") {
			out = append(out, dialect.AuthorClass+c)
		}
	}
	return strings.Join(out, " ")
}

var (
	elementName   = regexp.MustCompile(`^[a-z][a-z0-9_.:-]{0,60}$`)
	attributeName = regexp.MustCompile(`^[a-z@:#_][a-z0-9@:#_.\[\]+-]{0,60}$`)
)

func isElementName(s string) bool   { return elementName.MatchString(s) }
func isAttributeName(s string) bool { return attributeName.MatchString(s) }

// warnTag reports what of a tag will not be seen.
func (m *markdownDeck) warnTag(tok xhtml.Token, src []byte, line int) {
	name := tok.Data
	// The tokenizer lowers names; a component has a capital or a dash.
	shown := string(src[1:min(len(src), 1+len(name))])
	switch {
	case name == "style": // whoever takes it in says what is left out
	case name == "script":
		m.report.Warn(line, "<%s> was removed.", name)
	case dropWhole[name]:
		m.report.Warn(line, "<%s> and what is inside was removed.", words.OneLine(name, 40))
	case slideElements[name], quietElements[name], notesElements[name]:
	case m.knows(name, line):
	case strings.ContainsAny(name, "-:.") || shown != strings.ToLower(shown):
		m.report.Warn(line, "the component <%s> cannot be shown.", words.OneLine(shown, 40))
	default:
		m.report.Warn(line, "<%s> is not shown.", words.OneLine(name, 40))
	}
	for _, a := range tok.Attr {
		m.warnOf(line, func(d dialect.Dialect) string { return d.Attribute(a.Key) })
		if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "@") {
			m.report.Warn(line, "the handler “%s” was removed.", words.OneLine(a.Key, 40))
		}
	}
}

// knows reports whether a dialect knows an element, or has said what is lost of it.
func (m *markdownDeck) knows(name string, line int) bool {
	for _, d := range dialects {
		if known, _ := d.Tag(name); known {
			return true
		}
	}
	return m.warnOf(line, func(d dialect.Dialect) string { _, remark := d.Tag(name); return remark })
}

// dropInline removes the text between inline tags such as <script> and
// </script>, which CommonMark reads as text between two pieces of HTML.
func dropInline(n ast.Node, src []byte) {
	var children []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		children = append(children, c)
	}
	// From the end on, so that the next closing tag of a name is known.
	ends, end := map[string]int{}, make([]int, len(children))
	for i := len(children) - 1; i >= 0; i-- {
		if name := closeTag(children[i], src); dropWhole[name] {
			ends[name] = i
		} else if name := openTag(children[i], src); dropWhole[name] {
			end[i] = ends[name] // 0 where there is none
		}
	}
	for i := 0; i < len(children); i++ {
		if end[i] == 0 {
			dropInline(children[i], src)
			continue
		}
		for stop := end[i]; i+1 < stop; i++ {
			n.RemoveChild(n, children[i+1])
		}
	}
}

func openTag(n ast.Node, src []byte) string {
	r, ok := n.(*ast.RawHTML)
	if !ok {
		return ""
	}
	s := segmentsText(r.Segments, src)
	if !strings.HasPrefix(s, "<") || strings.HasSuffix(s, "/>") {
		return ""
	}
	return strings.ToLower(s[1 : 1+nameLen(s[1:])])
}

func closeTag(n ast.Node, src []byte) string {
	r, ok := n.(*ast.RawHTML)
	if !ok {
		return ""
	}
	s := segmentsText(r.Segments, src)
	if !strings.HasPrefix(s, "</") {
		return ""
	}
	return strings.ToLower(s[2 : 2+nameLen(s[2:])])
}

func nameLen(s string) int {
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

func segmentsText(segments *text.Segments, src []byte) string {
	var b strings.Builder
	for i := range segments.Len() {
		s := segments.At(i)
		b.Write(s.Value(src))
	}
	return b.String()
}
