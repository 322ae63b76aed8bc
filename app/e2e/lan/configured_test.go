//go:build linux

package lan

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/needtest"
	"lectern/ui/window/windowtest"
)

// TestNeverConfigured: a screen that nobody has told anything shows the talk within ten
// seconds of `lectern kiosk`, of which it has eight for the search. It is measured from the
// start of the process until the slide is on an X server's screen; beside it stands one that
// is told the server's address: what it lacks is the search, and the rest is the window.
func TestNeverConfigured(t *testing.T) {
	harness.Long(t, "it opens windows, to measure")
	windowed := needtest.Env(t, "LECTERN_TEST_WINDOW")
	lan := newLAN(t, "one", "wall")
	one, wall := lan["one"], lan["wall"]
	one.ip("address", "add", "10.50.0.1/24", "dev", "eth0")
	wall.ip("address", "add", "10.50.0.9/24", "dev", "eth0")
	one.serve("Hall", harness.Prepared(t), green(t))
	shown := func(what string, told ...string) time.Duration {
		t.Helper()
		x := windowtest.New(t, "1920x1080") // before: it is there when somebody switches a screen on
		cmd := wall.command(append([]string{windowed, "kiosk", "--data", t.TempDir(), "--name", "Wall"}, told...)...)
		cmd.Env = append(cmd.Env, x.Env()...)
		began := time.Now()
		k := harness.LaunchCommand(t, cmd)
		x.Shows(what, func(img *image.NRGBA) bool {
			c := img.NRGBAAt(960, 540)
			return c.R < 40 && c.G > 160 && c.B < 120
		})
		took := time.Since(began)
		k.Cmd.Process.Signal(os.Interrupt)
		<-k.Done
		return took
	}
	shown("the slide, for the first time on this machine") // what is read from the disk then is read
	searched, told := shown("the slide"), shown("the slide", "10.50.0.1")
	t.Logf("never configured, the slide is on the screen %.1f s after the start; told the address, %.1f s after it", searched.Seconds(), told.Seconds())
	// A window takes less than two seconds, and much more where all tests run at once.
	if search := searched - told; search > 8*time.Second {
		t.Errorf("the search alone took %.1f s", search.Seconds())
	}
}

// green is a file of one slide, that is all of one colour.
func green(t *testing.T) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 1920, 1080))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{0, 200, 83, 255}), image.Point{}, draw.Src)
	name := filepath.Join(t.TempDir(), "green.png")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return name
}
