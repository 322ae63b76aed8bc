package slidev

import (
	"html"
	"regexp"
	"strings"
)

// What Comark (MDC) adds inside of a line: :name[words]{attributes}, and attributes in
// braces behind what they are for. The latter are the core's; here they are written as
// it reads them.
var (
	inlineComponent = regexp.MustCompile(`(^|[\s(>])(:)([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\[([^\]\n]*)\])?\{([^{}\n]*)\}`)
	braces          = regexp.MustCompile(`\{[^{}\n]*\bv-[^{}\n]*\}`)
	endsOnWord      = regexp.MustCompile(`([\pL\pN.,;:!?！？。，、；：）」』)'"”’…])(\{[.#:\w][^{}\n]*\})[ \t]*$`)
	bareDirective   = regexp.MustCompile(`(^|[\s{])(v-[a-z-]+(?:\.[\w-]+)*)([\s}]|$)`)
	attributeWord   = regexp.MustCompile(`([.#][\w:/!%\[\]-]+(?:\.[\w:/!%\[\]-]+)*)|([:@]?[A-Za-z][\w:.-]*)(?:=("[^"]*"|'[^']*'|[^\s"'{}]+))?`)
)

// comark writes a line without code of a deck that has Comark as HTML.
func comark(line string) string {
	if !strings.Contains(line, "{") {
		return line
	}
	line = inlineComponent.ReplaceAllStringFunc(line, func(s string) string {
		m := inlineComponent.FindStringSubmatch(s)
		return m[1] + "<" + m[3] + tagAttributes(m[5]) + ">" + m[4] + "</" + m[3] + ">"
	})
	// Behind a word, attributes are those of the whole paragraph.
	line = endsOnWord.ReplaceAllString(line, "$1 $2")
	return braces.ReplaceAllStringFunc(line, func(s string) string {
		for range 3 { // two in a row share the space between them
			s = bareDirective.ReplaceAllString(s, `$1$2=""$3`)
		}
		return s
	})
}

// tagAttributes writes attributes of Comark as HTML has them.
func tagAttributes(s string) string {
	var b strings.Builder
	var classes []string
	for _, m := range attributeWord.FindAllStringSubmatch(s, 50) {
		switch {
		case strings.HasPrefix(m[1], "."):
			classes = append(classes, strings.FieldsFunc(m[1], func(r rune) bool { return r == '.' })...)
		case m[2] != "":
			b.WriteString(" " + m[2])
			if m[3] != "" {
				b.WriteString(`="` + html.EscapeString(strings.Trim(m[3], `"'`)) + `"`)
			}
		}
	}
	if len(classes) > 0 {
		b.WriteString(` class="` + html.EscapeString(strings.Join(classes, " ")) + `"`)
	}
	return b.String()
}
