package slidev

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"lectern/app/deck"
	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/markdown/slidev/utility"
)

// baseSheet is the sizes and distances that Slidev has for every deck, from its
// client's own sheet and its default theme, in its pixels: 980 of them are as wide as
// a slide.
const baseSheet = `
.slidev-layout { padding: 40px 56px; font-size: 17.6px; line-height: 1.5; display: block; align-content: normal; text-align: start }
.slidev-layout > :where(div), .slidev-cols > * > :where(div), ul, ol, dl, table, figure, blockquote { margin: 0 }
p, li, ul, ol, h1, h2, h3, h4, h5, h6 { max-width: none; text-wrap: wrap }
.slidev-layout > * { max-width: none }
h1 { font-size: 36px; line-height: 1.111; font-weight: 400; margin: 0 0 0.444em -0.05em; letter-spacing: 0 }
h2, h2:first-child { font-size: 30px; line-height: 1.2; font-weight: 400; margin: 0; letter-spacing: 0 }
h3, h3:first-child { font-size: 24px; line-height: 1.333; font-weight: 400; margin: 0; letter-spacing: 0 }
h4 { font-size: 20px; line-height: 1.4; font-weight: 400; margin: 0; letter-spacing: 0 }
h5 { font-size: 16px; line-height: 1.5; font-weight: 400; margin: 0; letter-spacing: 0 }
h6 { font-size: 14px; line-height: 1.43; font-weight: 500; margin: 0; padding-top: 4px; text-transform: uppercase; letter-spacing: 0.1em; opacity: 0.4 }
p { margin: 0.909em 0; line-height: 1.364; font-size: 1em }
ul, ol { padding: 0; font-size: 1em }
ul { list-style: square }
ol { list-style: decimal }
li { margin: 0 0 0 1.1em; padding: 0 0 0 0.2em; line-height: 1.8em }
li > p { margin: 0; line-height: inherit }
blockquote { padding: 4px 8px; font-size: 14px; line-height: 1.43; border-left: 1px solid PRIMARY; border-radius: 4px }
blockquote > * { margin: 0 }
table { width: 100%; font-size: 1em; border-collapse: collapse }
tr { border-bottom: 1px solid rgb(156 163 175 / 0.3) }
th, td { padding: 12px 8px; font-size: 1em }
th { font-weight: 400; text-align: start }
img { max-width: 100% }
pre { margin: 4px 0; padding: 8px; font-size: 12px; line-height: 1.5; border-radius: 4px }
code { font-size: 0.9em }
pre code { font-size: 1em; line-height: inherit }
pre .line { min-height: 1.5em }
kbd { font-size: 12px; line-height: 1.333; padding: 2px 4px }
hr { margin: 16px 0 }
.slidev-title { margin: 4px 0 0; padding: 8px; font-size: 12px; line-height: 1; opacity: 0.75 }
.slidev-icon { display: inline-block; width: 1em; height: 1em; vertical-align: -0.125em; border: 2px solid currentColor; border-radius: 0.25em; opacity: 0.55 }
.slidev-icon-btn { display: inline-flex; padding: 4px; opacity: 0.75; border: 0 }
.slidev-fade { opacity: 0.5 }
.slidev-in { opacity: 1 }
.slidev-mark-underline { border-bottom: 2px solid var(--slidev-mark, currentColor) }
.slidev-mark-box { outline: 2px solid var(--slidev-mark, currentColor); outline-offset: 2px }
.slidev-mark-circle { outline: 2px solid var(--slidev-mark, currentColor); outline-offset: 4px; border-radius: 50% }
.slidev-mark-highlight { background: color-mix(in srgb, var(--slidev-mark, yellow) 45%, transparent) }
.slidev-mark-strike-through { text-decoration: line-through 2px var(--slidev-mark, currentColor) }
.slidev-mark-crossed-off { text-decoration: line-through 2px var(--slidev-mark, currentColor) }
.slidev-mark-bracket { border-left: 2px solid var(--slidev-mark, currentColor); border-right: 2px solid var(--slidev-mark, currentColor); padding: 0 4px }
.slidev-cols { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 }
.slidev-cols > * { width: auto; min-width: 0; margin: 0 }
.slidev-half { box-sizing: border-box; padding: 40px 56px; height: 100% }
.slidev-toc ol { list-style: decimal }
.slidev-layout.slidev-center { display: grid; place-content: center }
.slidev-layout.slidev-end { display: grid; place-content: center; text-align: center; font-size: 20px; letter-spacing: 0.1em; background: #000 }
.slidev-layout.slidev-cover, .slidev-layout.slidev-intro, .slidev-layout.slidev-section { display: grid; align-content: center }
.slidev-layout.slidev-cover h1, .slidev-layout.slidev-intro h1 { font-size: 60px; line-height: 1.333; margin-bottom: 0.267em }
.slidev-layout.slidev-cover h1 + p, .slidev-layout.slidev-intro h1 + p { margin-top: -0.455em; margin-bottom: 0.909em; opacity: 0.5 }
.slidev-layout.slidev-section h1 { font-size: 60px; line-height: 1.333; font-weight: 500 }
.slidev-layout.slidev-fact, .slidev-layout.slidev-statement { display: grid; align-content: center; text-align: center }
.slidev-layout.slidev-fact h1 { font-size: 96px; line-height: 1; font-weight: 700 }
.slidev-layout.slidev-fact h1 + p { font-size: 24px; line-height: 1.333; margin-top: 0.667em }
.slidev-layout.slidev-statement h1 { font-size: 60px; line-height: 1.2; font-weight: 700 }
.slidev-layout.slidev-quote { display: grid; align-content: center }
.slidev-layout.slidev-quote h1 + p { margin-top: 8px }
.slidev-layout.slidev-none { padding: 0 }
.slidev-layout.slidev-image-left, .slidev-layout.slidev-image-right { padding: 0 }
`

var declaration = regexp.MustCompile(`: [^;}]+`)

// sheet is the base for one deck.
func (d *deckOf) sheet() string {
	if d.base == "" {
		d.base = declaration.ReplaceAllStringFunc(strings.ReplaceAll(baseSheet, "PRIMARY", d.book.Primary), func(v string) string {
			return utility.Scale(v, d.pixel)
		})
	}
	return d.base
}

// SheetFiles are where a project has the style sheets of all of its slides: beside them.
var SheetFiles = []string{"styles/index.css", "styles/index.ts", "styles/index.js", "styles.css", "styles.ts", "styles.js", "style.css", "style.ts", "style.js"}

// layers are what a project has on every slide, and cannot be run here.
var layers = []string{"global-top.vue", "global-bottom.vue", "slide-top.vue", "slide-bottom.vue"}

// shortcuts are where a project makes classes of its own.
var shortcuts = []string{"uno.config.ts", "unocss.config.ts", "setup/unocss.ts"}

// ProjectFiles are all files that a deck has to itself beside those that it names.
var ProjectFiles = slices.Concat(SheetFiles, layers, shortcuts)

// project is the style sheets of a deck's project, and what is said of its other files. No
// file of that name elsewhere is meant.
func project(d dialect.Deck) []dialect.Style {
	if d.Files == nil {
		return nil
	}
	find := func(name string) string {
		file := d.Files.Find(d.File, name)
		if file != path.Join(path.Dir(d.File), name) {
			return ""
		}
		return file
	}
	r := dialect.SheetReader{Files: d.Files}
	for _, name := range SheetFiles {
		if file := find(name); file != "" && !r.Read(file) {
			r.Unread = append(r.Unread, file)
		}
	}
	for _, file := range r.Unread {
		d.Report.WarnOf(deck.OnStyle, file, 1, "the style sheet was left out: it cannot be read.")
	}
	for _, name := range layers {
		if file := find(name); file != "" {
			d.Report.WarnOf(deck.OnComponent, file, 1, "the component is on every slide, and cannot be shown.")
		}
	}
	for _, name := range shortcuts {
		if file := find(name); file != "" {
			d.Report.WarnOf(deck.OnStyle, file, 1, "the classes that are made here have no style.")
		}
	}
	return r.Styles
}
