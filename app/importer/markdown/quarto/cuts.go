package quarto

import (
	"bytes"

	"lectern/app/importer/markdown/dialect"
)

// titleKey is in the front matter of the slide that a deck's own is made into.
const titleKey = "title-slide"

// Cuts implements dialect.Dialect. Headings and breaks divide the text; what is in the
// deck's front matter is a slide before them, if there is a title.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts {
	if !d.Own {
		return dialect.Others(d)
	}
	src, places := include(d)
	c := dialect.Cuts{Src: cells(src, d.Meta, d.Report)}
	if isRemark(d.Meta) {
		c = remark(c.Src, d.Report)
	} else {
		c.Divides = divides(d.Meta, c.Src)
	}
	c.Places = places
	c.Styles = d.Sheets(cssOf(d.Meta)...)
	if !hasTitle(d.Meta) {
		return c
	}
	c.First = dialect.FrontMatter{titleKey: {}}
	line := 0
	for l := range bytes.Lines(c.Src) {
		if len(bytes.TrimSpace(l)) > 0 {
			break
		}
		line++
	}
	// The front matter itself is blank, so there is a line before the first words.
	if line > 0 && (len(c.Cuts) == 0 || c.Cuts[0].Line > line) {
		c.Cuts = append([]dialect.Cut{{Line: line}}, c.Cuts...)
	}
	return c
}

func hasTitle(meta dialect.FrontMatter) bool {
	seal := setting(meta, "seal")
	return meta["title"].Text != "" && seal != "false" && setting(meta, "title-slide") != "false"
}
