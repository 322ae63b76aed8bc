package grammar

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

const (
	maxAbbreviations = 100    // of a text
	maxAbbreviated   = 10_000 // places in a text where one stands
)

var (
	abbreviationsKey = parser.NewContextKey()
	abbreviation     = regexp.MustCompile(`^\*\[([^\[\]\n]{1,80})\]:[ \t]*(.{0,400}?)[ \t]*$`)
)

// abbreviationReader takes lines such as *[HTML]: Hypertext Markup Language out of the
// text (PHP Markdown Extra).
type abbreviationReader struct{}

// Transform implements parser.ParagraphTransformer.
func (abbreviationReader) Transform(p *ast.Paragraph, r text.Reader, pc parser.Context) {
	n := 0
	for ; n < p.Lines().Len(); n++ {
		at := p.Lines().At(n)
		line := bytes.TrimSpace(at.Value(r.Source()))
		if !bytes.HasPrefix(line, []byte("*[")) {
			break
		}
		m := abbreviation.FindSubmatch(line)
		if m == nil {
			break
		}
		all, _ := pc.Get(abbreviationsKey).(map[string]string)
		if all == nil {
			all = map[string]string{}
			pc.Set(abbreviationsKey, all)
		}
		if len(all) < maxAbbreviations {
			all[string(m[1])] = string(m[2])
		}
	}
	switch {
	case n == 0:
	case n == p.Lines().Len():
		p.Parent().RemoveChild(p.Parent(), p)
	default:
		p.Lines().SetSliced(n, p.Lines().Len())
	}
}

// abbreviationTransformer says wherever one stands what it is short for.
type abbreviationTransformer struct{}

// Transform implements parser.ASTTransformer.
func (abbreviationTransformer) Transform(doc *ast.Document, r text.Reader, pc parser.Context) {
	all, _ := pc.Get(abbreviationsKey).(map[string]string)
	if len(all) == 0 {
		return
	}
	var words []string
	for w := range all {
		words = append(words, regexp.QuoteMeta(w))
	}
	any := regexp.MustCompile(strings.Join(words, "|"))
	any.Longest()
	src := r.Source()
	var texts []*ast.Text
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindCodeSpan || n.Kind() == ast.KindImage {
			return ast.WalkSkipChildren, nil
		}
		if t := plain(n); t != nil && entering && t.Segment.Padding == 0 {
			texts = append(texts, t)
		}
		return ast.WalkContinue, nil
	})
	left := maxAbbreviated
	for _, t := range texts {
		for left > 0 {
			v := t.Segment.Value(src)
			m := wholeWord(any, v)
			if m == nil {
				break
			}
			left--
			at := t.Segment.Start
			made := &Span{Tag: "abbr"}
			made.SetAttributeString("title", []byte(all[string(v[m[0]:m[1]])]))
			made.AppendChild(made, ast.NewTextSegment(text.NewSegment(at+m[0], at+m[1])))
			rest := ast.NewTextSegment(text.NewSegment(at+m[1], t.Segment.Stop))
			rest.SetSoftLineBreak(t.SoftLineBreak())
			rest.SetHardLineBreak(t.HardLineBreak())
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
			t.Segment.Stop = at + m[0]
			t.Parent().InsertAfter(t.Parent(), t, made)
			made.Parent().InsertAfter(made.Parent(), made, rest)
			t = rest
		}
	}
}

// wholeWord finds a match that is no part of a longer word.
func wholeWord(re *regexp.Regexp, v []byte) []int {
	for from := 0; from < len(v); {
		m := re.FindIndex(v[from:])
		if m == nil {
			return nil
		}
		m[0], m[1] = m[0]+from, m[1]+from
		before, _ := utf8.DecodeLastRune(v[:m[0]])
		after, _ := utf8.DecodeRune(v[m[1]:])
		if !isWord(before) && !isWord(after) {
			return m
		}
		from = m[1]
	}
	return nil
}
