// Package quarto knows what Pandoc and Quarto add to Markdown: so far, their front
// matter.
package quarto

import (
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Dialect is Pandoc's and Quarto's.
type Dialect struct{ dialect.Common }

// Detect looks for the formats of slides.
func (Dialect) Detect(meta dialect.FrontMatter, _ []byte) bool {
	for _, f := range strings.Fields(meta["format"].Text) {
		if f == "revealjs" || f == "beamer" || f == "pptx" {
			return true
		}
	}
	return false
}

var ignored = words.Set(`
	author date subtitle institute institution format output template toc bibliography csl mainfont fontsize header-includes
	aspectratio colortheme fonttheme theme slide-level logo`)

// Key implements dialect.Dialect.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, nil) }
