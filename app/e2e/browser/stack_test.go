package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestStacks: in the console arrows go down and across in reveal.js's stacks, a clicker
// goes through all slides in order, and both are told where they are. And a deck that goes
// on by itself.
func TestStacks(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", "---\nhighlightTheme: x\n---\n\n# A\n\n---\n\n# B\n\n--\n\n# B two\n\n--\n\n# B three\n\n---\n\n# C\n"),
		harness.Write(t, "loop.md", "# One\n\n---\n\n# Two\n\n---\n\n# Three\n"))
	b := newBrowser(t)
	c, room := b.open(l.Info.PresenterURL), b.open(l.Info.URL)
	c.at(1, 5)
	for _, step := range []struct {
		key, place string
	}{
		{kb.ArrowRight, "2 / 5 (2.1)"}, {kb.ArrowDown, "3 / 5 (2.2)"}, {kb.ArrowRight, "5 / 5"}, {kb.ArrowLeft, "3 / 5 (2.2)"},
		{kb.ArrowUp, "2 / 5 (2.1)"}, {kb.PageDown, "3 / 5 (2.2)"}, {kb.PageDown, "4 / 5 (2.3)"}, {" ", "5 / 5"}, {kb.PageUp, "4 / 5 (2.3)"},
	} {
		c.key(step.key)
		c.waits(step.place, fmt.Sprintf(`document.querySelector(".nav-place").innerText.trim().endsWith(%s)`, quote(step.place)))
	}
	room.waits("the room", `document.querySelector("#view").innerText.includes("B three")`)
	c.key("o")
	c.waits("the overview", `[...document.querySelectorAll(".overview .tile-button")].map((t) => t.innerText.replace(/\s+/g, " ").trim()).join("|").includes("Slide 3 2.2 B two|Slide 4 2.3 B three")`)
	advance(l, c, room)
}

// advance: a deck, which is the second, goes on by itself in the room, says in the console
// when, and stops at a hand on it.
func advance(l *harness.Lectern, c, room *tab) {
	t := l.T
	l.Slides(2)
	l.Put(2, `{"live":true}`)
	c.visit(l.At("/present#deck=2"))
	c.at(1, 3)
	c.key("a")
	c.waits("the dialog", `document.activeElement.matches(".plan-field input")`)
	c.key("0" + kb.Enter)
	c.waits("no time at all", `document.querySelector("dialog .import-error").innerText.includes("how many seconds")`)
	c.click("dialog .check input")
	c.click(".plan-field input")
	js[bool](c, `document.querySelector(".plan-field input").select() || true`)
	c.key("1" + kb.Enter)
	for _, words := range []string{"Two", "Three", "One", "Two"} {
		room.waits(words, fmt.Sprintf(`document.querySelector("#view").innerText.includes(%s)`, quote(words)))
	}
	c.waits("when", `/Goes on in \d s/.test(document.querySelector(".advance").innerText)`)
	c.key(kb.PageUp)
	c.waits("a hand on it", `document.querySelector(".advance").innerText.startsWith("Goes on by hand")`)
	if _, text := l.Ask("GET", "/api/decks/2", ""); !strings.Contains(text, `"advance_every":1,"advance_loop":true`) || strings.Contains(text, `"advancing"`) {
		t.Error(text[:400])
	}
	c.key("a")
	c.waits("on again", `/Goes on in \d s/.test(document.querySelector(".advance").innerText)`)
	c.key("f")
	c.waits("frozen", `document.querySelector(".advance").innerText.startsWith("Goes on once")`)
}

// TestSaveTakesTheRoom: a save takes everybody to the slide that was edited, wherever
// they sit, with a way back; or nobody, where the deck is to stay.
func TestSaveTakesTheRoom(t *testing.T) {
	t.Parallel()
	startChromium(t)
	dir := harness.Folder(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "talk.md")
	save := func(first string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("# "+first+"\n\n---\n\n# Two\n\n---\n\n# Three\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("One")
	l := harness.Serve(t, file)
	l.Out.Await(t, "Follows talk.md")
	b := newBrowser(t)
	c, room := b.open(l.Info.PresenterURL), b.open(l.Info.URL)
	c.at(1, 3)
	c.key(kb.End)
	sees := func(words string) {
		t.Helper()
		room.waits(words, fmt.Sprintf(`document.querySelector("#view").innerText.includes(%s)`, quote(words)))
	}
	sees("Three")
	save("Typo mended")
	sees("Typo mended")
	c.waits("where they went", `document.querySelector(".toast").innerText.includes("Slide 1 was edited")`)
	c.click(".toast-action")
	sees("Three")
	c.click(".follow-mark")
	c.click("dialog .check input")
	c.key(kb.Escape)
	l.Until("the deck stays", func() bool {
		_, text := l.Ask("GET", "/api/decks/1", "")
		return strings.Contains(text, `"edits_stay":true`)
	})
	save("Another typo")
	l.Until("the save", func() bool {
		_, text := l.Ask("GET", "/api/decks/1", "")
		return strings.Contains(text, "Another typo")
	})
	sees("Three")
}
