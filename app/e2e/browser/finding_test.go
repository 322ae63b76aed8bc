package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestFindingTheWay: by words of the notes, by bookmarks, back to where one was, and
// past what is hidden.
func TestFindingTheWay(t *testing.T) {
	t.Parallel()
	startChromium(t)
	talk := strings.Replace(harness.Talk(12), "The text of 9", "The text of 9\n\nNote: the *zebra* crossing", 1)
	l := harness.Serve(t, harness.Write(t, "talk.md", talk))
	b := newBrowser(t)
	c, phone := b.openSized(l.Info.PresenterURL, 1200, 800, dark), b.open(l.At("/"))
	c.at(1, 12)
	says := func(words string) {
		t.Helper()
		c.waits(words, `[...document.querySelectorAll(".toast")].some((e) => e.innerText.includes(`+quote(words)+`))`)
	}

	// Words of the notes, with what stands around them; and back.
	c.key(kb.ArrowRight + kb.ArrowRight)
	c.at(3, 12)
	c.key("/")
	c.waits("the field", `document.activeElement.matches(".dialog-goto input")`)
	c.key("zebra CROSS")
	c.waits("the one", `[...document.querySelectorAll(".goto-option")].map((e) => e.innerText.replace(/\s+/g, " ")).join("|").includes("Notes: the *zebra* crossing")`)
	c.key(kb.Enter)
	c.at(9, 12)
	c.key("y")
	c.at(3, 12)
	c.key("Y")
	c.at(9, 12)

	// Words of another deck: shown for a moment, be it one that others follow, and back.
	l.Upload("other.md", []byte("# Other\n\n---\n\n# A zebra, too\n"))
	c.key("/")
	c.waits("the field", `document.activeElement.matches(".dialog-goto input")`)
	c.key("zebra")
	c.waits("both", `document.querySelector(".goto-list").innerText.replace(/\s+/g, " ").match(/Notes: .*In other decks 2 A zebra, too Other$/)`)
	c.accessible(axe(t), wcag, "talk, search of all decks", "dialog[open]")
	c.key(kb.ArrowDown + kb.Enter)
	c.waits("the question", `document.querySelector("dialog[open] h2").innerText === "Show slide 2 of “Other” to the room?"`)
	c.key(kb.Enter)
	l.Until("the other deck", func() bool { return strings.Contains(phone.words(), "A zebra, too") })
	c.at(2, 2)
	c.key(kb.Escape)
	c.at(9, 12)

	// A bookmark is the server's: another console has it, and a list leads there.
	c.key("u")
	says("Slide 9 has a bookmark")
	other := b.openSized(l.At("/present"), 1200, 800, dark)
	other.at(9, 12)
	other.waits("the bookmark", `!!document.querySelectorAll(".strip-list .tile")[8].querySelector(".is-bookmark")`)
	other.key("2" + kb.Enter)
	c.at(2, 12)
	other.key("U")
	other.waits("the list", `document.querySelectorAll(".goto-option").length === 1`)
	other.key(kb.Enter)
	c.at(9, 12)
	other.key("u")
	c.waits("no bookmark", `!document.querySelector(".strip-list .is-bookmark")`)

	// What is hidden is passed by, and one key away. The room's count stays.
	other.key("8" + kb.Enter)
	c.at(8, 12)
	c.key("H")
	says("Slide 8 is hidden")
	c.key(kb.ArrowRight)
	c.at(9, 12)
	c.key(kb.ArrowLeft)
	c.at(7, 12)
	c.waits("the next but one", `document.querySelector(".next-words").innerText.startsWith("9")`)
	l.Until("the room at 7", func() bool { return strings.Contains(phone.words(), "The text of 7") })
	if status, text := l.Ask("POST", "/api/live/next", ""); status != 200 || !strings.Contains(text, `"current_slide":9`) {
		t.Errorf("a program's next: %d %.200s", status, text)
	}
	c.at(9, 12)
	c.key("h")
	c.at(8, 12)
	l.Until("the room at 8", func() bool { return strings.Contains(phone.words(), "The text of 8") })
	c.key("H")
	says("Slide 8 is not hidden")
	c.key("7" + kb.Enter)
	c.at(7, 12)
	c.key(kb.ArrowRight)
	c.at(8, 12)
}
