package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck/decktest"
)

// revealPage is a page of reveal.js with some slides, and options.
func revealPage(slides, options string) string {
	return `<div class="reveal"><div class="slides">` + slides + `</div></div><script>Reveal.initialize({` + options + `});</script>`
}

// TestRevealThemes: Markdown of reveal-md's without a theme is its black, what may be of a
// page that links another is not, and a page is what it links.
func TestRevealThemes(t *testing.T) {
	for src, dark := range map[string]bool{
		"---\nrevealOptions: {hash: true}\n---\n# A":               true,
		"---\nrevealOptions: {hash: true}\ntheme: white\n---\n# A": false,
		"---\nhighlightTheme: x\ntheme: moon.css\n---\n# A":        true,
		"<!-- .slide: data-background-color=\"#fff\" -->\n# A":     false,
		"---\ntitle: A\n---\n# A <!-- .slide: id=\"a\" -->":        false,
		"---\ntheme: night\n---\n# A <!-- .slide: id=\"a\" -->":    true,
		"# A":                                  false,
		revealPage("<section>A</section>", ""): false,
		`<link rel="stylesheet" href="x/black.css">` + revealPage("<section>A</section>", ""): true,
	} {
		file := "a.md"
		if strings.Contains(src, "<section") {
			file = "a.html"
		}
		if d := read(t, file, src); slices.Contains(strings.Fields(d.Slides[0].Class), "invert") != dark {
			t.Errorf("%q: %q", src, d.Slides[0].Class)
		}
	}
}

// TestHidesNothingInCode: what a deck about reveal.js shows of its attributes is not said of
// the slide that shows it.
func TestHidesNothingInCode(t *testing.T) {
	for src, want := range map[string]string{
		"a\n\n```html\n<section data-visibility=\"hidden\">\n```\n":                                                             "a",
		"a `<!-- .slide: data-visibility=\"hidden\" -->` b":                                                                     "a",
		"a\n\n    <!-- .slide: data-visibility=\"hidden\" -->\n":                                                                "a",
		"a\n\n<section data-visibility=\"hidden\">\n\npart\n\n</section>\n":                                                     "a",
		"a\n\n- b\n  <!-- .slide: data-visibility=\"hidden\" -->\n\n---\n\nc":                                                   "(a) c",
		"<section data-visibility=\"hidden\">\n\na\n\n</section>\n\n---\n\nc":                                                   "(a) c",
		"<!-- x -- -->\n<section>\n<!-- y -->\n<section data-visibility=\"hidden\">\n\na\n\n</section>\n</section>\n\n---\n\nc": "(a) c",
		"<!-- x -->\n\na\n\n<!-- y -->\n<section data-visibility=\"hidden\">\n\npart\n\n</section>\n":                           "a",
		"<!-- .slide: id=\"a\"\n data-visibility=\"hidden\" -->\na\n\n---\n\nc":                                                 "(a) c",
		"## a {visibility=\"hidden\"}\n\n::: notes\nx\n:::\n\n## c\n":                                                           "(a) c",
		"## a\n\n`## a {visibility=\"hidden\"}`\n\n::: notes\nx\n:::\n\n## c\n":                                                 "a c",
	} {
		if got := order(read(t, "a.md", src)); got != want {
			t.Errorf("%q: %s, want %s", src, got, want)
		}
	}
}

// TestCurrentFragment: fragments have the class of what came last until the next comes,
// where a style asks for it.
func TestCurrentFragment(t *testing.T) {
	const style = "<style>.fragment.blur { filter: blur(5px) } .fragment.blur.current-fragment { filter: none }</style>\n"
	fragments := []string{"<p class=\"fragment custom blur\">a</p>", "<p class=\"fragment\">b</p>", "<p class=\"fragment fade-out\">c</p>", "<p class=\"fragment grow\">d</p>"}
	for _, c := range []struct{ src, want string }{
		{style + strings.Join(fragments, "\n\n"), "- a b - d"},
		{style + strings.Join(fragments[:2], "\n\n"), "- a b"},
		{style + `<p class="fragment blur" data-fragment-index="1">a</p>` + "\n\n" + `<p class="fragment custom" data-fragment-index="0">b</p>`, "- b a"},
		{strings.Join(fragments, "\n\n"), "- - - - -"},
	} {
		var got []string
		for _, v := range read(t, "a.md", c.src).Slides[0].Views {
			one := "-"
			if _, after, ok := strings.Cut(v.HTML, "x-current-fragment"); ok {
				one = strings.TrimLeft(after[strings.Index(after, ">")+1:], " ")[:1]
				if strings.Contains(after, "x-current-fragment") {
					one += "+"
				}
			}
			got = append(got, one)
		}
		if fmt.Sprint(got) != "["+c.want+"]" {
			t.Errorf("%q: %q, want %s", c.src, got, c.want)
		}
	}
}

// TestTransitions: that slides change at once is said once, whatever tool would have it
// otherwise.
func TestTransitions(t *testing.T) {
	const said = "“transition” is not honoured."
	for src, want := range map[string]string{
		"---\nmarp: true\ntransition: fade\n---\n# A\n\n---\n\n<!-- transition: push -->\nB":                          "lines 3 and 9: ",
		"---\nmdc: true\nlayout: cover\ntransition: fade\n---\n# A\n\n---\ntransition: slide-up\n---\n\nB":            "lines 4 and 9: ",
		"---\nmdc: true\nlayout: cover\ntransition:\n  name: x\n---\n# A":                                             "line 4: ",
		"---\nrevealOptions:\n  transition: fade\n---\n# A\n\n---\n\n<!-- .slide: data-transition=\"zoom\" -->\nB":    "lines 3 and 9: ",
		"---\nformat:\n  revealjs:\n    transition: fade\n---\n## A\n\n## B {transition=\"zoom\"}\n":                  "lines 4 and 8: ",
		"---\nformat:\n  revealjs:\n    transition: none\n---\n## A\n":                                                "",
		"---\nrevealOptions:\n  transition: none\n---\n# A\n\n<!-- .slide: data-background-transition=\"none\" -->\n": "",
		"<head></head>\n" + revealPage("<section data-transition=\"slide\">A</section>", "\n  transition: 'fade'\n"):  "lines 2 and 3: ",
	} {
		file := "a.md"
		if strings.Contains(src, "<section") {
			file = "a.html"
		}
		d := read(t, file, src)
		if got := strings.Join(d.Warnings, "\n"); want == "" && got != "" || want != "" && got != want+said {
			t.Errorf("%q:\n%s, want %s", src, got, want+said)
		}
	}
}

// TestRevealCode: code of a page has its numbers, and the lines that stand out, also without
// a language.
func TestRevealCode(t *testing.T) {
	inTime(t)
	const lines = "a\nb\nc"
	for code, want := range map[string]string{
		`<pre><code data-line-numbers="2">` + lines + `</code></pre>`:                               "1:a- 2:b 3:c-",
		`<pre><code class="js" data-line-numbers="1,3" data-ln-start-from="7">` + lines + `</code>`: "7:a 8:b- 9:c",
		"<pre>\n<code class=\"language-js\" data-line-numbers=\"2|3\">" + lines + `</code></pre>`:   "1:a- 2:b 3:c- | 1:a- 2:b- 3:c",
		`<pre data-line-numbers><code>` + lines + `</code></pre>`:                                   "1:a 2:b 3:c",
		`<pre><code class="js">` + lines + `</code></pre>`:                                          "a b c",
	} {
		var views []string
		for _, v := range read(t, "a.html", revealPage("<section>"+code+"</section>", "")).Slides[0].Views {
			var list []string
			for _, l := range strings.Split(v.HTML, `<span class="line`)[1:] {
				one := letter.ReplaceAllString(tags.ReplaceAllString(strings.Replace(strings.Replace(`<a class="line`+l, `class="ln">`, ">", 1), "</span>", "</span>:", strings.Count(l, `class="ln"`)), ""), "")
				if strings.HasPrefix(l, " dim") {
					one += "-"
				}
				list = append(list, one)
			}
			views = append(views, strings.Join(list, " "))
		}
		if got := strings.Join(views, " | "); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	letter = regexp.MustCompile(`\s`)
)

// TestRevealRemarks: what is not honoured of a page's options, and of a slide's attributes,
// is said.
func TestRevealRemarks(t *testing.T) {
	d := read(t, "a.html", "\n\n"+revealPage("<section>A</section>", "rtl: true, fragments: true,\n parallaxBackgroundImage: 'x.png'"))
	if got := strings.Join(d.Warnings, "\n"); got != "line 3: “rtl” is not honoured.\nline 4: “parallaxBackgroundImage” is not honoured." {
		t.Error(got)
	}
	d = read(t, "a.html", revealPage("<section>A</section>", "transition: 'none', chalkboard: { transition: 800, rtl: true }"))
	if got := strings.Join(d.Warnings, "\n"); got != "" {
		t.Error(got)
	}
	for attributes, want := range map[string]string{
		`data-background-image="red.png" data-background-size="100px" data-background-repeat="repeat"`:    "line 1: pictures behind a slide are not repeated.",
		`data-background-image="red.png" data-background-size="cover" data-background-repeat="repeat"`:    "",
		`data-background-image="red.png" data-background-size="100px" data-background-repeat="no-repeat"`: "",
		`data-visibility="uncounted"`: "line 1: “uncounted” is not honoured: the slide counts among the others, and takes of the talk's time.",
	} {
		d := read(t, "a.md", "<!-- .slide: "+attributes+" -->\n# A\n", "red.png", red)
		if !strings.Contains(attributes, "red.png") {
			d = read(t, "a.md", "<!-- .slide: "+attributes+" -->\n# A\n")
		}
		if got := strings.Join(d.Warnings, "\n"); got != want {
			t.Errorf("%s: %s", attributes, got)
		}
	}
}

// pages are the numbers on a deck's slides.
func pages(d *decktest.Deck) string {
	var all []string
	for _, s := range d.Slides {
		one := "-"
		if _, after, ok := strings.Cut(s.Views[0].HTML, `data-page="`); ok {
			one, _, _ = strings.Cut(after, `"`)
		}
		all = append(all, one)
	}
	return strings.Join(all, " ")
}

// TestSlideNumbers: slides have the numbers that reveal.js gives them.
func TestSlideNumbers(t *testing.T) {
	const stacks = `<section>a</section><section><section data-visibility="hidden">b</section><section>c</section><section>d</section></section>` +
		`<section data-visibility="uncounted">e</section><section><section data-visibility="hidden">f</section><section>g</section></section>`
	for _, c := range []struct{ file, src, want string }{
		{"a.html", revealPage(stacks, "slideNumber: true"), "1 - 2.1 2.2 2 - 4"},
		{"a.html", revealPage(stacks, "slideNumber: 'h/v'"), "1 - 2/1 2/2 2 - 4"},
		{"a.html", revealPage(stacks, `slideNumber: "c",`), "1 - 2 3 3 - 4"},
		{"a.html", revealPage(stacks, "slideNumber: 'c/t'"), "1/4 - 2/4 3/4 3/4 - 4/4"},
		{"a.html", revealPage("<section><section>a</section><section>b</section></section>", "slideNumber: true"), "1 2"},
		{"a.html", revealPage(stacks, "slideNumber: false"), "- - - - - - -"},
		{"a.html", revealPage(stacks, "slideNumber: true, showSlideNumber: 'print'"), "- - - - - - -"},
		{"a.md", "---\nrevealOptions:\n  slideNumber: true\n---\na\n\n--\n\n<!-- .slide: data-visibility=\"uncounted\" -->\nb\n\n---\n\nc", "1.1 0.2 2"},
		{"a.md", "---\nrevealOptions:\n  slideNumber: c/t\n---\na\n\n---\n\nb", "1/2 2/2"},
	} {
		if got := pages(read(t, c.file, c.src)); got != c.want {
			t.Errorf("%q: %s, want %s", c.src, got, c.want)
		}
	}
}

// TestRevealSize: what is said in pixels is of slides as large as the deck says, and what
// is not in the middle begins at the top.
func TestRevealSize(t *testing.T) {
	const slide = `<style>p { margin-left: 90px }</style><section><p>a</p><img src="red.png" width="900"></section>`
	for options, want := range map[string]string{
		"":                                    "margin-left:90px",
		"width: 1920, height: 1080":           "margin-left:60px width:600px",
		"width: 1600":                         "margin-left:72px width:720px",
		"width: '100%', height: 360":          "margin-left:120px width:1200px", // of 960 by 360
		"width: 1920, height: 1, center:true": "margin-left:90px",
		"width: 1920, 'height': 1080,\n menu: { width: 'normal' }, plugins: [{ width: 9 }],\n a: (x) => f({ height: 9 })": "margin-left:60px width:600px",
		"menu: { side: '}', width: 9 },\n width: 1920, // it's {wide\n title: 'a, width: 9', height: 1080}, {":            "margin-left:60px width:600px",
		"}); new Chart({ width: 1920, height: 1080":                                                                       "margin-left:90px",
	} {
		d := read(t, "a.html", revealPage(slide, options), "red.png", red)
		got := lengths.FindAllString(d.Slides[0].Views[0].CSS, -1)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", options, got, want)
		}
		if d.Slides[0].Class != "center" {
			t.Error(d.Slides[0].Class)
		}
	}
	d := read(t, "a.html", revealPage(`<section><img src="red.png" width="640" style="width: 50%"></section>`, "width: 1920, height: 1080"), "red.png", red)
	if css := d.Slides[0].Views[0].CSS; !strings.Contains(css, "width:50%") || strings.Contains(strings.SplitAfterN(css, "width:50%", 2)[1], "width:") {
		t.Error(css)
	}
	for src, want := range map[string]string{
		"---\nrevealOptions: {center: false}\ntheme: white\n---\na":                "",
		"---\nrevealOptions: {center: false}\ntheme: white\nclass: center\n---\na": "center",
		"---\nhighlightTheme: x\ncenter: false\n---\na":                            "invert",
	} {
		if d := read(t, "a.md", src); d.Slides[0].Class != want {
			t.Errorf("%q: %q", src, d.Slides[0].Class)
		}
	}
}

// TestRevealTop: where slides begin at the top pictures are in the middle all the same, also
// before they come.
func TestRevealTop(t *testing.T) {
	d := read(t, "a.html", revealPage(`<section><img class="fragment" src="red.png"></section>`, "center: false"), "red.png", red)
	for i, want := range []string{":slide canvas{align-self:center}", ":slide img{align-self:center}"} {
		if css := d.Slides[0].Views[i].CSS; !strings.Contains(css, want) {
			t.Error(css)
		}
	}
}

var lengths = regexp.MustCompile(`(?:margin-left|width):[\d.]+px`)
