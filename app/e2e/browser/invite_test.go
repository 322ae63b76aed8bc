package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestInvite: one key shows on every screen how to join, and another what is typed; the
// next move takes it back.
func TestInvite(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, "--public-url", "http://talks.example.org", harness.Write(t, "talk.md", harness.Talk(3)))
	b := newBrowser(t)
	c, phone, wall := b.openSized(l.Info.PresenterURL, 1200, 800, dark), b.openSized(l.At("/"), 390, 844, dark), b.openSized(l.At("/kiosk"), 1920, 1080, dark)
	c.at(1, 3)
	screens := map[string]*tab{"phone": phone, "wall": wall}
	for name, p := range screens {
		p.waits(name+" has no card", `document.querySelector(".slide h1") && !document.querySelector(".invite")`)
	}
	c.key("Q")
	c.waits("it is said", `document.querySelector(".status").innerText.includes("until you move on")`)
	for name, p := range screens {
		p.waits(name+" has the card", `(() => { const card = document.querySelector(".invite:not([hidden])"), r = card && card.getBoundingClientRect();
			return !!card && card.querySelector("img").naturalWidth > 0 && r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight
				&& card.innerText.includes("talks.example.org"); })()`)
		p.keepPicture("invite-" + name)
	}
	// Who comes late sees it, too; and who has enough of it can put it away.
	late := b.open(l.At("/"))
	late.waits("the card", `!!document.querySelector(".invite:not([hidden])")`)
	late.close()
	phone.click(".invite")
	phone.waits("put away", `!document.querySelector(".invite:not([hidden])")`)
	c.key(kb.ArrowRight)
	for name, p := range screens {
		p.waits(name+" has the slide", `!document.querySelector(".invite:not([hidden])") && document.querySelector(".slide h1").innerText === "Slide 2"`)
	}
	c.waits("gone with the move, here too", `!document.querySelector(".status").innerText.includes("until you move on")`)
	c.key("Q")
	wall.waits("the card again", `!!document.querySelector(".invite:not([hidden])")`)
	c.key("Q")
	wall.waits("taken back", `!document.querySelector(".invite:not([hidden])")`)
	words(b, l.At("/"), c, phone, wall)
}

// words: what is typed for the room lies over the slide on every screen, those that come
// late too, until it is taken back or the talk goes on.
func words(b *browser, address string, c, phone, wall *tab) {
	t, script := b.t, axe(b.t)
	taken := func() {
		t.Helper()
		c.waits("no words", `!document.querySelector(".status").innerText.includes("lies over the slide")`)
		wall.waits("taken back", `!document.querySelector(".words:not([hidden])")`)
	}
	c.key("W")
	c.waits("the field", `document.activeElement.matches(".words-field")`)
	c.accessible(script, wcag, "talk, words for the screens", "dialog[open]")
	c.key("Back at 11" + kb.Enter)
	c.waits("it is said", `document.querySelector(".status").innerText.includes("“Back at 11” lies over the slide")`)
	late := b.openSized(address, 1280, 720, light)
	has := `(() => { const layer = document.querySelector(".words:not([hidden])"), p = layer && layer.querySelector("p").getBoundingClientRect();
		return !!layer && layer.innerText === "Back at 11" && p.left >= 0 && p.right <= innerWidth && p.top >= 0 && p.bottom <= innerHeight; })()`
	for name, p := range map[string]*tab{"phone": phone, "wall": wall, "late": late} {
		p.waits(name+" has the words", has)
		p.keepPicture("words-" + name)
	}
	wall.accessible(script, wcag, "kiosk, words", ".words")
	// Black covers them, too.
	c.key("b")
	wall.waits("black", `!document.querySelector(".words:not([hidden])")`)
	c.key("b")
	wall.waits("the words again", has)
	c.key(kb.Escape)
	taken()
	// What was typed last is there to be shown again.
	c.key("W")
	c.waits("the field", `document.activeElement.matches(".words-field") && document.activeElement.value === "Back at 11"`)
	c.key(kb.Enter)
	wall.waits("the words again", has)
	c.key(kb.ArrowRight)
	wall.waits("the talk goes on", `!document.querySelector(".words:not([hidden])") && document.querySelector(".slide h1").innerText === "Slide 3"`)
}
