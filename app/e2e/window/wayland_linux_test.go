package window

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lectern/app/e2e/harness"
	"lectern/app/needtest"
	"lectern/ui/window/windowtest"
)

// TestKioskWayland: on a compositor without a screen, and without X, the kiosk is the whole
// picture. (Of cage's such a picture stays black, whatever runs in it: sway is made of the
// same parts.)
func TestKioskWayland(t *testing.T) {
	harness.Long(t, "it starts a compositor; TestKioskWindow shows the same on X")
	needWindow(t)
	needtest.Program(t, "sway")
	needtest.Program(t, "grim")
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	dir, err := os.MkdirTemp("", "lectern-wayland-") // t.TempDir's is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, []byte("xwayland disable\noutput HEADLESS-1 resolution 1280x720\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	harness.GiveNobody(t, dir)
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, "GDK_BACKEND=wayland", "LIBGL_ALWAYS_SOFTWARE=1",
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman",
	}
	as := func(program string, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), program, args...)
		harness.AsNobody(t, cmd)
		cmd.Env = env
		return cmd
	}
	sway := as("sway", "-c", config)
	if err := sway.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		sway.Process.Kill()
		sway.Wait()
	})
	var sockets []string
	harness.Until(t, harness.Patience, "a compositor", func() bool {
		sockets, _ = filepath.Glob(filepath.Join(dir, "wayland-?"))
		return len(sockets) == 1
	})
	env = append(env, "WAYLAND_DISPLAY="+filepath.Base(sockets[0]))
	shows := func(what string, is func(*image.NRGBA) bool) {
		t.Helper()
		harness.Until(t, 2*harness.Patience, what, func() bool {
			data, err := as("grim", "-").Output()
			if err != nil {
				return false
			}
			m, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			img := image.NewNRGBA(m.Bounds())
			draw.Draw(img, img.Rect, m, img.Rect.Min, draw.Src)
			return is(img)
		})
	}
	harness.LaunchCommand(t, as(harness.Reachable(t, harness.Binary), "kiosk", "--name", "Hall", "--data", filepath.Join(dir, "kiosk"), l.Info.URL))
	shows("the slide", func(img *image.NRGBA) bool { return windowtest.Colours(img, img.Rect) > 20 })
	l.Put(1, `{"blank":"white"}`)
	shows("white everywhere", func(img *image.NRGBA) bool { _, odd := harness.Odd(img, 0xff); return !odd })
}
