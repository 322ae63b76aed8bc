//go:build linux

package browser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/roster"
)

// TestClockStepsOfBrowser: the clock of a phone or a laptop is set while its
// page follows. Back, it must not keep the page from noticing a dead stream;
// forward, nobody is to be taken for gone who is there.
func TestClockStepsOfBrowser(t *testing.T) {
	t.Parallel()
	path := chromiumPath(t)
	data := harness.Prepared(t)
	dir := filepath.Dir(data)
	c := harness.NewClock(t, dir)
	chromium, err := launchChromium(path, c.Environ()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endChromium(chromium) })
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	r := newRelay(t, l.AddrPort().String())
	p := newBrowserIn(t, chromium).open("http://" + r.addr + "/")
	p.shows(s[0])
	<-r.opened // the first stream
	step := func(by time.Duration) {
		t.Helper()
		c.Step(by)
		// Else this would show nothing.
		if off := time.UnixMilli(js[int64](p, `Date.now()`)).Sub(c.Now()).Abs(); off > time.Minute {
			t.Fatalf("the page's clock is off by %v", off)
		}
	}

	step(-time.Hour)
	r.silence()
	l.Put(1, `{"current_slide":4}`)
	r.again(t, harness.Patience)
	p.shows(s[3])

	step(time.Hour)
	// A worker asks every 15 s whether its pages are there.
	pace := time.NewTicker(400 * time.Millisecond)
	defer pace.Stop()
	for begin, slide := time.Now(), 4; time.Since(begin) < 20*time.Second; <-pace.C {
		slide = slide%9 + 1
		moved := time.Now()
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		p.shows(s[slide-1])
		if took := time.Since(moved); took > 8*time.Second {
			t.Errorf("%v after its clock was set the page took %v to show a move", moved.Sub(begin).Round(time.Second), took)
		}
	}
}

// TestClockOfKiosk: a screen whose clock is hours off, as of a small computer without a
// battery, goes by the server's: what time it says that it is, when it is off, what comes
// next. A run of everything has the server's off, too, in the other direction: so it is
// that one which counts, and no third.
func TestClockOfKiosk(t *testing.T) {
	t.Parallel()
	path := chromiumPath(t)
	data := harness.Prepared(t)
	wall := harness.NewClock(t, filepath.Dir(data))
	wall.Step(-9 * time.Hour)
	chromium, err := launchChromium(path, wall.Environ()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endChromium(chromium) })
	serverNow := time.Now
	var l *harness.Lectern
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(2))}
	if harness.All() {
		clock := harness.NewClock(t, filepath.Dir(harness.Folder(t)))
		clock.Step(5 * time.Hour)
		serverNow = clock.Now
		l = harness.LaunchProgram(t, harness.Built(t, harness.SameVersion), clock.Environ(), args...)
	} else {
		l = harness.Launch(t, args...)
	}
	l.Data = data
	l.AwaitReady()
	l.Slides(1)
	l.Put(1, `{"live":false}`)

	around := func(at time.Time) string {
		return at.Add(-time.Hour).Format("15:04") + "-" + at.Add(time.Hour).Format("15:04")
	}
	const cover = `document.querySelector(".night").style.opacity`
	awake := newBrowserIn(t, chromium).open(l.At("/kiosk?name=Hall&off=" + around(wall.Now())))
	if off := time.UnixMilli(js[int64](awake, `Date.now()`)).Sub(serverNow()).Abs(); off < 8*time.Hour {
		t.Fatalf("the screen's clock is off by %v alone", off) // else this would show nothing
	}
	asleep := newBrowserIn(t, chromium).open(l.At("/kiosk?name=Foyer&off=" + around(serverNow())))
	awake.waits("it is on", cover+` === "0"`)
	asleep.waits("it is off", cover+` === "1"`)
	awake.waits("the server's time", fmt.Sprintf(`Math.abs(Date.parse(document.querySelector(".idle-time").dateTime) - %d) < 120000`, serverNow().UnixMilli()))

	shows := func(what string) func([]roster.Screen) bool {
		return func(all []roster.Screen) bool {
			return len(all) == 2 && !slices.ContainsFunc(all, func(s roster.Screen) bool { return s.Round != what || s.State.NeedsLook() })
		}
	}
	board(l, "both show the clock", shows("clock"))
	begins := serverNow().Add(40 * time.Minute)
	agenda := fmt.Sprintf("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:%s\r\nDURATION:PT1H\r\nSUMMARY:Screens\r\nLOCATION:Hall\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", begins.UTC().Format("20060102T150405Z"))
	if status, text := l.Ask("PUT", "/api/agenda?name=day.ics", agenda); status != 200 {
		t.Fatal(status, text)
	}
	if status, text := l.Ask("PUT", "/api/programme", `{"zone":"Asia/Karachi","items":[{"deck":0,"seconds":60,"days":[1,2,3,4,5,6,7],"begins":"","ends":"","screens":[]}]}`); status != 200 {
		t.Fatal(status, text)
	}
	// The venue is five hours ahead: what was off by its own clock is on.
	awake.waits("the venue's hours", cover+` === "0"`)
	asleep.waits("the venue's hours, too", cover+` === "0"`)
	awake.waits("what is next here", `document.querySelector(".agenda-here .agenda-label")?.innerText.toLowerCase() === "next in hall"`)
	board(l, "both show the agenda", shows("agenda"))
	// One that hangs upright has it so: in one column, and no part of it outside.
	hall := board(l, "the hall's", func(all []roster.Screen) bool { return len(all) == 2 })
	id := hall[slices.IndexFunc(hall, func(s roster.Screen) bool { return s.Name == "Hall" })].ID
	if status, text := l.Ask("PUT", "/api/screens/"+id, `{"rotation":90}`); status != 200 {
		t.Fatal(status, text)
	}
	awake.waits("it is turned", `document.body.classList.contains("is-upright") && getComputedStyle(document.getElementById("agenda")).display === "flex"`)
	awake.keepPicture("agenda-turned")
	asleep.keepPicture("agenda-asleep")
	if size, want := js[float64](awake, `parseFloat(getComputedStyle(document.querySelector(".agenda-title")).fontSize)`), js[float64](awake, `5 * 1.75 * innerHeight / 100`); size < want-1 || size > want+1 {
		t.Errorf("its letters are of %v pixels, want %v", size, want)
	}
	if when := js[string](awake, `document.querySelector(".agenda-when").innerText`); !strings.Contains(when, begins.UTC().Format(":04")) {
		t.Errorf("the talk begins at %v, and the screen says %q", begins.UTC(), when)
	}
}
