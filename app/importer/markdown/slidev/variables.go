package slidev

import (
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// variables are those of Slidev's client that a project's style sheets set, and what it
// does with them.
var variables = [][2]string{
	{"--slidev-code-background", ".slidev-code { background: $ }"},
	{"--slidev-code-foreground", ".slidev-code { color: $ }"},
	{"--slidev-code-padding", ".slidev-code { padding: $ }"},
	{"--slidev-code-margin", ".slidev-code { margin: $ }"},
	{"--slidev-code-radius", ".slidev-code { border-radius: $ }"},
	{"--slidev-code-font-size", ".slidev-code { font-size: $ }"},
	{"--slidev-code-line-height", ".slidev-code { line-height: $ }"},
	{"--slidev-code-font-family", ".slidev-code code { font-family: $ }"},
	{"--slidev-theme-primary", ".text-primary { color: $ } .bg-primary { background-color: $ } .border-primary, blockquote { border-color: $ }"},
}

// variable is a sheet that honours the variables that style sheets set, or "".
func variable(own []dialect.Style) string {
	var b strings.Builder
	for _, v := range variables {
		for _, style := range own {
			if strings.Contains(style.Text, v[0]+":") {
				b.WriteString(strings.ReplaceAll(v[1], "$", "var("+v[0]+")") + "\n")
				break
			}
		}
	}
	return b.String()
}
