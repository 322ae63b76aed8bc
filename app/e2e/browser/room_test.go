package browser

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
)

// plane finds what holds the slide, on every kind of page.
const plane = `document.querySelector("#view .slide-plane, .talk-now .slide-plane")`

// onScreen is an expression that is true where a page shows that slide and no
// other, uncovered.
func onScreen(s harness.Slide) string {
	// A title has a space where its heading has a line's end, or a block.
	has := fmt.Sprintf(`layer.querySelector("h1, h2")?.textContent.replace(/\s/g, "") === %s.replace(/\s/g, "")`, quote(s.Title))
	if s.Picture != nil {
		has = fmt.Sprintf(`layer.dataset.picture === %s && !layer.dataset.coming && layer.querySelectorAll("img, canvas").length === 1`, quote(s.Picture.URL))
	}
	return fmt.Sprintf(`(() => {
		const plane = %s, layer = plane?.firstElementChild;
		return !!layer && plane.children.length === 1 && !layer.classList.contains("is-waiting") &&
			plane.closest(".slide-view").querySelector(".slide-cover").hidden && %s;
	})()`, plane, has)
}

// shows waits until the page shows a slide.
func (p *tab) shows(s harness.Slide) {
	p.t.Helper()
	p.waits(fmt.Sprintf("slide %d, %q", s.Slide, s.Title), onScreen(s))
}

// room is the three kinds of page together on one server.
type room struct {
	*harness.Lectern
	browser                  *browser
	console, audience, kiosk *tab
}

// newRoom opens the three pages of what is live.
func newRoom(t testing.TB, l *harness.Lectern) *room {
	t.Helper()
	r := &room{Lectern: l, browser: newBrowser(t)}
	r.console = r.browser.open(l.Info.PresenterURL)
	r.audience = r.browser.open(l.At("/"))
	r.kiosk = r.browser.open(l.At("/kiosk?name=Hall"))
	return r
}

func (r *room) all(s harness.Slide) {
	r.T.Helper()
	for _, p := range []*tab{r.console, r.audience, r.kiosk} {
		p.shows(s)
	}
}

// printPDF has Chromium print a PDF of n slides, as people make theirs.
func printPDF(t testing.TB, n int) string {
	t.Helper()
	var html strings.Builder
	html.WriteString(`<title>Printed</title><style>@page { margin: 0 } body { margin: 0 } section { height: 7in; break-inside: avoid; font: 60px sans-serif; background: linear-gradient(#fff, #cde) }</style>`)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&html, `<section style="border-left: %dpx solid #a33"><h1>Page %d</h1><p>printed words %d</p></section>`, 10*i%400, i, i)
	}
	return printed(t, html.String())
}

// printed has Chromium print a page of HTML to a PDF, a sheet as large as PowerPoint's
// slides.
func printed(t testing.TB, html string) string {
	t.Helper()
	p := newBrowser(t).open("data:text/html," + url.PathEscape(html))
	ctx, cancel := context.WithTimeout(p.ctx, harness.Patience)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperSize{Width: 13.333, Height: 7.5}), chromedp.PDFMargin(0), chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "printed.pdf")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// onePicture is a PNG.
func onePicture(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{30, 110, 160, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
