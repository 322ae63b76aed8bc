package browser

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// momentTalk has what a console shows at its fullest.
const momentTalk = "---\nduration: 20m\n---\n# Queues\n\n---\n\n# Law\n\n- a\n- b\n\n---\n\n# What waits\n\n- Arrivals are not even\n- Nor is service\n\nNote: Ask who has waited **today**.\n\n---\n\n# What to do\n\n1. Measure\n2. Tune\n\n---\n\n# End\n"

// TestMoment: keys that come before the slides are kept; a board is on every screen for a
// moment, is drawn on, and is left by the next key; and what a speaker's pages look like
// meanwhile is what they looked like when somebody looked at them.
func TestMoment(t *testing.T) {
	t.Parallel()
	startChromium(t)
	file := harness.Write(t, "talk.md", momentTalk)
	l := harness.Serve(t, file)
	l.Slides(1)
	l.Put(1, `{"live":true}`) // before, what comes is the library, with keys of its own
	b := newBrowser(t)
	c := b.openSized("about:blank", 1366, 768, dark)
	_, err := chromedp.Call(c.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `document.addEventListener("DOMContentLoaded", () => {
		for (const key of (window.name || "ArrowRight ArrowRight").split(" ")) document.body.dispatchEvent(new KeyboardEvent("keydown", {key, shiftKey: key === "X", bubbles: true, cancelable: true}));
	}, {once: true})`})
	if err != nil {
		t.Fatal(err)
	}
	c.visit(l.Info.PresenterURL)
	c.at(3, 5)
	phone := newBrowser(t).openSized(l.At("/"), 390, 844, dark)
	phone.shows(l.Slides(1)[2])

	if status, text := l.Ask("POST", "/api/decks/1/ink", `{"slide":3,"stroke":{"id":"a","color":"#e5484d","width":0.006,"points":[[0.06,0.3],[0.4,0.33],[0.7,0.29]]}}`); status != 204 {
		t.Fatal(status, text)
	}
	l.Ask("POST", "/api/messages", `{"text":"5 more minutes"}`)
	phone.waits("the drawing", drawing+` !== ""`)
	c.waits("it in the strip, too", `document.querySelectorAll(".strip-list .slide-ink path").length === 1 && !document.querySelector(".talk-messages").hidden`)
	c.looksAs(t, "console")
	js[any](c, `document.querySelector(".talk-bar .theme-button").click(); null`) // at this width it is in the library alone
	c.looksAs(t, "console light")
	js[any](c, `document.querySelector(".talk-bar .theme-button").click(); null`)
	l.Ask("POST", "/api/decks/1/marks", `{"slide":3,"kind":"spotlight","x":0.3,"y":0.5}`)
	phone.waits("the spotlight", mark+` !== "none"`)
	phone.looksAs(t, "pen and spotlight on a phone")
	stage := b.openSized(l.At("/stage"), 1920, 1080, dark)
	stage.says(".stage-notes", "today")
	stage.waits("the drawing", `document.querySelectorAll(".is-now .slide-ink path").length === 1`)
	stage.looksAs(t, "stage")
	remote := pairedPhone(t, l)
	remote.waits("the slides", `document.querySelector(".next-words")?.innerText.includes("What to do")`)
	remote.looksAs(t, "remote")

	onBoard := func() {
		t.Helper()
		c.key("B")
		phone.waits("the board", `document.title === "Board"`)
		c.at(1, 1)
		c.waits("the pen", `!document.querySelector(".palette").hidden && document.querySelector(".sketch-surface").dataset.tool === "pen"`)
	}
	onBoard()
	remote.says(".place", "1 / 1")
	c.onSlide(false).drags(0.25, 0.5, 0.5, 0.25, 0.75, 0.5)
	phone.waits("what is drawn", drawing+`.startsWith("#e5484d")`)
	late := newBrowser(t).openSized(l.At("/decks/1"), 390, 844, dark)
	late.waits("the same", `document.title === "Board" && `+drawing+`.startsWith("#e5484d")`)
	c.looksAs(t, "board")
	remote.click(".pad-next")
	remote.says(".state-text", "Press again") // another drives: one press changes nothing
	c.key(kb.ArrowRight)
	c.at(3, 5)
	phone.shows(l.Slides(1)[2])
	late.shows(l.Slides(1)[2])
	remote.says(".place", "3 / 5")

	// What was done to the board is taken back there, wherever the presenter is by then.
	onBoard()
	c.waits("what was drawn", drawing+`.startsWith("#e5484d")`)
	c.key("X", chromedp.ModifierShift)
	phone.waits("it is cleared", drawing+` === ""`)
	c.key(kb.ArrowRight)
	c.at(3, 5)
	c.waits("the way back", `document.querySelector("#toasts .toast-action").innerText === "Undo"`)
	c.click("#toasts .toast-action")
	c.waits("as much on the talk as before", `document.querySelectorAll(".strip-list .slide-ink path").length === 1`)
	onBoard()
	for _, p := range []*tab{c, phone} {
		p.waits("it is back", drawing+`.startsWith("#e5484d")`)
	}
	c.key("z", chromedp.ModifierCtrl)
	phone.waits("the stroke is taken back", drawing+` === ""`)

	// To clear a slide is done, too, before it is known what is drawn there.
	c.key(kb.ArrowRight)
	phone.waits("the talk's own", drawing+`.startsWith("#e5484d")`)
	js[any](c, `window.name = "X"; null`)
	c.visit(l.At("/present"))
	phone.waits("it is cleared", drawing+` === ""`)
	c.waits("undo", `document.querySelector("#toasts .toast-action").innerText === "Undo"`)

	// What is taken back goes to the slides that it was cleared on, or nowhere.
	onBoard()
	if err := os.WriteFile(file, []byte(strings.Replace(momentTalk, "# Law", "# Before\n\n---\n\n# Law", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	l.Until("another slide", func() bool { return len(l.Slides(1)) == 6 })
	c.click("#toasts .toast-action")
	c.waits("why not", `document.querySelector("#toasts .toast").innerText.includes("other slides by now")`)
}

// looksAs compares what the page looks like with the committed picture of that name, a
// quarter as wide: so that other fonts, and the time of day, are no difference, and what
// lies on something else is. LECTERN_TEST_PICTURES_ANEW=1 makes the pictures anew.
func (p *tab) looksAs(t *testing.T, name string) {
	t.Helper()
	p.waits("its fonts", `document.fonts.status === "loaded"`)
	now := quarter(p.picture())
	file := filepath.Join("testdata", "pages", strings.ReplaceAll(name, " ", "-")+".png")
	if os.Getenv("LECTERN_TEST_PICTURES_ANEW") != "" {
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, now); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	then, err := png.Decode(f)
	if err != nil || then.Bounds() != now.Bounds() {
		t.Fatalf("%s: %v, %v", name, then.Bounds(), err)
	}
	other := 0
	for y := range now.Bounds().Dy() {
		for x := range now.Bounds().Dx() {
			r, g, b, _ := then.At(x, y).RGBA()
			was := [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}
			for i, v := range now.Pix[now.PixOffset(x, y):][:3] {
				if d := int(v) - was[i]; d > 48 || d < -48 {
					other++
					break
				}
			}
		}
	}
	// Letters of another font are some hundredths of a page.
	if part := float64(other) / float64(now.Bounds().Dx()*now.Bounds().Dy()); part > 0.05 {
		p.keepPicture(name)
		t.Errorf("%s looks otherwise than committed: %.1f %% of it", name, 100*part)
	}
}

// quarter is a picture of a quarter of the width and height, each pixel the mean of sixteen.
func quarter(img *image.NRGBA) *image.NRGBA {
	small := image.NewNRGBA(image.Rect(0, 0, img.Rect.Dx()/4, img.Rect.Dy()/4))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			for i := range 4 {
				sum := 0
				for j := range 16 {
					sum += int(img.Pix[img.PixOffset(4*x+j%4, 4*y+j/4)+i])
				}
				small.Pix[small.PixOffset(x, y)+i] = uint8(sum / 16)
			}
		}
	}
	return small
}
