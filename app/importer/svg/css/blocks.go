package css

import "strings"

var closing = map[byte]byte{'(': ')', '[': ']', '{': '}'}

// cut is what begins a style: a declaration, or a rule.
type cut struct {
	prelude, body string
	block         bool // it has a body in braces
	rest          string
	ok            bool // all that closes was open
}

// statement cuts off the first of a plain style, where a browser does: a bracket that
// is not open closes nothing, and the end closes all (CSS Syntax 3, 5.4).
func statement(css string) cut {
	var open []byte
	ok := true
	from := -1 // where its body begins
	for i := 0; i < len(css); i++ {
		c := css[i]
		switch {
		case c == '"' || c == '\'':
			n := strings.IndexByte(css[i+1:], c)
			if n < 0 {
				return cut{ok: false} // none of plain's
			}
			i += 1 + n
		case c == ';' && len(open) == 0:
			return cut{prelude: css[:i], rest: css[i+1:], ok: ok}
		case c == '(' || c == '[' || c == '{':
			if c == '{' && len(open) == 0 {
				from = i
			}
			open = append(open, closing[c])
			if len(open) > 1000 {
				return cut{ok: false}
			}
		case c == ')' || c == ']' || c == '}':
			if len(open) == 0 || open[len(open)-1] != c {
				ok = false
				continue
			}
			open = open[:len(open)-1]
			if c == '}' && len(open) == 0 {
				return cut{css[:from], css[from+1 : i], true, css[i+1:], ok}
			}
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		if from >= 0 && i == 0 {
			return cut{css[:from], css[from+1:], true, "", ok}
		}
		css += string(open[i])
	}
	return cut{prelude: css, ok: ok}
}

// Plain reports whether a style, without comments and escapes, is written so simply
// that all browsers read it alike: all that it opens it closes.
func Plain(css string) bool {
	var open []byte
	address := false // in an address without quotes
	for i := 0; i < len(css); i++ {
		switch c := css[i]; c {
		case '"', '\'':
			end := strings.IndexByte(css[i+1:], c)
			if address || end < 0 || strings.ContainsAny(css[i+1:i+1+end], "\r\n\f") {
				return false
			}
			i += 1 + end
		case '(', '[', '{':
			if address || len(open) > 64 {
				return false
			}
			open = append(open, closing[c])
			if c == '(' && i >= 3 && strings.EqualFold(css[i-3:i], "url") {
				if rest := strings.TrimLeft(css[i+1:], " \t\r\n\f"); rest == "" || rest[0] != '"' && rest[0] != '\'' {
					address = true
				}
			}
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != c {
				return false
			}
			open, address = open[:len(open)-1], false
		}
	}
	return len(open) == 0
}

// Blocks cuts a Plain style into its declarations and its blocks in braces.
func Blocks(css string, one func(string), block func(prelude, body string)) {
	start := 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case '"', '\'', '(', '[':
			i = end(css, i)
		case ';':
			one(css[start:i])
			start = i + 1
		case '{':
			close := end(css, i)
			block(css[start:i], css[i+1:close])
			i, start = close, close+1
		}
	}
	one(css[start:])
}

// end is where the bracket or quote at i is closed again.
func end(css string, i int) int {
	depth := 0
	for ; i < len(css); i++ {
		switch c := css[i]; c {
		case '"', '\'':
			i += 1 + strings.IndexByte(css[i+1:], c)
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(css) - 1
}

// Split cuts a Plain list, of selectors for example, at its commas.
func Split(list string) (parts []string) {
	start := 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '"', '\'', '(', '[':
			i = end(list, i)
		case ',':
			parts = append(parts, list[start:i])
			start = i + 1
		}
	}
	return append(parts, list[start:])
}
