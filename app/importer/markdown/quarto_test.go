package markdown

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck/decktest"
	"lectern/app/importer/importertest"
	"lectern/app/importer/options"
)

// quartoDeck is a deck of Quarto's with some settings of its slides.
func quartoDeck(settings, slides string) string {
	src := "---\nformat:\n  revealjs:\n"
	for l := range strings.Lines(settings) {
		src += "    " + l
	}
	return src + "\n---\n\n" + slides
}

// shownIn is the words of each view of a slide.
func shownIn(t *testing.T, src string, files ...any) string {
	t.Helper()
	var all []string
	for _, v := range read(t, append([]any{"a.qmd", src}, files...)...).Slides[0].Views {
		all = append(all, strings.Join(strings.Fields(v.Text), " "))
	}
	return strings.Join(all, " | ")
}

// TestQuartoFragments: their order is an attribute without data- before it.
func TestQuartoFragments(t *testing.T) {
	const fragments = "## A\n\n::: {.fragment fragment-index=2}\nsecond\n:::\n\n::: {.fragment fragment-index=1}\nfirst\n:::\n\n[with]{.fragment fragment-index=2}\n"
	if got, want := shownIn(t, quartoDeck("slide-level: 2", fragments)), "A | A first | A second first with"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n::: {.fragment autoslide=2000}\nb\n:::\n"))
	if got := order(d); got != "A:-,2" {
		t.Error(got)
	}
}

// TestQuartoInclude: a text takes in others, whose remarks name them; what cannot be taken
// in is named where it would be.
func TestQuartoInclude(t *testing.T) {
	tree := importertest.Tree(
		"talk/a.qmd", quartoDeck("slide-level: 2", "{{< include parts/_one.qmd >}}\n\n{{< include gone.qmd >}}\n\n```\n{{< include parts/_one.qmd >}}\n```\n\n## Last\n\n{{< include a.qmd >}}\n\n{{< include parts/_three.qmd >}}\n"),
		"talk/parts/_one.qmd", "---\ntitle: Not mine\n---\n\n## One\n\n::: notes\nSECRET\n:::\n\n{{< include _two.qmd >}}\n\n<Counter />",
		"talk/parts/_two.qmd", "## Two {visibility=\"hidden\"}\n\nwords\n{{< include _one.qmd >}}\n",
		"talk/parts/_three.qmd", "---\n## Three\n\nwords\n\n---\n\n## Four\n", // which is no front matter
	)
	d := &decktest.Deck{}
	if err := Import(t.Context(), tree, "talk/a.qmd", nil, options.Options{}, d); err != nil {
		t.Fatal(err)
	}
	importertest.CheckDraft(t, d)
	if got, want := order(d), "One (Two) Last Three Four"; got != want || d.Slides[0].Notes != "SECRET" {
		t.Errorf("%s, want %s; %q", got, want, d.Slides[0].Notes)
	}
	want := []string{
		"line 9: the slides of “gone.qmd” were not included: there is no such file beside the deck.",
		"line 17: the slides of “a.qmd” were not included: it takes itself in.",
		"talk/parts/_one.qmd, line 13: the component <Counter> cannot be shown.",
		"talk/parts/_two.qmd, line 4: the slides of “_one.qmd” were not included: it takes itself in.",
	}
	if diff := cmp.Diff(want, d.Warnings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, want := len(Parts(tree, "talk/a.qmd")), 5; got != want { // also the one in code
		t.Errorf("%d parts, want %d", got, want)
	}
}

// TestQuartoVideo: films beside the deck are played, and those on the web are named.
func TestQuartoVideo(t *testing.T) {
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n{{< video clip.mp4 width=\"400\" >}} {{< video https://x.example/b >}}\n"), "clip.mp4", mp4)
	if html := d.Slides[0].Views[0].HTML; !strings.Contains(html, `<video src="picture:0"`) || !strings.Contains(html, `width="400"`) || strings.Contains(html, "{{") {
		t.Error(html)
	}
	if diff := cmp.Diff([]string{"line 9: the shortcode “video https://x.example/b” makes nothing here."}, d.Warnings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestQuartoAside: what is said by the way stands at the foot.
func TestQuartoAside(t *testing.T) {
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n::: aside\nSource: *X*\n:::\n\nwords [small]{.aside} and more[^1]\n\n[^1]: Note\n"))
	want := "<h2>A</h2>\n\n<p>words  and more<sup class=\"footnote-ref\">1</sup></p>\n<div class=\"footnotes\">\n<ol>\n<li value=\"1\">Note</li>\n</ol>\n<div>\n<p>Source: <em>X</em></p>\n</div><p>small</p></div>"
	if diff := cmp.Diff(want, d.Slides[0].Views[0].HTML); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	d = read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n[small]{.aside}\n\nwords\n"))
	if diff := cmp.Diff("<h2>A</h2>\n\n<p>words</p>\n<div class=\"footnotes\"><p>small</p></div>", d.Slides[0].Views[0].HTML); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestQuartoAsideSteps: nothing of them is there before what they stand in, and what they
// refer to.
func TestQuartoAsideSteps(t *testing.T) {
	for slide, want := range map[string]string{
		"A\n\n. . .\n\nB [x]{.aside}":                                   "A | A B x",
		"A\n\n. . .\n\n[x]{.aside} [y[^1]]{.aside}\n\n[^1]: z":          "A | A z x y[1]",
		"::: fragment\nA\n\n::: aside\nx\n:::\n:::\n\n[y]{.aside}":      "y | A x y",
		"<div hidden>\n\n[x]{.aside}\n\n</div>\n\nA":                    "A",
		"::: {.aside .fragment}\nx\n:::\n\nA":                           "A | A x",
		"[A[^1]]{.fragment}\n\n[^1]: b[^2]\n[^2]: c[^3]\n[^3]: d":       "| A[1] [1] b[2] [2] c[3] [3] d",
		"::: panel-tabset\n### A\n\n### B\n\n[x]{.aside}\n\n### C\n:::": "A | B x | C x",
	} {
		if got := shownIn(t, quartoDeck("slide-level: 2", "## T\n\n"+slide+"\n")); got != strings.TrimSpace("T "+strings.ReplaceAll(want, "| ", "| T ")) {
			t.Errorf("%q: %s, want %s", slide, got, want)
		}
	}
}

// TestQuartoTabs: tabs come one after the other.
func TestQuartoTabs(t *testing.T) {
	const panel = "## A\n\n::: {.panel-tabset}\n### B\n\n- b\n\n### C\n\nc\n\n### D\n\nd\n:::\n"
	for src, want := range map[string]string{
		quartoDeck("incremental: true", panel):                               "A B b | A C c | A D d",
		quartoDeck("slide-level: 2", panel+"\n[last]{.fragment}\n"):          "A B b | A C c | A D d | A D d last",
		quartoDeck("slide-level: 2", strings.Replace(panel, "### D", "", 1)): "A B b | A C c d",
		quartoDeck("slide-level: 2", "## A\n\n:::: panel-tabset\n### B\n\n```{.py code-line-numbers=\"1|2\"}\nb\nb\n```\n\n### C\n\n::: panel-tabset\n#### D\n\n#### E\n:::\n\n### F\n\n```{.py code-line-numbers=\"1|2\"}\nf\nf\n```\n::::\n"): "A B b b | A C D E | A F f f",
		quartoDeck("slide-level: 2", "## A\n\n::: panel-tabset\nb\n:::\n"):                                                 "A b",
		quartoDeck("slide-level: 2", "## A\n\n::: panel-tabset\n### B\n\nb\n:::\n\n[last]{.fragment}\n"):                   "A B b | A B b last",
		quartoDeck("slide-level: 2", "## A\n\n::: panel-tabset\nfirst\n\n#### B\n\nb\n\n### C\n\nc\n\n#### D\n\nd\n:::\n"): "A first B b C c | A first D d",
	} {
		if got := shownIn(t, src); got != want {
			t.Errorf("%q: %s, want %s", src, got, want)
		}
	}
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", panel))
	if diff := cmp.Diff([]string{"line 9: the tabs of this panel come one after the other, as steps."}, d.Warnings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestQuartoMargins: a deck's footer, logo and numbers are on its slides.
func TestQuartoMargins(t *testing.T) {
	const without = "## A {footer=false}\n"
	if html := read(t, "a.qmd", quartoDeck("footer: x", without)).Slides[0].Views[0].HTML; html != "<h2>A</h2>" {
		t.Error(html)
	}
	const slides = "## A\n\n## B {visibility=\"hidden\"}\n\n## C\n\n::: footer\nmine\n:::\n"
	d := read(t, "a.qmd", quartoDeck("footer: \"ACME *Inc*\"\nlogo: red.png\nslide-number: true", slides), "red.png", red)
	for i, want := range []string{`class="foot st-1">ACME <em>Inc</em></footer>`, `>ACME <em>Inc</em></footer>`, "class=\"foot st-1\">\n<p>mine</p>\n</footer>"} {
		html := d.Slides[i].Views[0].HTML
		if !strings.Contains(html, want) || !strings.Contains(html, `<footer class="foot st-2"><img src="picture:0"`) || i != 2 && strings.Contains(html, "mine") {
			t.Error(html)
		}
	}
	if got := pages(d); got != "1/2 - 2/2" || len(d.Warnings) > 0 {
		t.Error(got, d.Warnings)
	}
	for words, want := range map[string][]string{ // what the foot says at each step, n for what is not shown
		"::: footer\none\n:::\n\n:::: {.x}\n::: footer\ntwo\n:::\n::::\n":                      {"one two"},
		":::: footer\none\n\n::: footer\ntwo\n:::\n::::\n\n::: footer\nthree\n:::\n":           {"one two three"},
		"a\n\n. . .\n\n::: footer\none\n:::\n":                                                 {"nnn", "one"},
		"::: footer\none\n:::\n\n::: {.fragment}\nb\n:::\n\n::: {.footer .fragment}\ntwo\n:::": {"nnn nnn", "nnn nnn", "one two"},
		":::: {.fragment}\n::: footer\none\n:::\n::::\n":                                       {"", ""},
	} {
		for i, v := range read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n"+words)).Slides[0].Views {
			_, foot, _ := strings.Cut(v.HTML, "<footer")
			_, foot, _ = strings.Cut(foot, ">")
			foot, _, _ = strings.Cut(foot, "</footer>")
			if got := strings.Join(strings.Fields(tags.ReplaceAllString(foot, "")), " "); i >= len(want) || got != want[i] {
				t.Errorf("%q has at step %d %q", words, i, v.HTML)
			}
			if i == 0 && len(want) > 1 && strings.Contains(v.HTML, "one") {
				t.Errorf("%q shows too early %q", words, v.HTML)
			}
		}
	}
	for settings, want := range map[string]string{"slide-number: h.v": "1 - 2", "slide-number: true\nshow-slide-number: print": "- - -", "footer: x": "- - -"} {
		if got := pages(read(t, "a.qmd", quartoDeck(settings, slides))); got != want {
			t.Errorf("%s: %s", settings, got)
		}
	}
}

// TestQuartoSettings: what is said below the format holds, or is named by its line.
func TestQuartoSettings(t *testing.T) {
	d := read(t, "a.qmd", "---\ntitle: T\ntitle-slide-attributes:\n  data-background-image: red.png\n  data-background-size: contain\ntoc: true\nformat:\n  html:\n    theme: black\n  revealjs:\n    theme: [white, my.scss]\n"+
		"    width: 1600\n    height: 900\n    toc: false\n    parallax-background-image: x.png\n    fontsize: 2em\n    margin: 0\n---\n\n## A\n\n<p style=\"margin-left: 100px\">a</p>\n\n[at]{.absolute left=10 top=10 width=50}\n", "red.png", red)
	if html := d.Slides[0].Views[0].HTML; !strings.HasPrefix(html, `<div class="ground"><img src="picture:0"`) || d.Slides[0].Class != "lead" {
		t.Error(html, d.Slides[0].Class)
	}
	if css := d.Slides[1].Views[0].CSS; !strings.Contains(css, "margin-left:80px") || !strings.Contains(css, "top:8px;left:8px;width:40px") {
		t.Error(css)
	}
	want := []string{
		"line 6: “toc” is not honoured.",
		"line 11: the style sheet my.scss was left out: it is no CSS.",
		"line 15: “parallax-background-image” is not honoured.",
		"line 16: “fontsize” is not honoured.",
	}
	if diff := cmp.Diff(want, d.Warnings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for theme, class := range map[string]string{"[moon, my.css]": "invert", "moon": "invert", "my.css": "", "default": ""} {
		if d := read(t, "a.qmd", quartoDeck("theme: "+theme, "## A\n")); d.Slides[0].Class != class {
			t.Errorf("%s: %q", theme, d.Slides[0].Class)
		}
	}
}

// TestDeckSheets: style sheets that a front matter names are taken in.
func TestDeckSheets(t *testing.T) {
	for src, want := range map[string]string{
		quartoDeck("css: [my.css, gone.css]", "## A\n"):                             "line 4: the style sheet gone.css was not found.",
		quartoDeck("theme: [moon, my.css]\ncss: https://x.example/a.css", "## A\n"): "line 5: the style sheet https://x.example/a.css is on the web, and was left out.",
		"---\nrevealOptions: {hash: true}\ncss: my.css,my.css\n---\n## A":           "",
		"---\nhighlightTheme: x\ntheme: css/my.css\n---\n## A":                      "",
	} {
		tree := importertest.Tree("a.md", src, "css/my.css", "h2 { color: tomato }")
		d := &decktest.Deck{}
		if err := Import(t.Context(), tree, "a.md", nil, options.Options{}, d); err != nil {
			t.Fatal(err)
		}
		if css := d.Slides[0].Views[0].CSS; !strings.Contains(css, ":slide h2{color:tomato}") {
			t.Errorf("%q: %s", src, css)
		}
		if got := strings.Join(d.Warnings, "\n"); got != want {
			t.Errorf("%q: %s", src, got)
		}
		if parts := Parts(tree, "a.md"); len(parts) == 0 || !strings.HasSuffix(parts[0].Name, "my.css") && !strings.HasSuffix(parts[len(parts)-1].Name, "my.css") {
			t.Errorf("%q: %v", src, parts)
		}
	}
}

// TestLogoOnTheWeb: one that was not fetched is named, and leaves nothing on the slides.
func TestLogoOnTheWeb(t *testing.T) {
	d := read(t, "a.qmd", quartoDeck("logo: https://x.example/logo.png", "## A\n"))
	if html := d.Slides[0].Views[0].HTML; strings.Contains(html, "missing") || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "--fetch") {
		t.Error(html, d.Warnings)
	}
}

// TestQuartoRaw: what is HTML is none to be read, formulas are set, and what is for another
// format is not shown.
func TestQuartoRaw(t *testing.T) {
	d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## A\n\n```{=html}\n<p>raw</p>\n\n    <p>more <b>of</b> it</p>\n```\n\n```{=tex}\n\\begin{gather*}\na=b\n\\end{gather*}\n```\n\n```{=typst}\n#pagebreak()\n```\n\n````\n```{=html}\n<p>shown</p>\n```\n````\n"))
	v := d.Slides[0].Views[0]
	if want := "A\nraw\nmore of it\n\\begin{gather*} a=b \\end{gather*}\n```{=html}\n<p>shown</p>\n```"; v.Text != want || !strings.Contains(v.HTML, "<math") {
		t.Errorf("%q, want %q\n%s", v.Text, want, v.HTML)
	}
	if diff := cmp.Diff([]string{"line 21: what is here for “typst” alone is not shown."}, d.Warnings); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestQuartoLayout: what is in a div stands beside each other as the div says.
func TestQuartoLayout(t *testing.T) {
	for attributes, want := range map[string]string{
		"layout-ncol=2":                "[1 A][1 B] [1 C][1 D] [1 E][1 ]",
		"layout-nrow=1":                "[1 A][1 B][1 C][1 D][1 E]",
		`layout="[1, 20]"`:             "[1 A][20 B] [1 C][20 D] [1 E][20 ]",
		`layout="[[1,-1,2],[30%]]"`:    "[1 A][1 ][2 B] [30 C] [30 D] [30 E]",
		`layout="[[-1],[0,9]]"`:        "",
		`layout="x" layout-ncol=-9999`: "",
	} {
		d := read(t, "a.qmd", quartoDeck("slide-level: 2", "## Title\n\n::: {"+attributes+"}\nA\n\nB\n\n![C](red.png)\n![D](red.png)\n\nE\n:::\n"), "red.png", red)
		v := d.Slides[0].Views[0]
		grow := map[string]string{}
		for _, m := range regexp.MustCompile(`\.(st-\d+):not\(#_\)\{flex-grow:([\d.]+)`).FindAllStringSubmatch(v.CSS, -1) {
			grow[m[1]] = m[2]
		}
		var rows []string
		for _, row := range strings.Split(v.HTML, `<div class="cols">`)[1:] {
			one := ""
			for _, m := range regexp.MustCompile(`<div class="col (st-\d+)">(?:<p>(?:<img[^>]*alt=")?(\w))?`).FindAllStringSubmatch(row, -1) {
				one += "[" + grow[m[1]] + " " + m[2] + "]"
			}
			rows = append(rows, one)
		}
		if got := strings.Join(rows, " "); got != want || (want == "") != (strings.Join(d.Warnings, "") == "line 9: this layout is not honoured: it is no list of widths.") {
			t.Errorf("%s: %s, want %s; %q", attributes, got, want, d.Warnings)
		}
	}
}

// TestQuartoFigures: the last words of a figure with parts are its caption, below them.
func TestQuartoFigures(t *testing.T) {
	for last, want := range map[string]string{
		"Both boats":  "<div class=\"cols\">AB</div><p>Both boats</p>",
		"![C](c.png)": "<div class=\"cols\">AB</div><div class=\"cols\">C</div>",
	} {
		html := read(t, "a.qmd", quartoDeck("slide-level: 2", "## T\n\n::: {#fig-x layout-ncol=2}\n![A](a.png)\n\n![B](b.png)\n\n"+last+"\n:::\n")).Slides[0].Views[0].HTML
		html = regexp.MustCompile(`<div class="col [^>]*>(?:<p>[^<]*<[^>]*>(\w?)[^<]*(?:</span>)?</p>)?</div>`).ReplaceAllString(html, "$1")
		if !strings.Contains(html, want) {
			t.Errorf("%s: %s", last, html)
		}
	}
}

// TestQuartoCaptions: a paragraph beside a table is its caption.
func TestQuartoCaptions(t *testing.T) {
	const table = "| a |\n|---|\n| b |\n"
	for src, want := range map[string]string{
		table + "\n: Of *it* {#tbl-x}\n": "<caption>Of <em>it</em></caption>",
		table + ": Of it\n":              "<caption>Of it</caption>",
		"Table: Of it\n\n" + table:       "<caption>Of it</caption>",
		table + "\n: Of it\n\n" + table:  "<caption>Of it</caption>",
		table + "\nTables: no\n":         "<p>Tables: no</p>",
	} {
		v := read(t, "a.qmd", quartoDeck("incremental: false", "## A\n\n"+src)).Slides[0].Views[0]
		if !strings.Contains(v.HTML, want) || strings.Count(v.HTML, "<caption>") > 1 || strings.Contains(v.HTML, "<caption>") && !strings.Contains(v.HTML, "<table>\n<caption>") && !strings.Contains(v.HTML, "<table><caption>") {
			t.Errorf("%q: %s", src, v.HTML)
		}
	}
}
