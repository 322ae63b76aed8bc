// Package reveal knows the Markdown of reveal.js and reveal-md.
package reveal

import (
	"regexp"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// Dialect is reveal.js's.
type Dialect struct{ dialect.Common }

var (
	only = words.Set(`revealOptions separator verticalSeparator notesSeparator highlightTheme`)
	mark = regexp.MustCompile(`<!--\s*\.(slide|element):|data-fragment-index=|class="([^"\n]* )?fragment[ "]`)
)

// Detect looks for reveal-md's keys, for comments that set attributes, and for
// fragments.
func (Dialect) Detect(meta dialect.FrontMatter, src []byte) bool {
	return says(meta) || meta["format"].Text == "" && meta["output"].Text == "" && mark.Match(src)
}

// says reports whether a front matter has a key that only reveal-md has.
func says(meta dialect.FrontMatter) bool {
	for k := range meta {
		if only[k] {
			return true
		}
	}
	return false
}

var (
	ignored = words.Set(`
		theme title width height center slideNumber controls progress scripts highlightTheme revealOptions css separator verticalSeparator
		notesSeparator highlightStyle preprocessor template assetsDir staticDirs mermaid`)
	unheeded = words.Set(`background`)
)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, unheeded) }

var codeWords = regexp.MustCompile(`\[\s*(?:(\d*):)?\s*([\s\d,|-]*)\]`)

// Fence implements dialect.Dialect: [712: 1-2|3|4] numbers the lines from 712, and has
// some of them stand out, one set after the other; an empty set is all of them.
func (Dialect) Fence(info string) (dialect.Fence, bool) {
	m := codeWords.FindStringSubmatch(info)
	if m == nil {
		return dialect.Fence{}, false
	}
	f := dialect.Fence{Numbers: true}
	f.Start, _ = strconv.Atoi(m[1])
	if lines := strings.Join(strings.Fields(m[2]), ""); lines != "" {
		f.Steps = codeSteps(lines)
	}
	return f, true
}

// codeSteps divides the sets of lines; one that names none is all.
func codeSteps(lines string) []string {
	steps := strings.Split(lines, "|")
	for i, s := range steps {
		if strings.Trim(s, ",-") == "" {
			steps[i] = "all"
		}
	}
	return steps
}

// Sheets implements dialect.Dialect: what is around reveal.js's slides.
func (Dialect) Sheets(meta dialect.FrontMatter, _ dialect.Cuts) *look.Grammar {
	return &look.Grammar{
		Pixel: pixel(meta),
		Stage: words.Set(`section .reveal .slides .reveal-viewport .present html body :root`),
	}
}
