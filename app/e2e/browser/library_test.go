package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// upload gives files to the library as the file chooser does.
func (p *tab) upload(files ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.CSS(`.library input[type=file]`), files, chromedp.NodeReady))
}

// TestLibrary imports, renames, deletes and brings back, all through the page.
func TestLibrary(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t)
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.waits("the empty library", `!document.querySelector(".library-empty").hidden`)
	decks := func(n int) {
		t.Helper()
		c.waits(fmt.Sprintf("%d decks", n), fmt.Sprintf(`document.querySelectorAll(".card:not(.import-card)").length === %d && !document.querySelector(".import-card")`, n))
	}

	// A talk and the picture in it, chosen together.
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "trip.md"), filepath.Join(dir, "lake.png")}
	for i, data := range [][]byte{[]byte("# The trip\n\n![The lake](lake.png)\n\n---\n\n# Home\n"), onePicture(t)} {
		if err := os.WriteFile(files[i], data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c.upload(files...)
	decks(1)
	c.waits("the picture on the cover", `document.querySelector(".card-cover img").naturalWidth > 0`)
	if s := l.Slides(1); len(s) != 2 || s[0].Title != "The trip" || !strings.Contains(s[0].HTML, `alt="The lake"`) {
		t.Errorf("what was imported: %+v", s)
	}

	// What is no deck: a sentence to read, and nothing else.
	c.allow("status of 4")
	c.upload(harness.Write(t, "broken.pdf", "%PDF-1.7 and no more"))
	c.waits("the refusal", `document.querySelector(".import-card.is-failed .import-error")`)
	if words := js[string](c, `document.querySelector(".import-error").innerText`); len(words) < 20 || strings.Contains(words, "Error") {
		t.Errorf("the refusal says %q", words)
	}
	if out := js[float64](c, `(() => {
		const deck = document.querySelector(".card:not(.import-card)"); // keeps its row high
		const end = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
		deck.hidden = true;
		const out = end(".import-card .card-tools") - end(".import-card");
		deck.hidden = false;
		return out;
	})()`); out > 0 {
		t.Errorf("the buttons of the refused file hang %.0f px out of its card", out)
	}
	c.do(chromedp.Click(chromedp.CSS(`.import-card .card-tools button:last-child`)))
	decks(1)

	// Renamed with the keyboard, and everywhere.
	c.key(kb.ArrowRight + kb.F2)
	c.waits("the field", `document.activeElement.matches(".card-field")`)
	c.key("A new name\r")
	c.waits("the new name", `document.querySelector(".card-title").textContent === "A new name"`)
	l.Until("the new name in the database", func() bool {
		_, text := l.Ask("GET", "/api/decks/1", "")
		return strings.Contains(text, `"title":"A new name"`)
	})

	// Deleted after a question, and brought back.
	c.key(kb.ArrowRight + kb.Delete)
	c.waits("the question", `document.querySelector("dialog[open].dialog-ask")`)
	c.key(kb.Escape)
	c.waits("no question", `!document.querySelector("dialog")`)
	decks(1)
	c.key(kb.Delete)
	c.waits("the question", `document.activeElement.matches("dialog[open] .is-danger")`)
	c.key("\r")
	decks(0)
	l.Until("the deck to be gone", func() bool { status, _ := l.Ask("GET", "/api/decks/1", ""); return status == 404 })
	c.click(".toast .toast-action")
	decks(1)
	if s := l.Slides(1); len(s) != 2 {
		t.Errorf("what came back: %+v", s)
	}
	c.waits("the name it had", `document.querySelector(".card-title").textContent === "A new name"`)

	// Opened by its card, presented, seen.
	c.click(".card-present")
	audience := newBrowser(t).open(l.At("/"))
	audience.shows(l.Slides(1)[0])
	audience.waits("the picture", `document.querySelector("#view .slide img").naturalWidth > 0`)
}

// TestCovers: a deck without a picture of pixels shows its title, on no account
// what a stranger drew or wrote; and the remarks on it come when they are asked for.
func TestCovers(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t)
	l.Upload("lake.png", onePicture(t))
	l.Upload("drawing.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><rect width="16" height="9"/></svg>`))
	l.Upload("words.md", []byte("# Words alone\n\n![](missing.png)\n"))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.waits("a picture and two titles", `JSON.stringify(Array.from(document.querySelectorAll(".card-cover"), (cover) => {
		const img = cover.querySelector("img");
		return img ? img.naturalWidth > 0 : cover.innerText.split(/\s*\n\s*/);
	})) === '[["Words alone","Markdown"],["drawing","Pictures"],true]'`)
	c.click(".card-warnings:not([hidden])")
	c.waits("the remark", `document.querySelector(".report li").innerText.includes("missing.png")`)
	c.key(kb.Escape)
	c.waits("no report", `!document.querySelector("dialog")`)
	l.Put(3, `{"title":"Other words"}`)
	c.waits("the new title", `document.querySelector(".cover-title").innerText === "Other words"`)
	report(l, c)
}

// TestCancelImport: a long import that is called off leaves no deck, and the
// next one waits for no one.
func TestCancelImport(t *testing.T) {
	t.Parallel()
	startChromium(t)
	long := harness.Write(t, "long.pdf", string(harness.PDF(200)))
	l := harness.ServeForPDF(t)
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.waits("the empty library", `!document.querySelector(".library-empty").hidden`)
	c.upload(long)
	// It is under way when slides are counted.
	c.waits("progress", `/Slide \d+ of 200/.test(document.querySelector(".import-card").innerText)`)
	c.waits("progress that can be seen", `document.querySelector(".import-cells .full") && Number(document.querySelector(".import-bar").ariaValueNow) > 0`)
	c.do(chromedp.Click(chromedp.CSS(`.import-card .card-tools button`)))
	c.waits("no card", `!document.querySelector(".card") && !document.querySelector(".library-empty").hidden`)
	c.upload(harness.Write(t, "short.md", harness.Talk(2)))
	c.waits("the short one", `document.querySelectorAll(".card").length === 1 && document.querySelector(".card-title").textContent === "Slide 1"`)
	// (Pictures that were drawn stay until they are swept: see store.NewDeck.)
	var decks, slides int
	if err := l.Connect().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM decks), (SELECT count(*) FROM slides)`).Scan(&decks, &slides); err != nil {
		t.Fatal(err)
	}
	if decks != 1 || slides != 2 {
		t.Errorf("%d decks, %d slides are left of an import that was called off, beside one deck of two", decks, slides)
	}
}

// TestTroubleIsSeen: the other tests rely on it that a page's trouble fails them.
func TestTroubleIsSeen(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t)
	p := newBrowser(t).open(l.At("/"))
	p.waits("the page", `!document.getElementById("waiting").hidden`)
	for script, want := range map[string]string{
		`setTimeout(() => { throw new Error("thrown") })`:                                                      "thrown",
		`Promise.reject(new Error("rejected"))`:                                                                "rejected",
		`console.error("complained")`:                                                                          "complained",
		`document.body.setAttribute("style", "color: red")`:                                                    "Content Security Policy",
		`document.body.append(Object.assign(document.createElement("script"), {textContent: "window.x = 1"}))`: "Content Security Policy",
		`document.body.append(Object.assign(new Image(), {src: "/no/such/picture"}))`:                          "404",
		`document.body.append(Object.assign(new Image(), {src: "http://example.org/picture.png"}))`:            "Content Security Policy",
	} {
		js[any](p, "{"+script+"} null")
		harness.Until(t, harness.Patience, "the trouble of "+script, func() bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			for i, text := range p.trouble {
				if strings.Contains(text, want) {
					p.trouble = append(p.trouble[:i], p.trouble[i+1:]...)
					return true
				}
			}
			return false
		})
	}
	p.allow("Content Security Policy") // one attempt may be told of twice
}
