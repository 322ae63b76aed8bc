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
	"lectern/app/importer/importertest"
)

// TestImportCards: a locked file asks for its password where it failed, and a changed
// one whether it is to take its deck's place, which can be undone.
func TestImportCards(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t)
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.waits("the empty library", `!document.querySelector(".library-empty").hidden`)
	decks := func(n int, title string) {
		t.Helper()
		c.waits(fmt.Sprintf("%d decks, %s first", n, title), fmt.Sprintf(`!document.querySelector(".import-card") && document.querySelectorAll(".card").length === %d && document.querySelector(".card-title").textContent === %q`, n, title))
	}
	press := func(text string) {
		t.Helper()
		js[any](c, fmt.Sprintf(`Array.from(document.querySelectorAll("button")).find((b) => b.textContent === %q).click()`, text))
	}

	c.allow("status of 415")
	locked := importertest.PDF(importertest.PDFSpec{Lock: "s3cret", Pages: []string{importertest.PageText("Opened")}})
	c.upload(harness.Write(t, "locked.pdf", string(locked)))
	for _, try := range [][2]string{{"wrong", "locked.pdf is locked"}, {"s3cret", "That is not its password"}} {
		c.waits("the question", fmt.Sprintf(`document.querySelector(".import-password") && document.querySelector(".import-error").textContent.startsWith(%q)`, try[1]))
		c.do(chromedp.Focus(chromedp.CSS(`.import-password`)))
		c.do(chromedp.SendKeys(chromedp.CSS(`.import-password`), try[0]))
		c.key(kb.Enter)
	}
	decks(1, "locked")

	file := filepath.Join(t.TempDir(), "harbour.md")
	for i, text := range []string{"# Harbour\n\n---\n\n# Two\n", "# Harbour\n\n---\n\n# Changed\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		c.upload(file)
		if i == 0 {
			decks(2, "Harbour")
		}
	}
	c.waits("the offer", `document.querySelector(".import-card") && /Replace the old one/.test(document.querySelector(".import-card").innerText)`)
	l.Put(2, `{"current_slide":2}`)
	press("Replace the old one")
	decks(2, "Harbour")
	c.waits("what can be undone", `/has the new slides/.test(document.body.innerText)`)
	if s := l.Slides(2); len(s) != 2 || s[1].Title != "Changed" {
		t.Errorf("the deck has %+v", s)
	}
	press("Undo")
	harness.Until(t, harness.Patience, "the slides that it had", func() bool { s := l.Slides(2); return len(s) == 2 && s[1].Title == "Two" })
	if status, body := l.Ask("GET", "/api/decks/2", ""); status != 200 || !strings.Contains(body, `"current_slide":2`) {
		t.Errorf("%d %s", status, body)
	}
	c.upload(file)
	c.waits("another offer", `document.querySelector(".import-card") && /Keep both/.test(document.querySelector(".import-card").innerText)`)
	press("Keep both")
	decks(3, "Harbour")
	c.upload(file)
	c.waits("the same again", `/is here already/.test(document.body.innerText)`)
	decks(3, "Harbour")
}
