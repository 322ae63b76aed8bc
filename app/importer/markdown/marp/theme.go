package marp

import (
	"regexp"

	"lectern/app/importer/markdown/dialect"
)

// Cuts implements dialect.Dialect: CommonMark divides Marp's decks, and text above ---
// is a heading; headingDivider has headings do so, too. A theme of the deck's own lies beside it, as NAME.css.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts {
	if !d.Own {
		return dialect.Others(d)
	}
	all := scan(d.Meta, d.Src)
	c := dialect.Cuts{Src: d.Src, Divides: all.divides}
	if theme := all.meta["theme"]; theme.Text != "" && !themes[theme.Text] && d.Files != nil {
		for _, name := range ThemeFiles(theme.Text) {
			file := d.Files.Find(d.File, name)
			if file == "" {
				continue
			}
			if text, err := d.Files.Read(file); err == nil {
				c.Styles = []dialect.Style{{Text: string(text), Line: 1, File: file}}
				break
			}
		}
	}
	return c
}

// ThemeFiles are the names of files that a theme may be in.
func ThemeFiles(theme string) []string {
	return []string{theme + ".css", "themes/" + theme + ".css", "theme/" + theme + ".css"}
}

var (
	remarks  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	imported = regexp.MustCompile(`@import(?:-theme)?\s+(?:url\(\s*)?["']?(default|gaia|uncover)\b`)
)

// ownTheme is the theme that a deck brings, as its slides have it.
func ownTheme(s *dialect.Slide) (style dialect.Style, ok bool) {
	for _, style := range s.Styles {
		if style.File != "" {
			return style, true
		}
	}
	return style, false
}

// theme is which of Marp's themes a slide has: the deck's, or that which its own builds
// on; "" for none.
func (d *shaper) theme(s *dialect.Slide) string {
	if name := d.meta["theme"].Text; themes[name] {
		return name
	}
	style, own := ownTheme(s)
	if !own {
		return "default"
	}
	if d.base == nil {
		m := imported.FindStringSubmatch(remarks.ReplaceAllString(style.Text, ""))
		d.base = append(m, "", "")[:2]
	}
	return d.base[1]
}
