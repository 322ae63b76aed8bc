package browser

import (
	"fmt"

	"github.com/chromedp/chromedp/kb"
)

// speaker checks what a speaker makes of the talk that is open.
func (a *accessRun) speaker() {
	a.T.Helper()
	c := a.console
	c.key("2\ru")
	c.waits("a bookmark", `!!document.querySelector(".strip-list .is-bookmark")`)
	c.key("3\rH")
	c.waits("a hidden slide", `!!document.querySelector(".strip-list .is-hidden")`)
	a.check(c, "talk, a bookmark and a hidden slide", ".stage", ".status", ".talk-nav", ".talk-next", ".talk-strip")
	a.dialog("U", "talk, bookmarks", ".goto-option .is-bookmark")
	a.dialog("o", "talk, overview with signs", ".overview .is-hidden")

	c.key("/table")
	c.waits("what was found", `document.querySelector(".goto-context, .goto-option")`)
	a.check(c, "talk, search", "dialog[open]")
	c.key(kb.Escape)
	c.waits("no dialog", `!document.querySelector("dialog")`)

	c.key("i")
	c.waits("the field", `document.activeElement.matches(".notes-field")`)
	a.check(c, "talk, writing notes", ".talk-notes")
	c.key("Mine.")
	c.waits("saved", `document.querySelector(".notes-state").innerText === "Saved"`)
	c.key(kb.Escape)
	c.waits("undo", `!!document.querySelector(".toast-action")`)
	a.check(c, "talk, notes that were written", ".talk-notes", "#toasts")
	for _, layout := range []string{"equal", "notes", "slide"} {
		c.key("v")
		c.waits(layout, `document.querySelector(".talk").dataset.layout === `+quote(layout))
		if layout != "slide" { // it was in that before
			a.checkPlace(c, "talk, layout "+layout)
		}
	}
	c.key("s")
	a.checkPlace(c, "talk, notes hidden")
	c.key("s")

	a.dialog("P", "talk, for a moment", ".moment-ways")
	c.key("B")
	c.waits("the board", `!document.querySelector(".palette").hidden && document.querySelector(".nav-place").innerText.includes("1 / 1")`)
	a.check(c, "talk, a board", append([]string{".palette", ".talk-next"}, control...)...)
	c.key(kb.Escape + kb.Escape)
	c.waits("the talk", `!document.querySelector(".nav-place").innerText.includes("1 / 1")`)

	c.key("Q")
	c.waits("how to join", `document.querySelector(".status").innerText.includes("How to join")`)
	a.check(c, "talk, how to join on the screens", control...)
	screen := a.open("/kiosk")
	screen.waits("the card", `!!document.querySelector(".invite:not([hidden])") && document.querySelector(".invite img").naturalWidth > 0`)
	a.check(screen, "kiosk, how to join", ".invite")
	c.key("Q")
	c.key("3\rH2\ru")

	js[any](c, `location.hash = "#library"; null`)
	c.waits("the bar", `!document.querySelector(".live-bar").hidden`)
	a.check(c, "library, a live deck")
	c.click(".deleted-button")
	c.waits("what was deleted", `document.querySelector("dialog[open].dialog-deleted")`)
	a.check(c, "library, recently deleted", "dialog[open]")
	c.key(kb.Escape)
	c.waits("no dialog", `!document.querySelector("dialog")`)
	js[any](c, fmt.Sprintf(`location.hash = "#deck=%d"; null`, a.deck))
	c.at(2, 4)
}
