package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestRemote: a phone is paired by the code that the console shows, takes over, drives
// with two large buttons, loses the drive to who takes it, and is out when it is sent
// away.
func TestRemote(t *testing.T) {
	t.Parallel()
	startChromium(t)
	text := "# One\n\n- a\n\n<!--\n**Say** hello\n-->\n\n---\n\n# Two\n\n* first\n* second\n\n---\n\n# Three\n"
	l := harness.Serve(t, harness.Write(t, "talk.md", "---\nmarp: true\n---\n"+text))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 3)
	c.key("q")
	c.click(".share-pair")
	c.waits("a code", `document.querySelector(".pairing-code").innerText.length === 9`)
	c.waits("how long it is good", `/new code in 1:\d\d/.test(document.querySelector(".pairing-left").innerText)`)
	c.keepPicture("pair a phone")
	code := js[string](c, `document.querySelector(".pairing-code").innerText`)

	phone := newBrowser(t).openSized(l.At("/pair#"+code), 390, 844, dark)
	phone.waits("the code filled in", `document.querySelector("#code").value === `+quote(code)+` && document.activeElement.id === "pair" && !location.hash`)
	js[any](phone, `document.querySelector("#name").value = "Ann’s phone"; null`)
	phone.keepPicture("pairing")
	phone.click("#pair")
	said := func(p *tab, what string) {
		t.Helper()
		p.waits(what, `document.querySelector(".state-text")?.innerText === `+quote(what))
	}
	stands := func(p *tab, place string) {
		t.Helper()
		p.waits(place, `document.querySelector(".place .tabular").innerText === `+quote(place))
	}
	said(phone, "Nobody drives")
	phone.waits("its notes", `document.querySelector(".notes-text strong").innerText === "Say"`)
	c.waits("it is paired", `document.querySelector(".device-came").innerText === "Ann’s phone is paired." && document.querySelectorAll(".device").length === 2`)
	c.keepPicture("paired")
	phone.keepPicture("remote before it drives")

	phone.click(".pad-next") // takes over, and moves
	said(phone, "This phone drives")
	stands(phone, "2 / 3 · 0/2")
	c.waits("who drives", `document.querySelector(".device-driver").closest(".device").innerText.includes("Ann’s phone")`)
	c.key(kb.Escape)
	c.at(2, 3)
	c.waits("who drives, in the talk", `document.querySelector(".status").innerText.includes("Ann’s phone drives")`)
	phone.click(".pad-next")
	stands(phone, "2 / 3 · 1/2")
	phone.keepPicture("remote that drives")
	phone.click(".cover-button")
	said(phone, "The room is black")
	c.waits("black", `document.querySelector(".stage").dataset.blank === "black"`)
	phone.click(".cover-button")

	// One press does not move against the phone, be it a long one, or of a button that
	// bounces; two take over.
	js[any](c, `for (const repeat of [false, false, true, true]) document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", repeat, bubbles: true, cancelable: true}));
		null`)
	c.waits("the question", `document.querySelector(".status").innerText.includes("Press again")`)
	c.keepPicture("another drives")
	if place := js[string](c, `document.querySelector(".nav-place").innerText`); !strings.Contains(place, "1/2") {
		t.Errorf("one press moved it to %s", place)
	}
	c.waits("a press of its own", `(window.asked = window.asked || performance.now()) + 250 < performance.now()`)
	js[any](c, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", repeat: true, bubbles: true, cancelable: true})); null`)
	said(phone, "This phone drives")
	c.key(kb.ArrowRight)
	stands(phone, "2 / 3 · 2/2")
	phone.waits("who took it", `/ drives$/.test(document.querySelector(".state-text").innerText)`)

	// The phone asks, and is given it.
	phone.click(".state-offers button:nth-child(2)")
	c.waits("the question", `document.querySelector(".driver-words").innerText === "Ann’s phone asks to drive"`)
	c.keepPicture("a phone asks")
	phone.keepPicture("remote that asked")
	c.click(".driver-bar .is-primary")
	said(phone, "This phone drives")
	phone.key(kb.ArrowLeft)
	stands(phone, "2 / 3 · 1/2")
	// Of a deck that goes on by itself it says when, and holds it.
	l.Put(1, `{"advancing":true,"advance_every":600}`)
	phone.says(".state-text", "Goes on in ")
	phone.click(".state-offers .button")
	said(phone, "Goes on by hand")
	l.Put(1, `{"planned":600}`)
	phone.says(".clock-of", "of 10 min")
	phone.click(".clock") // the first of its faces is what has gone
	phone.says(".clock-elapsed", "−")
	phone.click(".clock")
	phone.waits("what o’clock it is", `/^\d+:\d\d/.test(document.querySelector(".clock-elapsed").innerText)`)
	phone.says(".clock-of", "ends ")
	phone.click(".clock")
	for _, size := range [][2]int64{{320, 568}, {430, 932}, {844, 390}, {820, 1180}, {1180, 820}} {
		phone.resize(size[0], size[1], dark)
		phone.waits("two buttons and what stands above them, inside the window", `[...document.querySelectorAll(".pad-button, .cover-button, .draw-button, .state-line, .place")].every((e) => {
			const r = e.getBoundingClientRect();
			return r.width >= 44 && r.height >= 44 && r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight;
		})`)
		phone.keepPicture(fmt.Sprintf("remote %d×%d", size[0], size[1]))
	}
	phone.resize(390, 844, light)

	l.Put(1, `{"live":false}`)
	phone.waits("nothing", `document.querySelector(".remote-message h1").innerText === "Nothing is live" && document.querySelector(".remote-talk").hidden`)
	phone.keepPicture("remote with nothing live")
	l.Put(1, `{"live":true,"current_slide":3}`)
	stands(phone, "3 / 3")

	c.key("q")
	c.click(".share-devices")
	c.waits("two devices", `document.querySelectorAll(".device").length === 2`)
	phone.allow("401", "ERR_")
	// One press more for what may be in the speaker's hand.
	c.waits("a question", `(() => { const b = [...document.querySelectorAll(".device")].find((d) => d.innerText.includes("Ann’s phone")).querySelector("button:last-child"); b.click(); return b.innerText === "Sure?"; })()`)
	js[any](c, `[...document.querySelectorAll(".device")].find((d) => d.innerText.includes("Ann’s phone")).querySelector("button:last-child").click(); null`)
	phone.waits("it is out", `document.querySelector(".remote-message h1").innerText === "This phone was signed out" && !document.querySelector(".remote-message").hidden`)
	phone.keepPicture("remote that was signed out")
	c.waits("one device", `document.querySelectorAll(".device").length === 1`)
}

// pairedPhone opens the remote on a phone of its own.
func pairedPhone(t *testing.T, l *harness.Lectern) *tab {
	t.Helper()
	phone := newBrowser(t).openSized(l.At("/pair#"+pairing(t, l, "remote")), 390, 844, dark)
	// As on a phone that shares no connection between its tabs.
	_, err := chromedp.Call(phone.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `delete window.SharedWorker;
		window.look = (at) => { Object.defineProperty(document, "visibilityState", {value: at, configurable: true}); document.dispatchEvent(new Event("visibilitychange")) };
		const E = EventSource;
		window.streams = 0;
		window.EventSource = class extends E { constructor(url) { super(url); window.streams++ } close() { super.close(); window.streams-- } };
		navigator.vibrate = (pattern) => (window.shaken = [...(window.shaken || []), pattern])`})
	if err != nil {
		t.Fatal(err)
	}
	phone.click("#pair")
	phone.waits("the remote", `document.querySelector(".pad-next")?.getClientRects().length === 1`)
	return phone
}

// TestRemoteInTheHand: a finger that is drawn across moves, and so do keys; what is
// pressed is felt; a phone that was locked stands where the talk does as soon as it is
// looked at, and drives on.
func TestRemoteInTheHand(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	phone := pairedPhone(t, l)
	stands := func(n int) {
		t.Helper()
		phone.waits(fmt.Sprint("slide ", n), fmt.Sprintf(`document.querySelector(".place .tabular").innerText === "%d / 9"`, n))
	}
	drives := func() {
		t.Helper()
		phone.waits("it drives", `document.querySelector(".state-text").innerText === "This phone drives"`)
	}
	phone.click(".state-offers .is-primary")
	drives()
	phone.swipe(330, 300, 100) // over the notes
	stands(2)
	phone.swipe(700, 300, 100) // over the buttons, and none is pressed
	stands(3)
	phone.swipe(700, 100, 300)
	stands(2)
	phone.key(kb.End)
	stands(9)
	phone.waits("the end", `document.querySelector(".pad-next").getAttribute("aria-disabled") === "true"`)
	phone.key("2\r")
	stands(2)
	js[any](phone, `window.shaken = []; null`)
	phone.click(".pad-next")
	stands(3)
	phone.waits("it is felt", `window.shaken.length === 1`)

	// A finger on the slide draws, and is no swipe.
	phone.click(".draw-button")
	phone.waits("a large slide", `document.querySelector(".sketch-surface").getClientRects()[0]?.width > 300 && getComputedStyle(document.querySelector(".covers")).display === "none"`)
	phone.swipe(js[float64](phone, `(() => { const r = document.querySelector(".sketch-surface").getBoundingClientRect(); return r.top + r.height / 2 })()`), 300, 100)
	l.Until("a stroke", func() bool {
		_, text := l.Ask("GET", "/api/decks/1/ink", "")
		return strings.Contains(text, `"points":[[`)
	})
	stands(3)
	phone.keepPicture("remote that draws")
	phone.resize(844, 390, dark)
	l.Ask("POST", "/api/messages", `{"text":"5 more minutes"}`)
	phone.waits("a large slide on its side, and what is said to the speaker", `document.querySelector(".remote-talk > .messages").innerText.includes("5 more minutes") && document.querySelector(".sketch-surface").getClientRects()[0]?.width > 300`)
	phone.keepPicture("remote that draws on its side")
	phone.resize(390, 844, dark)
	phone.click(".draw-button")
	phone.waits("the covers again", `document.querySelector(".palette").hidden && document.querySelector(".covers").getClientRects().length === 1`)
	l.Put(1, `{"zoom":{"x":0.2,"y":0.2,"w":0.5}}`)
	phone.waits("a part", `document.querySelector(".state-text").innerText === "The room sees a part of the slide"`)
	phone.click(".state-offers .is-primary")
	drives()

	streams := func(n int) {
		t.Helper()
		phone.waits(fmt.Sprint(n, " streams"), fmt.Sprint(`window.streams === `, n))
	}
	streams(1)
	js[any](phone, `window.look("hidden"); null`)
	streams(0)
	if _, err := l.Connect().Exec(t.Context(), `UPDATE drive SET device = NULL`); err != nil { // as after a minute
		t.Fatal(err)
	}
	l.Put(1, `{"current_slide":7}`)
	js[any](phone, `window.look("visible"); null`)
	stands(7)
	drives()

	// Whoever took over meanwhile keeps it.
	js[any](phone, `window.look("hidden"); null`)
	streams(0)
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(7, 9)
	c.key(kb.ArrowRight)
	c.waits("the question", `document.querySelector(".status").innerText.includes("Press again")`)
	c.waits("a press of its own", `(window.asked = window.asked || performance.now()) + 250 < performance.now()`)
	c.key(kb.ArrowRight)
	c.at(8, 9)
	js[any](phone, `window.look("visible"); null`)
	stands(8)
	phone.waits("who drives", `/ drives$/.test(document.querySelector(".state-text").innerText)`)

	// A code that is wrong, or was used.
	other := newBrowser(t).openSized(l.At("/pair"), 390, 844, light)
	other.allow("403")
	other.key("AAAA AAAA\r")
	other.waits("the reason", `document.querySelector("#wrong").innerText.startsWith("There is no such code")`)
	other.keepPicture("a wrong code")
}

// remote checks the pages of a phone; the presenter may use them, too.
func (a *accessRun) remote() {
	a.T.Helper()
	pair := a.open("/pair")
	pair.waits("the form", `document.activeElement.id === "code"`)
	pair.key(kb.Enter)
	pair.waits("what is wrong", `!document.querySelector("#wrong").hidden`)
	a.check(pair, "pairing, without a code")
	p := a.open("/remote")
	p.waits("the remote", `document.querySelector(".next-words").innerText.length > 1`)
	a.checkDark(p, "remote, while nobody drives")
	p.click(".pad-next")
	p.waits("it drives", `document.querySelector(".state-line").dataset.tone === "live"`)
	a.checkDark(p, "remote, driving")
	p.click(".cover-button")
	p.waits("black", `document.querySelector(".state-line").dataset.tone === "covered"`)
	a.checkDark(p, "remote, black")
	p.click(".cover-button")
	p.click(".draw-button")
	p.waits("the tools", `!document.querySelector(".palette").hidden`)
	a.checkDark(p, "remote, drawing")
	p.key(kb.Escape)
	p.click(`.remote-head [aria-label="Message to the speaker"]`)
	p.waits("messages", `document.querySelector("dialog[open] .message-presets")`)
	a.checkDark(p, "remote, messages", "dialog[open]")
	p.key(kb.Escape)
	a.console.key("q")
	a.console.click(".share-pair")
	a.console.waits("a code", `document.querySelector(".pairing-code")`)
	a.check(a.console, "devices, pairing a phone", "dialog[open]")
	a.console.key(kb.Escape)
}
