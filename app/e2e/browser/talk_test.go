package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// at is the slide that the console's own place says, of a deck of some.
func (p *tab) at(n, of int) {
	p.t.Helper()
	p.waits(fmt.Sprintf("slide %d", n), fmt.Sprintf(`document.querySelector(".nav-place").innerText.includes("%d / %d")`, n, of))
}

// longNotes is one slide more.
var longNotes = "\n---\n\n# Long\n\n<!--\n" + strings.Repeat("A line to say.\n\n", 80) + "-->\n"

const noDialog = `!document.querySelector("dialog[open]")`

// TestDialogsKeepTheirKeys: what is typed in a dialog, however it was opened, is
// the dialog's, and afterwards keys are the page's again.
func TestDialogsKeepTheirKeys(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(39)+longNotes))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 40)
	focused := func(what, selector string) {
		t.Helper()
		c.waits(what, fmt.Sprintf(`document.activeElement.matches(%s)`, quote(selector)))
	}
	press := func(keys string) { t.Helper(); c.key(keys) }

	// The planned length.
	c.click(".timer-plan")
	focused("the field of minutes", ".plan-field input")
	press("30" + kb.Enter)
	c.waits("the plan", noDialog+` && document.querySelector(".timer-plan").innerText.includes("30 min")`)
	c.at(1, 40)
	press(" ") // the page has the keys again, and not the button
	c.at(2, 40)

	// Go to, by number.
	c.click(".nav-place")
	focused("the field of go to", ".dialog-goto input")
	press("7" + kb.Enter)
	c.waits("it closed", noDialog)
	c.at(7, 40)

	// All slides: arrows, and digits.
	c.click(".grid-button")
	focused("this slide's tile", ".overview .tile-button")
	press(kb.ArrowRight)
	c.waits("the next tile", `document.activeElement.innerText.includes("8")`)
	press("9" + kb.Enter)
	c.waits("it closed", noDialog)
	c.at(9, 40)

	// Behind keys and the address nothing moves.
	for name, open := range map[string]func(){
		"keys by mouse":    func() { c.click(".talk .keys-button") },
		"keys by key":      func() { press("?") },
		"the address by Q": func() { press("q") },
	} {
		open()
		c.waits(name, `document.querySelector("dialog[open]")`)
		press("15" + kb.Enter)
		// The dialog's own button may have taken the Enter: that is its business.
		if !js[bool](c, noDialog) {
			press(kb.Escape)
		}
		c.waits(name+" closed", noDialog)
		c.at(9, 40)
		press(kb.Escape)
	}
	press(kb.ArrowRight)
	c.at(10, 40)

	// But a clicker's keys: who holds it does not see what is open.
	for _, clicked := range []struct {
		open, key string
		to        int
	}{{"q", kb.PageDown, 11}, {"?", kb.PageUp, 10}} {
		press(clicked.open)
		c.waits("a dialog", `document.querySelector("dialog[open]")`)
		press(clicked.key)
		c.waits("it closed", noDialog)
		c.at(clicked.to, 40)
	}
	press("g")
	c.waits("go to", `document.querySelector("dialog[open]")`)
	press(kb.PageDown)
	press(kb.Escape)
	c.waits("it closed", noDialog)
	c.at(10, 40)

	// Long notes scroll by keys, from themselves and from anywhere.
	press(kb.End)
	c.at(40, 40)
	c.waits("the notes", `document.querySelector(".notes-text").innerText.includes("A line to say.")`)
	top := func(what, is string) {
		t.Helper()
		c.waits(what, `document.querySelector(".notes-text").scrollTop `+is)
	}
	press("j")
	top("J down", "> 50")
	press("kk")
	top("K up", "=== 0")
	c.key(kb.ArrowDown, chromedp.ModifierCtrl)
	top("Ctrl down", "> 50")
	// Caps Lock makes no other key of it, and neither does a keyboard of another script.
	pressed := func(key string) {
		t.Helper()
		js[any](c, `document.body.dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, `+key+`})); null`)
	}
	press(kb.Home)
	press(kb.End)
	c.at(40, 40)
	pressed(`key: "J", code: "KeyJ"`)
	top("J down, with Caps Lock", "> 50")
	pressed(`key: "Л", code: "KeyK", shiftKey: true`)
	c.waits("the screens", `document.querySelector("dialog[open]")`)
	press(kb.Escape)
	c.waits("it closed", noDialog)
	js[any](c, `document.querySelector(".notes-text").focus()`)
	press(kb.End)
	top("End", "> 500")
	press(kb.Home + kb.PageDown)
	top("a page", "> 100")
	press(kb.ArrowUp)
	c.at(40, 40)
}

// TestEndOfTalk: it takes two presses in the same place, and the next talk
// begins at the start with a clock at zero, unless one wants to go on.
func TestEndOfTalk(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(5)))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 5)
	c.key(kb.ArrowRight + kb.ArrowRight)
	c.at(3, 5)
	c.waits("a clock that runs", `!document.querySelector(".timer-elapsed").innerText.startsWith("0:00")`)
	where := func() box {
		return js[box](c, `(() => { const r = document.querySelector(".live-button").getBoundingClientRect();
			return {Left: r.left, Top: r.top, Width: r.width, Height: r.height}; })()`)
	}
	before := where()
	c.click(".live-button")
	c.waits("the question", `document.querySelector(".live-button").classList.contains("is-armed")`)
	if after := where(); after != before {
		t.Errorf("the button moved from %+v to %+v", before, after)
	}
	if _, deck := l.Ask("GET", "/api/decks/1", ""); !strings.Contains(deck, `"live":true`) {
		t.Error("one press ended the talk")
	}
	c.click(".live-button")
	c.waits("the library", `!document.querySelector(".library").hidden`)
	stands := func(what string, parts ...string) {
		t.Helper()
		l.Until(what, func() bool {
			_, deck := l.Ask("GET", "/api/decks/1", "")
			for _, part := range parts {
				if !strings.Contains(deck, part) {
					return false
				}
			}
			return true
		})
	}
	stands("the start", `"live":false`, `"current_slide":1`)

	// What it takes back brings back all of it, and the computer stays awake with it.
	js[any](c, `WakeLock.prototype.request = () => { window.awake = true; return Promise.resolve({ released: false, release: () => Promise.resolve(window.awake = false) }); }; null`)
	c.click(".toast-action")
	c.at(3, 5)
	c.waits("awake", `window.awake`)
	stands("the talk again", `"live":true`, `"current_slide":3`)
	c.waits("its clock", `!document.querySelector(".timer-elapsed").innerText.startsWith("0:00")`)

	// All devices have that one clock.
	phone := newBrowser(t).open(l.Info.PresenterURL)
	phone.at(3, 5)
	l.Put(1, fmt.Sprintf(`{"started_at":%q}`, time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)))
	for _, p := range []*tab{c, phone} {
		p.waits("an hour", `document.querySelector(".timer-elapsed").innerText.startsWith("1:00:")`)
	}
	phone.key("r")
	c.waits("the clock put back", `document.querySelector(".timer-elapsed").innerText.startsWith("0:")`)
	phone.click(".toast-action")
	c.waits("the hour again", `document.querySelector(".timer-elapsed").innerText.startsWith("1:00:")`)
	phone.close()

	// A deck that stands elsewhere asks where to begin.
	l.Put(1, `{"live":false}`)
	c.waits("it may sleep", `!window.awake`)
	c.waits("the end", `document.querySelector(".live-button").innerText === "Go live"`)
	for _, choice := range []struct {
		keys  string
		slide int
	}{{kb.Enter, 1}, {kb.Shift, 3}} {
		l.Put(1, `{"live":false,"current_slide":3}`)
		c.at(3, 5)
		c.click(".live-button.is-primary")
		c.waits("the question", `document.querySelector("dialog[open] .dialog-actions").innerText.includes("From slide 3")`)
		if choice.slide == 1 {
			c.key(choice.keys)
		} else {
			c.do(chromedp.Click(chromedp.CSS(`dialog[open] .dialog-actions button:nth-child(2)`)))
		}
		stands("live", `"live":true`, fmt.Sprintf(`"current_slide":%d`, choice.slide))
		c.waits("the question is gone", noDialog)
		if choice.slide == 1 {
			c.waits("a clock at zero", `document.querySelector(".timer-elapsed").innerText === "0:00"`)
		}
	}
}

// TestLaterSlides: listeners reach what was shown, also after the speaker went
// back.
func TestLaterSlides(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(6)))
	s := l.Slides(1)
	p := newBrowser(t).open(l.At("/"))
	for _, n := range []int{1, 2, 3, 2} {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n))
		p.shows(s[n-1])
	}
	p.key(kb.ArrowRight)
	p.shows(s[2])
	p.key(kb.ArrowLeft)
	p.shows(s[1])
	p.waits("live again", `document.querySelector(".is-live").hidden`)
	p.key(kb.ArrowLeft)
	p.shows(s[0])
	// Somebody who comes only now knows of them, too.
	late := newBrowser(t).open(l.At("/"))
	late.shows(s[1])
	late.waits("a later slide", `document.querySelector(".bar-button.is-forward").getAttribute("aria-disabled") === "false"`)
	late.key(kb.ArrowRight)
	late.shows(s[2])
	// And of a name that the deck got meanwhile, without a move.
	p.shows(s[0])
	l.Put(1, `{"title":"Renamed"}`)
	p.waits("the new name", `document.title.startsWith("Renamed")`)
	l.Put(1, `{"live":false}`)
	p.waits("the new name at the end", `document.querySelector("#waiting h1").innerText === "Renamed"`)
}
