package window

import (
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
	"lectern/ui/window/windowtest"
)

// newScreen is a screen, if the binary has windows to show on it.
func newScreen(t *testing.T, size string) *windowtest.Screen {
	t.Helper()
	needWindow(t)
	return windowtest.New(t, size)
}

func needWindow(t *testing.T) {
	t.Helper()
	out, err := exec.Command(harness.Binary, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "with window") {
		// No omission, even of a complete run: there are systems without one.
		t.Skip("the lectern that is tested has no window")
	}
}

// TestWindow is `lectern talk.md` on a desktop: a window with the talk in it,
// keys that move the room, and nothing left once it is closed.
func TestWindow(t *testing.T) {
	x := newScreen(t, "1280x800")
	data := harness.Folder(t)
	l := harness.LaunchIn(t, x.Env(), "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Data = data
	l.AwaitReady()
	room := l.Follow("/live")
	room.Slide(t, 1)
	id := x.Window("Slide 1 · Lectern") // as its page is called, so it is loaded

	takesKeys(t, x, room)
	x.Do("key", "Left")
	room.Slide(t, 4)
	x.Do("key", "space")
	room.Slide(t, 5)
	x.Do("type", "2")
	x.Do("key", "Return")
	room.Slide(t, 2)
	x.Do("key", "b")
	room.Sees(t, "black", func(_ string, e live.Event) bool { return e.Blank == "black" })
	x.Do("key", "b")
	room.Sees(t, "the slide again", func(_ string, e live.Event) bool { return e.Blank == "" })
	x.Shows("a page with much on it", func(img *image.NRGBA) bool {
		left, top := img.Rect.Dx()/16, img.Rect.Dy()/8 // of the slide, beneath the bar
		return windowtest.Colours(img, img.Rect) > 100 && windowtest.Colours(img, image.Rect(left, top, img.Rect.Dx()/2, img.Rect.Dy()/2)) > 20
	})
	before := x.Picture()
	x.Do("key", "Right")
	room.Slide(t, 3)
	x.Shows("another slide", func(img *image.NRGBA) bool { return !harness.Same(before, img) })

	postgres := l.Postgres()
	x.Close(id) // while it is live that asks; a second try means it
	x.Close(id)
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

// takesKeys waits until a window's page, of five slides, moves the room by its keys: it
// takes them a moment after it is there. It leaves the room at the last slide.
func takesKeys(t *testing.T, x *windowtest.Screen, room *harness.Viewer) {
	t.Helper()
	// This key means the same however often it is typed.
	deadline := time.Now().Add(2 * harness.Patience)
	for moved := false; !moved; {
		x.Do("key", "End")
		moved = room.Within(500*time.Millisecond, func(name string, e live.Event) bool { return e.Slide == 5 })
		if !moved && time.Now().After(deadline) {
			t.Fatalf("keys typed into the window do not move the talk%s", x.LeavePicture())
		}
	}
}

// TestKioskWindow is `lectern kiosk URL` on a wall: the whole screen, with
// nothing on it but the slide.
func TestKioskWindow(t *testing.T) {
	x := newScreen(t, "1600x900")
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	kiosk := harness.LaunchIn(t, x.Env(), "kiosk", "--name", "Hall", l.Info.URL)
	id := x.Window("Slide 1")
	for _, want := range []string{"X=0", "Y=0", "WIDTH=1600", "HEIGHT=900"} {
		if got := x.Do("getwindowgeometry", "--shell", id); !strings.Contains(got+"\n", want+"\n") {
			t.Errorf("the window does not cover the screen: no %s in\n%s", want, got)
		}
	}
	x.Shows("the slide", func(img *image.NRGBA) bool { return windowtest.Colours(img, img.Rect) > 20 })
	first := x.Picture()
	l.Put(1, `{"current_slide":2}`)
	x.Shows("another slide", func(img *image.NRGBA) bool {
		return windowtest.Colours(img, img.Rect) > 20 && !harness.Same(first, img)
	})
	// To the last pixel: no frame, no cursor, no scrollbar.
	for blank, level := range map[string]byte{"white": 0xff, "black": 0} {
		l.Put(1, fmt.Sprintf(`{"blank":%q}`, blank))
		x.Shows(blank+" everywhere", func(img *image.NRGBA) bool { _, is := harness.Odd(img, level); return !is })
	}
	l.Put(1, `{"blank":"","live":false}`)
	x.Shows("the clock between talks", func(img *image.NRGBA) bool { return windowtest.Colours(img, img.Rect) > 20 })

	x.Close(id)
	select {
	case <-kiosk.Done:
	case <-time.After(2 * harness.Patience):
		t.Fatal("the kiosk goes on without its window")
	}
	if kiosk.Err != nil {
		t.Errorf("the end: %v", kiosk.Err)
	}
}

// TestProjector is a laptop and a projector: the first key puts the audience's view on
// the other monitor, and the next start with the same ones does so by itself.
func TestProjector(t *testing.T) {
	needWindow(t)
	left, right := windowtest.Beside(t)
	data := harness.Folder(t)
	var l *harness.Lectern
	open := func() {
		t.Helper()
		l = harness.LaunchIn(t, left.Env(), "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(5)))
		l.Data = data
		l.AwaitReady()
		left.Window("^Slide . · Lectern$")
	}
	slide := func(img *image.NRGBA) bool { return windowtest.Colours(img, img.Rect) > 20 }
	open()
	takesKeys(t, left, l.Follow("/live"))
	left.Do("key", "shift+v")
	right.Shows("the slide", slide)
	first := right.Picture()
	left.Window(" · Lectern$")
	left.Do("key", "Left")
	right.Shows("another slide", func(img *image.NRGBA) bool { return slide(img) && !harness.Same(first, img) })
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("the end: %v", err)
	}
	right.Shows("nothing", func(img *image.NRGBA) bool { return windowtest.Colours(img, img.Rect) == 1 })
	open()
	right.Shows("the slide again", slide)
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("the end: %v", err)
	}
}

// TestDeadDisplay: a display that does not answer, as sudo and ssh leave it, is
// told, and Lectern serves. A second start finds it, takes the same file to be
// the same deck, and says where to look.
func TestDeadDisplay(t *testing.T) {
	data, talk := harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(3))
	dead := []string{"DISPLAY=:4747", "WAYLAND_DISPLAY="}
	l := harness.LaunchIn(t, dead, "--addr", "127.0.0.1:0", "--data", data, talk)
	l.Data = data
	l.AwaitReady()
	l.Until("a word about the display", func() bool { return strings.Contains(l.Out.String(), "The display does not answer") })
	room := l.Follow("/live")
	room.Slide(t, 1)

	second := harness.LaunchIn(t, dead, "--data", data, talk)
	<-second.Done
	if code := second.Cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(second.Out.String(), "`lectern link` prints a link") {
		t.Errorf("the second start: exit status %d\n%s", code, second.Out)
	}
	if status, decks := l.Ask("GET", "/api/decks", ""); status != 200 || strings.Count(decks, `"source"`) != 1 {
		t.Errorf("the library: %d %s", status, decks)
	}
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("the end: %v", err)
	}
}
