package browser

import (
	"context"
	"fmt"
	"image"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestRoom is the scene with real pages: keys in the console move the audience
// and the kiosk.
func TestRoom(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, "--public-url", "http://hall.example", harness.Write(t, "talk.md", harness.Talk(9)), printPDF(t, 9))
	l.Slides(2) // files are imported one after another, and the first goes live
	r := newRoom(t, l)
	for id := range int64(2) {
		id++
		t.Logf("deck %d", id)
		l.Put(id, `{"live":true}`)
		s := l.Slides(id)
		if isPDF := s[0].Picture != nil; len(s) != 9 || isPDF != (id == 2) {
			t.Fatalf("%d slides: %+v", len(s), s)
		}
		r.console.visit(l.At(fmt.Sprintf("/present#deck=%d", id)))
		r.all(s[0])
		if id == 1 {
			r.updates(s)
		}
		// Which slides they lead to makes no difference to most keys, nor to dialogs.
		all := id == 1 || harness.All()
		r.moves(s, all)
		r.blanks(s)
		if all {
			r.dialogs(s)
		}
	}
	r.ends(2)
}

// moves walks through the keys that move, all of them or some; pictures prove that people
// see it.
func (r *room) moves(s []harness.Slide, all bool) {
	r.T.Helper()
	pages := []*tab{r.console, r.audience, r.kiosk}
	var before []*image.NRGBA
	for _, p := range pages {
		before = append(before, p.picture())
	}
	type step struct {
		keys string
		to   int
	}
	steps := []step{{kb.ArrowRight, 2}, {kb.End, 9}, {kb.ArrowLeft, 8}, {"7\r", 7}}
	if all {
		steps = []step{
			{kb.ArrowRight, 2}, {" ", 3}, {kb.PageDown, 4}, {kb.PageUp, 3}, {kb.ArrowLeft, 2}, {"n", 3}, {"p", 2},
			{"08\r", 8}, {kb.Home, 1}, {kb.End, 9}, {kb.ArrowRight, 9}, {"7\r", 7}, {"99\r", 7},
		}
	}
	for _, step := range steps {
		r.console.key(step.keys)
		r.all(s[step.to-1])
		if step.to != 2 || before == nil {
			continue
		}
		for i, p := range pages {
			if harness.Same(before[i], p.picture()) {
				r.T.Errorf("%s: slide 2 looks as slide 1 did", p.url)
			}
		}
		before = nil
	}
}

// blanks: black is black, white is white, and frozen stays while the console
// goes on.
func (r *room) blanks(s []harness.Slide) {
	r.T.Helper()
	// Some Chromiums begin with a mouse that comes to rest, which wakes the bar.
	r.audience.waits("no bar", `!document.body.classList.contains("has-bar")`)
	shown := r.audience.picture()
	for _, blank := range []struct {
		key, class string
		level      byte
	}{{"b", ":not(.is-white)", 0}, {"w", ".is-white", 0xff}} {
		r.console.key(blank.key)
		for _, p := range []*tab{r.audience, r.kiosk} {
			p.waits("the cover", fmt.Sprintf(`document.querySelector("#view .slide-cover:not([hidden])%s")`, blank.class))
			if at, is := harness.Odd(p.picture(), blank.level); is {
				r.T.Errorf("%s: with %s the pixel at %v has another colour", p.url, blank.key, at)
			}
		}
		r.console.key(blank.key)
		r.all(s[6])
		if !harness.Same(shown, r.audience.picture()) {
			r.T.Errorf("after %s the audience's page looks different", blank.key)
		}
	}

	stream := r.Follow("/live")
	r.console.key("f")
	r.console.waits("the frozen state", `document.querySelector(".stage").dataset.blank === "freeze"`)
	r.console.key(kb.ArrowRight)
	r.console.shows(s[7])
	r.console.waits("the room's slide beside", `!document.querySelector(".stage-inset").hidden`)
	var slide int
	r.Until("the move in the database", func() bool {
		err := r.Connect().QueryRow(context.Background(), `SELECT current_slide FROM decks WHERE live`).Scan(&slide)
		return err == nil && slide == 8
	})
	stream.Slide(r.T, 7)
	if !harness.Same(shown, r.audience.picture()) {
		r.T.Error("the frozen page changed")
	}
	r.console.key("f")
	r.all(s[7])
}

// dialogs: the overview, the field to go to a slide, and the help. Keys belong
// to them while they are open.
func (r *room) dialogs(s []harness.Slide) {
	r.T.Helper()
	c := r.console
	closed := func() { r.T.Helper(); c.waits("no dialog", `!document.querySelector("dialog")`) }

	c.key("o")
	c.waits("the overview", `document.querySelectorAll("dialog[open] .overview button").length === 9`)
	c.key(kb.Home + kb.ArrowRight + kb.ArrowRight + "\r")
	closed()
	r.all(s[2])

	c.key("g")
	c.waits("the field", `document.activeElement.matches("dialog[open] input")`)
	c.key("5")
	c.waits("one match first", `document.querySelector("dialog [aria-selected=true] .goto-number").textContent === "5"`)
	c.key("\r")
	closed()
	r.all(s[4])

	c.key("?")
	c.waits("the help", `document.querySelector("dialog[open] .keys")`)
	c.key(kb.ArrowRight)
	c.key(kb.Escape)
	closed()
	r.all(s[4])
}

// updates: whoever writes to the database is a presenter.
func (r *room) updates(s []harness.Slide) {
	t := r.T
	t.Helper()
	conn := r.Connect()
	// The word is there for two seconds.
	js[any](r.console, `void new MutationObserver(() => {
		if (document.querySelector(".status").innerText.includes("Another device")) window.toldOfOther = true;
	}).observe(document.querySelector(".status"), {childList: true, subtree: true})`)
	for _, n := range []int{4, 9, 2} {
		if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = $1 WHERE id = 1`, n); err != nil {
			t.Fatal(err)
		}
		r.all(s[n-1])
	}
	r.console.waits("a word of the other presenter", `window.toldOfOther`)

	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE decks SET current_slide = 7 WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 3, blank = 'black' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*tab{r.audience, r.kiosk} {
		p.waits("black", `document.querySelector("#view .slide-cover:not([hidden])")`)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET blank = '' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	r.all(s[2])
	r.Put(1, `{"current_slide":1}`)
	r.all(s[0])
}

// ends: who followed reads that it is over, who comes now that it starts soon,
// and the kiosk shows the clock.
func (r *room) ends(id int64) {
	r.T.Helper()
	r.console.click(`.live-button[data-live="true"]`)
	r.console.waits("the question", `document.querySelector(".live-button").classList.contains("is-armed")`)
	r.console.click(`.live-button.is-armed`)
	r.console.waits("the library", `document.querySelector(".library") && !document.querySelector(".library").hidden`)
	says := func(p *tab, words string) {
		r.T.Helper()
		p.waits(words, fmt.Sprintf(`document.getElementById("waiting").innerText.includes(%s)`, quote(words)))
	}
	says(r.audience, "This talk is over")
	says(r.browser.open(r.At("/")), "The talk starts soon")
	r.kiosk.waits("the clock", `!document.getElementById("idle").hidden && /\d:\d\d/.test(document.querySelector("#idle time").textContent)`)
	r.kiosk.waits("how to join", `document.querySelector("#idle .idle-qr").naturalWidth > 0`)
	// And once more: the pages wait for the next talk.
	r.Put(id, `{"live":true,"current_slide":2}`)
	s := r.Slides(id)
	r.audience.shows(s[1])
	r.kiosk.shows(s[1])
}

// TestPresence: the console knows how many follow, and how many have this slide.
func TestPresence(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	console := newBrowser(t).open(l.Info.PresenterURL)
	here := func(words string) {
		t.Helper()
		console.waits(words, fmt.Sprintf(`document.querySelector(".followers-words")?.textContent === %s`, quote(words)))
	}
	here("0")
	var audience []*tab
	var last *browser
	for range 3 {
		last = newBrowser(t)
		audience = append(audience, last.open(l.At("/")))
	}
	here("3 · 3 here")
	newTab := last.open(l.At("/")) // of one who follows already
	newTab.shows(s[0])
	here("3 · 3 here")
	console.key(kb.ArrowRight)
	for _, p := range audience {
		p.shows(s[1])
	}
	here("3 · 3 here")
	// One that hears of slides but does not show them.
	l.Follow("/live?viewer=mute&kind=audience")
	here("4 · 3 here")
	console.key(kb.ArrowRight)
	here("4 · 3 here")
	audience[0].close()
	here("3 · 2 here")
}
