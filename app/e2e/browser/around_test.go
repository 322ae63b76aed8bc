package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
	"lectern/app/importer/importertest"
)

// TestAroundTheLibrary: the live deck comes first, words of slides are found in all
// decks, and what was deleted comes back from a list.
func TestAroundTheLibrary(t *testing.T) {
	t.Parallel()
	startChromium(t)
	script := axe(t)
	l := harness.Serve(t)
	for n := range 10 {
		l.Upload(fmt.Sprintf("talk%d.md", n), []byte(fmt.Sprintf("# Talk %d\n\nthe %s\n\n---\n\n# Two\n\nNote: a %s of %d\n", n, []string{"zebra", "horse"}[min(n, 1)], []string{"mare", "lion"}[n%2], n)))
	}
	c := newBrowser(t).openSized(l.Info.PresenterURL, 1200, 800, dark)
	first := func(title string) {
		t.Helper()
		c.waits(title+" first", `[...document.querySelectorAll(".card:not([hidden]) .card-title")].map((e) => e.innerText)[0] === `+quote(title))
	}
	first("Talk 9")
	l.Put(3, `{"live":true}`)
	c.waits("the talk", `!document.querySelector(".talk").hidden`)
	c.click(".talk-bar .button") // the library
	first("Talk 2")
	c.waits("the bar", `document.querySelector(".live-bar").innerText.includes("Talk 2")`)
	c.click(".live-return")
	c.at(1, 2)
	c.click(".talk-bar .button")
	l.Put(3, `{"live":false}`)
	first("Talk 9")
	c.waits("no bar", `document.querySelector(".live-bar").hidden`)
	js[bool](c, `(() => { const s = document.querySelector(".library-order"); s.value = "presented"; s.dispatchEvent(new Event("change")); return true; })()`)
	first("Talk 2")

	// Words of slides, with what stands around them.
	c.key("/")
	c.key("mare of 4")
	c.waits("what was found", `[...document.querySelectorAll(".found-hit")].map((e) => e.innerText.replace(/\s+/g, " ")).join("|") === "Talk 4 · 2 Two Notes: a mare of 4"`)
	c.accessible(script, wcag, "library, slides that were found", ".library")
	c.waits("in no title", `!document.querySelector(".library-nothing").hidden`)
	c.click(".found-hit")
	c.at(2, 2)
	c.waits("the deck", `document.querySelector(".talk-title").innerText === "Talk 4"`)
	c.click(".talk-bar .button")
	// A deck that somebody may follow is not moved without a word.
	for open, question := range map[string]string{"live": "to the room?", "published": "to whoever follows?"} {
		l.Put(5, `{"`+open+`":true,"current_slide":1}`)
		c.click(".found-hit")
		c.waits("the question", `document.querySelector("dialog[open] h2").innerText.includes("`+question+`")`)
		c.key(kb.Escape)
		c.waits("no dialog", noDialog)
		if _, deck := l.Ask("GET", "/api/decks/5", ""); !strings.Contains(deck, `"current_slide":1`) {
			t.Errorf("the search moved a deck that is %s", open)
		}
		l.Put(5, `{"`+open+`":false}`)
	}

	// Deleted, and brought back a while later.
	if status, _ := l.Ask("DELETE", "/api/decks/1", ""); status != 204 {
		t.Fatal(status)
	}
	c.click(".deleted-button")
	c.waits("a row", `!!document.querySelector(".deleted-row")`)
	c.accessible(script, wcag, "library, recently deleted", "dialog[open]")
	c.waits("the list", `document.querySelector(".deleted-row").innerText.includes("Talk 0") && document.querySelector(".deleted-row").innerText.includes("30 more days")`)
	c.click(".deleted-row button")
	c.waits("none left", `!document.querySelector(".deleted-none").hidden`)
	if status, _ := l.Ask("GET", "/api/decks/1", ""); status != 200 {
		t.Errorf("restored: %d", status)
	}
}

// TestReplaceByDrop: a file of the deck's name that is dropped on the talk takes its
// slides' place; the slide, the room and the clock stay, and it can be undone. A window
// that is closed meanwhile asks first.
func TestReplaceByDrop(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t)
	l.Upload("talk.md", []byte(harness.Talk(6)))
	b := newBrowser(t)
	l.Put(1, `{"live":true}`)
	c := b.openSized(l.Info.PresenterURL, 1200, 800, dark)
	phone := b.open(l.At("/"))
	c.at(1, 6)
	c.key("4" + kb.Enter)
	c.at(4, 6)
	before := ""
	l.Until("it is the server's", func() bool {
		_, before = l.Ask("GET", "/api/decks/1", "")
		return strings.Contains(before, `"current_slide":4`)
	})
	clock := before[strings.Index(before, `"started_at"`):][:40]
	drop := func(text string, names ...string) {
		js[bool](c, `(() => { const data = new DataTransfer();
			for (const name of `+quote(strings.Join(names, " "))+`.split(" ")) data.items.add(new File([`+quote(text)+`], name));
			window.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); return true; })()`)
	}
	drop("# Another", "one.md", "other.md")
	c.waits("where they go", `document.querySelector(".toast").innerText.includes("New decks go to the library")`)
	drop("# Another", "other.md")
	c.waits("the question", `document.querySelector("dialog[open] h2").innerText === "Replace the slides of “Slide 1” by other.md?"`)
	c.key(kb.Escape)
	mended := strings.Replace(harness.Talk(6), "The text of 4", "The mended text", 1)
	l.Upload("talk (1).md", []byte(mended)) // whose deck stays
	drop(mended, "talk.md")
	c.waits("the question", `document.querySelector("dialog[open] h2").innerText === "Replace the slides by this talk.md?"`)
	c.key(kb.Enter)
	l.Until("the room has it", func() bool { return strings.Contains(phone.words(), "The mended text") })
	c.at(4, 6)
	_, after := l.Ask("GET", "/api/decks/1", "")
	if !strings.Contains(after, clock) || !strings.Contains(after, `"current_slide":4`) || !strings.Contains(after, `"live":true`) {
		t.Errorf("%.700s after %.700s", after, before)
	}
	c.waits("undo", `[...document.querySelectorAll(".toast-action")].some((e) => e.innerText === "Undo")`)
	c.click(".toast-action")
	l.Until("it is taken back", func() bool { return strings.Contains(phone.words(), "The text of 4") })
	if _, all := l.Ask("GET", "/api/decks", ""); strings.Count(all, `"id":`) != 2 {
		t.Errorf("the decks are %s", all)
	}

	// By keyboard and touch: from the deck's title, where it can be taken back later, too.
	c.click(".talk-title button")
	c.waits("the deck’s report", `document.querySelector("dialog[open].dialog-report")`)
	c.do(chromedp.SetUploadFiles(chromedp.CSS(`.report-slides-of input`), []string{harness.Write(t, "talk-v2.md", mended)}, chromedp.NodeReady))
	c.waits("the question", `document.querySelector("dialog[open] h2").innerText.endsWith("by talk-v2.md?")`)
	c.key(kb.Enter)
	l.Until("the room has it", func() bool { return strings.Contains(phone.words(), "The mended text") })
	c.click(".toast button[aria-label=Dismiss]")
	c.click(".talk-title button")
	c.waits("the deck’s report", `document.querySelector(".report-slides-of").innerText.includes("Bring back")`)
	c.click(".report-slides-of button:last-child")
	l.Until("it is taken back", func() bool { return strings.Contains(phone.words(), "The text of 4") })

	// A file that is on its way can be given up, and a locked one is asked its password for.
	js[any](c, `document.querySelectorAll(".toast").forEach((e) => e.remove()); window.realSend = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = () => 0; null`)
	drop("# Another", "other.md")
	c.waits("the question", `document.querySelector("dialog[open] h2")?.innerText.endsWith("by other.md?")`)
	c.key(kb.Enter)
	c.waits("what is under way", `document.querySelector(".toast.is-progress").innerText.includes("Sending other.md")`)
	c.click(".is-progress button")
	c.waits("nothing is", `!document.querySelector(".is-progress")`)
	js[any](c, `XMLHttpRequest.prototype.send = realSend; null`)
	c.allow("status of 415")     // the browser tells of the lock, too,
	phone.allow("status of 503") // and of a page that was not read yet
	locked := importertest.PDF(importertest.PDFSpec{Lock: "s3cret", Pages: []string{importertest.PageText("Opened"), importertest.PageText("Two"), importertest.PageText("Three"), importertest.PageText("The locked page")}})
	c.click(".talk-title button")
	c.waits("the deck’s report", `document.querySelector("dialog[open].dialog-report")`)
	c.do(chromedp.SetUploadFiles(chromedp.CSS(`.report-slides-of input`), []string{harness.Write(t, "locked.pdf", string(locked))}, chromedp.NodeReady))
	c.waits("the question", `document.querySelector("dialog[open] h2")?.innerText.endsWith("by locked.pdf?")`)
	c.key(kb.Enter)
	for _, try := range [][2]string{{"wrong", "locked.pdf is locked"}, {"s3cret", "That is not its password"}} {
		c.waits("the field", `document.activeElement.matches(".import-password") && document.querySelector("dialog[open] p").innerText.startsWith(`+quote(try[1])+`)`)
		c.key(try[0] + kb.Enter)
	}
	has := func(slides string) func() bool {
		return func() bool {
			_, text := l.Ask("GET", "/api/decks/1", "")
			return strings.Contains(text, `"slides":`+slides+`,`)
		}
	}
	l.Until("it is open", has("4"))
	c.click(".toast-action")
	l.Until("it is taken back", has("6"))
	l.Put(1, `{"current_slide":4}`)
	c.at(4, 6)

	// It asks before it is left, while the talk is live, be it from the library, and not after.
	asked := func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.questions
	}
	c.click(".talk-bar .button") // the library
	c.waits("the library", `!document.querySelector(".library").hidden`)
	c.visit(l.At("/present"))
	if asked() != 1 {
		t.Errorf("it asked %d times", asked())
	}
	c.at(4, 6)
	l.Put(1, `{"live":false}`)
	c.waits("not live", `document.querySelector(".talk-bar .pill").innerText === "Not live"`)
	c.key(kb.ArrowRight)
	c.visit(l.At("/present"))
	if asked() != 1 {
		t.Errorf("of a deck that is not live it asked %d times", asked()-1)
	}
}
