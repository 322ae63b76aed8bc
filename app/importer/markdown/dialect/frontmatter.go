package dialect

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"lectern/app/deck"
	"lectern/app/importer/words"
)

// FrontMatter is a block of YAML, TOML or JSON before a deck or a slide: its scalar values, and
// lists of scalars joined by spaces.
type FrontMatter map[string]Value

// Value is the value of a key, and the line that the key is on.
type Value struct {
	Text   string
	Line   int
	Inside FrontMatter // where it is a mapping itself; in a list of such, the first that has a key
	List   bool        // it was a list
	people []string    // in a list, each with a name
}

// People is the names in a key that says them, in one of many ways.
func (v Value) People() string {
	if len(v.people) > 0 {
		return strings.Join(v.people, ", ")
	}
	if v.Text != "" {
		return v.Text
	}
	name := v.Inside["name"]
	return cmp.Or(name.Text, strings.TrimSpace(name.Inside["given"].Text+" "+name.Inside["family"].Text))
}

// MaxFrontMatter is how many bytes one has at most.
const MaxFrontMatter = 64 << 10

// KeyOf is what becomes of a key that is in one of the two sets.
func KeyOf(name string, ignored, unheeded map[string]bool) Key {
	switch {
	case ignored[name]:
		return Ignored
	case unheeded[name]:
		return Unheeded
	}
	return Unknown
}

// All reports whether all of its keys are known, and there is one.
func (meta FrontMatter) All(known map[string]bool) bool {
	for k := range meta {
		if !known[k] {
			return false
		}
	}
	return len(meta) > 0
}

var metaLine = regexp.MustCompile(`^[A-Za-z_][\w.-]*[ \t]*:(\s|$)`)

// ReadFrontMatter parses a block as YAML. It reports false if the block is no
// front matter; one that is, but has a mistake, is ignored with a warning.
func ReadFrontMatter(block []byte, firstLine int, r *Report) (FrontMatter, bool) {
	if len(block) > MaxFrontMatter {
		return nil, false
	}
	if len(bytes.TrimSpace(block)) == 0 {
		return FrontMatter{}, true
	}
	looks := false
	for l := range strings.Lines(string(block)) {
		if t := strings.TrimSpace(l); t == "" || strings.HasPrefix(t, "#") {
			continue
		}
		looks = metaLine.MatchString(l)
		break
	}
	if !looks {
		return nil, false
	}
	root, err := parseYAML(block)
	if err != nil {
		if quoted := loose(block); quoted != nil {
			if again, err2 := parseYAML(quoted); err2 == nil {
				root, err = again, nil
			}
		}
	}
	if err != nil {
		line, text := yamlError(err)
		r.Broken(deck.OnSetting, firstLine+line-1, "the front matter cannot be read (%s); it was left out.", text)
		return FrontMatter{}, true
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return nil, false
	}
	return mapping(root, firstLine), true
}

func mapping(root *yaml.Node, firstLine int) FrontMatter {
	meta := FrontMatter{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		k, v := root.Content[i], root.Content[i+1]
		meta[k.Value] = valueOf(k, v, firstLine, 1)
	}
	return meta
}

// parseYAML returns the root node, without expanding aliases: a few of those
// can stand for gigabytes.
func parseYAML(block []byte) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser is meant for its owner's files
			err = fmt.Errorf("it is no YAML: %v", p)
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

func valueOf(k, v *yaml.Node, firstLine, depth int) Value {
	text := scalar(v)
	if v.Tag == "!!null" {
		text = colour.FindString(k.LineComment)
	}
	read := Value{Text: text, Line: firstLine + k.Line - 1, Inside: inside(v, firstLine, depth), List: v.Kind == yaml.SequenceNode}
	if read.List && depth < maxInside {
		for _, c := range v.Content {
			if name := valueOf(k, c, firstLine, depth+1).People(); name != "" {
				read.people = append(read.people, name)
			}
		}
	}
	return read
}

// colour is what YAML takes for a comment, and whoever writes it does not.
var colour = regexp.MustCompile(`^#[0-9A-Fa-f]{3,8}\b`)

var (
	looseLine = regexp.MustCompile(`^([A-Za-z_][\w.-]*[ \t]*:[ \t]+)(.*\S)[ \t]*$`)
	special   = "[{\"'|>~&*`!%@"
)

// loose quotes the values that are no YAML but read like some, as Marp does: with a
// colon in them, for example. It is nil where there are none.
func loose(block []byte) []byte {
	var b strings.Builder
	any := false
	for l := range strings.Lines(string(block)) {
		if m := looseLine.FindStringSubmatch(strings.TrimRight(l, "\r\n")); m != nil && !strings.ContainsRune(special, rune(m[2][0])) {
			l, any = m[1]+"'"+strings.ReplaceAll(m[2], "'", "''")+"'\n", true
		}
		b.WriteString(l)
	}
	if !any {
		return nil
	}
	return []byte(b.String())
}

func scalar(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return ""
		}
		return n.Value
	case yaml.SequenceNode:
		var parts []string
		for _, c := range n.Content {
			if c.Kind == yaml.ScalarNode {
				parts = append(parts, c.Value)
			}
		}
		return strings.Join(parts, " ")
	}
	return ""
}

// maxInside is how deep mappings are read.
const maxInside = 4

// inside is what is in a mapping, or in those of a list.
func inside(n *yaml.Node, firstLine, depth int) FrontMatter {
	if depth == maxInside {
		return nil
	}
	var meta FrontMatter
	switch n.Kind {
	case yaml.SequenceNode:
		for _, c := range n.Content {
			for k, v := range inside(c, firstLine, depth+1) {
				if _, ok := meta[k]; !ok {
					if meta == nil {
						meta = FrontMatter{}
					}
					meta[k] = v
				}
			}
		}
	case yaml.MappingNode:
		meta = FrontMatter{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			meta[k.Value] = valueOf(k, v, firstLine, depth+1)
		}
	}
	return meta
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlError splits the library's message into the line within the block and
// the rest.
func yamlError(err error) (int, string) {
	text := err.Error()
	var te *yaml.TypeError
	if errors.As(err, &te) && len(te.Errors) > 0 {
		text = te.Errors[0]
	}
	line := 1
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], "", 1)
	}
	return max(line, 1), words.OneLine(strings.TrimPrefix(text, "yaml: "), 120)
}
