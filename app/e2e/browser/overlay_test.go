package browser

import (
	"encoding/json"
	"image"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"lectern/app/e2e/harness"
)

// clear has the page stand on no ground, as OBS does. (An A of 0 would not be sent.)
func (p *tab) clear() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetDefaultBackgroundColorOverride, emulation.SetDefaultBackgroundColorOverrideParams{Color: &cdp.RGBA{A: 0.001}}); err != nil {
		p.t.Fatal(err)
	}
}

// opaque is what of the page is there, in pixels; it keeps the picture where pictures are
// kept.
func (p *tab) opaque(name string) image.Rectangle {
	p.t.Helper()
	p.keepPicture(name)
	m := p.picture()
	var there image.Rectangle
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if m.NRGBAAt(x, y).A != 0 {
				there = there.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return there
}

const overlaid = "---\nauthor: [Ada Lovelace, Alan Turing]\n---\n# Engines that weave\n\n---\n\n# Looms\n\n---\n\n## Cards\n\nHIDDEN-WORD\n\n---\n\n## Threads\n\n---\n\n# Mills\n\n---\n\n## Wheels\n\n---\n\n## Gears\n"

const third = `document.querySelector(".lower-third")`

// TestOverlay: a stream has who talks over its picture when a talk begins, and nothing at
// all beside that, whatever the colours of its computer.
func TestOverlay(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "weave.md", overlaid))
	l.Slides(1)
	l.Put(1, `{"live":false}`)
	b := newBrowser(t)
	brief := b.openSized(l.At("/overlay?hold=2"), 1920, 1080, dark)
	whole := b.openSized(l.At("/overlay?hold=always"), 3840, 2160, dark)
	for _, p := range []*tab{brief, whole} {
		p.clear()
		if there := p.opaque("overlay-empty"); !there.Empty() {
			t.Errorf("something is there while nothing is live: %v", there)
		}
	}

	l.Put(1, `{"live":true}`)
	begun := time.Now()
	says := third + `?.innerText.split(/\n+/).join() === "Engines that weave,Ada Lovelace, Alan Turing"`
	brief.waits("the talk", says)
	whole.waits("the talk", says)
	t.Logf("there after %v", time.Since(begun))
	for _, height := range []int{2160, 1080} {
		whole.resize(int64(height)*16/9, int64(height), dark)
		whole.waits("it all", `document.getAnimations().every((a) => a.playState === "finished")`)
		there := whole.opaque("overlay-talk")
		if there.Empty() || there.Min.Y < height*2/3 || there.Max.Y > height*94/100 || there.Min.X < height*5/60 || there.Dx() > height {
			t.Errorf("it is at %v of %d", there, height)
		}
		if js[bool](whole, `document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth`) {
			t.Error("it can be scrolled")
		}
	}
	whole.accessible(axe(t), wcag, "the overlay")
	brief.waits("it gone", "!"+third)
	if there := brief.opaque("overlay-gone"); !there.Empty() {
		t.Errorf("something stays: %v", there)
	}

	// A section is told where the room has read it, and the screens' own count has no stream.
	section := func(name string) string {
		return "(" + third + `.querySelector(".lower-third-section").innerText === ` + quote(name) + ")"
	}
	l.Put(1, `{"current_slide":2}`)
	whole.waits("the section", section("Looms"))
	if js[bool](brief, "!!"+third) {
		t.Error("it comes again in the midst of a talk")
	}
	l.Put(1, `{"blank":"black"}`)
	whole.waits("no section", `!`+section("Looms")+` && `+third+`.innerText.includes("Engines")`)
	l.Put(1, `{"blank":"","current_slide":3}`)
	whole.waits("the section", section("Looms"))
	if js[bool](whole, `document.documentElement.outerHTML.includes("HIDDEN-WORD")`) {
		t.Error("the words of a slide are on the page, which shows none")
	}
	_, text := l.Ask("GET", "/api/screens", "")
	var board []any
	if json.Unmarshal([]byte(text), &board); len(board) != 0 {
		t.Errorf("the board has streams: %s", text)
	}

	// Back in a moment, it is the same talk; ended and begun, it is another.
	l.Ask("POST", "/api/live/board", "")
	whole.waits("the talk on", third+`.innerText.includes("Engines")`)
	l.Ask("POST", "/api/live/back", "")
	whole.waits("the talk on", section("Looms"))
	for _, p := range []*tab{brief, whole} { // they may ask for the talk that has just ended
		p.allow("404 (Not Found)")
	}
	l.Put(1, `{"live":false}`)
	whole.waits("nothing", "!"+third)
	if there := whole.opaque("overlay-end"); !there.Empty() {
		t.Errorf("something stays after the talk: %v", there)
	}
	l.Put(1, `{"live":true}`)
	brief.waits("it again", says)

	// Said by hand; and what is no address is answered where it is seen.
	for path, has := range map[string]string{
		"?speaker=&title=%D7%A9%D7%9C%D7%95%D7%9D": third + `.innerText === "שלום" && ` + third + `.dir === "rtl"`,
		"?show=captions&scale=huge":                `document.querySelector("[role=alert]").innerText.includes("“scale” is a number from 0.25 to 4, and not “huge”.") && document.querySelectorAll(".overlay-wrong p").length === 2`,
		"?color=ff8800&theme=plain":                `getComputedStyle(` + third + `).color === "rgb(255, 136, 0)" && getComputedStyle(` + third + `).backgroundColor === "rgba(0, 0, 0, 0)"`,
		"?hold=1":                                  says,
	} {
		p := b.openSized(l.At("/overlay"+path), 1920, 1080, light)
		p.waits(path, has)
		p.clear()
		p.keepPicture("overlay-asked")
		if !strings.Contains(path, "plain") { // whose ground is the camera's picture
			p.accessible(axe(t), wcag, path)
		}
	}
}

// TestOverlaySlide: a stream may have the slide alone, and nothing around it; what is urgent
// is a band, or is not wanted.
func TestOverlaySlide(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "weave.md", overlaid))
	s := l.Slides(1)
	b := newBrowser(t)
	p, quiet := b.openSized(l.At("/overlay?show=slide"), 1080, 1920, dark), b.openSized(l.At("/overlay?notice=off&hold=always"), 1080, 1920, dark)
	p.clear()
	quiet.clear()
	p.shows(s[0])
	quiet.waits("the talk", "!!"+third)
	around := image.Rect(0, (1920-1080*9/16)/2-1, 1080, (1920+1080*9/16)/2+1)
	if there := p.opaque("overlay-slide"); there.Empty() || !there.In(around) {
		t.Errorf("the slide is at %v", there)
	}
	if status, text := l.Ask("POST", "/api/notice", `{"text":"Please leave by door 2"}`); status != 204 {
		t.Fatal(status, text)
	}
	p.waits("the message", `document.querySelector(".notice").innerText.trim() === "Please leave by door 2"`)
	p.keepPicture("overlay-notice")
	if js[float64](p, `document.querySelector(".notice").getBoundingClientRect().height / innerHeight`) > 0.5 {
		t.Error("it covers the picture")
	}
	quiet.waits("a message that is not wanted", `!!document.querySelector(".notice") && getComputedStyle(document.querySelector(".notice")).display === "none"`)
	l.Ask("DELETE", "/api/notice", "")
	p.waits("taken back", `document.querySelector(".notice").hidden`)

	l.Put(1, `{"blank":"black"}`)
	p.waits("the cover", `!document.querySelector(".slide-cover").hidden`)
	l.Put(1, `{"live":false,"blank":""}`)
	p.waits("nothing", `!document.querySelector("#view .slide") && document.querySelector(".slide-cover").hidden`)
	if there := p.opaque("overlay-slide-end"); !there.Empty() {
		t.Errorf("something stays after the talk: %v", there)
	}
}
