package lifecycle

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/e2e/harness"
)

// TestDiskFull: with no room left on the disk the talk goes on, what cannot be kept is
// refused with the reason, what was accepted is there, and all is well once there is room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root makes a small disk")
	}
	data := harness.Folder(t)
	if err := os.MkdirAll(data, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("lectern-test", data, "tmpfs", 0, "size=320m,mode=711"); err != nil {
		t.Skip("cannot mount:", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(data, 0); err != nil {
			t.Error(err)
		}
	})
	if out, err := exec.Command("cp", "-a", harness.Prepared(t)+"/.", data).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(9)))
	v := l.Follow("/live")
	v.Slide(t, 1)
	move := func(slide int) {
		t.Helper()
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		v.Slide(t, slide)
	}
	list := make([][2]float64, 1000)
	for i := range list {
		list[i] = [2]float64{rand.Float64(), rand.Float64()} // which no database makes small
	}
	points, _ := json.Marshal(list)
	drawn := 0
	draw := func() (int, string) {
		t.Helper()
		status, text := l.Ask("POST", "/api/decks/1/ink", fmt.Sprintf(`{"slide":1,"stroke":{"id":"s%d","color":"#e5484d","width":0.004,"points":%s}}`, drawn, points))
		if status == 204 {
			drawn++
		}
		return status, text
	}
	for _, slide := range []int{2, 3, 1, 2} {
		move(slide)
	}
	if status, text := draw(); status != 204 {
		t.Fatalf("a stroke: %d %s", status, text)
	}

	filler := filepath.Join(data, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for at, size := int64(0), int64(64<<20); size >= 4096; {
		if unix.Fallocate(int(f.Fd()), 0, at, size) != nil {
			size /= 2
			continue
		}
		at += size
	}
	f.Close()
	status, text := 204, ""
	for range 500 {
		if status, text = draw(); status != 204 {
			break
		}
	}
	if status != 503 || !strings.Contains(text, "disk is full") {
		t.Errorf("a stroke on a full disk, after %d: %d %s", drawn, status, text)
	}
	move(3)
	move(4)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if status, text := draw(); status != 204 {
		t.Errorf("a stroke, with room again: %d %s", status, text)
	}
	var ink struct{ Strokes []struct{ ID string } }
	if status, text := l.Ask("GET", "/decks/1/slides/1/ink", ""); status != 200 || json.Unmarshal([]byte(text), &ink) != nil || len(ink.Strokes) != drawn {
		t.Errorf("%d, %d strokes, want the %d that were accepted", status, len(ink.Strokes), drawn)
	}
}
