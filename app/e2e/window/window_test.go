package window

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// TestWindow is `lectern talk.md` on a desktop: a window with the talk in it,
// keys that move the room, and nothing left once it is closed.
func TestWindow(t *testing.T) {
	x := newScreen(t, "1280x800")
	data := harness.Folder(t)
	l := harness.LaunchIn(t, x.env(), nil, "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Data = data
	l.AwaitReady()
	room := l.Follow("/live")
	room.Slide(t, 1)
	id := x.window("Slide 1 · Lectern") // as its page is called, so it is loaded

	// The page takes keys a moment later. This one means the same however often it
	// is typed.
	deadline := time.Now().Add(2 * harness.Patience)
	for moved := false; !moved; {
		x.do("key", "End")
		moved = room.Within(500*time.Millisecond, func(name string, e live.Event) bool { return e.Slide == 5 })
		if !moved && time.Now().After(deadline) {
			t.Fatalf("keys typed into the window do not move the talk%s", x.leavePicture())
		}
	}
	x.do("key", "Left")
	room.Slide(t, 4)
	x.do("key", "space")
	room.Slide(t, 5)
	x.do("type", "2")
	x.do("key", "Return")
	room.Slide(t, 2)
	x.do("key", "b")
	room.Sees(t, "black", func(_ string, e live.Event) bool { return e.Blank == "black" })
	x.do("key", "b")
	room.Sees(t, "the slide again", func(_ string, e live.Event) bool { return e.Blank == "" })
	x.shows("a page with much on it", func(img *image.NRGBA) bool {
		left, top := img.Rect.Dx()/16, img.Rect.Dy()/8 // of the slide, beneath the bar
		return colours(img, img.Rect) > 100 && colours(img, image.Rect(left, top, img.Rect.Dx()/2, img.Rect.Dy()/2)) > 20
	})
	before := x.picture()
	x.do("key", "Right")
	room.Slide(t, 3)
	x.shows("another slide", func(img *image.NRGBA) bool { return !harness.Same(before, img) })

	postgres := l.Postgres()
	x.close(id)
	select {
	case <-l.Done:
	case <-time.After(2 * harness.Patience):
		t.Fatal("it goes on without its window")
	}
	if l.Err != nil {
		t.Errorf("the end: %v", l.Err)
	}
	if harness.Alive(postgres) {
		t.Error("PostgreSQL outlived the window")
	}
	if left := harness.Users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "run.json")); !os.IsNotExist(err) {
		t.Errorf("run.json is left: %v", err)
	}
}

// TestKioskWindow is `lectern kiosk URL` on a wall: the whole screen, with
// nothing on it but the slide.
func TestKioskWindow(t *testing.T) {
	x := newScreen(t, "1600x900")
	l := harness.Start(t, harness.Folder(t), harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	kiosk := harness.LaunchIn(t, x.env(), nil, "kiosk", "--name", "Hall", l.Info.URL)
	id := x.window("Slide 1")
	for _, want := range []string{"X=0", "Y=0", "WIDTH=1600", "HEIGHT=900"} {
		if got := x.do("getwindowgeometry", "--shell", id); !strings.Contains(got+"\n", want+"\n") {
			t.Errorf("the window does not cover the screen: no %s in\n%s", want, got)
		}
	}
	x.shows("the slide", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 })
	first := x.picture()
	l.Put(1, `{"current_slide":2}`)
	x.shows("another slide", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 && !harness.Same(first, img) })
	// To the last pixel: no frame, no cursor, no scrollbar.
	for blank, level := range map[string]byte{"white": 0xff, "black": 0} {
		l.Put(1, fmt.Sprintf(`{"blank":%q}`, blank))
		x.shows(blank+" everywhere", func(img *image.NRGBA) bool { _, is := harness.Odd(img, level); return !is })
	}
	l.Put(1, `{"blank":"","live":false}`)
	x.shows("the clock between talks", func(img *image.NRGBA) bool { return colours(img, img.Rect) > 20 })

	x.close(id)
	select {
	case <-kiosk.Done:
	case <-time.After(2 * harness.Patience):
		t.Fatal("the kiosk goes on without its window")
	}
	if kiosk.Err != nil {
		t.Errorf("the end: %v", kiosk.Err)
	}
}
