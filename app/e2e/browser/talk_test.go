package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lectern/app/e2e/harness"
)

// at is the slide that the console's own place says, of a deck of some.
func (p *tab) at(n, of int) {
	p.t.Helper()
	p.waits(fmt.Sprintf("slide %d", n), fmt.Sprintf(`document.querySelector(".nav-place").innerText.includes("%d / %d")`, n, of))
}

const noDialog = `!document.querySelector("dialog[open]")`

// TestDialogsKeepTheirKeys: what is typed in a dialog, however it was opened, is
// the dialog's, and afterwards keys are the page's again.
func TestDialogsKeepTheirKeys(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(40)))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 40)
	focused := func(what, selector string) {
		t.Helper()
		c.waits(what, fmt.Sprintf(`document.activeElement.matches(%s)`, quote(selector)))
	}
	press := func(keys string) { t.Helper(); c.key(keys) }

	// The planned length.
	c.click(".timer-plan")
	focused("the field of minutes", ".plan-field input")
	press("30" + kb.Enter)
	c.waits("the plan", noDialog+` && document.querySelector(".timer-plan").innerText.includes("30 min")`)
	c.at(1, 40)
	press(" ") // the page has the keys again, and not the button
	c.at(2, 40)

	// Go to, by number.
	c.click(".nav-place")
	focused("the field of go to", ".dialog-goto input")
	press("7" + kb.Enter)
	c.waits("it closed", noDialog)
	c.at(7, 40)

	// All slides: arrows, and digits.
	c.click(".grid-button")
	focused("this slide's tile", ".overview .tile-button")
	press(kb.ArrowRight)
	c.waits("the next tile", `document.activeElement.innerText.includes("8")`)
	press("9" + kb.Enter)
	c.waits("it closed", noDialog)
	c.at(9, 40)

	// Behind keys and the address nothing moves.
	for name, open := range map[string]func(){
		"keys by mouse":    func() { c.click(".talk .keys-button") },
		"keys by key":      func() { press("?") },
		"the address by Q": func() { press("q") },
	} {
		open()
		c.waits(name, `document.querySelector("dialog[open]")`)
		press("15" + kb.Enter)
		// The dialog's own button may have taken the Enter: that is its business.
		if !js[bool](c, noDialog) {
			press(kb.Escape)
		}
		c.waits(name+" closed", noDialog)
		c.at(9, 40)
		press(kb.Escape)
	}
	press(kb.ArrowRight)
	c.at(10, 40)

	// But a clicker's keys: who holds it does not see what is open.
	for _, clicked := range []struct {
		open, key string
		to        int
	}{{"q", kb.PageDown, 11}, {"?", kb.PageUp, 10}} {
		press(clicked.open)
		c.waits("a dialog", `document.querySelector("dialog[open]")`)
		press(clicked.key)
		c.waits("it closed", noDialog)
		c.at(clicked.to, 40)
	}
	press("g")
	c.waits("go to", `document.querySelector("dialog[open]")`)
	press(kb.PageDown)
	press(kb.Escape)
	c.waits("it closed", noDialog)
	c.at(10, 40)
}

// TestEndOfTalk: it takes two presses in the same place, and the next talk
// begins at the start with a clock at zero, unless one wants to go on.
func TestEndOfTalk(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(5)))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 5)
	c.key(kb.ArrowRight + kb.ArrowRight)
	c.at(3, 5)
	c.waits("a clock that runs", `!document.querySelector(".timer-elapsed").innerText.startsWith("0:00")`)
	where := func() box {
		return js[box](c, `(() => { const r = document.querySelector(".live-button").getBoundingClientRect();
			return {Left: r.left, Top: r.top, Width: r.width, Height: r.height}; })()`)
	}
	before := where()
	c.click(".live-button")
	c.waits("the question", `document.querySelector(".live-button").classList.contains("is-armed")`)
	if after := where(); after != before {
		t.Errorf("the button moved from %+v to %+v", before, after)
	}
	if _, deck := l.Ask("GET", "/api/decks/1", ""); !strings.Contains(deck, `"live":true`) {
		t.Error("one press ended the talk")
	}
	c.click(".live-button")
	c.waits("the library", `!document.querySelector(".library").hidden`)
	stands := func(what string, parts ...string) {
		t.Helper()
		l.Until(what, func() bool {
			_, deck := l.Ask("GET", "/api/decks/1", "")
			for _, part := range parts {
				if !strings.Contains(deck, part) {
					return false
				}
			}
			return true
		})
	}
	stands("the start", `"live":false`, `"current_slide":1`)

	// What it takes back brings back all of it.
	c.click(".toast-action")
	c.at(3, 5)
	stands("the talk again", `"live":true`, `"current_slide":3`)
	c.waits("its clock", `!document.querySelector(".timer-elapsed").innerText.startsWith("0:00")`)

	// All devices have that one clock.
	phone := newBrowser(t).open(l.Info.PresenterURL)
	phone.at(3, 5)
	l.Put(1, fmt.Sprintf(`{"started_at":%q}`, time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)))
	for _, p := range []*tab{c, phone} {
		p.waits("an hour", `document.querySelector(".timer-elapsed").innerText.startsWith("1:00:")`)
	}
	phone.key("r")
	c.waits("the clock put back", `document.querySelector(".timer-elapsed").innerText.startsWith("0:")`)
	phone.click(".toast-action")
	c.waits("the hour again", `document.querySelector(".timer-elapsed").innerText.startsWith("1:00:")`)
	phone.close()

	// A deck that stands elsewhere asks where to begin.
	l.Put(1, `{"live":false}`)
	c.waits("the end", `document.querySelector(".live-button").innerText === "Go live"`)
	for _, choice := range []struct {
		keys  string
		slide int
	}{{kb.Enter, 1}, {kb.Shift, 3}} {
		l.Put(1, `{"live":false,"current_slide":3}`)
		c.at(3, 5)
		c.click(".live-button.is-primary")
		c.waits("the question", `document.querySelector("dialog[open] .dialog-actions").innerText.includes("From slide 3")`)
		if choice.slide == 1 {
			c.key(choice.keys)
		} else {
			c.do(chromedp.Click(chromedp.CSS(`dialog[open] .dialog-actions button:nth-child(2)`)))
		}
		stands("live", `"live":true`, fmt.Sprintf(`"current_slide":%d`, choice.slide))
		c.waits("the question is gone", noDialog)
		if choice.slide == 1 {
			c.waits("a clock at zero", `document.querySelector(".timer-elapsed").innerText === "0:00"`)
		}
	}
}

// TestLaterSlides: listeners reach what was shown, also after the speaker went
// back.
func TestLaterSlides(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(6)))
	s := l.Slides(1)
	p := newBrowser(t).open(l.At("/"))
	for _, n := range []int{1, 2, 3, 2} {
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n))
		p.shows(s[n-1])
	}
	p.key(kb.ArrowRight)
	p.shows(s[2])
	p.key(kb.ArrowLeft)
	p.shows(s[1])
	p.waits("live again", `document.querySelector(".is-live").hidden`)
	p.key(kb.ArrowLeft)
	p.shows(s[0])
	// Somebody who comes only now knows of them, too.
	late := newBrowser(t).open(l.At("/"))
	late.shows(s[1])
	late.waits("a later slide", `document.querySelector(".bar-button.is-forward").getAttribute("aria-disabled") === "false"`)
	late.key(kb.ArrowRight)
	late.shows(s[2])
	// And of a name that the deck got meanwhile, without a move.
	p.shows(s[0])
	l.Put(1, `{"title":"Renamed"}`)
	p.waits("the new name", `document.title.startsWith("Renamed")`)
	l.Put(1, `{"live":false}`)
	p.waits("the new name at the end", `document.querySelector("#waiting h1").innerText === "Renamed"`)
}

// TestLongNotes: they scroll by keys, from themselves and from anywhere.
func TestLongNotes(t *testing.T) {
	t.Parallel()
	startChromium(t)
	text := harness.Talk(3) + "\n---\n\n# Long\n\n<!--\n" + strings.Repeat("A line to say.\n\n", 80) + "-->\n"
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", text))
	c := newBrowser(t).open(l.Info.PresenterURL)
	c.at(1, 4)
	c.key(kb.End)
	c.at(4, 4)
	top := func(what, is string) {
		t.Helper()
		c.waits(what, `document.querySelector(".notes-text").scrollTop `+is)
	}
	c.key("j")
	top("J down", "> 50")
	c.key("kk")
	top("K up", "=== 0")
	c.key(kb.ArrowDown, chromedp.ModifierCtrl)
	top("Ctrl down", "> 50")
	js[any](c, `document.querySelector(".notes-text").focus()`)
	c.key(kb.End)
	top("End", "> 500")
	c.key(kb.Home + kb.PageDown)
	top("a page", "> 100")
	c.key(kb.ArrowUp)
	c.at(4, 4)
}

// small are windows and phones in which the console's parts once lay on each other.
var small = [][2]int64{
	{600, 400}, {640, 480}, {700, 400}, {480, 320}, {400, 500}, {320, 568}, {719, 500}, {800, 600},
	{844, 390}, {390, 844}, {1366, 768}, {720, 450}, {1024, 768}, {1280, 800}, {820, 1180},
}

// TestSmallConsole: no part lies on another, everything can be reached, and notes
// have three lines before the strip has any.
func TestSmallConsole(t *testing.T) {
	t.Parallel()
	startChromium(t)
	notes := "\n\n<!--\n" + strings.Repeat("Something to say that takes more than a line or two of the room there is. ", 20) + "\n-->\n"
	upright := filepath.Join(t.TempDir(), "upright.png")
	if err := os.WriteFile(upright, plainPicture(t, 700, 990), 0o600); err != nil {
		t.Fatal(err)
	}
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", "# One"+notes+"\n---\n\n# Two"+notes), upright)
	l.Until("both decks", func() bool {
		status, _ := l.Ask("GET", "/api/decks/2", "")
		return status == http.StatusOK
	})
	c := newBrowser(t).open(l.Info.PresenterURL)
	for id := range int64(2) {
		l.Put(id+1, `{"live":true}`)
		js[any](c, fmt.Sprintf(`location.hash = "#deck=%d"`, id+1))
		c.waits("the deck", `document.querySelector(".stage-slide").querySelector(".slide, img")`)
		for _, state := range []string{"", "freeze"} {
			l.Put(id+1, fmt.Sprintf(`{"blank":%q}`, state))
			c.waits("its state", fmt.Sprintf(`document.querySelector(".stage").dataset.blank === %q`, state))
			for _, size := range small {
				c.resize(size[0], size[1], dark)
				// For a frame or two Chromium lays out what is sized by its container
				// (cqw) as in the window that was.
				var wrong []string
				for range 5 {
					if wrong = js[[]string](c, overlaps); len(wrong) == 0 {
						break
					}
				}
				for _, text := range wrong {
					t.Errorf("deck %d, %q, %d x %d: %s", id+1, state, size[0], size[1], text)
				}
				c.keepPicture(fmt.Sprintf("small-%d-%s-%dx%d", id+1, state, size[0], size[1]))
			}
		}
	}
}

// overlaps is what is wrong with how the talk's parts lie.
const overlaps = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
	const wrong = [], name = (e) => (e.className + " " + (e.title || "")).trim();
	const parts = [".talk-bar", ".stage", ".status", ".talk-nav", ".talk-next", ".talk-notes", ".talk-strip"]
		.map((s) => document.querySelector(s)).filter((e) => e.getClientRects().length > 0);
	const box = (e) => e.getBoundingClientRect();
	for (const a of parts) for (const b of parts) {
		if (a === b || a.contains(b) || b.contains(a) || parts.indexOf(a) > parts.indexOf(b)) continue;
		const p = box(a), q = box(b);
		const w = Math.min(p.right, q.right) - Math.max(p.left, q.left), h = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
		if (w > 1 && h > 1) wrong.push(name(a) + " and " + name(b) + " lie on each other by " + [w, h].map(Math.round));
	}
	for (const e of parts) if (box(e).right > innerWidth + 1 || box(e).left < -1) wrong.push(name(e) + " is cut off");
	const text = document.querySelector(".notes-text"), strip = document.querySelector(".talk-strip");
	const lines = text.clientHeight / (parseFloat(getComputedStyle(text).fontSize) * 1.45);
	if (lines < 2.95) wrong.push("notes have " + lines.toFixed(1) + " lines" + (strip.getClientRects().length ? ", and there is a strip" : ""));
	if (box(document.querySelector(".stage")).height < 90) wrong.push("the slide is " + box(document.querySelector(".stage")).height + " high");
	for (const e of document.querySelectorAll(".talk-bar button, .talk-nav button")) {
		if (e.getClientRects().length === 0) continue;
		e.scrollIntoView({block: "nearest", inline: "nearest"});
		const r = box(e), top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		if (!top || (top !== e && !e.contains(top))) wrong.push(name(e) + " cannot be pressed");
	}
	done(wrong);
})))`

// keepPicture takes a picture of a page, where LECTERN_TEST_PICTURES names a folder for it.
func (p *tab) keepPicture(name string) {
	if dir := os.Getenv("LECTERN_TEST_PICTURES"); dir != "" {
		var b bytes.Buffer
		if err := png.Encode(&b, p.picture()); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

// plainPicture is a PNG of one colour.
func plainPicture(t *testing.T, width, height int) []byte {
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.NRGBA{90, 140, 90, 255}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
