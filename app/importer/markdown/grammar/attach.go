package grammar

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// attributeTransformer gives attributes to what they stand behind: to an inline that
// they touch, to text in brackets, which becomes a span, and at the end of a block, or
// on a line below it, to the block.
type attributeTransformer struct{}

// Transform implements parser.ASTTransformer.
func (attributeTransformer) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	src := r.Source()
	if bytes.IndexByte(src, '{') < 0 && !bytes.Contains(src, []byte("^[")) {
		return
	}
	var parents []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() != ast.KindCodeSpan && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline {
			parents = append(parents, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range parents {
		a := attacher{src: src, parent: n}
		a.join()
		a.inlines()
		if n.Type() == ast.TypeBlock {
			a.block()
		}
	}
}

type attacher struct {
	src    []byte
	parent ast.Node
}

// join makes one text of those that touch each other: signs that came to nothing cut
// it in pieces.
func (a attacher) join() {
	for c := a.parent.FirstChild(); c != nil; c = c.NextSibling() {
		t := plain(c)
		for next := plain(after(c)); t != nil && next != nil; next = plain(after(c)) {
			if t.SoftLineBreak() || t.HardLineBreak() || t.Segment.Stop != next.Segment.Start || next.Segment.Padding > 0 {
				break
			}
			t.Segment.Stop = next.Segment.Stop
			t.SetSoftLineBreak(next.SoftLineBreak())
			t.SetHardLineBreak(next.HardLineBreak())
			a.parent.RemoveChild(a.parent, next)
		}
	}
}

func after(n ast.Node) ast.Node {
	if n == nil {
		return nil
	}
	return n.NextSibling()
}

// plain returns a node as a text whose signs may mean something.
func plain(n ast.Node) *ast.Text {
	if t, ok := n.(*ast.Text); ok && !t.IsRaw() {
		return t
	}
	return nil
}

// bracket is one that is open: what it stands in, and where.
type bracket struct {
	text *ast.Text
	at   int // offset in src
}

// inlines attaches what touches an inline, and makes spans.
func (a attacher) inlines() {
	var open []bracket
	for c := a.parent.FirstChild(); c != nil; c = c.NextSibling() {
		t := plain(c)
		if t == nil {
			continue
		}
		if p := t.PreviousSibling(); p != nil && p.Type() == ast.TypeInline && takesAttributes(p) {
			if as, n := parseAttributes(t.Segment.Value(a.src)); n > 0 && t.Segment.Padding == 0 {
				as.set(p)
				t.Segment.Start += n
			} else if n == 0 && bytes.HasPrefix(t.Segment.Value(a.src), []byte("{")) {
				if rest := a.across(p, t); rest != nil {
					c, t = rest, rest
				}
			}
		}
		for i := t.Segment.Start; i < t.Segment.Stop; i++ {
			switch a.src[i] {
			case '\\':
				i++
			case '[':
				open = append(open, bracket{t, i})
			case ']':
				if len(open) == 0 {
					continue
				}
				b := open[len(open)-1]
				open = open[:len(open)-1]
				as, n := parseAttributes(a.src[i+1 : t.Segment.Stop])
				note := b.at > b.text.Segment.Start && a.src[b.at-1] == '^'
				if n == 0 && !note {
					continue
				}
				t = a.wrap(b, t, i, n, note, as)
				c, i = t, t.Segment.Start-1
			}
		}
	}
}

// across gives an inline the attributes that begin with a text where something in them
// was taken for more than words: an address, a line's end. It returns the text behind them.
func (a attacher) across(p ast.Node, t *ast.Text) *ast.Text {
	as, n := parseLines(a.src[t.Segment.Start:])
	if n == 0 {
		return nil
	}
	end := t.Segment.Start + n
	last := t
	for c := ast.Node(t); c != nil; c = c.NextSibling() {
		if x := plain(c); x != nil {
			if last = x; x.Segment.Stop >= end {
				break
			}
		}
	}
	if last.Segment.Start > end || last.Segment.Stop < end {
		return nil
	}
	as.set(p)
	for p.NextSibling() != last {
		a.parent.RemoveChild(a.parent, p.NextSibling())
	}
	last.Segment.Start = end
	return last
}

// wrap makes one node of what is between two brackets. It returns the text behind.
func (a attacher) wrap(b bracket, t *ast.Text, at, n int, note bool, as Attributes) *ast.Text {
	var made ast.Node = &Span{Tag: "span"}
	cut := b.at
	if note {
		made, cut = &Footnote{inline: true}, cut-1
	}
	as.set(made)
	rest := ast.NewTextSegment(text.NewSegment(at+1+n, t.Segment.Stop))
	rest.SetSoftLineBreak(t.SoftLineBreak())
	rest.SetHardLineBreak(t.HardLineBreak())
	t.SetSoftLineBreak(false)
	t.SetHardLineBreak(false)
	a.parent.InsertAfter(a.parent, t, rest)
	if b.text == t {
		made.AppendChild(made, ast.NewTextSegment(text.NewSegment(b.at+1, at)))
	} else {
		first := ast.NewTextSegment(text.NewSegment(b.at+1, b.text.Segment.Stop))
		first.SetSoftLineBreak(b.text.SoftLineBreak())
		first.SetHardLineBreak(b.text.HardLineBreak())
		b.text.SetSoftLineBreak(false)
		b.text.SetHardLineBreak(false)
		made.AppendChild(made, first)
		for c := b.text.NextSibling(); c != nil && c != ast.Node(t); {
			next := c.NextSibling()
			made.AppendChild(made, c)
			c = next
		}
		t.Segment.Stop = at
		made.AppendChild(made, t)
	}
	b.text.Segment.Stop = cut
	if note { // it is shown where footnotes are; here stands its number
		ref := &FootnoteRef{Footnote: made.(*Footnote)}
		a.parent.InsertAfter(a.parent, b.text, ref)
	} else {
		a.parent.InsertAfter(a.parent, b.text, made)
	}
	return rest
}

func takesAttributes(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindEmphasis, ast.KindLink, ast.KindImage, ast.KindCodeSpan, ast.KindAutoLink, extast.KindStrikethrough, KindSpan:
		return true
	}
	return false
}

// block attaches what stands at the end of a block to it.
func (a attacher) block() {
	t := plain(a.parent.LastChild())
	if t == nil || t.Segment.Len() == 0 || a.src[t.Segment.Stop-1] != '}' {
		return
	}
	v := t.Segment.Value(a.src)
	at := bytes.LastIndexByte(v, '{')
	if at < 0 || at > 0 && v[at-1] != ' ' && v[at-1] != '\t' {
		return
	}
	as, n := parseAttributes(v[at:])
	if n != len(v)-at {
		return
	}
	before := t.PreviousSibling()
	alone := len(bytes.TrimSpace(v[:at])) == 0
	var below *ast.Text // the line above, where the attributes have a line of their own
	if p := plain(before); alone && p != nil && (p.SoftLineBreak() || p.HardLineBreak()) {
		below = p
	}
	if alone && before != nil && below == nil && at == 0 {
		return // it touches something that takes none
	}
	switch n := a.parent; {
	case alone && before == nil && n.Kind() == ast.KindParagraph: // of the block above
		if p := n.PreviousSibling(); p != nil {
			as.set(p)
		}
		n.Parent().RemoveChild(n.Parent(), n)
		return
	case below != nil && n.Parent().Kind() == ast.KindListItem: // a list's, below it
		as.set(n.Parent().Parent())
	case n.Kind() == ast.KindTextBlock && n.Parent().Kind() == ast.KindListItem:
		as.set(n.Parent())
	default:
		as.set(n)
	}
	t.Segment.Stop = t.Segment.Start + len(bytes.TrimRight(v[:at], " \t"))
	if alone {
		a.parent.RemoveChild(a.parent, t)
		if below != nil {
			below.SetSoftLineBreak(false)
			below.SetHardLineBreak(false)
		}
	}
}
