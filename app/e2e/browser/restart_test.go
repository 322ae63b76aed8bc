package browser

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestServerRestart: Lectern ends and starts again, and all pages go on, the
// console with its rights.
func TestServerRestart(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	r := newRoom(t, l)
	overlay := newBrowser(t).open(l.At("/overlay?show=title,slide&hold=always"))
	pages := []*tab{r.console, r.audience, r.kiosk, overlay}
	for _, p := range pages {
		p.allow(netFail)
	}
	r.all(s[0])
	overlay.waits("who talks", "!!"+third)
	addr := strings.Trim(strings.TrimPrefix(l.Info.URL, "http://"), "/")
	for _, end := range []struct {
		by syscall.Signal
		to int
	}{{syscall.SIGTERM, 3}, {syscall.SIGKILL, 5}} {
		l.End(end.by)
		r.audience.waits("the lost mark", isLost)
		r.kiosk.waits("the lost mark", isLost)
		if !js[bool](overlay, `!document.querySelector(".lost-mark") && !!`+third) { // it is on the air
			t.Error("the stream is told that the server is away")
		}
		l = harness.Start(t, data, "--addr", addr)
		r.audience.waits("no mark", "!"+isLost)
		r.kiosk.waits("no mark", "!"+isLost)
		r.console.waits("the line", `!document.documentElement.classList.contains("is-lost")`)
		r.console.key(fmt.Sprintf("%d\r", end.to))
		r.all(s[end.to-1])
		overlay.shows(s[end.to-1])
	}
}

// TestAnotherLibrary: at the same address another library is served, in which a
// deck of the same number is live, at the same slide.
func TestAnotherLibrary(t *testing.T) {
	t.Parallel()
	startChromium(t)
	data := harness.Folder(t)
	another := harness.Start(t, data, harness.Write(t, "other.md", "# Quite another\n\n---\n\n# Two\n"))
	another.Follow("/live").Slide(t, 1)
	theirs := another.Slides(1)[0]
	if err := another.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	ours := l.Slides(1)[0]
	b := newBrowser(t)
	pages := []*tab{b.open(l.At("/")), b.open(l.At("/kiosk"))}
	for _, p := range pages {
		p.allow(netFail)
		p.shows(ours)
	}
	addr := l.AddrPort().String()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	harness.Start(t, data, "--addr", addr)
	for _, p := range pages {
		p.shows(theirs)
	}
}
