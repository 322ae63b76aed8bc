// Package reveal knows the Markdown of reveal.js and reveal-md.
package reveal

import (
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Dialect is reveal.js's.
type Dialect struct{ dialect.Common }

var mark = regexp.MustCompile(`<!--\s*\.(slide|element):`)

// Detect looks for comments that set attributes.
func (Dialect) Detect(_ dialect.FrontMatter, src []byte) bool { return mark.Match(src) }

var (
	ignored  = words.Set(`theme title width height slideNumber controls progress scripts highlightTheme revealOptions css`)
	unheeded = words.Set(`background separator verticalSeparator notesSeparator`)
)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, unheeded) }

// Shaper implements dialect.Dialect.
func (Dialect) Shaper(dialect.FrontMatter, bool) dialect.Shaper {
	return func(s *dialect.Slide) {
		for _, c := range s.Comments {
			t := strings.TrimSpace(c.Text)
			if c.Taken || !strings.HasPrefix(t, ".slide:") && !strings.HasPrefix(t, ".element:") {
				continue
			}
			c.Taken = true
			s.Report.Warn(c.Line, "reveal.js's “%s” is not honoured.", words.OneLine(t, 60))
		}
	}
}

var codeSteps = regexp.MustCompile(`\[[\d: ,-]*\|[^\]]*\]`)

func (Dialect) Code(info string) string {
	if codeSteps.MatchString(info) {
		return dialect.CodeSteps
	}
	return ""
}
