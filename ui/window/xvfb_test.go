//go:build linux && cgo && !headless && window

package window

import (
	"bufio"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A screen is an X server without a monitor.
type screen struct {
	display string // ":7"
	memory  string // the file that holds the picture, in xwd's format
}

// newScreen starts an X server for the test.
func newScreen(t *testing.T, size string) *screen {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("LECTERN_TEST_COMPLETE") != "" {
				t.Fatal(err)
			}
			t.Skipf("no %s here: go run ./build test gets it", tool)
		}
	}
	dir := t.TempDir()
	number, tells, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer number.Close()
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
	return &screen{":" + strings.TrimSpace(line), filepath.Join(dir, "Xvfb_screen0")}
}

// do runs xdotool and returns what it printed.
func (s *screen) do(ctx context.Context, t *testing.T, args ...string) string {
	t.Helper()
	x := exec.CommandContext(ctx, "xdotool", args...)
	x.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := x.CombinedOutput()
	if err != nil {
		t.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// picture returns what the screen shows. With LECTERN_TEST_PICTURES set to a
// folder, it leaves the picture there too, to be looked at.
func (s *screen) picture(t *testing.T) *image.RGBA {
	t.Helper()
	dump, err := os.ReadFile(s.memory)
	if err != nil {
		t.Fatal(err)
	}
	// The header is big-endian words; XWDFile.h names them.
	field := func(i int) int { return int(binary.BigEndian.Uint32(dump[4*i:])) }
	header, width, height, bits, stride, colours := field(0), field(4), field(5), field(11), field(12), field(19)
	if bits != 32 {
		t.Fatalf("the screen has %d bits a pixel, want 32", bits)
	}
	pixels := dump[header+12*colours:]
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			p := pixels[y*stride+4*x:]
			img.SetRGBA(x, y, color.RGBA{p[2], p[1], p[0], 255})
		}
	}
	if dir := os.Getenv("LECTERN_TEST_PICTURES"); dir != "" {
		f, err := os.Create(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, img); err != nil {
			t.Fatal(err)
		}
	}
	return img
}

// close asks the window with an id in decimal to close, as a window manager does
// when somebody clicks the cross: in X's own protocol, since there is no manager
// and xdotool cannot.
func (s *screen) close(t *testing.T, id string) {
	t.Helper()
	window, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimPrefix(s.display, ":"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	order := binary.LittleEndian
	exchange := func(request []byte, answer int) []byte {
		t.Helper()
		if _, err := conn.Write(request); err != nil {
			t.Fatal(err)
		}
		data := make([]byte, answer)
		if _, err := io.ReadFull(conn, data); err != nil {
			t.Fatal(err)
		}
		return data
	}
	setup := exchange([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 8)
	if setup[0] != 1 {
		t.Fatal("the X server refuses the connection")
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
