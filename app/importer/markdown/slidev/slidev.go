// Package slidev knows the Markdown of Slidev.
package slidev

import (
	"fmt"
	"regexp"
	"strings"

	"lectern/app/importer/markdown/dialect"
	"lectern/app/importer/words"
)

// Dialect is Slidev's.
type Dialect struct{ dialect.Common }

var (
	only = words.Set(`
		layout drawings mdc comark monaco twoslash routerMode addons titleTemplate colorSchema canvasWidth fonts
		exportFilename routeAlias src clicks`)
	mark = regexp.MustCompile(`(?m)^(<v-clicks?[ >]|::right::|<<< @/)| v-click[ >=/]`)
)

// Detect looks for keys that no other tool has, and for its elements.
func (Dialect) Detect(meta dialect.FrontMatter, src []byte) bool {
	for k := range meta {
		if only[k] {
			return true
		}
	}
	return mark.Match(src)
}

var (
	ignored = words.Set(`
		theme author keywords transition addons titleTemplate info export exportFilename routerMode aspectRatio
		canvasWidth themeConfig fonts drawings mdc comark monaco monacoTypesSource twoslash lineNumbers highlighter
		htmlAttrs seoMeta record remote selectable colorSchema presenter browserExporter download duration timer
		favicon plantUmlServer defaults css wakeLock contextMenu editor overviewSnapshots magicMoveCopy
		magicMoveDuration preload level routeAlias layoutClass layout hideInToc clicks clicksStart dragPos zoom`)
	unheeded = words.Set(`background src hide disabled`)
)

// Key implements dialect.Dialect, as the others do.
func (Dialect) Key(name string) dialect.Key { return dialect.KeyOf(name, ignored, unheeded) }

// Cuts implements dialect.Dialect: Split finds all that divides Slidev's decks.
func (Dialect) Cuts(d dialect.Deck) dialect.Cuts { return dialect.Cuts{Src: d.Src} }

func (Dialect) ClassOfFirst() bool { return true }

func (Dialect) Tag(name string) (known bool, remark string) {
	if !strings.HasPrefix(name, "v-") {
		return false, ""
	}
	return false, fmt.Sprintf("Slidev's <%s> is not honoured; its content is shown.", words.OneLine(name, 40))
}

var steps = words.Set(`v-click v-after v-clicks v-switch`)

func (Dialect) Attribute(name string) string {
	if base, _, _ := strings.Cut(name, "."); steps[base] {
		return fmt.Sprintf("the step “%s” is not honoured.", base)
	}
	return ""
}

var codeSteps = regexp.MustCompile(`\{[\d,|*-]*(all|\|)[^}]*\}`)

func (Dialect) Code(info string) string {
	switch {
	case strings.Contains(info, "magic-move"):
		return "Slidev's magic-move is not honoured."
	case codeSteps.MatchString(info):
		return dialect.CodeSteps
	}
	return ""
}

func (Dialect) Line(l string, own bool) string {
	switch {
	case strings.HasPrefix(l, "<<< "):
		return fmt.Sprintf("the code of “%s” was not included.", words.OneLine(l[4:], 80))
	case own && strings.HasPrefix(l, "::") && strings.HasSuffix(l, "::") && len(l) > 4:
		return fmt.Sprintf("Slidev's slot “%s” is not honoured.", words.OneLine(l, 40))
	}
	return ""
}
