//go:build linux && cgo && !headless && window

package window

import (
	"encoding/json"
	"image"
	"image/color"
	"strings"
	"syscall"
	"testing"

	"lectern/ui/window/windowtest"
)

// screensPage asks for what its keys say, and tells what it is answered.
const screensPage = `<!doctype html><html><head><meta name="lectern-test"><title>Console</title><script>
function tell(text) { return fetch("/told", {method: "POST", body: text}); }
function ask(kind, value) {
	return lecternWindow(kind, value).then(function (s) { tell(kind + " " + JSON.stringify(s)); return s; });
}
onkeydown = function (e) {
	if (e.key === "v") lecternWindow("screens", null).then(function (s) {
		ask("audience", s.monitors.filter(function (m) { return !m.own; })[0].id);
	});
	if (e.key === "c") ask("audience", "");
	if (e.key === "x") ask("swap", null);
	if (e.key === "s") ask("screens", null);
};
onload = function () { ask("screens", null); };
</script></head><body style="margin:0;height:100vh;background:#2563eb"></body></html>`

// audiencePage is what the others see.
const audiencePage = `<!doctype html><html><head><meta name="lectern-test"><title>Audience</title></head><body style="margin:0;height:100vh;background:#16a34a"></body></html>`

var audienceColour = color.NRGBA{0x16, 0xa3, 0x4a, 255}

func TestSecondMonitor(t *testing.T) {
	ctx := deadline(t)
	left, right := windowtest.Beside(t)
	site := newSiteOf(t, screensPage)
	p := start(t, left, Options{Page: Page{URL: site.URL, Audience: site.URL + "/audience"}, Width: 600, Height: 400})
	told := func(kind string) (s Screens) {
		t.Helper()
		text := site.hears(ctx, t, kind+" ")
		if err := json.Unmarshal([]byte(strings.TrimPrefix(text, kind+" ")), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	covers := func(s *windowtest.Screen, colour color.NRGBA) {
		t.Helper()
		s.Shows("a window over all of the monitor", func(img *image.NRGBA) bool {
			b := img.Rect
			for _, corner := range []image.Point{{}, {b.Dx() - 1, 0}, {0, b.Dy() - 1}, {b.Dx() - 1, b.Dy() - 1}} {
				if img.NRGBAAt(corner.X, corner.Y) != colour {
					return false
				}
			}
			return true
		})
	}
	shown := func(s *windowtest.Screen, colour color.NRGBA) {
		t.Helper()
		s.Shows("a window on the monitor", func(img *image.NRGBA) bool {
			c := image.Pt(img.Rect.Dx()/2, img.Rect.Dy()/2)
			return img.NRGBAAt(c.X, c.Y) == colour
		})
	}

	first := told("screens")
	if len(first.Monitors) != 2 || !first.Monitors[0].Own || first.Monitors[1].Own || first.Monitors[1].Width != 800 || first.Audience != "" {
		t.Fatalf("the page is told %+v", first)
	}
	left.Window("^Console$")
	left.Do("key", "v")
	if s := told("audience"); s.Audience != first.Monitors[1].ID {
		t.Fatalf("the page is told %+v", s)
	}
	covers(right, audienceColour)
	left.Window("^Console$")
	left.Do("key", "x")
	if s := told("swap"); s.Audience != first.Monitors[0].ID {
		t.Fatalf("the page is told %+v", s)
	}
	covers(left, audienceColour)
	shown(right, pageColour)

	// Without the view, and with the console, it is gone.
	left.Window("^Console$")
	left.Do("key", "c")
	if s := told("audience"); s.Audience != "" {
		t.Fatalf("the page is told %+v", s)
	}
	left.Shows("nothing of the audience's view", func(img *image.NRGBA) bool { return img.NRGBAAt(1023, 767) != audienceColour })
	left.Do("key", "v")
	told("audience")
	covers(left, audienceColour)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if last, status := p.end(ctx, t); last != "closed" || status != 0 {
		t.Errorf("ended with %q, status %d", last, status)
	}
	left.Shows("nothing of the audience's view", func(img *image.NRGBA) bool { return img.NRGBAAt(1023, 767) != audienceColour })
}

// TestSecondMonitorAgain: with the same monitors the view is where it was, and it goes
// with its monitor.
func TestSecondMonitorAgain(t *testing.T) {
	ctx := deadline(t)
	left, right := windowtest.Beside(t)
	site := newSiteOf(t, screensPage)
	start(t, left, Options{Page: Page{URL: site.URL, Audience: site.URL + "/audience"}, Choices: Choices{"DUMMY0 1024x768, DUMMY1 800x600": "DUMMY1"}})
	ask := func(want string) {
		t.Helper()
		left.Window("^Console$")
		left.Do("key", "s")
		if text := site.hears(ctx, t, "screens "); !strings.Contains(text, want) {
			t.Errorf("the page is told %s", text)
		}
	}
	if text := site.hears(ctx, t, "screens "); !strings.Contains(text, `"audience":"DUMMY1","again":true`) {
		t.Errorf("the page is told %s", text)
	}
	shows := func() {
		t.Helper()
		right.Shows("the audience's view", func(img *image.NRGBA) bool { return img.NRGBAAt(799, 599) == audienceColour })
	}
	shows()
	right.Unplug()
	ask(`"audience":"","again":false`)
	left.Shows("the console, and nothing over it", func(img *image.NRGBA) bool { return img.NRGBAAt(500, 400) == pageColour })
	right.Plug()
	ask(`"audience":"DUMMY1","again":true`)
	shows()
}
