package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// TestLinks: the links of a PDF lead the presenter and with them everybody; a listener
// they lead to what was shown, and nobody at a kiosk.
func TestLinks(t *testing.T) {
	t.Parallel()
	startChromium(t)
	var html strings.Builder
	html.WriteString(`<title>Linked</title><style>@page { margin: 0 } body { margin: 0 } section { position: relative; height: 7in; break-inside: avoid; font: 60px sans-serif }
		a { position: absolute; left: 10%; width: 30%; height: 20% }</style>`)
	for i := 1; i <= 4; i++ {
		fmt.Fprintf(&html, `<section id="p%d"><h1>Page %d</h1>`, i, i)
		switch i {
		case 1:
			html.WriteString(`<a href="#p3" style="top: 40%">three</a><a href="#p2" style="top: 70%">two</a><a href="https://example.org/x?y" style="top: 70%; left: 60%">web</a>`)
		case 3:
			html.WriteString(`<a href="#p1" style="top: 0; left: 0; width: 100%; height: 100%"></a>`) // as large as the slide
		}
		html.WriteString(`</section>`)
	}
	l := harness.ServeForPDF(t, printed(t, html.String()))
	slides := l.Slides(1)
	r := newRoom(t, l)
	r.all(slides[0])
	links := func(in, want string) string {
		return fmt.Sprintf(`Array.from(document.querySelectorAll("%s .slide-link"), (a) => a.getAttribute("aria-label")).join() === %q`, in, want)
	}
	const stage, view = ".talk-now", "#view"

	r.console.waits("all links", links(stage, "Slide 3,Slide 2,https://example.org/x?y"))
	r.audience.waits("the link to the web", links(view, "https://example.org/x?y"))
	r.audience.waits("a tab of its own", `(() => { const a = document.querySelector(".slide-link"); return a.target === "_blank" && a.rel === "noopener noreferrer" && a.href === "https://example.org/x?y" })()`)

	// The presenter, with the mouse; the next key is the talk's again.
	r.console.click(stage + ` [aria-label="Slide 3"]`)
	r.all(slides[2])
	r.console.key(kb.PageDown)
	r.all(slides[3])
	r.console.key(kb.PageUp)
	r.all(slides[2])
	if js[int](r.kiosk, `document.querySelectorAll(".slide-link").length`) != 0 {
		t.Error("the kiosk has links")
	}
	if !js[bool](r.kiosk, `new Promise((done) => {
		const link = document.createElement("a");
		link.href = "#";
		document.querySelector("#view").append(link); // as one among the words of a slide is
		addEventListener("click", (event) => { done(event.defaultPrevented); event.preventDefault(); link.remove(); }, { once: true });
		link.click();
	})`) {
		t.Error("the kiosk follows a link")
	}

	// A listener, with the keyboard.
	r.audience.waits("the link back", links(view, "Slide 1"))
	r.audience.key(kb.Tab)
	r.audience.waits("its focus", `document.activeElement.matches(".slide-link:focus-visible")`)
	r.audience.key(kb.Enter)
	r.audience.shows(slides[0])
	r.audience.waits("the link to what was shown", links(view, "Slide 3,https://example.org/x?y"))
	r.kiosk.shows(slides[2])
	r.audience.click(view + ` [aria-label="Slide 3"]`)
	r.audience.shows(slides[2])

	// A finger that begins on a link: to the side it looks back, on the spot it follows.
	r.console.key(kb.PageDown)
	r.all(slides[3])
	r.audience.key(kb.ArrowLeft)
	r.audience.shows(slides[2])
	r.audience.swipe(300, 500, 500)
	r.audience.shows(slides[0])
	r.audience.click(view + ` [aria-label="Slide 3"]`)
	r.audience.shows(slides[2])
	r.audience.swipe(300, 900, 300)
	r.audience.shows(slides[3])
	r.audience.swipe(300, 300, 900)
	r.audience.shows(slides[2])
	r.console.shows(slides[3])
}
