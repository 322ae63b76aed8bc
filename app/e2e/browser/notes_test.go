package browser

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

const notedTalk = `---
theme: default
title: Queues
---

# Queues

<!-- Say **hello**. -->

---

# Why they grow

<v-clicks>

- Bursts
- Service

</v-clicks>

<!--
Ask who stood in one.

[click] The bus comes.

[click] She is just one.
-->

---

# Thank you
`

// TestNotes: they follow the steps, are written during the talk, and nothing that was
// written is lost.
func TestNotes(t *testing.T) {
	t.Parallel()
	startChromium(t)
	file := harness.Write(t, "talk.md", notedTalk)
	l := harness.Serve(t, file)
	c := newBrowser(t).openSized(l.Info.PresenterURL, 1200, 800, dark)
	c.at(1, 3)
	now := func(words string) {
		t.Helper()
		c.waits(words, `[...document.querySelectorAll(".notes-text .is-now")].map((e) => e.innerText).join("|") === `+quote(words))
	}
	kept := func(notes string) {
		t.Helper()
		l.Until(notes, func() bool {
			_, deck := l.Ask("GET", "/api/decks/1", "")
			return strings.Contains(deck, `"notes":"`+notes)
		})
	}
	c.waits("bold", `document.querySelector(".notes-text strong").innerText === "hello"`)
	c.key(kb.ArrowRight)
	now("Ask who stood in one.")
	c.key(kb.ArrowRight)
	now("The bus comes.")
	c.key(kb.ArrowRight)
	now("She is just one.")
	c.key(kb.ArrowLeft)
	now("The bus comes.")
	c.key("1" + kb.Enter)
	c.at(1, 3)

	// Keys are the field's; a clicker's are the room's.
	state := func(words string) {
		t.Helper()
		c.waits(words, `document.querySelector(".notes-state").innerText === `+quote(words))
	}
	c.key("i")
	c.waits("the field", `document.activeElement.matches(".notes-field")`)
	c.key(" Now!" + kb.ArrowLeft + "b")
	state("Saved")
	kept("Say **hello**. Nowb!")
	c.at(1, 3)
	c.key(kb.PageDown)
	c.at(2, 3)
	c.waits("whose notes", `document.querySelector(".notes-head h2").innerText === "Notes of slide 1"`)
	c.key(kb.PageUp)
	c.at(1, 3)

	// The server is away: it is said, and what was typed goes in later.
	c.allow("Failed to load resource")
	c.block("*://*:*/api/decks/1/slides/*")
	c.key("c")
	state("Not saved yet. Trying again…")
	c.block()
	state("Saved")
	kept("Say **hello**. Nowbc!")
	c.key(kb.Escape)
	c.waits("shown as such", `document.querySelector(".notes-text strong").innerText === "hello" && document.querySelector(".notes-text").innerText.includes("Nowbc!")`)

	// One step takes the edit back, and another what the file has.
	c.click(".toast-action")
	kept(`Say **hello**."`)
	c.waits("taken back", `!document.querySelector(".notes-text").innerText.includes("Now")`)

	// The talk is left before they are in, and its slides get other numbers: they go to the
	// slide that they were written for, and so does what takes them back.
	l.Upload("other.md", []byte("# Other\n"))
	c.block("*://*:*/api/decks/*/slides/*")
	c.key("i")
	c.waits("the field", `document.activeElement.matches(".notes-field")`)
	c.key("d")
	state("Not saved yet. Trying again…")
	c.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#deck=2"`))
	c.waits("the other deck", `document.title.startsWith("Other") && document.querySelector(".talk-foot .nav-place").innerText.includes("1 / 1")`)
	if err := os.WriteFile(file, []byte(strings.Replace(notedTalk, "# Queues", "# Before\n\n---\n\n# Queues", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	l.Until("saved", func() bool { return len(l.Slides(1)) == 4 })
	c.allow("409")
	c.block()
	kept(`Say **hello**.d"`)
	c.click(".toast-action")
	kept(`Say **hello**."`)
	if _, other := l.Ask("GET", "/api/decks/2", ""); strings.Contains(other, "hello") {
		t.Errorf("the other deck has %s", other)
	}
	if err := os.WriteFile(file, []byte(notedTalk), 0o600); err != nil {
		t.Fatal(err)
	}
	c.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#deck=1"`))
	c.at(1, 3)

	// Another device's notes are not written over, until it is asked for.
	c.key("i")
	c.waits("the field", `document.activeElement.matches(".notes-field")`)
	l.Ask("PUT", "/api/decks/1/slides/1", `{"notes":"from the phone"}`)
	c.allow("409")
	c.key("mine")
	state("Not saved")
	kept("from the phone")
	c.click(".toast-action")
	state("Saved")
	kept("Say **hello**.mine")
	c.key(kb.Escape)
	c.waits("the way back to the file", `!document.querySelector(".notes-head button[title='As in the file']").hidden`)
	c.click(".notes-head button[title='As in the file']")
	kept(`Say **hello**."`)

	// Each layout by one key, and the one that was chosen stays.
	wide := func() float64 {
		return js[float64](c, `document.querySelector(".notes-text").clientWidth * document.querySelector(".notes-text").clientHeight`)
	}
	c.resize(1440, 900, dark)
	large := wide()
	c.key("v")
	c.waits("alike", `document.querySelector(".talk").dataset.layout === "equal"`)
	alike := wide()
	c.key("v")
	c.waits("large notes", `document.querySelector(".talk").dataset.layout === "notes"`)
	if notes := wide(); !(large < alike && alike < notes) {
		t.Errorf("notes have %v, %v and %v pixels", large, alike, notes)
	}
	c.visit(l.At("/present"))
	c.waits("remembered", `document.querySelector(".talk").dataset.layout === "notes"`)
}
