// Package marp knows the Markdown of Marp and Marpit.
package marp

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/look"
	"lectern/app/importer/words"
)

// Dialect is Marp's.
type Dialect struct{ dialect.Common }

// Detect looks for "marp: true", without which Marp's own editors show no slides; its
// command line asks for none, so that two of its words, or one of its themes, will do.
func (Dialect) Detect(meta dialect.FrontMatter, _ []byte) bool {
	if v, ok := meta["marp"]; ok {
		return v.Text == "true"
	}
	n := 0
	for k := range meta {
		if telling[strings.TrimPrefix(k, "_")] {
			n++
		}
	}
	return n > 1 || meta["theme"].Text == "gaia" || meta["theme"].Text == "uncover"
}

// Likely reports whether a deck that no tool's own marks tell was written for Marp, whose
// command line asks for none: by a key that is only Marp's, and in the text by a
// directive, a picture behind a slide, or a heading that fits.
func Likely(meta dialect.FrontMatter, src []byte) bool {
	if _, said := meta["marp"]; said || foreign[meta["theme"].Text] {
		return false
	}
	if tells(meta) {
		return true
	}
	if !bytes.Contains(src, []byte("<!--")) && !bytes.Contains(src, []byte("![bg")) {
		return false
	}
	text := uncoded(string(src))
	for _, m := range comment.FindAllStringSubmatch(text, maxLooked) {
		said, ok := directives(m[1], 1)
		if ok && (tells(said) || slices.ContainsFunc(strings.Fields(said["class"].Text), func(c string) bool { return looks[c] != "" })) {
			return true
		}
	}
	return behind.MatchString(text) || fitted.MatchString(text)
}

const maxLooked = 1000

// tells reports whether one of the keys is only Marp's, or has one of its values.
func tells(meta dialect.FrontMatter) bool {
	for k, v := range meta {
		name, once := strings.CutPrefix(k, "_")
		switch {
		case alone[name], once && locals[name]:
			return true
		case k == "theme" && themes[v.Text] && v.Text != "default", k == "size" && canvases[v.Text].Width > 0:
			return true
		}
	}
	return false
}

var (
	alone   = words.Set(`paginate headingDivider backgroundColor backgroundImage`)
	foreign = words.Set(`beige black black-contrast blood dracula league moon night serif simple sky solarized white white-contrast`) // reveal.js's
	behind  = regexp.MustCompile(`!\[bg(?:[ \]])`)
	fitted  = regexp.MustCompile(`(?m)^ {0,3}#{1,6} [^\n]*<!-- *fit *-->`)
)

// telling are the keys that only Marp has.
var telling = words.Set(`headingDivider paginate header footer size backgroundColor backgroundImage backgroundSize backgroundPosition color`)

var (
	honoured = words.Set(`marp theme description author keywords url image math headingDivider size style paginate header footer
		backgroundColor backgroundImage backgroundPosition backgroundRepeat backgroundSize color
		_class _paginate _header _footer _backgroundColor _backgroundImage _backgroundPosition _backgroundRepeat _backgroundSize _color`)
	unheeded = words.Set(`transition _transition auto-scaling`)
)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, honoured, unheeded) }

// Fragment implements dialect.Dialect, as Marpit's fragment plugin does.
func (Dialect) Fragment(marker byte) bool { return marker == '*' || marker == ')' }

// Breaks implements dialect.Dialect: Marp Core has markdown-it's breaks on.
func (Dialect) Breaks(dialect.FrontMatter) bool { return true }

// Formulas implements dialect.Dialect. Whether KaTeX or MathJax sets them, they mean
// the same.
func (Dialect) Formulas(meta dialect.FrontMatter) bool { return meta["math"].Text != "false" }

// Sheets implements dialect.Dialect. What is around Marpit's slides is named by the
// style sheets of those who know its HTML.
func (Dialect) Sheets(meta dialect.FrontMatter, cuts dialect.Cuts) *look.Grammar {
	theme, _ := ownTheme(&dialect.Slide{Styles: cuts.Styles})
	z, _ := sizeOf(scan(meta, cuts.Src).meta["size"].Text, theme.Text)
	return &look.Grammar{
		Pixel: z.Pixel(),
		Stage: words.Set(`section svg foreignobject .marpit div.marpit html body`),
		Rem:   "var(--rem)",
		Pages: true,
		Attributes: map[string]string{
			"data-marpit-pagination": "data-page", "data-marpit-pagination-total": "data-pages",
		},
		Import: func(name string) bool { return themes[name] },
	}
}

// themes are Marp Core's.
var themes = words.Set(`default gaia uncover`)

// headings reads a headingDivider: a number is that level and those above, a list just
// those that are in it.
func headings(v dialect.Value) func(int) bool {
	if v.List {
		levels := words.Set(v.Text)
		return func(level int) bool { return levels[strconv.Itoa(level)] }
	}
	most, err := strconv.Atoi(strings.TrimSpace(v.Text))
	if err != nil || most < 1 || most > 6 {
		most = 0
	}
	return func(level int) bool { return level <= most }
}

var levels = regexp.MustCompile(`^\s*(false|[1-6]|[1-6]( [1-6])*)?\s*$`)
