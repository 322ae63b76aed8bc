package browser

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// layoutDeck is a folder with slides that say nothing of their layout. It returns the
// file; slides are known by their headings, or by their place.
func layoutDeck(t *testing.T, slides ...string) string {
	t.Helper()
	dir := t.TempDir()
	for name, size := range map[string]image.Point{"wide.png": {1200, 900}, "tall.png": {600, 900}, "banner.png": {1600, 400}} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		m := image.NewNRGBA(image.Rectangle{Max: size})
		for i := range m.Pix {
			m.Pix[i] = 0x80
		}
		m.Set(0, 0, color.White)
		if err := png.Encode(f, m); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	file := filepath.Join(dir, "talk.md")
	if err := os.WriteFile(file, []byte(strings.Join(slides, "\n\n---\n\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// layoutHelp are functions for expressions about a slide: boxes in pixels of the stage.
const layoutHelp = `
	const stage = document.querySelector("#view .slide:not(.is-waiting)"), k = 1280 / stage.getBoundingClientRect().width;
	const all = (s) => [...stage.querySelectorAll(s)], one = (s) => stage.querySelector(s);
	const box = (e) => { const r = e.getBoundingClientRect(), o = stage.getBoundingClientRect();
		return { left: (r.left - o.left) * k, top: (r.top - o.top) * k, right: (r.right - o.left) * k, bottom: (r.bottom - o.top) * k, width: r.width * k, height: r.height * k }; };
	const size = (e) => parseFloat(getComputedStyle(e).fontSize), near = (a, b) => Math.abs(a - b) < 2;
	const text = (e) => { const r = document.createRange(); r.selectNodeContents(e); return box(r); };
	const inside = (e) => { const b = box(e); return b.left >= -1 && b.top >= -1 && b.right <= 1281 && b.bottom <= 721; };
`

// TestLayout: slides that say nothing of their layout get the one that suits them, the
// same on a phone and on a wall.
func TestLayout(t *testing.T) {
	t.Parallel()
	startChromium(t)
	many := func(n int, line string) string { return strings.Repeat(line+"\n", n) }
	type slide struct{ name, text, holds string }
	slides := []slide{
		{"a title slide", "# The title\n\nA line below it", `stage.matches(".is-title")`},
		{"a title of a long word", "# Donaudampfschifffahrtsgesellschaften\n\nA line below it", `stage.matches(".is-title") && text(one("h1")).height < 1.5 * size(one("h1")) + 30`},
		{"a long text that stands alone", strings.Repeat("A paragraph of text that is long. ", 120), `stage.matches(".is-cut") && box(one("p")).top < 80 && box(one("p")).width > 1000`},
		{"text below a heading is no title slide", "## Text only\n\n" + many(4, "Forty words that say what is to be said about the matter."), `stage.matches(".is-content") && near(size(one("p")), 34)`},
		{"a tall picture beside text", "## Heading\n\n- one point\n- another point\n\n![](tall.png)", `near(box(one("img")).right, 1280) && near(box(one("img")).height, 720) && box(one("img")).left >= 639 && text(one("ul")).right < box(one("img")).left && text(one("h2")).right < box(one("img")).left`},
		{"a wide one beside text", "## Heading\n\n![](wide.png)\n\n- one point\n- another point", `near(box(one("h2")).width, 1104) && text(one("ul")).right < box(one("img")).left && box(one("img")).width > 500 && box(one("ul")).top < box(one("img")).bottom`},
		{"a banner below it", "## Heading\n\n- one point\n- another point\n\n![](banner.png)", `box(one("img")).top > box(one("ul")).bottom && box(one("img")).width > 1000`},
		{"a sentence is a caption", "## Heading\n\n![](wide.png)\n\nThe lake in June", `one("p.caption") && near(text(one(".caption")).left + text(one(".caption")).right, 1280) && box(one("img")).height > 300 && size(one(".caption")) < 30`},
		{"a lone picture", "![](wide.png)", `near(box(one("img")).top, 0) && near(box(one("img")).height, 720)`},
		{"a lone number", "99.98 %\n\nof all requests", `size(one("p")) > 150 && size(all("p")[1]) < 45`},
		{"a number below a heading", "## Last year\n\n### 97 %\n\nof all requests", `size(one("h3")) > 150`},
		{"a number in a list is none", "## Last year\n\n- 97 %", `!one(".number")`},
		{"two columns", "## Two ways\n\n### Push\n\n- fast\n- simple\n\n### Pull\n\n- slow\n- cached", `near(box(all("h3")[0]).top, box(all("h3")[1]).top) && box(all("ul")[1]).left >= 640`},
		{"few points are larger", "## Four\n\n- one\n- two\n- three\n- four", `near(size(one("ul")), 40)`},
		{"many are not", "## Six\n\n" + many(6, "- point"), `near(size(one("ul")), 34)`},
		{"headings keep their size", "## Many\n\n" + many(13, "- a point of some words, which takes a line of its own on the slide"), `size(one("ul")) < 33 && near(size(one("h2")), 55)`},
		{"code can be read from the last row", "## Code\n\n```go\n" + many(24, "x := f(a, b)") + "```", `size(one("pre")) >= 18 && near(size(one("h2")), 55)`},
		{"long code stays in its box", "## Code\n\n```go\n" + many(2, "x := \""+strings.Repeat("word ", 16)+"\"") + "```", `all("pre code > *").every((e) => text(e).right <= box(one("pre")).right - 20)`},
		{"the numbers of a list in two columns", "## Many\n\n" + many(22, "1. point of a list"), `(() => { const li = all("li"), second = li.find((e) => box(e).top < box(li[0]).top + 5 && e !== li[0]); return second && box(second).left - Math.max(...li.slice(0, li.indexOf(second)).map((e) => text(e).right)) > 30 && parseFloat(getComputedStyle(second).marginLeft) > 20; })()`},
		{"a width that was given", "## Sized\n\n<img src=\"wide.png\" width=\"300\" alt=\"\">\n\nText", `near(box(one("img")).width, 300) && near(box(one("img")).height, 225)`},
		{"a wide table", "## Wide\n\n|" + strings.Repeat("Column name|", 16) + "\n|" + strings.Repeat("---|", 16) + "\n|" + strings.Repeat("12,345,678|", 16), `all("th, td").every(inside) && !stage.matches(".is-cut")`},
		{"a table too wide", "## Wide\n\n|" + strings.Repeat("Column name|", 24) + "\n|" + strings.Repeat("---|", 24) + "\n|" + strings.Repeat("12,345,678|", 24), `all("th, td").every(inside) && !stage.matches(".is-cut")`},
		{"words without a space", "## Long\n\n" + strings.Repeat("a", 400), `!stage.matches(".is-cut") && one(".slide-body").scrollWidth <= one(".slide-body").clientWidth + 1`},
		{"points keep their side", "## سلام دنیا\n\n- این یک نکته است\n- English words\n- نکته دیگر", `one("ul").dir === "rtl" && all("li").every((e) => getComputedStyle(e).direction === "rtl") && one("li span[dir=ltr]")`},
		{"what does not fit", "## Tall\n\n|a|b|\n|---|---|\n" + many(40, "|c|d|"), `stage.matches(".is-cut")`},
	}
	var texts []string
	for _, s := range slides {
		texts = append(texts, s.text)
	}
	l := harness.Serve(t, layoutDeck(t, texts...), layoutDeck(t, "# One\n\n![](none.png)", "## Two\n\n|a|b|\n|---|---|\n"+strings.Repeat("|c|d|\n", 40), "# Three"))
	l.Slides(1)
	b := newBrowser(t)
	wall, phone := b.openSized(l.At("/kiosk"), 1920, 1080, dark), b.openSized(l.At("/"), 390, 844, light)
	const lines = `JSON.stringify(all(".slide-body *").map((e) => { const b = box(e); return [e.tagName, Math.round(b.left), Math.round(b.top), Math.round(b.width), Math.round(b.height)]; }))`
	for i, s := range slides {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d,"live":true}`, i+1))
		var laid [2]string
		for k, p := range []*tab{wall, phone} {
			p.waits(fmt.Sprintf("slide %d", i+1), fmt.Sprintf(`document.querySelector("#view .slide-plane").children.length === 1 && document.querySelector("#view .slide:not(.is-waiting)") !== window.last && (%t || (window.last = document.querySelector("#view .slide:not(.is-waiting)")))`, false))
			if !js[bool](p, "(() => {"+layoutHelp+"return !!("+s.holds+");})()") {
				t.Errorf("%s: it is not so in %d pixels: %s\n%s%s", s.name, []int{1920, 390}[k], js[string](p, `document.querySelector("#view .slide").className`),
					js[string](p, "(() => {"+layoutHelp+"return "+lines+";})()"), p.leavePicture())
			}
			laid[k] = js[string](p, "(() => {"+layoutHelp+"return "+lines+";})()")
		}
		if laid[0] != laid[1] {
			t.Errorf("%s: a wall has %s\na phone %s", s.name, laid[0], laid[1])
		}
	}
	wall.close()
	phone.close()

	// Whoever opens the console reads what does not fit, before the talk.
	l.Slides(2)
	l.Put(2, `{"live":true}`)
	console := newBrowser(t).open(l.Info.PresenterURL)
	console.waits("the mark on its tile alone", `[...document.querySelectorAll(".strip-list .tile-cut")].map((e) => e.hidden).join() === "true,false,true"`)
	console.waits("no sentence during the talk", `document.querySelector(".status").innerText.includes("Live") && !document.querySelector(".status").innerText.includes("cut")`)
	l.Put(2, `{"live":false}`)
	console.waits("the sentence before it", `/Slide 2 is cut: \d+ of 41 rows fit/.test(document.querySelector(".status").innerText)`)
	console.visit(l.Info.PresenterURL)
	console.click(".card-warnings")
	console.waits("the sentence in the report", `/Slide 2 is cut: \d+ of 41 rows fit/.test(document.querySelector(".dialog-report").innerText)`)
}
