package reveal

import (
	"strings"

	"lectern/app/importer/markdown/dialect"
)

// boxes makes reveal.js's helpers for layout what the theme has for them, or has the
// sheet do it.
func boxes(s *dialect.Slide) {
	used := false
	for n := range dialect.Elements(s.Body) {
		for _, c := range strings.Fields(dialect.Attr(n, "class")) {
			switch c = strings.TrimPrefix(c, dialect.AuthorClass); c {
			case "r-fit-text":
				dialect.DropClass(n, c)
				dialect.AddClass(n, "fit")
			case "r-stretch", "stretch":
				dialect.DropClass(n, c)
				dialect.AddStyle(n, "flex: 1 1 0; min-height: 0; max-width: 100%; object-fit: contain")
			case "r-stack", "r-hstack", "r-vstack", "r-frame":
				used = true
			}
		}
	}
	if used {
		addSheet(s, boxSheet)
	}
}

const boxSheet = `
.r-stack { display: grid; }
.r-stack > * { grid-area: 1 / 1; margin: auto; }
.r-hstack, .r-vstack { display: flex; align-items: center; justify-content: center; }
.r-vstack { flex-direction: column; }
.r-hstack > *, .r-vstack > * { margin: 0.2em; }
.r-frame { border: 4px solid currentColor; }
`

// addSheet puts a style sheet before its author's.
func addSheet(s *dialect.Slide, css string) {
	s.Styles = append([]dialect.Style{{Text: css, Line: s.Line, Tool: true}}, s.Styles...)
}

// darkThemes are those of reveal.js that are light on dark.
var darkThemes = map[string]bool{
	"black": true, "black-contrast": true, "night": true, "moon": true, "league": true, "blood": true, "dracula": true,
}

var lightThemes = map[string]bool{
	"white": true, "white-contrast": true, "beige": true, "simple": true, "serif": true, "sky": true, "solarized": true,
}

// themeOf is the deck's theme, or "" where that is said elsewhere: on the page that it is
// of, or by a tool like HedgeDoc. What is reveal-md's has its default.
func themeOf(meta dialect.FrontMatter) string {
	if theme := meta["theme"].Text; theme != "" || !says(meta) {
		return strings.TrimSuffix(theme, ".css")
	}
	return "black"
}

// dress has a slide look as reveal.js's do: all in the middle, but where the deck begins
// at the top, and dark where the theme is.
func dress(s *dialect.Slide, meta dialect.FrontMatter) {
	sheet := middleSheet
	if option(meta, "center") == "false" {
		sheet += topSheet
	} else {
		s.AddTheme("center")
	}
	if darkThemes[themeOf(meta)] {
		s.AddTheme("invert")
	}
	s.Styles = append([]dialect.Style{{Text: sheet, Line: s.Line}}, s.Styles...)
}

const middleSheet = `
section { text-align: center; }
ul, ol, dl { align-self: center; text-align: left; }
pre, table { text-align: left; }
`

// topSheet is for slides whose body is as wide as the stage; a canvas holds the place of a
// picture.
const topSheet = `img, video, canvas, table { align-self: center; }
`
