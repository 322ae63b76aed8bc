package css

import (
	"strings"
	"unicode/utf8"
)

// marked is added to a character that only an escape can put where it stands, such as
// the colon of .md\:flex: those of the first plane are in a private one then.
const marked = 0xf0000

// plain writes a style without comments and escapes (CSS Syntax 3, 4.3): the same
// tokens to a browser, and nothing hidden from who looks for a word in it. What
// cannot be written so keeps a backslash.
func plain(css string) string {
	if !strings.ContainsAny(css, `\"'`) && !strings.Contains(css, "/*") && !strings.Contains(css, "--") && !strings.Contains(css, "(") {
		return css
	}
	var b strings.Builder
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case strings.HasPrefix(css[i:], "/*"):
			b.WriteByte(' ')
			end := strings.Index(css[i+2:], "*/")
			if end < 0 {
				return b.String()
			}
			i += 2 + end + 2
		case strings.HasPrefix(css[i:], "<!--"):
			i += 4
		case strings.HasPrefix(css[i:], "-->"):
			i += 3
		case c == '"' || c == '\'':
			text, used := quotation(css[i:])
			b.WriteString(quoted(text))
			i += used
		case begins(css[i:]):
			name, used := name(css[i:])
			i += used
			b.WriteString(name)
			if strings.EqualFold(name, "url") && i < len(css) && css[i] == '(' {
				used := address(&b, css[i:])
				i += used
			}
		case c == '#' && i+1 < len(css) && (begins(css[i+1:]) || digit(css[i+1])):
			b.WriteByte('#')
			name, used := name(css[i+1:])
			b.WriteString(name)
			i += 1 + used
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// begins reports whether a name may begin here, for which an escape counts.
func begins(s string) bool {
	return s[0] == '-' || letter(rune(s[0])) || s[0] >= utf8.RuneSelf || s[0] == '\\' && len(s) > 1 && !strings.ContainsRune("\n\r\f", rune(s[1]))
}

func letter(r rune) bool {
	return r == '_' || r|0x20 >= 'a' && r|0x20 <= 'z' || r >= utf8.RuneSelf
}

// name reads a name, and returns how many bytes it takes.
func name(s string) (string, int) {
	var b strings.Builder
	i := 0
	for i < len(s) {
		if s[i] == '\\' {
			if !begins(s[i:]) {
				break
			}
			r, used := escape(s[i:])
			i += used
			if !letter(r) && (r != '-' && (r < '0' || r > '9') || b.Len() == 0 || b.String() == "-") {
				r += marked
			}
			b.WriteRune(r)
			continue
		}
		r, used := utf8.DecodeRuneInString(s[i:])
		if !letter(r) && r != '-' && (r < '0' || r > '9') {
			break
		}
		b.WriteRune(r)
		i += used
	}
	return b.String(), i
}

// escape reads what a backslash begins.
func escape(s string) (r rune, used int) {
	i := 1
	for ; i < len(s) && i <= 6; i++ {
		v := strings.IndexByte("0123456789abcdef", s[i]|0x20)
		if v < 0 || s[i] < '0' {
			break
		}
		r = r<<4 | rune(v)
	}
	if i == 1 {
		r, used = utf8.DecodeRuneInString(s[1:])
		return r, 1 + used
	}
	if strings.HasPrefix(s[i:], "\r\n") {
		i += 2
	} else if i < len(s) && strings.ContainsRune(" \t\n\r\f", rune(s[i])) {
		i++
	}
	if r == 0 || r > utf8.MaxRune || r >= 0xd800 && r < 0xe000 {
		r = utf8.RuneError
	}
	return r, i
}

// quotation reads a string that begins with its quote. It ends with its line at the latest.
func quotation(s string) (text string, used int) {
	var b strings.Builder
	i := 1
	for i < len(s) {
		switch c := s[i]; {
		case c == s[0]:
			return b.String(), i + 1
		case c == '\n' || c == '\r' || c == '\f':
			return b.String(), i
		case c == '\\' && i+1 == len(s):
			return b.String(), len(s)
		case strings.HasPrefix(s[i:], "\\\r\n"):
			i += 3
		case c == '\\' && strings.ContainsRune("\n\r\f", rune(s[i+1])):
			i += 2
		case c == '\\':
			r, used := escape(s[i:])
			b.WriteRune(r)
			i += used
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), i
}

// quoted writes a string that needs no escapes: without what would need one.
func quoted(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return -1
		case r < ' ':
			return ' '
		}
		return r
	}, text)
	if !strings.Contains(text, `"`) {
		return `"` + text + `"`
	}
	return `'` + strings.ReplaceAll(text, "'", "") + `'`
}

// address writes what is in the brackets of url(), and these.
func address(b *strings.Builder, s string) (used int) {
	rest := strings.TrimLeft(s[1:], " \t\r\n\f")
	used = len(s) - len(rest)
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		text, n := quotation(rest)
		used += n
		b.WriteString("(" + quoted(text))
		return used // whatever follows, up to the bracket, is the reader's
	}
	var text strings.Builder
	for i := 0; i < len(rest); {
		switch {
		case rest[i] == ')':
			b.WriteString("(" + quoted(strings.TrimRight(text.String(), " \t\r\n\f")) + ")")
			return used + i + 1
		case rest[i] == '\\' && begins(rest[i:]):
			r, n := escape(rest[i:])
			text.WriteRune(r)
			i += n
		default:
			text.WriteByte(rest[i])
			i++
		}
	}
	b.WriteString("(" + quoted(text.String()) + ")")
	return len(s)
}
