package markdown

import (
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// shownAt tells of each view of the only slide which of the words Alpha, Bravo, … are
// in it, by their first letters. A word is in a view if it is anywhere in it.
func shownAt(t *testing.T, body string) string {
	t.Helper()
	return wordsOf(read(t, "slides.md", []byte("---\ntheme: default\nmdc: true\n---\n\n"+body+"\n")).Slides[0])
}

func wordsOf(s deck.DraftSlide) string {
	var out []string
	for _, v := range s.Views {
		all := v.HTML + v.Text + v.CSS
		there := ""
		for _, word := range []string{"Alpha", "Bravo", "Charlie", "Delta", "Echo"} {
			if strings.Contains(all, word) {
				there += word[:1]
			}
		}
		if there == "" {
			there = "-"
		}
		out = append(out, there)
	}
	return strings.Join(out, " ")
}

// TestSlidevSteps: every form of step comes when it does in Slidev, and nothing of it is
// there before.
func TestSlidevSteps(t *testing.T) {
	for name, c := range map[string][2]string{
		"component":           {"<v-click>\n\nAlpha\n\n</v-click>\n\n<v-click>Bravo</v-click>", "- A AB"},
		"component, all":      {"<v-click>\n\nAlpha\n\nBravo\n\n</v-click>", "- AB"},
		"component at":        {"<v-click at=\"2\">\n\nAlpha\n\n</v-click>\n\n<v-click>Bravo</v-click>", "- B AB"},
		"component bound":     {"<v-click :at=\"2\">\n\nAlpha\n\n</v-click>", "- - A"},
		"component later":     {"<v-click>Alpha</v-click>\n\n<v-click at=\"+2\">Bravo</v-click>", "- A A AB"},
		"component hides":     {"<v-click hide>Alpha</v-click>", "A -"},
		"directive":           {"<div v-click>Alpha</div><p v-click>Bravo</p>", "- A AB"},
		"directive at":        {"<div v-click=\"3\">Alpha</div><div v-click>Bravo</div>", "- B B AB"},
		"directive relative":  {"<div v-click=\"'+2'\">Alpha</div>", "- - A"},
		"directive range":     {"<div v-click=\"[2, 4]\">Alpha</div>", "- - A A -"},
		"relative range":      {"<div v-click=\"['+1', '+1']\">Alpha</div><div v-click>Bravo</div>", "- A - B"},
		"hide":                {"<div v-click.hide>Alpha</div>", "A -"},
		"hide at":             {"<div v-click.hide=\"2\">Alpha</div>", "A A -"},
		"click-hide":          {"<div v-click-hide>Alpha</div>", "A -"},
		"never":               {"<div v-click=\"false\">Alpha</div>", "A"},
		"after":               {"<div v-click>Alpha</div><div v-after>Bravo</div><div v-click>Charlie</div>", "- AB ABC"},
		"after component":     {"<v-click>Alpha</v-click>\n\n<v-after>Bravo</v-after>", "- AB"},
		"inline":              {"One <span v-click>Alpha</span> two <v-click>Bravo</v-click>.", "- A AB"},
		"picture":             {"<img v-click src=\"x.png\" alt=\"Alpha\">", "- A"},
		"multi-line tag":      {"<p\n  v-click\n  class=\"x\"\n>Alpha</p>", "- A"},
		"inner before outer":  {"<div v-click>Alpha <span v-click>Bravo</span></div>", "- - AB"},
		"list":                {"<v-clicks>\n\n- Alpha\n- Bravo\n- Charlie\n\n</v-clicks>", "- A AB ABC"},
		"list, two at a time": {"<v-clicks every=\"2\">\n\n- Alpha\n- Bravo\n- Charlie\n\n</v-clicks>", "- AB ABC"},
		"list from 3":         {"<v-clicks at=\"3\">\n\n1. Alpha\n2. Bravo\n\n</v-clicks>", "- - - A AB"},
		"list, flat":          {"<v-clicks>\n\n- Alpha\n  - Bravo\n- Charlie\n\n</v-clicks>", "- AB ABC"},
		"list, deep":          {"<v-clicks depth=\"2\">\n\n- Alpha\n  - Bravo\n  - Charlie\n- Delta\n\n</v-clicks>", "- A AB ABC ABCD"},
		"list, then more":     {"<v-clicks depth=\"2\">\n\n- Alpha\n  - Bravo\n\n</v-clicks>\n\n<div v-click>Charlie</div>", "- A AB ABC"},
		"list hides":          {"<v-clicks hide>\n\n- Alpha\n- Bravo\n\n</v-clicks>", "AB B -"},
		"blocks":              {"<v-clicks>\n\nAlpha\n\n> Bravo\n\n</v-clicks>", "- A AB"},
		"table":               {"<v-clicks>\n\n| Head |\n|--|\n| Alpha |\n| Bravo |\n\n</v-clicks>", "- A AB"},
		"switch":              {"<v-switch>\n<template #1>Alpha</template>\n<template #2>Bravo</template>\n<template #4-6>Charlie</template>\n</v-switch>", "- A B B C C"},
		"switch at":           {"<v-switch at=\"2\">\n\n<template v-slot:0>\n\nAlpha\n\n</template>\n<template v-slot:1>\n\nBravo\n\n</template>\n\n</v-switch>", "A A B"},
		"fade":                {"<div v-click.fade>Alpha</div><div v-click>Bravo</div>", "A A AB"},
		"mark":                {"<span v-mark.red=\"2\">Alpha</span>\n\n<div v-click>Bravo</div>", "A AB AB"},
		"code hides":          {"```ts {hide|all}\nlet Alpha\n```", "- A"},
		"magic move":          {"````md magic-move\n```js\nAlpha\n```\nBetween\n```js\nBravo\n```\n````", "A B"},
		"magic move, lines":   {"````md magic-move {at: 2}\n```js {1|2}\nAlpha\n2\n```\n```js\nBravo\n```\n````\n\n<div v-click=\"1\">Charlie</div>", "A AC AC BC"},
		"clicks":              {"<div v-click=\"4\">Alpha</div>\n\n---\n\n", "- - - - A"},
		"Comark component":    {"text :span[Alpha]{.red v-click} :v-click[Bravo]{at=2}", "- A AB"},
		"sound":               {"<audio v-click src=\"none.wav\"></audio>\n\n<div v-click>Alpha</div>", "- - A"},
		"film":                {"<SlidevVideo v-click controls><source src=\"clip.mp4\">Alpha</SlidevVideo>\n\n<div v-click>Bravo</div>", "- - B"},
		"no picture":          {"<source v-click src=\"none.wav\">\n\n<div v-click>Alpha</div>", "- - A"},
		"void":                {"<br v-html=\"'Bravo'\"> <hr v-click v-text=\"'Charlie'\">\n\n<div v-click>Alpha</div>", "BC BC ABC"},
		"slots":               {"Charlie\n\n::right::\n\n<div v-click>Alpha</div>\n\n::left::\n\n<div v-click>Bravo</div>", "C AC ABC"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shownAt(t, c[0]); got != c[1] {
				t.Errorf("%s\n%s, want %s", c[0], got, c[1])
			}
		})
	}
}

// TestSlidevFront: clicks that a front matter counts, on the first slide and on others. What
// an element says of a later one never comes.
func TestSlidevFront(t *testing.T) {
	const two = "<div v-click>Alpha</div><div v-click>Bravo</div>"
	for _, c := range []struct{ front, body, want string }{
		{"", two, "- A AB"},
		{"clicks: 5", two, "- A AB AB AB AB"},
		{"clicks: 1", two, "- A"},
		{"clicks: 0", two, "-"},
		{"clicksStart: 1", two, "A AB"},
		{"clicksStart: 9", two, "AB"},
		{"clicksStart: 1\nclicks: 1", two, "A"},
		{"clicks: 1", "<div v-click.hide>Alpha</div><div v-click.hide>Bravo</div>", "AB B"},
		{"clicksStart: 1", "<div v-click.hide>Alpha</div><div v-click.hide>Bravo</div>", "B -"},
		{"clicks: 2", "<div v-click=\"[1, 3]\">Alpha</div><div v-click.hide=\"[1, 3]\">Bravo</div>", "B A A"},
		{"clicks: 1", "````md magic-move\n```js\nAlpha\n```\n```js\nBravo\n```\n```js\nCharlie\n```\n````", "A B"},
		{"clicksStart: 1", "````md magic-move\n```js\nAlpha\n```\n```js\nBravo\n```\n```js\nCharlie\n```\n````", "B C"},
		{"clicks: 1", "```ts {1|2|3}\nAlpha\n```", "A A"},
		{"clicksStart: 1", "```ts {1|2|3}\nAlpha\n```", "A A"},
	} {
		for number, src := range []string{"---\ntheme: default\nmdc: true\n" + c.front + "\n---\n\n" + c.body + "\n", "---\ntheme: default\nmdc: true\n---\n\n# One\n\n---\nlevel: 2\n" + c.front + "\n---\n\n" + c.body + "\n"} {
			d := read(t, "slides.md", []byte(src))
			if got := wordsOf(d.Slides[number]); got != c.want {
				t.Errorf("slide %d, %q, %s: %s, want %s", number+1, c.front, c.body, got, c.want)
			}
			if never := strings.Contains(c.front, "clicks: ") && c.front != "clicks: 5"; strings.Contains(strings.Join(d.Warnings, " "), "never shown") != never {
				t.Errorf("%q, %s: %q", c.front, c.body, d.Warnings)
			}
		}
	}
}

// TestSlidevDefaults: what the deck says of all slides, and what a slide says instead.
func TestSlidevDefaults(t *testing.T) {
	d := read(t, "slides.md", []byte("---\ntheme: default\nhtmlAttrs: {dir: ltr, lang: pt-BR}\nhideInToc: true\ndefaults:\n  layout: center\n  class: text-right\n  background: \"#123456\"\n  clicks: 2\n  zoom: 0.8\n---\n\n# One\n\n<Toc/>\n\n---\n\n# Two\n\n---\nlayout: quote\nclass: text-left\nclicks: 0\nbackground: none\nzoom: 1\nhideInToc: true\n---\n\n# Three\n"))
	for i, want := range []struct {
		steps          int
		center, ground bool
		text           string
	}{{3, true, true, "One\nTwo"}, {3, true, true, "Two"}, {1, false, false, "Three"}} {
		s := d.Slides[i]
		v := s.Views[0]
		if center := strings.Contains(s.Class, "x-slidev-center"); len(s.Views) != want.steps || center != want.center || strings.Contains(v.CSS, "#123456") != want.ground || strings.Contains(v.CSS, "zoom:0.8") != want.ground {
			t.Errorf("slide %d: %d views, class %s, %s", i+1, len(s.Views), s.Class, v.CSS)
		}
		if got := strings.Join(strings.Fields(v.Text), "\n"); got != want.text {
			t.Errorf("slide %d: %q", i+1, got)
		}
		if right := strings.Contains(v.CSS, "text-align:right"); right != (i < 2) {
			t.Errorf("slide %d: %s", i+1, v.CSS)
		}
	}
	if d.Lang != "pt-BR" {
		t.Errorf("language %q", d.Lang)
	}
	d = read(t, "slides.md", "---\nmdc: true\ndefaults:\n  background: \"#123456\"\n---\n# a\n\n---\nlayout: image-right\nimage: red.png\n---\n# b\n", "red.png", red)
	if v := d.Slides[1].Views[0]; !strings.Contains(v.HTML, `<div class="ground"><img`) || strings.Contains(v.CSS, "#123456") {
		t.Errorf("over a picture: %s %s", v.HTML, v.CSS)
	}
	// What takes its slides from another file counts more than they do; and no slide is
	// what its author hides.
	for src, want := range map[string]string{
		"---\ntheme: default\nlayout: quote\nsrc: ./more.md\n---\n":                                       "x-slidev-quote x-slidev-quote",
		"---\ntheme: default\nhide: true\n---\n\n# One\n\n---\nlayout: fact\n---\n\n# Two\n":              "x-slidev-fact",
		"---\ntheme: default\nhide: true\nsrc: ./more.md\n---\n\n# One\n\n---\n\n# Two\n":                 "x-slidev-cover",
		"---\ntheme: default\ndefaults:\n  hide: true\n---\n\n# One\n\n---\nlayout: fact\n---\n\n# Two\n": "x-slidev-cover x-slidev-fact",
	} {
		d := &decktest.Deck{}
		if err := Import(t.Context(), importertest.Tree("slides.md", []byte(src), "more.md", []byte("---\nlayout: fact\n---\n\n# First\n\n---\n\n# Second\n")), "slides.md", nil, options.Options{}, d); err != nil {
			t.Fatal(err)
		}
		var layouts []string
		for _, s := range d.Slides {
			for _, c := range strings.Fields(s.Class) {
				if strings.HasPrefix(c, "x-slidev-") && c != "x-slidev-layout" {
					layouts = append(layouts, c)
				}
			}
		}
		if got := strings.Join(layouts, " "); got != want {
			t.Errorf("%q: %s, want %s; %q", src, got, want, d.Warnings)
		}
	}
}

// TestSlidevCanvas: slides have the shape that the deck says.
func TestSlidevCanvas(t *testing.T) {
	for front, want := range map[string]string{
		"":                                   "",
		"aspectRatio: 16/9":                  "",
		"aspectRatio: 1.7777777777777777":    "",
		"aspectRatio: 4/3":                   "--bar-x:160px;--bar-y:0px",
		"aspectRatio: '4:3'":                 "--bar-x:160px;--bar-y:0px",
		"aspectRatio: 4x3\ncanvasWidth: 800": "--bar-x:160px;--bar-y:0px",
		"aspectRatio: 2":                     "--bar-x:0px;--bar-y:40px",
		"aspectRatio: wide":                  " line 3: “aspectRatio: wide” is no shape such as 4/3: the slides are 16/9.",
		"aspectRatio: 1/0":                   " line 3: “aspectRatio: 1/0” is no shape such as 4/3: the slides are 16/9.",
	} {
		d := read(t, "slides.md", []byte("---\ntheme: default\n"+front+"\nmdc: true\n---\n\n<div class=\"absolute bottom-10\">x</div>\n"))
		css := d.Slides[0].Views[0].CSS
		got, _, _ := strings.Cut(css[strings.Index(css+"--bar", "--bar"):], "}")
		if len(d.Warnings) > 0 {
			got += " " + strings.Join(d.Warnings, " ")
		}
		if got != want || strings.Contains(d.Slides[0].Class, "sized") != strings.HasPrefix(want, "--") {
			t.Errorf("%q: %q, want %q", front, got, want)
		}
		if px := map[string]string{"": "bottom:52.245px", "aspectRatio: 4/3": "bottom:39.184px", "aspectRatio: 4x3\ncanvasWidth: 800": "bottom:48px"}[front]; !strings.Contains(css, px) {
			t.Errorf("%q: %s lacks %s", front, css, px)
		}
	}
}

// TestSlidevInclude: slides and code of other files are taken in, and what is said of
// them names the file and its line.
func TestSlidevInclude(t *testing.T) {
	red := importertest.PNG(importertest.Colours(4, 3))
	tree := importertest.Tree(
		"talk/slides.md", []byte("---\ntheme: default\n---\n\n# One\n\n---\nsrc: ./pages/more.md#2,3\nlayout: center\n---\n\n---\nsrc: ./pages/none.md\n---\n\n---\n\n# Last\n\n<<< @/code/a.ts#part ts {2}\n\n---\nsrc: pages/loop.md\n---\n\n---\nsrc: /pages/more.md#1\nhide: true\n---\n"),
		"talk/pages/more.md", []byte("---\nlayout: cover\n---\n\n# First of more\n\n---\nclass: text-right\nlayout: quote\n---\n\n# Second of more\n\n![](./pic.png)\n\n---\n\n# Third of more\n\n<Counter />\n\n<!-- A note of more -->\n"),
		"talk/pages/loop.md", []byte("# Loop\n\n---\nsrc: ./loop.md\n---\n"),
		"talk/pages/pic.png", red, "talk/pic.png", importertest.PNG(importertest.Colours(9, 9)),
		"talk/code/a.ts", []byte("let secret\n// #region part\n  let a = 1\n  let b = 2\n// #endregion part\n"),
	)
	d := &decktest.Deck{}
	if err := Import(t.Context(), tree, "talk/slides.md", []string{"talk/pages/pic.png", "talk/pic.png"}, options.Options{}, d); err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	var titles []string
	for _, s := range d.Slides {
		titles = append(titles, s.Title)
	}
	if got, want := strings.Join(titles, "|"), "One|Second of more|Third of more||Last|Loop|"; got != want {
		t.Errorf("slides %q, want %q", got, want)
	}
	if s := d.Slides[1]; !strings.Contains(s.Class, "x-slidev-center") || len(d.Pictures) != 1 || d.Pictures[0].Width != 4 {
		t.Errorf("class %q, pictures %d", s.Class, len(d.Pictures))
	}
	if n := d.Slides[2].Notes; n != "A note of more" {
		t.Errorf("notes %q", n)
	}
	if v := d.Slides[4].Views[0]; !strings.Contains(v.Text, "let a = 1\nlet b = 2") || strings.Contains(v.HTML, "secret") {
		t.Errorf("code %s", v.HTML)
	}
	want := "line 13: the slides of “./pages/none.md” were not included: there is no such file beside the deck.|" +
		"talk/pages/loop.md, line 4: “./loop.md” takes itself in; its slides were left out.|" +
		"talk/pages/more.md, line 20: the component <Counter> cannot be shown.|pic.png is on no slide."
	if got := strings.Join(d.Warnings, "|"); got != want {
		t.Errorf("warnings\n%s, want\n%s", strings.ReplaceAll(got, "|", "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
	for _, r := range d.Remarks {
		if r.Included && r.Line == 20 && r.Slide != 3 {
			t.Errorf("%v is on slide %d", r, r.Slide)
		}
	}
}

// TestSlidevNotes: the comment that ends a slide is the speaker's, and no other.
func TestSlidevNotes(t *testing.T) {
	for src, want := range map[string]string{
		"# A\n\n<!-- Note\n\n[click] more -->":          "Note\n\n[click] more",
		"# A\n\n<!-- no -->\n\ntext":                    "",
		"# A\n\n<!-- no -->\n\n<!-- yes -->\n":          "yes",
		"# A\ntext <!-- yes\nand more -->":              "yes\nand more",
		"# A\n\n```html\n<!-- no -->\n```":              "",
		"# A\n\n::right::\n\nB\n\n<!-- yes -->":         "yes",
		"# A\n\n<!-- a\n---\nstill -->\n\n<!-- yes -->": "yes",
	} {
		d := read(t, "slides.md", []byte("---\ntheme: default\ndrawings: {}\n---\n\n"+src))
		if len(d.Slides) != 1 || d.Slides[0].Notes != want || strings.Contains(d.Slides[0].Views[0].HTML, "yes") {
			t.Errorf("%q: %d slides, notes %q, want %q", src, len(d.Slides), d.Slides[0].Notes, want)
		}
	}
}

// TestTocHasNoNotes: a table of contents names slides by what is shown of them.
func TestTocHasNoNotes(t *testing.T) {
	for _, second := range []string{
		"<!--\n# secret\n-->\n\n# Shown", "```md\n# secret\n```\n\n# Shown", "# Shown <!-- a > secret -->", "Note:\n\n# secret", "<aside class=\"notes\">\n\n# secret\n\n</aside>", "::: notes\n\n# secret\n\n:::", "---\nhide: true\n---\n\n# secret", "words <!-- x\n\n# secret\n\n-->\n\n# Shown",
	} {
		d := read(t, "slides.md", "---\ntheme: default\nlayout: cover\n---\n# First\n\n<Toc/>\n\n---\n\n"+second+"\n\n---\n\n# Last\n")
		if v := d.Slides[0].Views[0]; secret.MatchString(v.HTML+v.Text) || !strings.Contains(v.Text, "Last") {
			t.Errorf("%q: %s", second, v.HTML)
		}
	}
}

// TestSlidevIsBounded: what stands for much more than it is becomes a remark.
func TestSlidevIsBounded(t *testing.T) {
	for name, c := range map[string]struct{ src, remark string }{
		"twice":                       {strings.Repeat(`<div v-click.hide="[1,3]">`, 16) + "x" + strings.Repeat("</div>", 16), "too much of this slide goes and comes again: what goes from here on stays away."},
		"contents that nobody writes": {"# " + strings.Repeat("a", 2000) + "\n\n<Toc/>\n" + strings.Repeat("\u2060slidev-toc-0\u2060 ", 9000), "this table of contents is left out: its titles are too long."},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "slides.md", "---\ntheme: default\n---\n\n"+c.src+"\n")
			if all := strings.Join(d.Warnings, "\n"); !strings.Contains(all, c.remark) {
				t.Errorf("%q", all)
			}
		})
	}
}
