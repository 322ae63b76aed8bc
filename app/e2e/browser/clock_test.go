//go:build linux

package browser

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lectern/app/e2e/harness"
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
	if c == nil {
		t.Skip("there is no gcc")
	}
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
