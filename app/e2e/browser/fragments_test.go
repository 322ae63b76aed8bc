package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
	"lectern/app/importer/importertest"
)

// fragments is a deck of Marp whose points come one after the other, with all that
// may be in them.
const fragments = `---
marp: true
---

# Points that come one by one

* A first point of some words, as people write them on their slides
* A second, with **bold**, ` + "`code`" + ` and [a link](https://example.org/), which goes on for so long that it needs a second line of the slide, whatever the font is that the text of this slide is set in
  - and something below, of a list that comes with it
  - a task
* The third has a table

  | Left | Right |
  |------|-------|
  | 1,000 | words |

* and a picture ![a lake](lake.png)
* The last: 漢字 and Ünïcödé
`

// fragmentsDeck is the file of it.
func fragmentsDeck(t *testing.T) string {
	t.Helper()
	return withLake(t, fragments)
}

// withLake is a file of a talk that has a picture, lake.png, which takes a moment to
// decode.
func withLake(t *testing.T, talk string) string {
	t.Helper()
	return harness.Write(t, "talk.zip", string(importertest.Zip(
		importertest.Entry{Name: "talk.md", Data: []byte(talk)}, importertest.Entry{Name: "lake.png", Data: onePicture(t)})))
}

// comesOneByOne: nothing that is there moves when the next of them comes.
func comesOneByOne(t *testing.T, console, audience *tab) {
	t.Helper()
	const points = 5
	// Where everything of the list stands, shown or not.
	where := func(p *tab) []box {
		return js[[]box](p, fmt.Sprintf(`Array.from(%s.querySelectorAll(".slide-body > *, .slide-body > ul > li"), (e) => {
			const r = e.getBoundingClientRect();
			return { Left: r.left, Top: r.top, Width: r.width, Height: r.height };
		})`, plane))
	}
	var first []box
	for step := range points + 1 {
		if step > 0 {
			console.key(kb.ArrowRight)
		}
		audience.waits(fmt.Sprintf("step %d", step), fmt.Sprintf(`(() => {
			const plane = %s, points = Array.from(plane?.querySelectorAll(".slide:not(.is-waiting) .slide-body > ul > li") || []);
			return plane?.children.length === 1 && points.length === %d && points.filter((p) => getComputedStyle(p).visibility === "visible").length === %d;
		})()`, plane, points, step))
		now := where(audience)
		if step == 0 {
			first = now
		}
		if fmt.Sprint(now) != fmt.Sprint(first) {
			t.Errorf("step %d: %v\nstep 0: %v", step, now, first)
		}
	}
	if text := js[string](audience, plane+`.textContent`); !strings.Contains(text, "Ünïcödé") {
		t.Errorf("at the end: %q", text)
	}
}
