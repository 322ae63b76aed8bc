package utility

import "strings"

// attributes are those that may stand for classes: grid="~ cols-2 gap-4", text-sm.
// Others are of HTML or of a component.
var attributes = func() map[string]bool {
	out := map[string]bool{}
	for a := range strings.FieldsSeq(`
		m p w h mt mb ml mr mx my pt pb pl pr px py min-w max-w min-h max-h size flex grid text font bg border b rounded rd op opacity shadow ring
		gap space leading tracking list items justify self place content pos inset z order col row cols rows overflow of object aspect
		transform rotate translate scale origin filter blur backdrop underline decoration divide c color position display abs`) {
		out[a] = true
	}
	return out
}()

// words are attributes of HTML that are also classes: an element's own meaning wins.
var htmlWords = map[string]bool{
	"hidden": true, "inline": true, "content": true, "color": true, "size": true, "width": true, "height": true, "border": true, "list": true,
	"cols": true, "rows": true, "open": true, "static": true, "table": true, "filter": true, "truncate": false,
}

// FromAttribute returns the classes that an attribute stands for (attributify): one
// without a value is a class, one with a value has the ends of many.
func (b *Book) FromAttribute(name, value string) (out []string) {
	if len(name)+len(value) > 4*MaxClass {
		return nil
	}
	if value == "" {
		if _, ok := b.Of(name); ok && !htmlWords[name] {
			return []string{name}
		}
		return nil
	}
	if !attributes[name] {
		return nil
	}
	for w := range strings.FieldsSeq(value) {
		before, body := "", w
		if i := strings.LastIndexByte(w, ':'); i >= 0 && !strings.HasPrefix(w, "[") {
			before, body = w[:i+1], w[i+1:]
		}
		class := before + name + "-" + body
		if body == "~" || body == "" {
			class = before + name
		}
		if strings.HasPrefix(body, "-") {
			class = before + "-" + name + body
		}
		if _, ok := b.Of(class); ok {
			out = append(out, class)
		}
	}
	return out
}
