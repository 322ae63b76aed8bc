package grammar

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Nodes writes what the package adds, and what may have attributes. It knows the
// footnotes of one slide: Begin comes before it, Footnotes after.
type Nodes struct {
	html.Config
	Line      func(w io.Writer, n ast.Node) // writes the line of a div as an attribute, if it is set
	attribute func(w io.Writer, name, value string)
	notes     []*Footnote
	named     map[*Footnote]int
}

// NewNodes makes one for a deck. Attributes that an author wrote go to attribute,
// which writes those that may stay, with a space before.
func NewNodes(attribute func(w io.Writer, name, value string)) *Nodes {
	return &Nodes{Config: html.NewConfig(), attribute: attribute}
}

// RegisterFuncs implements renderer.NodeRenderer.
func (r *Nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindText, r.text)
	reg.Register(ast.KindBlockquote, r.quote)
	reg.Register(ast.KindEmphasis, r.emphasis)
	reg.Register(ast.KindCodeSpan, r.codeSpan)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindList, r.list)
	reg.Register(KindSpan, r.span)
	reg.Register(KindDiv, r.div)
	reg.Register(KindFootnoteRef, r.footnoteRef)
	reg.Register(KindFootnote, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkContinue, nil })
}

// Attributes writes a node's attributes.
func (r *Nodes) Attributes(w io.Writer, n ast.Node) {
	for _, a := range n.Attributes() {
		if v, ok := a.Value.([]byte); ok {
			r.attribute(w, string(a.Name), string(v))
		}
	}
}

func (r *Nodes) tag(w util.BufWriter, n ast.Node, name string, entering bool, behind string) (ast.WalkStatus, error) {
	if !entering {
		fmt.Fprintf(w, "</%s>%s", name, behind)
		return ast.WalkContinue, nil
	}
	fmt.Fprintf(w, "<%s", name)
	r.Attributes(w, n)
	w.WriteString(">")
	return ast.WalkContinue, nil
}

func (r *Nodes) emphasis(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if n.(*ast.Emphasis).Level == 2 {
		return r.tag(w, n, "strong", entering, "")
	}
	return r.tag(w, n, "em", entering, "")
}

func (r *Nodes) span(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	return r.tag(w, n, n.(*Span).Tag, entering, "")
}

func (r *Nodes) div(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if n.(*Div).stray {
		return ast.WalkContinue, nil
	}
	if !entering {
		return r.tag(w, n, "div", false, "\n")
	}
	w.WriteString("<div")
	if r.Line != nil {
		r.Line(w, n)
	}
	r.Attributes(w, n)
	w.WriteString(">\n")
	return ast.WalkContinue, nil
}

func (r *Nodes) quote(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind, ok := n.AttributeString(alertKind)
	if !ok {
		status, err := r.tag(w, n, "blockquote", entering, "\n")
		if entering {
			w.WriteByte('\n')
		}
		return status, err
	}
	if !entering {
		w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	title, _ := n.AttributeString(alertTitle)
	t, _ := title.([]byte)
	fmt.Fprintf(w, "<div class=\"alert alert-%s\">\n<p class=\"alert-title\">", kind)
	r.Writer.Write(w, t)
	w.WriteString("</p>\n")
	return ast.WalkContinue, nil
}

func (r *Nodes) list(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.List)
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
		if entering && n.Start != 1 {
			fmt.Fprintf(w, "<ol start=\"%d\"", n.Start)
			r.Attributes(w, n)
			w.WriteString(">\n")
			return ast.WalkContinue, nil
		}
	}
	status, err := r.tag(w, n, name, entering, "\n")
	if entering {
		w.WriteByte('\n')
	}
	return status, err
}

func (r *Nodes) codeSpan(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</code>")
		return ast.WalkContinue, nil
	}
	w.WriteString("<code")
	r.Attributes(w, n)
	w.WriteString(">")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		value := c.(*ast.Text).Segment.Value(src)
		if l := len(value); l > 0 && value[l-1] == '\n' {
			r.Writer.RawWrite(w, value[:l-1])
			r.Writer.RawWrite(w, []byte(" "))
		} else {
			r.Writer.RawWrite(w, value)
		}
	}
	return ast.WalkSkipChildren, nil
}

func (r *Nodes) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	fmt.Fprintf(w, `<a href="%s"`, util.EscapeHTML(util.URLEscape(n.Destination, true)))
	if n.Title != nil {
		w.WriteString(` title="`)
		r.Writer.Write(w, n.Title)
		w.WriteByte('"')
	}
	r.Attributes(w, n)
	w.WriteString(">")
	return ast.WalkContinue, nil
}

// text is goldmark's, but for line ends between characters of scripts that have no
// spaces.
func (r *Nodes) text(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Text)
	if !entering {
		return ast.WalkContinue, nil
	}
	value := n.Segment.Value(src)
	if n.IsRaw() {
		r.Writer.RawWrite(w, value)
		return ast.WalkContinue, nil
	}
	r.Writer.Write(w, value)
	switch {
	case n.HardLineBreak(), n.SoftLineBreak() && r.HardWraps:
		w.WriteString("<br>\n")
	case n.SoftLineBreak() && !joined(lastRune(n, src), firstRune(n.NextSibling(), src)):
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// lastRune is the last character of an inline or, where it has none, of the one
// before it.
func lastRune(n ast.Node, src []byte) rune {
	for ; n != nil; n = n.PreviousSibling() {
		for n.LastChild() != nil {
			n = n.LastChild()
		}
		if v := valueOf(n, src); len(v) > 0 {
			c, _ := utf8.DecodeLastRune(v)
			return c
		} else if v == nil {
			break
		}
	}
	return ' '
}

// firstRune is the first character of an inline.
func firstRune(n ast.Node, src []byte) rune {
	for n != nil && n.FirstChild() != nil && n.Kind() != ast.KindImage {
		n = n.FirstChild()
	}
	if v := valueOf(n, src); len(v) > 0 {
		c, _ := utf8.DecodeRune(v)
		return c
	}
	return ' '
}

// valueOf is a text; nil for what is none.
func valueOf(n ast.Node, src []byte) []byte {
	switch n := n.(type) {
	case *ast.Text:
		return n.Segment.Value(src)
	case *ast.String:
		return n.Value
	}
	return nil
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// Begin begins a slide.
func (r *Nodes) Begin() { r.notes, r.named = nil, map[*Footnote]int{} }

func (r *Nodes) footnoteRef(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	f := node.(*FootnoteRef).Footnote
	if !entering {
		return ast.WalkContinue, nil
	}
	if r.named[f] == 0 {
		r.notes = append(r.notes, f)
		r.named[f] = len(r.notes)
	}
	fmt.Fprintf(w, `<sup class="footnote-ref" %s="%d">%d</sup>`, RefAttribute, r.named[f], r.named[f])
	return ast.WalkContinue, nil
}

// RefAttribute is on the number of a footnote, a sup, and on the footnote of that number:
// it comes with the first of its numbers. A sup with nothing in it only marks a place.
const RefAttribute = "data-footnote"

// Footnotes writes the footnotes that the slide refers to; render writes a node. One
// of them may refer to others.
func (r *Nodes) Footnotes(w io.Writer, render func(ast.Node) error) error {
	if len(r.notes) == 0 {
		return nil
	}
	io.WriteString(w, "<div class=\"footnotes\">\n<ol>\n")
	for i := 0; i < len(r.notes); i++ {
		f := r.notes[i]
		fmt.Fprintf(w, "<li %s=\"%d\">", RefAttribute, i+1)
		c := f.FirstChild()
		if c != nil && c.NextSibling() == nil && c.Kind() == ast.KindParagraph {
			c = c.FirstChild()
		}
		for ; c != nil; c = c.NextSibling() {
			if err := render(c); err != nil {
				return err
			}
		}
		io.WriteString(w, "</li>\n")
	}
	_, err := io.WriteString(w, "</ol>\n</div>\n")
	return err
}
