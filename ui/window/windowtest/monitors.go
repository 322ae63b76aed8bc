package windowtest

import (
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lectern/app/needtest"
)

// server is Xorg itself: Xvfb has one monitor. It lies where only the system looks.
const server = "/usr/lib/xorg/Xorg"

// The two monitors of a desktop, side by side.
const (
	leftOutput, rightOutput = "DUMMY0", "DUMMY1"
	rightMode               = "800x600"
)

const config = `Section "Device"
	Identifier "dummy"
	Driver "dummy"
	VideoRam 65536
EndSection
Section "Screen"
	Identifier "screen"
	Device "dummy"
	DefaultDepth 24
	DefaultFbBpp 32
	SubSection "Display"
		Virtual 2048 1024
	EndSubSection
EndSection
`

// Beside starts an X server with two monitors, of 1024 x 768 and 800 x 600 pixels, that
// are one desktop. The right one can be unplugged. Where there is no such server the
// test is skipped, or fails with LECTERN_TEST_COMPLETE.
func Beside(t testing.TB) (left, right *Screen) {
	t.Helper()
	for _, program := range []string{server, "xdotool", "xrandr", "xwd"} {
		needtest.Program(t, program)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "xorg.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	display := serve(t, exec.Command(server, "-displayfd", "3", "-config", file, "-logfile", filepath.Join(dir, "log"),
		"-noreset", "-nolisten", "tcp", "-novtswitch", "-sharevts"))
	dump := func() (picture []byte, err error) {
		for range 10 { // it fails where a window goes while it looks
			if picture, err = exec.Command("xwd", "-silent", "-root", "-display", display).Output(); err == nil {
				break
			}
		}
		return picture, err
	}
	left = &Screen{Display: display, t: t, dump: dump, part: image.Rect(0, 0, 1024, 768)}
	right = &Screen{Display: display, t: t, dump: dump, part: image.Rect(1024, 0, 1824, 600)}
	right.outputs("--addmode", rightOutput, rightMode)
	right.Plug()
	return left, right
}

// Plug plugs the right monitor in, Unplug pulls it out.
func (s *Screen) Plug() {
	s.t.Helper()
	s.outputs("--output", rightOutput, "--mode", rightMode, "--right-of", leftOutput)
	s.outputs("--query") // has the server look which are plugged in
}

func (s *Screen) Unplug() {
	s.t.Helper()
	s.outputs("--output", rightOutput, "--off")
}

func (s *Screen) outputs(args ...string) {
	s.t.Helper()
	if out, err := exec.Command("xrandr", append([]string{"--display", s.Display}, args...)...).CombinedOutput(); err != nil {
		s.t.Fatalf("xrandr: %v\n%s", err, out)
	}
}
