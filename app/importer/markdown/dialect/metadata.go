package dialect

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/app/importer/words"
)

// ReadTOML reads a block of TOML, as Hugo has it between lines of +++. It reads what
// decks have there: keys with strings, numbers, dates and lists, in tables or not.
func ReadTOML(block []byte, firstLine int, r *Report) (FrontMatter, bool) {
	return readOther(fromTOML(block), firstLine, r)
}

// ReadJSON reads a block of JSON, with braces around it or without.
func ReadJSON(block []byte, firstLine int, r *Report) (FrontMatter, bool) {
	if t := bytes.TrimSpace(block); len(t) > 0 && t[0] != '{' {
		block = append(append([]byte("{"), block...), '}')
	}
	return readOther(bytes.ReplaceAll(block, []byte("\t"), []byte(" ")), firstLine, r)
}

// readOther reads what became YAML on the same lines.
func readOther(block []byte, firstLine int, r *Report) (FrontMatter, bool) {
	if len(block) > 2*MaxFrontMatter {
		return nil, false
	}
	root, err := parseYAML(block)
	if err != nil {
		line, text := yamlError(err)
		r.Warn(firstLine+line-1, "the front matter cannot be read (%s); it was left out.", text)
		return FrontMatter{}, true
	}
	if root == nil {
		return FrontMatter{}, true
	}
	if root.Kind != yaml.MappingNode {
		return nil, false
	}
	return mapping(root, firstLine), true
}

// fromTOML writes TOML as YAML, line by line.
func fromTOML(block []byte) []byte {
	var out bytes.Buffer
	indent, skip := "", false
	open := 0     // brackets of a list that goes on
	closing := "" // of a string that goes on
	for line := range bytes.Lines(block) {
		l := strings.TrimRight(string(line), " \t\n")
		t := strings.TrimSpace(l)
		switch {
		case closing != "":
			before, _, ended := strings.Cut(l, closing)
			out.WriteString(indent + "  " + before)
			if ended {
				closing = ""
			}
		case open > 0:
			if !skip {
				out.WriteString(indent + "  " + t)
			}
			open += depth(t)
		case t == "" || t[0] == '#':
		case strings.HasPrefix(t, "[["):
			skip = true
		case t[0] == '[':
			skip, indent = false, "  "
			name, _, _ := strings.Cut(t[1:], "]")
			out.WriteString(quoted(name) + ":")
		default:
			key, value, ok := strings.Cut(t, "=")
			if value = strings.TrimSpace(value); !ok {
				out.WriteString(t) // a mistake, which is named
				break
			}
			open = max(0, depth(value))
			if skip {
				break
			}
			switch {
			case strings.HasPrefix(value, `"""`), strings.HasPrefix(value, "'''"):
				sign := value[:3]
				if body, _, ended := strings.Cut(value[3:], sign); ended {
					value = quoted(body)
				} else {
					closing = sign
					value = "|-"
				}
			case strings.HasPrefix(value, "{"):
				value = strings.ReplaceAll(value, " =", ":")
			}
			out.WriteString(indent + quoted(strings.Trim(strings.TrimSpace(key), `"'`)) + ": " + value)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// depth is how many brackets a line opens and does not close, outside of its strings.
func depth(s string) int {
	n, quote := 0, byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\' && quote == '"':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#':
			return n
		case c == '[':
			n++
		case c == ']':
			n--
		}
	}
	return n
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(words.OneLine(s, 1000)) + `"`
}
