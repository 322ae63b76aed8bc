package browser

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// hand is the mouse, or a finger, on the slide of the console.
type hand struct {
	*tab
	touch                    bool
	left, top, width, height float64
}

// onSlide is a hand over the slide as it stands now.
func (p *tab) onSlide(touch bool) *hand {
	p.t.Helper()
	box := js[[]float64](p, `(() => { const b = document.querySelector(".stage .slide-view").getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()`)
	return &hand{p, touch, box[0], box[1], box[2], box[3]}
}

func (h *hand) send(mouse input.DispatchMouseEventType, touch input.DispatchTouchEventType, x, y float64) {
	h.t.Helper()
	var err error
	x, y = h.left+x*h.width, h.top+y*h.height
	if h.touch {
		points := []*input.TouchPoint{{X: x, Y: y}}
		if touch == input.DispatchTouchEventTypeTouchEnd {
			points = []*input.TouchPoint{}
		}
		_, err = chromedp.Call(h.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: touch, TouchPoints: points})
	} else {
		e := input.DispatchMouseEventParams{Type: mouse, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1}
		if mouse == input.DispatchMouseEventTypeMouseMoved {
			e.ClickCount = 0
		}
		_, err = chromedp.Call(h.ctx, input.DispatchMouseEvent, e)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// points has the hand over a place, lifted if it is the mouse.
func (h *hand) points(x, y float64) {
	h.t.Helper()
	_, err := chromedp.Call(h.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: h.left + x*h.width, Y: h.top + y*h.height})
	if err != nil {
		h.t.Fatal(err)
	}
}

// drags goes from place to place, given as x, y, x, y, and lifts the hand at the end.
func (h *hand) drags(at ...float64) {
	h.t.Helper()
	h.send(input.DispatchMouseEventTypeMousePressed, input.DispatchTouchEventTypeTouchStart, at[0], at[1])
	for i := 2; i < len(at); i += 2 {
		for part := 1.0; part <= 8; part++ {
			x, y := at[i-2]+(at[i]-at[i-2])*part/8, at[i-1]+(at[i+1]-at[i-1])*part/8
			h.send(input.DispatchMouseEventTypeMouseMoved, input.DispatchTouchEventTypeTouchMove, x, y)
		}
	}
	h.send(input.DispatchMouseEventTypeMouseReleased, input.DispatchTouchEventTypeTouchEnd, at[len(at)-2], at[len(at)-1])
}

// What of a drawing a page shows: its strokes, each by its color and where it begins.
const drawing = `Array.from(document.querySelectorAll("#view .slide-ink path, .stage > .stage-slide .slide-ink path"), (p) => p.getAttribute("stroke") + " " + (p.getAttribute("stroke-opacity") < 1 ? "marker " : "") + p.getAttribute("d").split(/[LQl]/)[0]).join("; ")`

// shown is where a mark is, in a page: its kind, and the middle of it in parts of the
// slide.
const mark = `(() => {
	const svg = document.querySelector("#view .slide-mark, .stage > .stage-slide .slide-mark");
	const at = svg && Array.from(svg.querySelectorAll(".mark-spot, .mark-pointer")).find((g) => !g.hasAttribute("display"));
	if (!at) return "none";
	const [x, y] = at.getAttribute("transform").match(/[\d.]+/g).map(Number);
	const [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
	return at.getAttribute("class").slice(5) + " " + (x / w).toFixed(1) + " " + (y / h).toFixed(1);
})()`

// TestInk: what the presenter points at, draws and enlarges is on every screen.
func TestInk(t *testing.T) {
	t.Parallel()
	startChromium(t)
	r := newRoom(t, harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3))))
	r.console.at(1, 3)
	r.draws()
	r.enlarges()
	r.drawsByFinger()
}

// draws: with the mouse; and so it is for who comes late; it is undone, erased and cleared
// everywhere.
func (r *room) draws() {
	t, l, c := r.T, r.Lectern, r.console
	all := func(what, expression string) {
		t.Helper()
		for _, p := range []*tab{c, r.audience, r.kiosk} {
			p.waits(what, expression)
		}
	}
	drawn := func(what, want string) { t.Helper(); all(what, fmt.Sprintf(`%s === %s`, drawing, quote(want))) }
	tinted := func(tone string) {
		t.Helper()
		c.waits(tone, fmt.Sprintf(`document.querySelector(".stage").dataset.tone === %q`, tone))
	}
	tinted("live")

	// The pointer, and the spotlight: where they are, and gone with the key.
	c.key("l")
	tinted("tool")
	c.onSlide(false).points(0.3, 0.4)
	all("the pointer", mark+` === "pointer 0.3 0.4"`)
	c.onSlide(false).points(0.7, 0.6)
	all("the pointer where it went", mark+` === "pointer 0.7 0.6"`)
	c.key("L", chromedp.ModifierShift)
	c.onSlide(false).points(0.5, 0.5)
	all("the spotlight", mark+` === "spot 0.5 0.5"`)
	c.key(kb.Escape)
	all("no mark", mark+` === "none"`)
	tinted("live")
	c.key("l")
	c.onSlide(false).points(0.3, 0.4)
	all("the pointer", mark+` === "pointer 0.3 0.4"`)
	c.key("b")
	for _, p := range []*tab{r.audience, r.kiosk} {
		p.waits("no mark behind black", mark+` === "none"`)
	}
	c.key("b")

	// Pen and marker: the line grows on the other screens while it is drawn here.
	c.key("d")
	pen := c.onSlide(false)
	pen.send(input.DispatchMouseEventTypeMousePressed, "", 0.2, 0.2)
	pen.send(input.DispatchMouseEventTypeMouseMoved, "", 0.4, 0.2)
	r.audience.waits("the line so far", `/L4000 1125$/.test(document.querySelector("#view .slide-mark path[stroke]").getAttribute("d"))`)
	pen.send(input.DispatchMouseEventTypeMouseMoved, "", 0.4, 0.4)
	pen.send(input.DispatchMouseEventTypeMouseReleased, "", 0.4, 0.4)
	red := "#e5484d M2000 1125"
	drawn("a stroke", red)
	c.key("D", chromedp.ModifierShift)
	c.key("c") // blue
	c.key("C", chromedp.ModifierShift)
	c.onSlide(false).drags(0.6, 0.8, 0.8, 0.8)
	c.key("C", chromedp.ModifierShift)
	blue := "#1f7aec marker M6000 4500"
	drawn("two strokes", red+"; "+blue)
	r.audience.waits("a thick one", `document.querySelector('#view .slide-ink path[stroke-width="400"]')`)
	late := r.browser.open(l.At("/"))
	late.waits("two strokes for who comes late", fmt.Sprintf(`%s === %s`, drawing, quote(red+"; "+blue)))
	c.key("z", chromedp.ModifierCtrl)
	drawn("one taken back", red)
	c.key("Z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	drawn("done again", red+"; "+blue)

	// The drawing is its slide's, and is there when that is.
	c.key(kb.ArrowRight)
	drawn("nothing on the next slide", "")
	c.key(kb.ArrowLeft)
	drawn("both again", red+"; "+blue)

	// The eraser takes what it touches, and undo brings it back.
	c.key("x")
	c.onSlide(false).drags(0.3, 0.1, 0.3, 0.3)
	drawn("one erased", blue)
	c.key("z", chromedp.ModifierCtrl)
	drawn("and back, as the last", blue+"; "+red)
	c.key("X", chromedp.ModifierShift)
	drawn("all cleared", "")
	c.click("#toasts button")
	drawn("and back", blue+"; "+red)
	c.key(kb.Escape)
	tinted("live")
}

// drawsByFinger: a finger draws, and does not scroll or swipe.
func (r *room) drawsByFinger() {
	t, c, a := r.T, r.console, r.audience
	c.resize(390, 844, dark)
	a.resize(390, 844, dark)
	c.key(kb.End)
	c.at(3, 3)
	a.waits("slide 3", `document.querySelector("#view").innerText.includes("The text of 3")`)
	c.click(".bar-draw")
	c.waits("the tools", `!document.querySelector(".palette").hidden`)
	c.onSlide(true).drags(0.2, 0.5, 0.8, 0.5)
	for _, p := range []*tab{c, a} {
		p.waits("a stroke", fmt.Sprintf(`/^#\w+ (marker )?M(199|200)\d\S* (28[01])\S*$/.test(%s)`, drawing))
	}
	c.at(3, 3)
	if scrolled := js[float64](c, `scrollY`); scrolled != 0 {
		t.Errorf("the page went by %v", scrolled)
	}
}

// enlarges: the part over which the presenter drags fills every screen, and a slide later,
// or with Esc, all of it is there again.
func (r *room) enlarges() {
	t, l, c := r.T, r.Lectern, r.console
	zoomed := func(what, want string) {
		t.Helper()
		for _, p := range []*tab{c, r.audience, r.kiosk} {
			p.waits(what, fmt.Sprintf(`document.querySelector("#view .slide-room, .stage > .stage-slide .slide-room").style.transform%s`, want))
		}
	}
	part := func() { t.Helper(); c.key("z"); c.onSlide(false).drags(0.25, 0.25, 0.75, 0.75) }
	part()
	zoomed("the part", `.endsWith("scale(2)")`)
	c.waits("the word of it", `document.querySelector(".status").innerText.includes("Zoomed")`)
	// What is pointed at is under the hand, enlarged as it is.
	c.key("l")
	c.onSlide(false).points(0.5, 0.5)
	r.audience.waits("the pointer", mark+` === "pointer 0.5 0.5"`)
	c.onSlide(false).points(0.1, 0.5)
	r.audience.waits("the pointer", mark+` === "pointer 0.3 0.5"`)
	for range 5 {
		c.key(kb.ArrowRight, chromedp.ModifierCtrl)
	}
	r.audience.waits("the pointer, by a key", mark+` === "pointer 0.4 0.5"`)
	c.key(kb.Escape)
	c.key(kb.Escape)
	zoomed("all of it", ` === ""`)
	c.key("z" + kb.Enter) // without a mouse: what is offered
	zoomed("the part", `.endsWith("scale(2)")`)
	c.key(kb.ArrowRight)
	zoomed("all of the next slide", ` === ""`)
	if _, text := l.Ask("GET", "/api/decks", ""); !strings.Contains(text, `"zoom":null`) {
		t.Errorf("the decks are %s", text)
	}
}

// TestExportedAsShown: what is drawn is in the page that was exported, where it was, unless
// it is not to be; and so are the authors' sheets, and the fonts.
func TestExportedAsShown(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(3)))
	dressed(t, l)
	if status, text := l.Ask("POST", "/api/decks/1/ink", `{"slide":2,"stroke":{"id":"a","color":"#e5484d","width":0.004,"points":[[0.5,0.5],[0.75,0.5]]}}`); status != 204 {
		t.Fatalf("%d %s", status, text)
	}
	save := func(query string) string {
		status, page := l.Ask("GET", "/api/decks/1/export?format=html"+query, "")
		if status != 200 {
			t.Fatalf("%d %.300s", status, page)
		}
		file := filepath.Join(t.TempDir(), "talk.html")
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), Fragment: "2"}).String()
	}
	b := newBrowser(t)
	with, plain := b.open(save("")), b.open(save("&plain=1"))
	for _, p := range []*tab{with, plain} {
		p.waits("slide 2", `document.querySelector("#view > .sheet:not(.is-coming)")?.innerText.includes("Slide 2")`)
	}
	// The page has the slide's shape, so its middle is the slide's.
	if at := js[float64](with, `document.querySelector(".slide-ink path").getBoundingClientRect().left`); at < 630 || at > 642 {
		t.Errorf("the stroke begins at %v", at)
	}
	if js[bool](plain, `document.querySelector(".slide-ink") !== null`) {
		t.Error("a plain page has a drawing")
	}

	colour := func(of string) string {
		return fmt.Sprintf(`getComputedStyle(document.querySelector("#view > .sheet:last-child:first-child h1")).color === "rgb(%s)"`, of)
	}
	with.waits("the first view's colour", colour("1, 2, 3"))
	with.key(kb.ArrowRight)
	with.waits("the second view's colour", colour("4, 5, 6"))
	with.key(kb.Home)
	if loaded := js[string](with, `Promise.all(['"Lectern Text"', '"Lectern Mono"'].map((family) => document.fonts.load("1em " + family, "aäαд"))).then((all) => all.map((fonts) => fonts.map((font) => font.status)).join(" "))`); loaded != "loaded,loaded,loaded loaded,loaded,loaded" {
		t.Errorf("the fonts are %q", loaded)
	}
	with.waits("the theme's", `!document.querySelector("#view > .sheet:last-child:first-child > [class*=look-]") && document.adoptedStyleSheets.length === 0`)

	js[bool](with, `handout.printable().then(() => true)`)
	with.waits("the drawing on paper", `document.querySelectorAll("#paper .slide-ink path").length === 1`)
}
