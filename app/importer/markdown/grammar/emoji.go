package grammar

import (
	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// emojiParser reads GitHub's codes of emoji, :rocket: and :+1:.
type emojiParser struct{}

const maxEmoji = 64 // bytes of a code

// Trigger implements parser.InlineParser.
func (emojiParser) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser.
func (emojiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	n := 1
	for n < len(line) && n < maxEmoji && (isLatin(rune(line[n])) || line[n] == '-' || line[n] == '+') {
		n++
	}
	if n == 1 || n == len(line) || line[n] != ':' {
		return nil
	}
	emoji, ok := definition.Github().Get(string(line[1:n]))
	if !ok || !emoji.IsUnicode() {
		return nil
	}
	block.Advance(n + 1)
	return ast.NewString([]byte(string(emoji.Unicode)))
}
