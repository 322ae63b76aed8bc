// Package slidev knows the Markdown of Slidev.
package slidev

import (
	"regexp"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Dialect is Slidev's.
type Dialect struct{ dialect.Common }

var (
	only = words.Set(`
		layout drawings mdc comark monaco twoslash routerMode addons titleTemplate colorSchema canvasWidth fonts
		aspectRatio defaults htmlAttrs exportFilename routeAlias src clicks clicksStart hideInToc highlighter lineNumbers themeConfig seoMeta clickAnimation layoutClass`)
	themes = words.Set(`seriph apple-basic bricks shibainu dracula geist penguin unicorn vuetiful academic neversink frankfurt`)
	mark   = regexp.MustCompile(`(?m)^(<v-(clicks?|switch|drag|after)[ >]|::(left|right|bottom)::|<<< [@.]{1,2}/|` + "````" + `(md|markdown) magic-move|<Toc[ />])| v-(click|after|mark|motion|drag)[ .>=/]`)
	// A slide's own front matter, with one of Slidev's layouts.
	slide = regexp.MustCompile(`(?m)^---[ \t]*\n(?:[A-Za-z][\w-]*:[^\n]*\n){0,12}layout:[ \t]*["']?(center|cover|default|end|fact|full|iframe|image|intro|none|quote|section|statement|two-cols)`)
)

// Detect looks for keys that no other tool has, and for its elements.
func (Dialect) Detect(meta dialect.FrontMatter, src []byte) bool {
	for k := range meta {
		if only[k] && (k != "layout" || !isPage(meta)) {
			return true
		}
	}
	return themes[meta["theme"].Text] || mark.Match(src) || slide.Match(src)
}

// isPage reports whether a text is a page of a site, as Jekyll has it: of a layout that
// Slidev has not, or that sites have, too, with what only a site needs.
func isPage(meta dialect.FrontMatter) bool {
	for _, k := range []string{"permalink", "categories", "category", "redirect_from", "published", "excerpt"} {
		if _, ok := meta[k]; ok {
			name := meta["layout"].Text
			return name == "default" || name == "none" || !layouts[name]
		}
	}
	return false
}

var ignored = words.Set(`
	theme author keywords addons titleTemplate info export exportFilename routerMode aspectRatio
	canvasWidth themeConfig fonts drawings mdc comark monaco monacoTypesSource twoslash lineNumbers highlighter
	htmlAttrs seoMeta record remote selectable colorSchema presenter browserExporter download duration timer
	favicon plantUmlServer defaults css wakeLock contextMenu editor overviewSnapshots magicMoveCopy
	magicMoveDuration preload level routeAlias layoutClass layout hideInToc clicks clicksStart dragPos zoom
	background backgroundSize image url src hide disabled clickAnimation codeCopy preparser scale
	remoteAssets monacoTypesAdditionalPackages monacoTypesIgnorePackages monacoRunAdditionalDeps monacoRunUseStrict
	mcp notesAutoRuby preloadImages pwa
	style name`)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, nil) }

func (Dialect) ClassOfFirst() bool { return true }

// Hides implements dialect.Dialect. Slidev's manual has both words mean that a slide is
// completely hidden and disabled: no slide has its number, and what it takes in is not read.
func (Dialect) Hides(front dialect.FrontMatter, _ []byte) dialect.Hiding {
	if hides(front) {
		return dialect.Absent
	}
	return dialect.Seen
}
