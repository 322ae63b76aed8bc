package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestSteps: a slide comes in steps on every kind of page. Nothing that was there
// moves or blinks, nothing comes before its time, and who looks back sees as much
// as the room has.
func TestSteps(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, withLake(t, strings.Replace(harness.Talk(3), "The text of 2", "![The lake](lake.png)", 1)))
	whole := l.Slides(1)[1].HTML
	// What comes is held a place, as an import does it.
	view := func(step int) string {
		points := ""
		for n := 1; n <= 3; n++ {
			if n <= step {
				points += fmt.Sprintf("<li>point-%d</li>", n)
			} else {
				points += "<li>&#8199;</li>"
			}
		}
		return whole + "<ul>" + points + "</ul>"
	}
	db := l.Connect()
	for step := range 4 {
		_, err := db.Exec(t.Context(), `INSERT INTO views (deck_id, number, step, html, text) VALUES (1, 2, $1, $2, $2)
			ON CONFLICT (deck_id, number, lang, step) DO UPDATE SET html = excluded.html, text = excluded.text`, step, view(step))
		if err != nil {
			t.Fatal(err)
		}
	}
	w := newLine(t, l)
	b := newBrowser(t)
	console, audience, kiosk := b.open(l.Info.PresenterURL), b.open(w.at("/")), b.open(w.at("/kiosk"))
	pages := []*tab{console, audience, kiosk}
	// at is where a page stands: how many points it shows of slide 2.
	at := func(points int) string {
		return fmt.Sprintf(`(() => {
			const plane = %s;
			return plane?.children.length === 1 && plane.querySelector("h1")?.textContent === "Slide 2" &&
				(plane.textContent.match(/point-/g) || []).length === %d;
		})()`, plane, points)
	}
	all := func(points int) {
		t.Helper()
		for _, p := range pages {
			p.waits(fmt.Sprintf("step %d", points), at(points))
		}
	}
	unheard := func(words ...string) {
		t.Helper()
		heard := w.all()
		for _, word := range words {
			if strings.Contains(heard, word) {
				t.Errorf("the audience was sent %q before its time", word)
			}
		}
	}
	s := l.Slides(1)
	for _, p := range pages {
		p.shows(s[0])
	}
	console.key(kb.ArrowRight)
	all(0)
	unheard("point-1")
	// From here on every page looks at each frame that it paints: the heading is
	// there, and where it was.
	const watch = `(() => {
		const plane = %s, heading = () => Array.from(plane.querySelectorAll(".slide:not(.is-waiting) h1"), (h) => [h.closest(".slide").style.transform, h.offsetLeft, h.offsetTop, h.offsetWidth, getComputedStyle(h).fontSize].join(" "));
		const [first] = heading();
		window.moved = [];
		const look = () => { if (!window.moved) return; const now = heading(); if (now.length !== 1 || now[0] !== first) window.moved.push([first, ...now]); requestAnimationFrame(look); };
		look();
		return true;
	})()`
	for _, p := range pages {
		js[bool](p, fmt.Sprintf(watch, plane))
	}
	next := func(what, expression string) {
		t.Helper()
		console.waits("the next pane: "+what, fmt.Sprintf(`(() => { const next = document.querySelector(".talk-next"); return %s; })()`, expression))
	}
	next("step 1", `next.textContent.includes("step 1 of 3") && next.querySelector(".slide").textContent.includes("point-1") && !next.textContent.includes("point-2")`)
	console.key(kb.ArrowRight)
	all(1)
	console.key(kb.ArrowRight)
	all(2)
	unheard("point-3")
	next("step 3", `next.textContent.includes("step 3 of 3") && next.querySelector(".slide").textContent.includes("point-3")`)
	console.key(kb.ArrowLeft)
	all(1)
	for i, p := range pages {
		if moved := js[[][]string](p, `[window.moved, window.moved = null][0]`); len(moved) > 0 {
			t.Errorf("page %d: from step to step the heading moved: %s", i, moved)
		}
	}

	// While frozen the presenter goes on alone.
	console.key("f")
	console.key(kb.ArrowRight)
	console.key(kb.ArrowRight)
	console.waits("step 3", at(3))
	console.waits("the room's step, beside it", `document.querySelector(".stage-inset:not([hidden]) .slide")?.textContent.includes("point-1") && !document.querySelector(".stage-inset .slide").textContent.includes("point-2")`)
	audience.waits("still step 1", at(1))
	joiner := b.open(w.at("/"))
	joiner.waits("step 1, where the room is", at(1))
	unheard("point-3")
	console.key(kb.ArrowRight)
	console.key("f")
	for _, p := range pages {
		p.shows(s[2])
	}
	// The strip has slides as they are in the end; the room has seen less.
	console.waits("all of it in the strip", `document.querySelectorAll(".talk-strip .tile")[1].textContent.includes("point-3")`)
	audience.key(kb.ArrowLeft)
	audience.waits("slide 2 as far as it was shown", at(2))
	unheard("point-3")
	// One that joins now is told how far.
	late := b.open(w.at("/"))
	late.shows(s[2])
	late.waits("the slides to look back at", `document.querySelector(".bar-button.is-back").getAttribute("aria-disabled") === "false"`)
	late.key(kb.ArrowLeft)
	late.waits("slide 2 as far as it was shown", at(2))
	unheard("point-3")

	// Back from slide 3: the room gets the whole of slide 2.
	console.key(kb.ArrowLeft)
	console.waits("all of it", at(3))
	kiosk.waits("all of it", at(3))
	audience.key(kb.End)
	audience.waits("all of it", at(3))
}

// TestStepsOfMarp: the points of a Marp deck come one by one, in the size that they
// have in the end, and what is there stays where it is; and so do those of fragments.
func TestStepsOfMarp(t *testing.T) {
	t.Parallel()
	startChromium(t)
	const points = 14 // which need smaller letters
	var deck strings.Builder
	deck.WriteString("---\nmarp: true\n---\n# Slide 1\n\n---\n\n# Slide 2\n\n")
	for n := 1; n <= points; n++ {
		fmt.Fprintf(&deck, "* point-%d- with %s\n", n, strings.Repeat(fmt.Sprint("words of number ", n, " "), n%4+1))
	}
	deck.WriteString("\n---\n\n# Slide 3\n")
	l := harness.Serve(t, harness.Write(t, "talk.md", deck.String()), fragmentsDeck(t))
	s := l.Slides(1)
	w := newLine(t, l)
	b := newBrowser(t)
	console, audience := b.open(l.Info.PresenterURL), b.open(w.at("/"))
	audience.shows(s[0])
	// see waits until a page has so many points, and tells where everything is.
	see := func(p *tab, n int) []string {
		t.Helper()
		p.waits(fmt.Sprintf("%d points", n), fmt.Sprintf(`(() => {
			const plane = %s;
			return plane?.children.length === 1 && plane.querySelector("h1")?.textContent === "Slide 2" &&
				(plane.textContent.match(/point-\d+-/g) || []).length === %d;
		})()`, plane, n))
		return js[[]string](p, fmt.Sprintf(`(() => {
			const layer = %s.firstElementChild;
			return [layer.className + " " + layer.style.cssText, ...Array.from(layer.querySelectorAll("h1, li:not(.veiled)"), (e) => [e.offsetTop, e.offsetLeft, e.offsetWidth, e.offsetHeight].join(" "))];
		})()`, plane))
	}
	console.key(kb.ArrowRight)
	before := see(audience, 0)
	audience.key("t")
	for n := 1; n <= points; n++ {
		console.key(kb.ArrowRight)
		now := see(audience, n)
		if len(now) != len(before)+1 || !slices.Equal(now[:len(before)], before) {
			t.Errorf("at step %d the slide is laid out as\n%q\nand was before as\n%q", n, now, before)
		}
		before = now
		words := js[string](audience, `document.querySelector(".reader-body").innerText`)
		if !strings.Contains(words, fmt.Sprintf("point-%d-", n)) || strings.Count(words, "point-") != n || strings.Count(strings.TrimSpace(words), "\n") > 2*n+2 {
			t.Errorf("at step %d the reader has %q", n, words)
		}
		if heard := w.all(); strings.Contains(heard, fmt.Sprintf("point-%d-", n+1)) || strings.Contains(heard, fmt.Sprint("number ", n+1)) {
			t.Errorf("at step %d the audience was sent the next point", n)
		}
	}
	console.key(kb.ArrowRight)
	audience.shows(s[2])

	audience.key("t") // no reader
	l.Slides(2)
	l.Put(2, `{"live":true}`)
	console.visit(l.At("/present#deck=2"))
	comesOneByOne(t, console, audience)
}
