//go:build linux && cgo && !headless && window

package window

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lectern/ui/window/windowtest"
)

const testPage = `<!doctype html><html><head><meta name="lectern-test"><title>Slide 1</title><script>

function tell(text) { return fetch("/told", {method: "POST", body: text}); }
onkeydown = function (e) {
	if (e.key === "n") document.title = "Slide 2";
	if (e.key === "l") document.querySelector("a").click();
	tell("key " + e.key);
};
onload = function () { tell("loaded " + innerWidth + "x" + innerHeight + " " + getComputedStyle(document.documentElement).cursor) };
if (location.search === "?asks") onbeforeunload = function (e) { tell("asked"); e.preventDefault(); return ""; };
onresize = function () { tell("size " + innerWidth + "x" + innerHeight) };
</script></head><body style="margin:0;height:100vh;background:#2563eb"><a href="https://example.org/talk?a=1&b=2">elsewhere</a></body></html>`

// shows waits until the pixel at x, y has the page's colour.
func shows(s *windowtest.Screen, x, y int) {
	s.Shows(fmt.Sprintf("the page's colour at %d,%d", x, y), func(img *image.NRGBA) bool { return img.NRGBAAt(x, y) == pageColour })
}

var pageColour = color.NRGBA{0x25, 0x63, 0xeb, 255}

func TestWindow(t *testing.T) {
	ctx := deadline(t)
	screen, site := windowtest.New(t, "1366x768"), newSite(t)
	p := start(t, screen, Options{Page: Page{URL: site.URL}, Title: "Lectern", Width: 900, Height: 600})

	if got := site.hears(ctx, t, "loaded"); !strings.HasPrefix(got, "loaded 900x600") {
		t.Errorf("got %q, want the size that was asked for", got)
	}
	id := screen.Window("^Slide 1$")
	shows(screen, 450, 300)

	t.Run("keys", func(t *testing.T) {
		screen.Do("key", "n")
		site.hears(ctx, t, "key n")
		screen.Do("search", "--sync", "--name", "^Slide 2$")
		for _, key := range []string{"Escape", "F5", "ctrl+r", "Next"} {
			screen.Do("key", key)
		}
		site.hears(ctx, t, "key PageDown")
		if n := site.loads.Load(); n != 1 {
			t.Errorf("the page was loaded %d times", n)
		}
	})

	t.Run("links", func(t *testing.T) {
		dir := t.TempDir()
		opened := filepath.Join(dir, "opened")
		if err := syscall.Mkfifo(opened, 0o600); err != nil {
			t.Fatal(err)
		}
		browser := "#!/bin/sh\necho \"$1\" >" + opened + "\n"
		if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(browser), 0o755); err != nil {
			t.Fatal(err)
		}
		site := newSite(t)
		start(t, screen, Options{Page: Page{URL: site.URL}}, "PATH="+dir+":"+os.Getenv("PATH"))
		site.hears(ctx, t, "loaded")
		screen.Window("^Slide 1$")
		screen.Do("key", "l")
		got, err := os.ReadFile(opened) // blocks until the browser writes
		if want := "https://example.org/talk?a=1&b=2\n"; err != nil || string(got) != want {
			t.Errorf("the browser opens %q, %v, want %q", got, err, want)
		}
		if n := site.loads.Load(); n != 1 {
			t.Errorf("the page was loaded %d times", n)
		}
	})

	t.Run("size", func(t *testing.T) {
		screen.Do("windowsize", "--sync", id, "1000", "500")
		select {
		case got := <-p.lines:
			if got != "resized 1000 500" {
				t.Errorf("got %q", got)
			}
		case <-ctx.Done():
			t.Fatal("nobody hears of the new size")
		}
	})

	t.Run("page process dies", func(t *testing.T) {
		kill(t, p.Process.Pid, "WebKitWebProces")
		site.hears(ctx, t, "loaded")
	})

	t.Run("close", func(t *testing.T) {
		screen.Close(id)
		p.endsWell(ctx, t)
	})
}

// TestAsksBeforeItCloses: a page that asks to be left keeps its window, until that is
// meant; a program's end asks nobody.
func TestAsksBeforeItCloses(t *testing.T) {
	ctx := deadline(t)
	screen, site := windowtest.New(t, "800x600"), newSite(t)
	for name, end := range map[string]func(p *process, id string){
		"meant":  func(_ *process, id string) { screen.Close(id) },
		"signal": func(p *process, _ string) { p.Process.Signal(syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, screen, Options{Page: Page{URL: site.URL + "/?asks"}})
			site.hears(ctx, t, "loaded")
			id := screen.Window("^Slide 1$")
			screen.Do("key", "x") // an engine asks nothing for a page that nobody has touched
			site.hears(ctx, t, "key x")
			screen.Close(id)
			site.hears(ctx, t, "asked")
			screen.Window("^Slide 1$") // it is still there
			end(p, id)
			p.endsWell(ctx, t)
		})
	}
}

func TestContextClosesWindow(t *testing.T) {
	ctx := deadline(t)
	site := newSite(t)
	p := start(t, windowtest.New(t, "800x600"), Options{Page: Page{URL: site.URL}})
	site.hears(ctx, t, "loaded 800x600") // and not the default, which has no room
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.endsWell(ctx, t)
}

func TestKiosk(t *testing.T) {
	ctx := deadline(t)
	screen, site := windowtest.New(t, "1024x600"), newSite(t)
	site.away.Store(2)
	p := start(t, screen, Options{Page: Page{URL: site.URL}, Kiosk: true, Width: 300, Height: 200})
	site.hears(ctx, t, "loaded 1024x600 none")
	for _, corner := range [][2]int{{0, 0}, {1023, 0}, {0, 599}, {1023, 599}} {
		if corner == [2]int{0, 0} {
			continue // the link's
		}
		shows(screen, corner[0], corner[1])
	}
	kill(t, p.Process.Pid, "WebKitWebProces")
	site.hears(ctx, t, "loaded 1024x600")
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.endsWell(ctx, t)
}

func TestNoDisplay(t *testing.T) {
	for _, display := range []string{"", ":987"} {
		p := start(t, nil, Options{Page: Page{URL: "http://127.0.0.1:9/"}}, "DISPLAY="+display, "WAYLAND_DISPLAY=")
		if last, status := p.end(deadline(t), t); status != 3 || !strings.HasPrefix(last, "no display: the display cannot be opened: ") {
			t.Errorf("DISPLAY=%q: ended with %q, status %d", display, last, status)
		}
	}
}
