package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestInvite: one key shows on every screen how to join, and the next move takes it back.
func TestInvite(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), "--public-url", "http://talks.example.org", harness.Write(t, "talk.md", harness.Talk(3)))
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
		p.waits(name+" has the card", `(() => { const card = document.querySelector(".invite"), r = card.getBoundingClientRect();
			return !card.hidden && card.querySelector("img").naturalWidth > 0 && r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight
				&& card.innerText.includes("talks.example.org"); })()`)
		p.keepPicture("invite-" + name)
	}
	// Who comes late sees it, too; and who has enough of it can put it away.
	late := b.open(l.At("/"))
	late.waits("the card", `!document.querySelector(".invite").hidden`)
	phone.click(".invite")
	phone.waits("put away", `document.querySelector(".invite").hidden`)
	c.key(kb.ArrowRight)
	for name, p := range screens {
		p.waits(name+" has the slide", `document.querySelector(".invite").hidden && document.querySelector(".slide h1").innerText === "Slide 2"`)
	}
	c.key("Q")
	wall.waits("the card again", `!document.querySelector(".invite").hidden`)
	c.key("Q")
	wall.waits("taken back", `document.querySelector(".invite").hidden`)
}
