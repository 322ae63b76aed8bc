package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
)

// block has a page be refused what begins with these addresses, as by a server that
// has not drawn it yet; none lets all through again.
func (p *tab) block(patterns ...string) {
	p.t.Helper()
	p.allow("ERR_BLOCKED_BY_CLIENT")
	params := network.SetBlockedURLsParams{}
	for _, pattern := range patterns {
		params.URLPatterns = append(params.URLPatterns, &network.BlockPattern{URLPattern: pattern, Block: true})
	}
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		p.t.Fatal(err)
	}
	if _, err := chromedp.Call(p.ctx, network.SetBlockedURLs, params); err != nil {
		p.t.Fatal(err)
	}
}

// TestPagesComeWhenTheyAreNeeded: a page is shown small until a sharper one is there,
// in its place; and the console, which was open before anybody read the deck, gets its
// titles and thumbnails without a reload.
func TestPagesComeWhenTheyAreNeeded(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.ServeForPDF(t, harness.Write(t, "talk.md", harness.Talk(1)))
	b := newBrowser(t)
	page, console := b.open(l.At("/")), b.open(l.Info.PresenterURL)
	page.waits("the talk", `!!document.querySelector(".slide h1")`)
	page.block("*://*:*/pictures/*/1920")
	const pages = 8
	l.Upload("talk.pdf", harness.PDF(pages))
	l.Put(2, `{"live":true}`)
	page.waits("the small picture", `document.querySelector(".slide-picture:not(.is-waiting) img").naturalWidth === 480`)
	place := js[box](page, boxOf(".slide-picture img"))
	page.block()
	page.waits("the sharp one", `document.querySelector(".slide-picture img").naturalWidth === 1920 && document.querySelectorAll(".slide-picture img").length === 1`)
	if now := js[box](page, boxOf(".slide-picture img")); now != place {
		t.Errorf("it moved from %v to %v", place, now)
	}
	console.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#deck=2"`))
	console.at(1, pages)
	console.waits("all titles", fmt.Sprintf(`[...document.querySelectorAll(".talk-strip .tile-title")].filter((title, i) => title.textContent === "Page " + (i + 1) + " of the talk").length === %d`, pages))
	console.waits("the thumbnails in sight", `[...document.querySelectorAll(".talk-strip .tile")].slice(0, 5).every((tile) => tile.querySelector("img").naturalWidth === 480)`)
	l.Put(2, fmt.Sprintf(`{"current_slide":%d}`, pages))
	page.waits("its last page", fmt.Sprintf(`document.getElementById("words").textContent.includes("Page %d of the talk")`, pages))
}

func boxOf(selector string) string {
	return fmt.Sprintf(`(() => { const r = document.querySelector(%s).getBoundingClientRect(); return {Left: r.left, Top: r.top, Width: r.width, Height: r.height}; })()`, quote(selector))
}
