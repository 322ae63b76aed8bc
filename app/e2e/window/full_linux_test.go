package window

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/e2e/harness"
	"lectern/ui/window/windowtest"
)

// TestKioskDiskFull: a kiosk whose disk is full says so, and shows the talk: while it runs,
// when its server comes back, and when it is switched on then.
func TestKioskDiskFull(t *testing.T) {
	harness.Long(t, "it opens two windows")
	if os.Geteuid() != 0 {
		t.Skip("only root makes a small disk")
	}
	x := newScreen(t, "1280x720")
	disk := t.TempDir()
	if err := unix.Mount("lectern-test", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skip("cannot mount:", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	env := append(x.Env(), "HOME="+disk, "XDG_DATA_HOME="+disk+"/data", "XDG_CACHE_HOME="+disk+"/cache", "XDG_CONFIG_HOME="+disk+"/config", "TMPDIR="+disk)
	open := func(folder string) *harness.Lectern {
		return harness.LaunchIn(t, env, "kiosk", "--name", "Hall", "--data", filepath.Join(disk, folder), l.Info.URL)
	}
	var before *image.NRGBA
	move := func(slide string) {
		t.Helper()
		l.Put(1, `{"current_slide":`+slide+`}`)
		x.Window("Slide " + slide)
		x.Shows("slide "+slide, func(img *image.NRGBA) bool {
			return windowtest.Colours(img, img.Rect) > 20 && (before == nil || !harness.Same(before, img))
		})
		before = x.Picture()
	}
	k := open("one")
	move("1")
	filler, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1<<20); len(block) > 0; {
		if n, err := filler.Write(block); err != nil && n == 0 {
			block = block[:len(block)/2]
		}
	}
	filler.Close()
	move("2")
	addr := l.AddrPort().String()
	l.End(syscall.SIGKILL)
	l = harness.Start(t, data, "--addr", addr)
	move("3")
	k.End(syscall.SIGTERM)

	k = open("another")
	move("4")
	k.Until("a word about the disk", func() bool {
		return strings.Contains(k.Out.String(), "will not remember its server") && strings.Contains(k.Out.String(), "no space left on device")
	})
	if err := k.End(syscall.SIGTERM); err != nil {
		t.Errorf("the end: %v", err)
	}
}
