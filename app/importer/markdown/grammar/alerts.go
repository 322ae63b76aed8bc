package grammar

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Alerts are GitHub's five, by the names that they and Obsidian's callouts have.
var alerts = map[string]string{
	"note": "note", "info": "note", "todo": "note", "abstract": "note", "summary": "note", "tldr": "note", "example": "note", "quote": "note", "cite": "note",
	"tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
	"important": "important", "question": "important", "help": "important", "faq": "important",
	"warning": "warning", "attention": "warning",
	"caution": "caution", "danger": "caution", "error": "caution", "bug": "caution", "failure": "caution", "fail": "caution", "missing": "caution",
}

// The attributes of a quote that is one.
const (
	alertKind  = "alert"
	alertTitle = "alert-title"
)

var alertLine = regexp.MustCompile(`^\[!([A-Za-z-]{1,40})\][+-]?[ \t]*(.{0,400})$`)

// alertTransformer takes the line [!NOTE] out of a quote that begins with it.
// (Obsidian lets a title stand behind.)
type alertTransformer struct{}

// Transform implements parser.ParagraphTransformer.
func (alertTransformer) Transform(p *ast.Paragraph, r text.Reader, _ parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || p.PreviousSibling() != nil || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	line := bytes.TrimSpace(first.Value(r.Source()))
	if len(line) < 4 || line[0] != '[' || line[1] != '!' {
		return
	}
	m := alertLine.FindSubmatch(line)
	if m == nil {
		return
	}
	word := strings.ToLower(string(m[1]))
	kind := alerts[word]
	if kind == "" {
		kind = "note" // as Obsidian does with those of others
	}
	title := strings.TrimSpace(string(m[2]))
	if title == "" {
		title = strings.ToUpper(word[:1]) + strings.ReplaceAll(word[1:], "-", " ")
	}
	quote.SetAttributeString(alertKind, []byte(kind))
	quote.SetAttributeString(alertTitle, []byte(title))
	if p.Lines().Len() == 1 {
		quote.RemoveChild(quote, p)
		return
	}
	p.Lines().SetSliced(1, p.Lines().Len())
}
