package utility

import "strings"

// Attributes that are never classes, as UnoCSS has it, and those without a value that
// are HTML's.
var (
	noClasses = map[string]bool{"placeholder": true, "fill": true, "opacity": true, "stroke-opacity": true}
	htmlWords = map[string]bool{
		"hidden": true, "inline": true, "content": true, "color": true, "size": true, "width": true, "height": true, "list": true,
		"cols": true, "rows": true, "open": true, "static": true, "table": true, "filter": true,
	}
)

// FromAttribute returns the classes that an attribute stands for (attributify): one
// without a value is a class, one with a value has the ends of many. An attribute may also
// be what stands before classes: dark="invert".
func (b *Book) FromAttribute(name, value string) (out []string) {
	if len(name)+len(value) > 4*MaxClass || noClasses[name] {
		return nil
	}
	if value == "" {
		if b.has(name) && !htmlWords[name] {
			return []string{name}
		}
		return nil
	}
	for w := range strings.FieldsSeq(value) {
		for _, class := range classesOf(name, w) {
			if b.has(class) {
				out = append(out, class)
				break
			}
		}
	}
	return out
}

// classesOf are those that one word of an attribute may mean, the first of them that
// there is.
func classesOf(name, word string) []string {
	before, body := "", word
	if i := strings.LastIndexByte(word, ':'); i >= 0 && !strings.HasPrefix(word, "[") && strings.Trim(word[i+1:], "0123456789") != "" { // bg="red:20"
		before, body = word[:i+1], word[i+1:]
	}
	if rest, ok := strings.CutPrefix(body, "!"); ok {
		before, body = before+"!", rest
	}
	class := before + name + "-" + body
	switch {
	case body == "~" || body == "":
		class = before + name
	case strings.HasPrefix(body, "-"):
		class = before + "-" + name + body
	}
	return []string{class, name + ":" + word}
}

// has reports whether a class means something. What means nothing is not kept: an
// attribute may say anything.
func (b *Book) has(class string) bool {
	if s, known := b.known[class]; known {
		return s != nil
	}
	if _, ok := of(class, b.Options); !ok || len(class) > MaxClass {
		return false
	}
	_, ok := b.Of(class)
	return ok
}
