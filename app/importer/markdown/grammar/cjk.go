package grammar

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

// isCJK reports whether a character is of Chinese, Japanese or Korean, as the
// CommonMark CJK-friendly Amendments have it: wide, but no emoji, or Hangul.
func isCJK(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r >= 0x2300 && r < 0x2c00 && r != 0x2329 && r != 0x232a, r >= 0x1f000 && r < 0x1fb00:
		return false
	case unicode.Is(unicode.Hangul, r), r >= 0xe0100 && r <= 0xe01ef: // the second are variants of ideographs
		return true
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return true
	}
	return false
}

// flanking is whether a run of signs may open and close what it stands for
// (CommonMark 6.2), with the CJK-friendly Amendments: beside a sign of those scripts,
// which have no spaces, a bracket or a full stop is no hindrance.
func flanking(before, after rune, underscore bool) (open, close bool) {
	punctuation := func(r rune) bool { return util.IsPunctRune(r) && !isCJK(r) }
	space := util.IsSpaceRune
	left := !space(after) && (!punctuation(after) || space(before) || punctuation(before) || isCJK(before))
	right := !space(before) && (!punctuation(before) || space(after) || punctuation(after) || isCJK(after))
	if !underscore {
		return left, right
	}
	return left && (!right || util.IsPunctRune(before)), right && (!left || util.IsPunctRune(after))
}

// around returns the characters before and after the first n bytes of a line.
func around(block text.Reader, line []byte, n int) (before, after rune) {
	before, after = block.PrecendingCharacter(), ' '
	if before >= 0xfe00 && before <= 0xfe0e { // it only says how the one before it looks
		_, at := block.Position()
		src := block.Source()[:at.Start]
		src = src[:len(src)-utf8.RuneLen(before)]
		if r, size := utf8.DecodeLastRune(src); size > 0 {
			before = r
		}
	}
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	return before, after
}

// delimiters is one kind of signs that stand on both sides of a text.
type delimiters interface {
	parser.DelimiterProcessor
	signs() []byte
	length(n int) bool // may so many stand together
}

type emphasis struct{}

func (emphasis) IsDelimiter(b byte) bool                   { return b == '*' || b == '_' }
func (emphasis) CanOpenCloser(o, c *parser.Delimiter) bool { return o.Char == c.Char }
func (emphasis) OnMatch(n int) ast.Node                    { return ast.NewEmphasis(n) }
func (emphasis) signs() []byte                             { return []byte("*_") }
func (emphasis) length(int) bool                           { return true }

type strike struct{}

func (strike) IsDelimiter(b byte) bool                   { return b == '~' }
func (strike) CanOpenCloser(o, c *parser.Delimiter) bool { return o.Char == c.Char }
func (strike) OnMatch(int) ast.Node                      { return extast.NewStrikethrough() }
func (strike) signs() []byte                             { return []byte("~") }
func (strike) length(n int) bool                         { return n <= 2 }

type marked struct{}

func (marked) IsDelimiter(b byte) bool                   { return b == '=' }
func (marked) CanOpenCloser(o, c *parser.Delimiter) bool { return o.Char == c.Char }
func (marked) OnMatch(int) ast.Node                      { return &Span{Tag: "mark"} }
func (marked) signs() []byte                             { return []byte("=") }
func (marked) length(n int) bool                         { return n == 2 }

// delimiterParser reads runs of such signs.
type delimiterParser struct{ of delimiters }

// Trigger implements parser.InlineParser.
func (p delimiterParser) Trigger() []byte { return p.of.signs() }

// Parse implements parser.InlineParser.
func (p delimiterParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	sign, n := line[0], 1
	for n < len(line) && line[n] == sign {
		n++
	}
	before, after := around(block, line, n)
	if !p.of.length(n) || sign != '*' && sign != '_' && before == rune(sign) {
		return nil
	}
	open, close := flanking(before, after, sign == '_')
	if sign == '=' && isLatin(before) && isLatin(after) { // a==b is no mark
		return nil
	}
	d := parser.NewDelimiter(open, close, n, sign, p.of)
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

func isLatin(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// joined reports whether a line end between two characters is no space: in Chinese
// and Japanese there are none (CSS Text 3, 4.1.3). Korean has them.
func joined(before, after rune) bool {
	return noSpaces(before) && noSpaces(after)
}

func noSpaces(r rune) bool { return isCJK(r) && !unicode.Is(unicode.Hangul, r) }
