package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

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
	l := harness.Serve(t, harness.Write(t, "talk.md", "---\ntitle: How queues behave in large distributed systems\n---\n# One"+notes+"\n---\n\n# Two"+notes), upright)
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

	// What goes on by itself says so in the same row, in the commonest window.
	l.Put(1, `{"live":true,"advance_every":60,"advancing":true}`)
	js[any](c, `location.hash = "#deck=1"; null`)
	c.resize(1366, 768, dark)
	c.waits("one row", `(() => {
		const [advance, nav] = [".advance", ".talk-nav"].map((s) => document.querySelector(s).getBoundingClientRect());
		return advance.height > 0 && Math.abs(advance.top + advance.height / 2 - nav.top - nav.height / 2) < 10;
	})()`)
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
	const title = document.querySelector(".talk-about");
	if (innerWidth >= 1024 && title.scrollWidth > title.clientWidth && title.clientWidth < 180) wrong.push("the title is cut after " + title.clientWidth);
	if (box(document.querySelector(".stage")).height < 90) wrong.push("the slide is " + box(document.querySelector(".stage")).height + " high");
	for (const e of document.querySelectorAll(".talk-bar button, .talk-nav button")) {
		if (e.getClientRects().length === 0) continue;
		e.scrollIntoView({block: "nearest", inline: "nearest"});
		const r = box(e), top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		if (!top || (top !== e && !e.contains(top))) wrong.push(name(e) + " cannot be pressed");
	}
	done(wrong);
})))`
