package windowtest

import (
	"bufio"
	"context"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/app/needtest"
)

// patience is how long a test waits for what must happen on a screen.
const patience = time.Minute

// A Screen is an X server without a monitor, until the end of its test.
type Screen struct {
	Display string // ":7"

	t    testing.TB
	dump func() ([]byte, error) // the picture, in xwd's format
	part image.Rectangle        // of it; empty: all
}

// New starts an X server with a screen of a size, as "1280x800". Where there is
// none the test is skipped, or fails with LECTERN_TEST_COMPLETE.
func New(t testing.TB, size string) *Screen {
	t.Helper()
	needtest.Program(t, "Xvfb")
	needtest.Program(t, "xdotool")
	dir := t.TempDir()
	display := serve(t, exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-fbdir", dir, "-nolisten", "tcp"))
	return &Screen{Display: display, t: t, dump: func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, "Xvfb_screen0")) }}
}

// serve starts an X server that tells its display in descriptor 3.
func serve(t testing.TB, x *exec.Cmd) (display string) {
	t.Helper()
	number, tells, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer number.Close()
	x.ExtraFiles = []*os.File{tells}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	tells.Close()
	t.Cleanup(func() {
		x.Process.Signal(os.Interrupt)
		x.Wait()
	})
	line, err := bufio.NewReader(number).ReadString('\n') // once it takes clients
	if err != nil {
		t.Fatalf("%s: %v", x.Args[0], err)
	}
	return ":" + strings.TrimSpace(line)
}

// Env is what a program needs to show its window here, with a home of its own.
func (s *Screen) Env() []string {
	home := s.t.TempDir()
	return []string{"DISPLAY=" + s.Display, "WAYLAND_DISPLAY=", "GDK_BACKEND=x11", "NO_AT_BRIDGE=1",
		"HOME=" + home, "XDG_DATA_HOME=" + home + "/data", "XDG_CACHE_HOME=" + home + "/cache", "XDG_CONFIG_HOME=" + home + "/config"}
}

// Do runs xdotool and returns what it printed.
func (s *Screen) Do(args ...string) string {
	s.t.Helper()
	out, err := s.run(args...)
	if err != nil {
		s.t.Fatalf("xdotool %s: %v\n%s%s", strings.Join(args, " "), err, out, s.LeavePicture())
	}
	return out
}

func (s *Screen) run(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	x := exec.CommandContext(ctx, "xdotool", args...)
	x.Env = append(os.Environ(), "DISPLAY="+s.Display)
	out, err := x.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// search waits until there is a window with these words. When one that it looked
// at is closed meanwhile, xdotool gives up, and is asked again.
func (s *Screen) search(title string) string {
	s.t.Helper()
	args := []string{"search", "--sync", "--onlyvisible", "--name", title}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if out, err := s.run(args...); !strings.Contains(out, "BadWindow") {
			if err != nil {
				break
			}
			return out
		}
	}
	return s.Do(args...)
}

// Window waits for a window whose title has these words, and gives it the
// keyboard: there is no window manager to do so.
func (s *Screen) Window(title string) string {
	s.t.Helper()
	id, _, _ := strings.Cut(s.search(title), "\n")
	s.Do("windowfocus", "--sync", id)
	return id
}

// Picture is what the screen shows.
func (s *Screen) Picture() *image.NRGBA {
	s.t.Helper()
	dump, err := s.dump()
	if err != nil {
		s.t.Fatal(err)
	}
	// The header is big-endian words; XWDFile.h names them.
	field := func(i int) int { return int(binary.BigEndian.Uint32(dump[4*i:])) }
	header, width, height, bits, stride, colours := field(0), field(4), field(5), field(11), field(12), field(19)
	if bits != 32 && bits != 24 {
		s.t.Fatalf("the screen has %d bits a pixel, want 32 or 24", bits)
	}
	pixels := dump[header+12*colours:]
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			p := pixels[y*stride+bits/8*x:]
			copy(img.Pix[img.PixOffset(x, y):], []byte{p[2], p[1], p[0], 255})
		}
	}
	if part := s.part.Intersect(img.Rect); s.part != (image.Rectangle{}) {
		cut := image.NewNRGBA(image.Rectangle{Max: part.Size()})
		draw.Draw(cut, cut.Rect, img, part.Min, draw.Src)
		return cut
	}
	return img
}

// LeavePicture keeps a picture of the screen, where LECTERN_TEST_PICTURES names a
// folder for it.
func (s *Screen) LeavePicture() string {
	dir := os.Getenv("LECTERN_TEST_PICTURES")
	if dir == "" {
		return ""
	}
	path := filepath.Join(dir, strings.ReplaceAll(s.t.Name(), "/", "-")+".png")
	f, err := os.Create(path)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	png.Encode(f, s.Picture())
	return "\na picture: " + path
}

// Shows waits until the picture is as it should be. X tells nobody when it has
// drawn.
func (s *Screen) Shows(what string, ok func(*image.NRGBA) bool) {
	s.t.Helper()
	defer func() {
		if s.t.Failed() {
			s.t.Log(s.LeavePicture())
		}
	}()
	deadline, tick := time.After(patience), time.NewTicker(20*time.Millisecond)
	defer tick.Stop()
	for !ok(s.Picture()) {
		select {
		case <-tick.C:
		case <-deadline:
			s.t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}

// Colours counts how many a part of a picture has: text on paper has dozens, a
// blank window one.
func Colours(img *image.NRGBA, part image.Rectangle) int {
	clip := image.NewNRGBA(image.Rectangle{Max: part.Size()})
	draw.Draw(clip, clip.Rect, img, part.Min, draw.Src)
	seen := map[[3]byte]bool{}
	for i := 0; i < len(clip.Pix); i += 4 {
		seen[[3]byte(clip.Pix[i:])] = true
	}
	return len(seen)
}
