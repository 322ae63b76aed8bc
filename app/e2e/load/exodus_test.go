//go:build linux

package load_test

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

// TestExodus: a hall of two thousand, or in a run of everything of ten thousand
// or as many as there are open files for, leaves at once. Those who stay notice
// nothing, and nothing stays behind.
func TestExodus(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	n := 2000
	if harness.All() {
		n = 10_000
	}
	n = min(n, int(limit.Cur)-1000)
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	stays := l.Follow("/live")
	stays.Slide(t, 1)
	server, err := netip.ParseAddrPort(strings.Trim(strings.TrimPrefix(l.Info.URL, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := load.Files(l.Cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		hall, err := load.Join(server, n, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		l.Until(fmt.Sprint(n, " followers"), func() bool { return l.Metric("lectern_viewers") == float64(n+1) })
		if err := hall.Close(); err != nil {
			t.Error(err)
		}
		begin := time.Now()
		slide := 2 + round
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		stays.Slide(t, slide)
		l.Until("the hall to be empty", func() bool { return l.Metric("lectern_viewers") == 1 })
		t.Logf("%d left; the one who stayed saw the next slide, and all places were free, after %v", n, time.Since(begin).Round(time.Millisecond))
	}
	if stays.Opened != 1 {
		t.Errorf("the stream of the one who stayed broke")
	}
	l.Until("the open files of before", func() bool {
		now, err := load.Files(l.Cmd.Process.Pid)
		return err == nil && now <= before+20
	})
}
