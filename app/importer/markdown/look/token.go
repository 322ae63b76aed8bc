package look

import (
	"strings"
	"unicode/utf8"
)

// kind of a token (CSS Syntax 3, 4).
type kind byte

const (
	ident kind = iota
	function
	atWord
	hash
	str
	bad // a string or an address that is not closed as it should be
	address
	delim // also what brackets and punctuation are: text is the character
	number
	percentage
	dimension
	space
)

// token is one of a style sheet: text is without escapes, so that nothing hides in it.
type token struct {
	kind  kind
	text  string // name, string, character, or the number as it is written
	unit  string // of a dimension, in small letters
	value float64
	line  int
}

func (t token) is(c string) bool { return t.kind == delim && t.text == c }

// tokens reads a style sheet. A comment is a space: what it parts must not become one.
func tokens(css string, line int) []token {
	t := tokenizer{css: strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\x00", "\uFFFD").Replace(css), line: line}
	var all []token
	for t.at < len(t.css) {
		if strings.HasPrefix(t.css[t.at:], "/*") {
			end := strings.Index(t.css[t.at+2:], "*/")
			if end < 0 {
				break
			}
			all = append(all, token{kind: space, text: " ", line: t.line})
			t.skip(2 + end + 2)
			continue
		}
		start := t.line
		tok := t.next()
		tok.line = start
		all = append(all, tok)
	}
	return all
}

type tokenizer struct {
	css  string
	at   int
	line int
}

func (t *tokenizer) skip(n int) {
	t.line += strings.Count(t.css[t.at:t.at+n], "\n")
	t.at += n
}

func (t *tokenizer) peek(n int) byte {
	if t.at+n < len(t.css) {
		return t.css[t.at+n]
	}
	return 0
}

func (t *tokenizer) next() token {
	c := t.css[t.at]
	switch {
	case isSpace(c):
		n := 0
		for t.at+n < len(t.css) && isSpace(t.css[t.at+n]) {
			n++
		}
		t.skip(n)
		return token{kind: space, text: " "}
	case c == '"' || c == '\'':
		return t.quotation(c)
	case c == '#' && (isName(t.peek(1)) || t.isEscape(1)):
		t.at++
		return token{kind: hash, text: t.name()}
	case c == '@' && t.beginsName(1):
		t.at++
		return token{kind: atWord, text: strings.ToLower(t.name())}
	case t.beginsNumber():
		return t.number()
	case strings.HasPrefix(t.css[t.at:], "<!--"):
		t.skip(4)
		return token{kind: space, text: " "}
	case strings.HasPrefix(t.css[t.at:], "-->"):
		t.skip(3)
		return token{kind: space, text: " "}
	case t.beginsName(0):
		name := t.name()
		if t.peek(0) != '(' {
			return token{kind: ident, text: name}
		}
		t.at++
		if strings.EqualFold(name, "url") {
			return t.address()
		}
		return token{kind: function, text: strings.ToLower(name)}
	}
	_, n := utf8.DecodeRuneInString(t.css[t.at:])
	text := t.css[t.at : t.at+n]
	t.at += n
	return token{kind: delim, text: text}
}

// address reads what follows url(. It is for sentences, and for pictures of the deck.
func (t *tokenizer) address() token {
	var b strings.Builder
	for t.at < len(t.css) {
		switch c := t.css[t.at]; {
		case c == ')':
			t.at++
			return token{kind: address, text: strings.TrimSpace(b.String())}
		case c == '"' || c == '\'':
			b.WriteString(t.quotation(c).text)
		case t.isEscape(0):
			t.at++
			b.WriteRune(t.escape())
		default:
			b.WriteByte(c)
			t.skip(1)
		}
	}
	return token{kind: address, text: strings.TrimSpace(b.String())}
}

func (t *tokenizer) quotation(quote byte) token {
	var b strings.Builder
	t.at++
	for t.at < len(t.css) {
		switch c := t.css[t.at]; {
		case c == quote:
			t.at++
			return token{kind: str, text: b.String()}
		case c == '\n':
			return token{kind: bad}
		case c == '\\' && t.at+1 == len(t.css):
			t.at++
		case c == '\\' && t.css[t.at+1] == '\n':
			t.skip(2)
		case c == '\\':
			t.at++
			b.WriteRune(t.escape())
		default:
			b.WriteByte(c)
			t.at++
		}
	}
	return token{kind: str, text: b.String()}
}

// escape reads what follows a backslash.
func (t *tokenizer) escape() rune {
	r, n := rune(0), 0
	for n < 6 && t.at+n < len(t.css) {
		v := strings.IndexByte("0123456789abcdef", t.css[t.at+n]|0x20)
		if v < 0 || t.css[t.at+n] < '0' {
			break
		}
		r, n = r<<4|rune(v), n+1
	}
	if n == 0 {
		r, n = utf8.DecodeRuneInString(t.css[t.at:])
		t.skip(n)
		return r
	}
	t.at += n
	if isSpace(t.peek(0)) {
		t.skip(1)
	}
	if r == 0 || r > utf8.MaxRune || r >= 0xd800 && r < 0xe000 {
		return utf8.RuneError
	}
	return r
}

func (t *tokenizer) name() string {
	var b strings.Builder
	for t.at < len(t.css) {
		switch c := t.css[t.at]; {
		case isName(c):
			b.WriteByte(c)
			t.at++
		case t.isEscape(0):
			t.at++
			b.WriteRune(t.escape())
		default:
			return b.String()
		}
	}
	return b.String()
}

func (t *tokenizer) number() token {
	start := t.at
	if c := t.css[t.at]; c == '+' || c == '-' {
		t.at++
	}
	t.digits()
	if t.peek(0) == '.' && isDigit(t.peek(1)) {
		t.at++
		t.digits()
	}
	if t.peek(0)|0x20 == 'e' {
		n := 1
		if c := t.peek(1); c == '+' || c == '-' {
			n = 2
		}
		if isDigit(t.peek(n)) {
			t.at += n
			t.digits()
		}
	}
	tok := token{kind: number, text: t.css[start:t.at]}
	tok.value = float(tok.text)
	switch {
	case t.peek(0) == '%':
		t.at++
		tok.kind = percentage
	case t.beginsName(0):
		tok.kind, tok.unit = dimension, strings.ToLower(t.name())
	}
	return tok
}

func (t *tokenizer) digits() {
	for isDigit(t.peek(0)) {
		t.at++
	}
}

func (t *tokenizer) beginsNumber() bool {
	n := 0
	if c := t.peek(0); c == '+' || c == '-' {
		n = 1
	}
	return isDigit(t.peek(n)) || t.peek(n) == '.' && isDigit(t.peek(n+1))
}

func (t *tokenizer) beginsName(n int) bool {
	c := t.peek(n)
	if c == '-' {
		return t.peek(n+1) == '-' || isLetter(t.peek(n+1)) || t.isEscape(n+1)
	}
	return isLetter(c) || t.isEscape(n)
}

func (t *tokenizer) isEscape(n int) bool {
	return t.peek(n) == '\\' && t.at+n+1 < len(t.css) && t.peek(n+1) != '\n'
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf }
func isName(c byte) bool   { return isLetter(c) || isDigit(c) || c == '-' }
