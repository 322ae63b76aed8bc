package window

import (
	"bufio"
	"context"
	bytesOf "encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lectern/app/e2e/harness"
)

// screen is an X server without a monitor.
type screen struct {
	t       testing.TB
	display string // ":7"
	memory  string // the file that holds the picture, in xwd's format
}

// newScreen starts an X server, for a binary that has a window.
func newScreen(t testing.TB, size string) *screen {
	t.Helper()
	missing := func(what string) {
		t.Helper()
		if os.Getenv("LECTERN_TEST_COMPLETE") != "" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	out, err := exec.Command(harness.Binary, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "with window") {
		// No omission, even of a complete run: there are systems without one.
		t.Skip("the lectern that is tested has no window")
	}
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing("no " + tool + " here: go run ./build test gets it")
		}
	}
	number, tells, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer number.Close()
	dir := t.TempDir()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-fbdir", dir, "-nolisten", "tcp")
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
		t.Fatalf("Xvfb: %v", err)
	}
	return &screen{t, ":" + strings.TrimSpace(line), filepath.Join(dir, "Xvfb_screen0")}
}

// env is what a program needs to show its window here, with a home of its own.
func (s *screen) env() []string {
	home := s.t.TempDir()
	return []string{"DISPLAY=" + s.display, "WAYLAND_DISPLAY=", "GDK_BACKEND=x11", "NO_AT_BRIDGE=1",
		"HOME=" + home, "XDG_DATA_HOME=" + home + "/data", "XDG_CACHE_HOME=" + home + "/cache", "XDG_CONFIG_HOME=" + home + "/config"}
}

// do runs xdotool and returns what it printed.
func (s *screen) do(args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*harness.Patience)
	defer cancel()
	x := exec.CommandContext(ctx, "xdotool", args...)
	x.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := x.CombinedOutput()
	if err != nil {
		s.t.Fatalf("xdotool %s: %v\n%s%s", strings.Join(args, " "), err, out, s.leavePicture())
	}
	return strings.TrimSpace(string(out))
}

// window waits for a window whose title has these words, and gives it the
// keyboard: there is no window manager to do so.
func (s *screen) window(title string) string {
	s.t.Helper()
	id, _, _ := strings.Cut(s.do("search", "--sync", "--onlyvisible", "--name", title), "\n")
	s.do("windowfocus", "--sync", id)
	return id
}

// picture is what the screen shows.
func (s *screen) picture() *image.NRGBA {
	s.t.Helper()
	dump, err := os.ReadFile(s.memory)
	if err != nil {
		s.t.Fatal(err)
	}
	// The header is big-endian words; XWDFile.h names them.
	field := func(i int) int { return int(bytesOf.BigEndian.Uint32(dump[4*i:])) }
	header, width, height, bits, stride, colours := field(0), field(4), field(5), field(11), field(12), field(19)
	if bits != 32 {
		s.t.Fatalf("the screen has %d bits a pixel, want 32", bits)
	}
	pixels := dump[header+12*colours:]
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			p := pixels[y*stride+4*x:]
			copy(img.Pix[img.PixOffset(x, y):], []byte{p[2], p[1], p[0], 255})
		}
	}
	return img
}

// leavePicture keeps a picture of the screen, where LECTERN_TEST_PICTURES names a
// folder for it.
func (s *screen) leavePicture() string {
	dir := os.Getenv("LECTERN_TEST_PICTURES")
	if dir == "" {
		return ""
	}
	path := filepath.Join(dir, s.t.Name()+".png")
	f, err := os.Create(path)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	png.Encode(f, s.picture())
	return "\na picture: " + path
}

// shows waits until the picture is as it should be. X tells nobody when it has
// drawn.
func (s *screen) shows(what string, ok func(*image.NRGBA) bool) {
	s.t.Helper()
	defer func() {
		if s.t.Failed() {
			s.t.Log(s.leavePicture())
		}
	}()
	harness.Until(s.t, 2*harness.Patience, what, func() bool { return ok(s.picture()) })
}

// colours counts how many a part of a picture has: text on paper has dozens, a
// blank window one.
func colours(img *image.NRGBA, part image.Rectangle) int {
	clip := image.NewNRGBA(image.Rectangle{Max: part.Size()})
	draw.Draw(clip, clip.Rect, img, part.Min, draw.Src)
	seen := map[[3]byte]bool{}
	for i := 0; i < len(clip.Pix); i += 4 {
		seen[[3]byte(clip.Pix[i:])] = true
	}
	return len(seen)
}

// close asks the window with an id in decimal to close, as a window manager does
// when somebody clicks the cross: in X's own protocol, since there is no manager
// and xdotool cannot.
func (s *screen) close(id string) {
	s.t.Helper()
	window, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		s.t.Fatal(err)
	}
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(s.display, ":"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	order := bytesOf.LittleEndian
	exchange := func(request []byte, answer int) []byte {
		s.t.Helper()
		if _, err := conn.Write(request); err != nil {
			s.t.Fatal(err)
		}
		data := make([]byte, answer)
		if _, err := io.ReadFull(conn, data); err != nil {
			s.t.Fatal(err)
		}
		return data
	}
	setup := exchange([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 8)
	if setup[0] != 1 {
		s.t.Fatal("the X server refuses the connection")
	}
	exchange(nil, 4*int(order.Uint16(setup[6:])))
	atom := func(name string) uint32 {
		const intern = 16
		padded := (len(name) + 3) / 4 * 4
		request := make([]byte, 8+padded)
		request[0] = intern
		order.PutUint16(request[2:], uint16(len(request)/4))
		order.PutUint16(request[4:], uint16(len(name)))
		copy(request[8:], name)
		return order.Uint32(exchange(request, 32)[8:])
	}
	const sendEvent, clientMessage = 25, 33
	request := make([]byte, 44)
	request[0] = sendEvent
	order.PutUint16(request[2:], uint16(len(request)/4))
	order.PutUint32(request[4:], uint32(window))
	request[12], request[13] = clientMessage, 32
	order.PutUint32(request[16:], uint32(window))
	order.PutUint32(request[20:], atom("WM_PROTOCOLS"))
	order.PutUint32(request[24:], atom("WM_DELETE_WINDOW"))
	const getInputFocus = 43 // its answer proves that the event is on its way
	exchange(append(request, getInputFocus, 0, 1, 0), 32)
}
