package e2e

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/app/live"
)

// TestWindow is `lectern talk.md` on a desktop: a window with the talk in it,
// keys that move the room, and nothing left once it is closed.
func TestWindow(t *testing.T) {
	x := newScreen(t, "1280x800")
	data := folder(t)
	l := launchIn(t, x.env(), nil, "--addr", "127.0.0.1:0", "--data", data, write(t, "talk.md", talk(5)))
	l.data = data
	l.awaitReady()
	room := l.follow("/live")
	room.slide(t, 1)
	id := x.window("Slide 1 · Lectern") // as its page is called, so it is loaded

	// The page takes keys a moment later. This one means the same however often it
	// is typed.
	deadline := time.Now().Add(2 * patience)
	for moved := false; !moved; {
		x.do("key", "End")
		moved = room.within(500*time.Millisecond, func(name string, e live.Event) bool { return e.Slide == 5 })
		if !moved && time.Now().After(deadline) {
			t.Fatalf("keys typed into the window do not move the talk%s", x.leavePicture())
		}
	}
	x.do("key", "Left")
	room.slide(t, 4)
	x.do("key", "space")
	room.slide(t, 5)
	x.do("type", "2")
	x.do("key", "Return")
	room.slide(t, 2)
	x.do("key", "b")
	room.sees(t, "black", func(_ string, e live.Event) bool { return e.Blank == "black" })
	x.do("key", "b")
	room.sees(t, "the slide again", func(_ string, e live.Event) bool { return e.Blank == "" })
	x.shows("a page with much on it", func(img *image.NRGBA) bool {
		left, top := img.Rect.Dx()/16, img.Rect.Dy()/8 // of the slide, beneath the bar
		return colours(img, img.Rect) > 100 && colours(img, image.Rect(left, top, img.Rect.Dx()/2, img.Rect.Dy()/2)) > 20
	})
	before := x.picture()
	x.do("key", "Right")
	room.slide(t, 3)
	x.shows("another slide", func(img *image.NRGBA) bool { return !same(before, img) })

	postgres := l.postgres()
	x.close(id)
	select {
	case <-l.done:
	case <-time.After(2 * patience):
		t.Fatal("it goes on without its window")
	}
	if l.err != nil {
		t.Errorf("the end: %v", l.err)
	}
	if alive(postgres) {
		t.Error("PostgreSQL outlived the window")
	}
	if left := users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "run.json")); !os.IsNotExist(err) {
		t.Errorf("run.json is left: %v", err)
	}
}

// within waits a while for the viewer's last event to be what ok wants.
func (v *viewer) within(limit time.Duration, ok func(name string, e live.Event) bool) bool {
	deadline := time.After(limit)
	for {
		v.mu.Lock()
		holds := v.name != "" && ok(v.name, v.last)
		v.mu.Unlock()
		if holds {
			return true
		}
		select {
		case <-v.news:
		case <-deadline:
			return false
		}
	}
}

// TestKioskWindow is `lectern kiosk URL` on a wall: the whole screen, with
// nothing on it but the slide.
func TestKioskWindow(t *testing.T) {
	x := newScreen(t, "1600x900")
	l := start(t, folder(t), write(t, "talk.md", talk(5)))
	l.follow("/live").slide(t, 1)
	kiosk := launchIn(t, x.env(), nil, "kiosk", "--name", "Hall", l.info.URL)
	id := x.window("Slide 1")
	for _, want := range []string{"X=0", "Y=0", "WIDTH=1600", "HEIGHT=900"} {
		if got := x.do("getwindowgeometry", "--shell", id); !strings.Contains(got+"\n", want+"\n") {
			t.Errorf("the window does not cover the screen: no %s in\n%s", want, got)
		}
	}
	x.shows("the slide", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 })
	first := x.picture()
	l.put(1, `{"current_slide":2}`)
	x.shows("another slide", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 && !same(first, img) })
	// To the last pixel: no frame, no cursor, no scrollbar.
	for blank, level := range map[string]byte{"white": 0xff, "black": 0} {
		l.put(1, fmt.Sprintf(`{"blank":%q}`, blank))
		x.shows(blank+" everywhere", func(img *image.NRGBA) bool { _, is := odd(img, level); return !is })
	}
	l.put(1, `{"blank":"","live":false}`)
	x.shows("the clock between talks", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 })

	x.close(id)
	select {
	case <-kiosk.done:
	case <-time.After(2 * patience):
		t.Fatal("the kiosk goes on without its window")
	}
	if kiosk.err != nil {
		t.Errorf("the end: %v", kiosk.err)
	}
}
