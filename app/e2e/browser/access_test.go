package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// richTalk has something of all that a slide can hold.
const richTalk = `---
title: Everything
lang: en
---
# Everything

A [link](https://example.org), **bold**, *italic*, ~~struck~~ and ` + "`code`" + `.

Note: Speak slowly.

---

## Lists and quotes

1. one
2. two
   - nested
- [x] done
- [ ] not done

> A quotation
> over two lines

---

## Code

` + "```go\nfunc main() {\n\t// said\n\tfmt.Println(\"hello\", 42)\n}\n```" + `

---

## A table

| Name | Size |
|------|-----:|
| one  |    1 |
| two  |    2 |
`

// TestAccessible has every page, in every state it can be brought into, obey
// WCAG 2.2 AA as far as axe-core can tell; in both colour schemes.
func TestAccessible(t *testing.T) {
	t.Parallel()
	startChromium(t)
	script := axe(t)
	l := harness.ServeForPDF(t, "--public-url", "http://hall.example")
	a := &accessRun{Lectern: l, script: script, b: newBrowser(t)}
	a.messages()
	a.waiting()
	a.library()
	a.talk()
	a.speaker()
	a.remote()
	a.stage()
	a.followers()
}

// accessRun walks through the pages.
type accessRun struct {
	*harness.Lectern
	script  string
	b       *browser
	console *tab
	beside  *tab // what is looked at beside the console
	deck    int64
}

// open shows a page beside the console, in the place of the one before it: a process and
// an axe-core that are warm take half the time.
func (a *accessRun) open(path string) *tab {
	a.T.Helper()
	if a.beside == nil {
		a.beside = a.b.open(a.At(path))
	} else {
		a.beside.url = a.At(path)
		a.beside.visit(a.beside.url)
	}
	return a.beside
}

// check has axe-core look at a page, or at the parts of it in which this state differs
// from one that it has seen whole; and once more in dark colours, on which nothing but
// the contrast depends.
func (a *accessRun) check(p *tab, state string, parts ...string) {
	a.T.Helper()
	p.accessible(a.script, wcag, "light, "+state, parts...)
	rules := `["color-contrast"]`
	if harness.All() {
		rules = wcag
	}
	a.colours(p, dark)
	p.accessible(a.script, rules, "dark, "+state, parts...)
	a.colours(p, light)
}

// checkDark is check for what has the same colours in both.
func (a *accessRun) checkDark(p *tab, state string, parts ...string) {
	a.T.Helper()
	p.accessible(a.script, wcag, state, parts...)
}

// checkPlace is check for states in which things stand elsewhere, and look the same.
func (a *accessRun) checkPlace(p *tab, state string, parts ...string) {
	a.T.Helper()
	if harness.All() {
		a.check(p, state, parts...)
	} else {
		p.accessible(a.script, wcag, "light, "+state, parts...)
	}
}

// colours are those of the reader's system, and on the console, whose button it is as if
// it had been pressed, the console's own.
func (a *accessRun) colours(p *tab, scheme string) {
	a.T.Helper()
	p.scheme(scheme)
	js[any](p, fmt.Sprintf(`{ const root = document.documentElement; if (root.dataset.theme) root.dataset.theme = %q; } null`, scheme))
}

func (a *accessRun) messages() {
	a.T.Helper()
	p := newBrowser(a.T).open("about:blank")
	p.allow("status of 40")
	for path, status := range map[string]int{"/present": 401, "/nothing/here": 404, "/decks/999": 404} {
		p.visit(a.At(path))
		if got := js[int](p, `performance.getEntriesByType("navigation")[0].responseStatus`); got != status {
			a.T.Errorf("%s: %d", path, got)
		}
		a.check(p, "the message of "+path)
	}
	p.close()
}

func (a *accessRun) waiting() {
	a.T.Helper()
	p := a.open("/")
	p.waits("waiting", `!document.getElementById("waiting").hidden`)
	a.check(p, "audience, waiting")
	p = a.open("/kiosk")
	p.waits("the clock", `!document.getElementById("idle").hidden && document.querySelector(".idle-qr").naturalWidth > 0`)
	a.check(p, "kiosk, idle")
}

// dialog checks what a key opens, and closes it.
func (a *accessRun) dialog(key, state, there string) {
	a.T.Helper()
	a.console.key(key)
	a.console.waits(state, fmt.Sprintf(`document.querySelector("dialog[open] %s")`, there))
	a.check(a.console, state, "dialog[open]")
	a.console.key(kb.Escape)
	a.console.waits("no dialog", `!document.querySelector("dialog")`)
}

func (a *accessRun) library() {
	a.T.Helper()
	c := a.b.open(a.At("/present?key=" + a.Info.PresenterKey))
	a.console = c
	c.waits("the empty library", `!document.querySelector(".library-empty").hidden`)
	// The console has a theme of its own, which is dark until one presses its button.
	c.waits("dark", `document.documentElement.dataset.theme === "dark"`)
	c.click(".library .theme-button")
	c.waits("light", `document.documentElement.dataset.theme === "light"`)
	a.check(c, "library, empty")
	c.upload(harness.Write(a.T, "rich.md", richTalk))
	c.waits("one deck", `document.querySelectorAll(".card:not(.import-card)").length === 1`)
	c.upload(harness.Write(a.T, "other.md", harness.Talk(3)))
	c.waits("two decks", `document.querySelectorAll(".card:not(.import-card)").length === 2`)
	c.upload(harness.Write(a.T, "broken.pdf", "%PDF-1.7 and no more"))
	c.waits("the refusal", `document.querySelector(".import-error")`)
	c.allow("status of 4") // and the browser says so, too
	c.waits("the covers", `document.querySelectorAll(".card-cover .cover-title").length === 2`)
	a.check(c, "library, two decks and a refused file")
	a.dialog("?", "library, help", ".keys")
	a.dialog("q", "library, share", ".share-qr img")
	c.key(kb.ArrowRight)
	c.key(kb.F2)
	c.waits("the field", `document.activeElement.matches(".card-field")`)
	a.check(c, "library, renaming", ".card:has(.card-field)")
	c.key(kb.Escape)
	c.key(kb.Delete)
	c.waits("the question", `document.querySelector("dialog[open].dialog-ask")`)
	a.check(c, "library, deleting", "dialog[open]")
	c.key(kb.Escape)
	a.deck = js[int64](c, `Math.min(...[...document.querySelectorAll(".card-title[id]")].map((e) => Number(e.id.slice(5))))`)
}

func (a *accessRun) talk() {
	a.T.Helper()
	a.Put(a.deck, `{"live":true,"published":true}`)
	c := a.console
	js[any](c, fmt.Sprintf(`location.hash = "#deck=%d"; null`, a.deck))
	s := a.Slides(a.deck)
	for i, each := range s {
		c.key(fmt.Sprintf("%d\r", i+1))
		c.shows(each)
		if i == 0 {
			a.check(c, "talk, slide 1")
		} else if harness.All() { // the slides themselves are the audience's
			a.check(c, fmt.Sprintf("talk, slide %d", i+1), ".stage", ".talk-next", ".talk-notes")
		}
	}
	c.key("1\r")
	c.shows(s[0])
	a.dialog("?", "talk, help", ".keys")
	if harness.All() { // what is in them the library's has, and what speaker opens
		a.dialog("q", "talk, share", ".share-qr img")
		a.dialog("o", "talk, overview", ".overview .slide:not(.is-waiting)")
		a.dialog("g", "talk, go to", ".goto-option")
	}
	for key, tone := range map[string]string{"b": "black", "w": "white", "f": "freeze"} {
		c.key(key)
		c.waits(tone, fmt.Sprintf(`document.querySelector(".stage").dataset.blank === %q`, tone))
		a.check(c, "talk, "+tone, control...)
		c.key(key)
		c.waits("no "+tone, `document.querySelector(".stage").dataset.blank === ""`)
	}
	c.key("d")
	c.onSlide(false).drags(0.5, 0.5, 0.7, 0.5)
	c.waits("a stroke", drawing+` !== ""`)
	a.check(c, "talk, drawing", control...)
	c.key("X", chromedp.ModifierShift)
	c.key(kb.Escape)
	c.waits("no tool", `document.querySelector(".palette").hidden`)
	c.key("12")
	a.check(c, "talk, digits typed", control...)
	c.key(kb.Escape)
}

// control is what of a talk says how it stands, and moves it.
var control = []string{".talk-bar", ".stage", ".status", ".talk-nav"}

func (a *accessRun) followers() {
	a.T.Helper()
	audience, kiosk := a.open("/"), a.b.open(a.At("/kiosk"))
	s := a.Slides(a.deck)
	for i, each := range s {
		a.Put(a.deck, fmt.Sprintf(`{"current_slide":%d}`, i+1))
		audience.shows(each)
		kiosk.shows(each)
		var slide []string // at first the whole page
		if i > 0 {
			slide = []string{"#view"}
		}
		a.check(audience, fmt.Sprintf("audience, slide %d", i+1), slide...)
		if i == 0 || harness.All() { // else the same as the audience's
			a.check(kiosk, fmt.Sprintf("kiosk, slide %d", i+1), slide...)
		}
		audience.key("t")
		audience.waits("the words", `!document.getElementById("reader").hidden`)
		a.check(audience, fmt.Sprintf("audience, words of slide %d", i+1), "#reader")
		audience.key("t")
	}
	audience.key(kb.Tab)
	audience.waits("the bar", `document.body.classList.contains("has-bar")`)
	a.check(audience, "audience, bar")
	audience.key(kb.ArrowLeft)
	audience.waits("an earlier slide", `document.body.classList.contains("is-looking-back")`)
	a.check(audience, "audience, looking back")
	a.Put(a.deck, `{"blank":"black"}`)
	kiosk.waits("black", `document.querySelector("#view .slide-cover:not([hidden])")`)
	a.checkDark(kiosk, "kiosk, black")
	a.Put(a.deck, `{"blank":""}`)
	for _, p := range []*tab{audience, kiosk, a.console} {
		p.close()
	}
}
