package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// dressed gives the second slide of each deck a step more, and each of its views a sheet that
// colours all there is on the slide.
func dressed(t *testing.T, l *harness.Lectern) {
	t.Helper()
	l.Slides(1)
	_, err := l.Connect().Exec(t.Context(), `WITH more AS (INSERT INTO views (deck_id, number, step, html, text)
		SELECT deck_id, number, 1, html || '<p>more</p>', text FROM views WHERE number = 2 RETURNING 1)
		UPDATE views SET css = ':slide,:slide *,:slide>.slide-body>h1{color:rgb(1,2,3)}' WHERE number = 2 AND EXISTS (SELECT FROM more)`)
	if err == nil {
		_, err = l.Connect().Exec(t.Context(), `UPDATE views SET css = ':slide.slide,:slide *{color:rgb(4,5,6)} :slide .x-later{color:red}' WHERE number = 2 AND step = 1`)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// coloured is an expression that is true where all elements of the slide on show have a
// colour, and no other element of the page does but those of the same slide elsewhere.
func coloured(color string) string {
	return fmt.Sprintf(`(() => {
		const is = (e) => getComputedStyle(e).color === "rgb(%s)", layer = %s.firstElementChild;
		return layer.matches('[class*="look-"]:not(.is-waiting)') && [layer, ...layer.querySelectorAll("*")].every(is) &&
			[...document.querySelectorAll("*")].every((e) => !is(e) || e.closest('.slide[class*="look-"]').querySelector("h1").textContent === "Slide 2");
	})()`, color, plane)
}

// TestLook: an author's sheet colours its own slide and nothing else, on every kind of
// page; what a later step looks like nobody is told before; and a sheet that no slide
// wears any more is gone. So it is in browsers that have no sheets to share, too.
func TestLook(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3)), harness.Write(t, "again.md", harness.Talk(3)+"\n---\n\n# More\n"))
	slides := [][]harness.Slide{l.Slides(1), l.Slides(2)}
	dressed(t, l)
	for i, name := range []string{"shared", "old"} {
		t.Run(name, func(t *testing.T) {
			id := i + 1
			l.Put(int64(id), `{"live":true}`)
			w := newLine(t, l)
			b := newBrowser(t)
			console, audience, kiosk := b.open("about:blank"), b.open("about:blank"), b.open("about:blank")
			pages := []*tab{console, audience, kiosk}
			addresses := []string{l.Info.PresenterURL, w.at("/"), w.at("/kiosk")}
			for i, p := range pages {
				if name == "old" {
					_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `delete Document.prototype.adoptedStyleSheets`})
					if err != nil {
						t.Fatal(err)
					}
				}
				p.visit(addresses[i])
				p.shows(slides[id-1][0])
			}
			console.key(kb.ArrowRight)
			for _, p := range pages {
				p.waits("the first view's colour", coloured("1, 2, 3"))
				if n := js[int](p, `document.adoptedStyleSheets?.length ?? -1`); (n > 0) != (name == "shared") {
					t.Errorf("%d sheets", n)
				}
			}
			if heard := w.all(); strings.Contains(heard, "x-later") || !strings.Contains(heard, "rgb(1,2,3)") {
				t.Error("a later step's sheet was sent before it, or none at all")
			}
			if _, text := l.Ask("GET", fmt.Sprintf("/decks/%d/slides/2", id), ""); strings.Contains(text, "x-later") || !strings.Contains(text, `"css":`) {
				t.Errorf("the slide as far as it was shown: %s", text)
			}
			console.key(kb.ArrowRight)
			for _, p := range pages {
				p.waits("the second view's colour", coloured("4, 5, 6"))
			}
			console.key(kb.ArrowRight)
			for _, p := range pages[1:] {
				p.shows(slides[id-1][2])
				p.waits("no sheet", `![...(document.adoptedStyleSheets || []), ...document.styleSheets].some((sheet) => [...sheet.cssRules].some((rule) => rule.cssText.includes("look-")))`)
			}
		})
	}
}
