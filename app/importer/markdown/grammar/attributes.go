package grammar

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// maxAttributes is how many bytes attributes have at most, with their braces.
const maxAttributes = 2000

// Attributes are an element's, in their order; its classes are one of them.
type Attributes []Attribute

// Attribute is a name in small letters, and its value.
type Attribute struct{ Name, Value string }

// Get returns the value of a name, or "".
func (as Attributes) Get(name string) string {
	for _, a := range as {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func (as Attributes) add(name, value string) Attributes {
	for i, a := range as {
		if a.Name == name {
			if name == "class" {
				as[i].Value += " " + value
			}
			return as // the first one counts, as in HTML
		}
	}
	return append(as, Attribute{name, value})
}

// set gives them to a node, after those that it has.
func (as Attributes) set(n ast.Node) {
	for _, a := range as {
		was, ok := n.AttributeString(a.Name)
		if b, isBytes := was.([]byte); ok && isBytes && a.Name == "class" {
			a.Value = string(b) + " " + a.Value
		}
		n.SetAttributeString(a.Name, []byte(a.Value))
	}
}

// ParseAttributes reads a whole text as attributes in braces: {.class #id key=value},
// as Pandoc, kramdown ({: .class}), and markdown-it have them.
func ParseAttributes(s string) (Attributes, bool) {
	s = strings.TrimSpace(s)
	as, n := parseAttributes([]byte(s))
	return as, n > 0 && n == len(s)
}

// parseAttributes reads attributes at the beginning of b, and says in how many bytes;
// 0 where there are none. It looks no further than maxAttributes, nor than the line.
func parseAttributes(b []byte) (as Attributes, n int) {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		b = b[:end]
	}
	return parseLines(b)
}

// parseLines is the same of attributes that may go on over lines, as Pandoc lets them.
func parseLines(b []byte) (as Attributes, n int) {
	if len(b) < 3 || b[0] != '{' {
		return nil, 0
	}
	b = b[:min(len(b), maxAttributes)]
	i := 1
	if b[i] == ':' {
		i++
	}
	for i < len(b) {
		switch c := b[i]; {
		case c == ' ', c == '\t', c == ',', c == '\n', c == '\r':
			i++
		case c == '}':
			if len(as) == 0 {
				return nil, 0
			}
			return as, i + 1
		case c == '.', c == '#':
			end := i + 1
			for end < len(b) && isClassByte(b[end]) && (b[end] != '.' || end+1 < len(b) && isDigit(b[end+1])) {
				end++
			}
			name := "class"
			if c == '#' {
				name = "id"
			}
			if end == i+1 {
				return nil, 0
			}
			as, i = as.add(name, string(b[i+1:end])), end
		case isLetter(c), c == '_', c == ':', c == '@':
			var name, value string
			if name, value, i = pair(b, i); i == 0 {
				return nil, 0
			}
			if !strings.HasPrefix(name, "on") {
				as = as.add(name, value)
			}
		default:
			return nil, 0
		}
	}
	return nil, 0
}

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ")

// pair reads name=value from an offset on, and returns the offset behind it, or 0.
func pair(b []byte, i int) (name, value string, end int) {
	at := i
	for i < len(b) && (isLetter(b[i]) || isDigit(b[i]) || bytes.IndexByte([]byte("_-:.@"), b[i]) >= 0) {
		i++
	}
	name = strings.ToLower(string(b[at:i]))
	if i+1 >= len(b) || b[i] != '=' {
		return "", "", 0
	}
	i++
	if q := b[i]; q == '"' || q == '\'' {
		n := bytes.IndexByte(b[i+1:], q)
		if n < 0 {
			return "", "", 0
		}
		return name, lineEnds.Replace(string(b[i+1 : i+1+n])), i + n + 2
	}
	at = i
	for i < len(b) && bytes.IndexByte([]byte(" \t\n{}\"'`<>="), b[i]) < 0 {
		i++
	}
	if i == at {
		return "", "", 0
	}
	return name, string(b[at:i]), i
}

// isClass reports whether a word may be a class.
func isClass(s string) bool {
	for i := range len(s) {
		if !isClassByte(s[i]) {
			return false
		}
	}
	return s != "" && !isDigit(s[0])
}

// isClassByte has what stands in classes, those of utilities such as w-[3px] and
// md:w-1/2, too.
func isClassByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c >= 0x80 || bytes.IndexByte([]byte("-_:/[]%!.()"), c) >= 0
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
