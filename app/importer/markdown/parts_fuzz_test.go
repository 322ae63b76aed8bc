package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

// What decks are put together from at random: elements, attributes, lines and front
// matters, of all dialects.
var (
	someTags = strings.Fields(`div p span section aside ul ol li table tr td pre code blockquote img video audio source picture a b h1 header footer figure input br hr template dl dt dd
		v-click v-clicks v-after v-switch v-click-gap slidev-move slidev-slot slidev-toc arrow v-drag v-drag-arrow Transform AutoFitText LightOrDark RenderWhen Link SlideCurrentNo CodeGroup Youtube carbon-x style script svg math center`)
	someAttributes = strings.Split(`v-click|v-click="[1,2]"|v-click="[0,0]"|v-click="-1"|v-click.hide="[1,3]"|v-click-hide|v-after|v-clicks|v-click.fade|v-mark.red="2"|at="2"|at="-3"|depth="3"|every="2"|hide|class="fragment"|class="fragment fade-out"|`+
		`class="fragment fade-in-then-out"|class="fragment fade-in-then-semi-out"|class="fragment highlight-current-red"|class="incremental"|class="columns"|class="column"|class="pull-left"|class="pull-right"|class="notes"|class="fit"|class="ground"|`+
		`data-fragment-index="1"|data-line-numbers="1-3"|hidden|#1|#2-4|#default|name="right"|x1=1 y1=1 x2=2 y2=2|pos="1,2,3,4"|v-drag="1,2,3"|src="red.png"|src="none.png"|alt="bg left:30%"|alt="w:30"|style="color:red;filter:blur(3px)"|`+
		`colspan=3 rowspan=2|v-if="false"|v-html="'x'"|:class="'a b'"|width=30|data-notes="x"|lang=de`, "|")
	someLines = strings.Split("---;--;***;# x;## y {.a .fragment};- a\n- b\n  * c;* a\n* b;1) a;> x\n> y;> - a;| a | b |\n|--|--|\n| c | d |;```js {1|2}\na\nb\n```;```js {hide|all}\na\n```;````md magic-move\n```js\na\n```\n```js {1|2}\nb\n```\n````;"+
		"::right::;:::;::: {.fragment};::: columns;:::: {.column};::: notes;::: incremental;. . .;Note: x;???;<!-- .element: class=\"fragment\" -->;<!-- .slide: data-background=\"red\" -->;<!-- _class: lead invert -->;<!-- fit -->;<!-- x;-->;![bg](red.png);![](red.png);"+
		"x[^1];[^1]: y;^[z];x {.fragment};{.a};term\n: def;> [!TIP]\n> x;==m==;<Toc/>;.pull-left[;];.footnote[x];layout: two-cols;clicksStart: 5;clicks: 1;class: inverse;template: a;layout: true;hide: true;<style scoped>h1{color:red}</style>;headingDivider: 1;$x$;<<< ./a.md;src: ./a.md;x", ";")
	someFronts = []string{"", "---\nmarp: true\n---\n", "---\nmarp: true\nheadingDivider: 2\npaginate: true\nheader: x\n---\n", "---\ntheme: default\nlayout: cover\n---\n", "---\ntheme: default\nlayout: two-cols-header\nclicksStart: 4\nmdc: true\n---\n",
		"---\nlayout: cover\nclicks: 1\n---\n", "---\nformat: revealjs\nincremental: true\n---\n", "---\noutput: xaringan::moon_reader\n---\n", "---\nseparator: '^--$'\nverticalSeparator: '^-$'\n---\n"}
	someSections = []string{"</section><section>", "<section>", "</section>", "<section data-markdown><textarea data-template>", "</textarea></section>"}
)

// someDeck puts a deck together.
func someDeck(r *rand.Rand) (file, src string) {
	one := func(of []string) string { return of[r.IntN(len(of))] }
	var b strings.Builder
	if file = one([]string{"a.md", "a.md", "a.qmd", "a.Rmd", "a.html"}); file == "a.html" {
		b.WriteString(`<div class="reveal"><div class="slides"><section>`)
	} else {
		b.WriteString(one(someFronts))
	}
	var open []string
	for range 2 + r.IntN(25) {
		switch k := r.IntN(9); {
		case k < 2, k == 2 && len(open) == 0:
			open = append(open, one(someTags))
			b.WriteString("<" + open[len(open)-1])
			for range r.IntN(4) {
				b.WriteString(" " + one(someAttributes))
			}
			b.WriteString(">")
		case k == 2:
			i := r.IntN(len(open))
			b.WriteString("</" + open[i] + ">")
			open = append(open[:i], open[i+1:]...)
		case k < 6:
			b.WriteString(one(someLines))
		case k == 6 && file == "a.html":
			b.WriteString(one(someSections))
		default:
			b.WriteString("w")
		}
		b.WriteString(one([]string{"\n", "\n\n", " "}))
	}
	return file, b.String()
}

// FuzzParts: whatever of one dialect stands in whatever of another, a deck keeps the
// package's promises.
func FuzzParts(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	red := importertest.PNG(importertest.Colours(4, 3))
	f.Fuzz(func(t *testing.T, seed uint64) {
		file, src := someDeck(rand.New(rand.NewPCG(seed, 0)))
		d, err := tryRead(file, src, "red.png", red)
		if err != nil {
			importertest.CheckRefusal(t, err)
			return
		}
		importertest.CheckDraft(t, d)
		if t.Failed() {
			t.Logf("%s\n%s", file, src)
		}
	})
}
