package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// press presses the button that has this text.
func (p *tab) press(text string) {
	p.t.Helper()
	p.waits("the button "+text, fmt.Sprintf(`Array.from(document.querySelectorAll("button")).some((b) => b.textContent === %q)`, text))
	js[any](p, fmt.Sprintf(`Array.from(document.querySelectorAll("button")).find((b) => b.textContent === %q).click()`, text))
}

// TestLiveEditing: what is saved is on the screens, a mistake is told by its line and
// leaves them as they are, and the last save can be undone.
func TestLiveEditing(t *testing.T) {
	t.Parallel()
	startChromium(t)
	file := harness.Write(t, "talk.md", "---\ntitle: Talk\n---\n\n# First\n\n---\n\n# Second\n\nwords\n\n---\n\n# Third\n")
	save := func(from, to string) {
		t.Helper()
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	l := harness.ServeForPDF(t, file)
	screen := newBrowser(t).open(l.At("/"))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.waits("the mark", `document.querySelector(".follow-mark:not([hidden])")?.textContent === "follows talk.md"`)
	shows := func(words string) {
		t.Helper()
		screen.waits(words, fmt.Sprintf(`document.querySelector("#view").innerText.includes(%q)`, words))
	}
	shows("First")
	l.Put(1, `{"current_slide":2}`)
	shows("words")
	save("words", "other words")
	shows("other words")
	l.Put(1, `{"current_slide":3}`)
	shows("Third")
	save("other words", "the last words") // on a slide that was shown
	shows("the last words")
	save("title: Talk", "title: [Talk")
	c.waits("the mistake", `/talk.md, line \d+: the front matter cannot be read/.test(document.querySelector(".talk").innerText) && document.querySelector(".follow-mark.is-broken")`)
	c.keepPicture("live-broken")
	shows("the last words")
	save("title: [Talk", "title: Talk")
	save("the last words", "mended words")
	shows("mended words")
	c.waits("no mistake", `!document.querySelector(".follow-mark.is-broken") && !/cannot be read/.test(document.querySelector(".talk").innerText)`)
	c.click(".follow-mark")
	c.keepPicture("live-follows")
	c.press("Undo the last save")
	c.waits("undone", `/before the last save/.test(document.body.innerText)`)
	screen.waits("not the mended words", `!document.querySelector("#view").innerText.includes("mended")`)
	if status, text := l.Ask("GET", "/api/decks", ""); status != 200 || strings.Count(text, `"id":`) != 1 {
		t.Errorf("%d %s", status, text)
	}
}

// report: remarks by what they are about, each with a way to its slides; and another
// dialect for the deck, which is the fourth, in its place, with undo.
func report(l *harness.Lectern, c *tab) {
	l.Upload("remarks.md", []byte("# One\n\n![](missing.png)\n\n---\n\n# Two\n\n![](missing.png) ![](https://example.org/a.png)\n\n---\n\n# Three\n\n* a\n* b\n\n![](https://example.org/b.png)\n"))
	c.waits("its card", `document.querySelectorAll(".card").length === 4 && /^2 remarks/.test(document.querySelector(".card-warnings:not([hidden])").innerText.trim())`)
	c.click(".card-warnings:not([hidden])")
	c.waits("the groups", `Array.from(document.querySelectorAll(".report-group h3")).map((h) => h.innerText.replace(/\s+/g, " ")).join("|") === "Pictures on the web 2|Pictures 2"`)
	c.waits("the slides", `Array.from(document.querySelectorAll(".report-slide")).map((b) => b.textContent).join(" ") === "2 3 1 2" && /lines 3 and 9/.test(document.querySelector(".dialog-report").innerText)`)
	c.waits("what it is read as", `document.querySelector(".report-dialect").selectedOptions[0].textContent === "found by itself: plain Markdown"`)
	c.waits("the offer", `/Get 2 pictures from the web/.test(document.querySelector(".report-web").innerText)`)
	c.keepPicture("report")
	steps := func(n int) {
		l.T.Helper()
		l.Until(fmt.Sprint(n, " steps"), func() bool { s := l.Slides(4); return len(s) == 3 && s[2].Steps == n })
	}
	steps(0)
	l.Put(4, `{"current_slide":2}`)
	js[any](c, `(() => { const s = document.querySelector(".report-dialect"); s.value = "marp"; s.dispatchEvent(new Event("change")); })()`)
	c.waits("what can be undone", `/It is read as Marp now/.test(document.body.innerText) && !document.querySelector("dialog")`)
	steps(2)
	c.press("Undo")
	steps(0)
	c.click(".card-warnings:not([hidden])")
	c.waits("the slides again", `document.querySelectorAll(".report-slide").length === 4`)
	js[any](c, `document.querySelectorAll(".report-slide")[1].click()`)
	c.at(3, 3)
}
