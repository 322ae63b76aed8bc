package utility

import "regexp"

// ownRules is what Slidev adds to UnoCSS, and a declaration in brackets.
func ownRules() []rule {
	own := func(class, property, body, dark string) rule {
		return rule{pattern: regexp.MustCompile(`^` + class + `$`), make: func(_ []string, o Options) []Decl {
			if o.Dark && dark != "" {
				body = dark
			}
			return coloured(property, "main", body, o)
		}}
	}
	out := []rule{
		own("bg-main", "background-color", "white", "[#121212]"), own("bg-active", "background-color", "gray-400/10", ""),
		own("border-main", "border-color", "gray/20", ""), own("text-main", "color", "[#181818]", "[#ddd]"),
		{pattern: regexp.MustCompile(`^\[([a-z][a-z-]*):([^:]+)\]$`), make: func(m []string, _ Options) []Decl {
			return []Decl{{m[1], bracket("[" + m[2] + "]")}}
		}},
	}
	return append(out, fixed(`
		abs-tl position:absolute;top:0;left:0
		abs-tr position:absolute;top:0;right:0
		abs-b position:absolute;bottom:0;left:0;right:0
		abs-bl position:absolute;bottom:0;left:0
		abs-br position:absolute;bottom:0;right:0`)...)
}
