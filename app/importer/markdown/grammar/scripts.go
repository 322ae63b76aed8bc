package grammar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// scriptParser reads what is raised or lowered, x^2^ and H~2~O (Pandoc). It must hang
// on a word, be short, and hold nothing that words of a sentence hold, since a ~ alone
// strikes a text out on GitHub, and a ^ alone is a power in a formula without $.
type scriptParser struct{}

const maxScript = 32 // bytes

// Trigger implements parser.InlineParser.
func (scriptParser) Trigger() []byte { return []byte("^~") }

// Parse implements parser.InlineParser.
func (scriptParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before := block.PrecendingCharacter()
	if sign := line[0]; before != ')' && !unicode.IsLetter(before) && !unicode.IsDigit(before) || len(line) < 3 || line[1] == sign {
		return nil
	}
	n := strings.IndexByte(string(line[1:min(len(line), 1+maxScript)]), line[0])
	if n < 1 {
		return nil
	}
	for _, r := range string(line[1 : 1+n]) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+-−–.,=()′'", r) {
			return nil
		}
	}
	after, _ := utf8.DecodeRune(line[n+2:])
	tag := "sub"
	if line[0] == '^' {
		tag = "sup"
		if isLatin(after) { // x^2+y^2
			return nil
		}
	}
	if after == rune(line[0]) {
		return nil
	}
	span := &Span{Tag: tag}
	span.AppendChild(span, ast.NewTextSegment(text.NewSegment(segment.Start+1, segment.Start+1+n)))
	block.Advance(n + 2)
	return span
}
