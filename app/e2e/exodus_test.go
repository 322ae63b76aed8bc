//go:build linux

package e2e

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/load"
)

// TestExodus: a hall of ten thousand, or as many as there are open files for,
// leaves at once. Those who stay notice nothing, and nothing stays behind.
func TestExodus(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	n := min(10_000, int(limit.Cur)-1000)
	l := start(t, folder(t), write(t, "talk.md", talk(9)))
	stays := l.follow("/live")
	stays.slide(t, 1)
	server, err := netip.ParseAddrPort(strings.Trim(strings.TrimPrefix(l.info.URL, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := load.Files(l.cmd.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		hall, err := load.Join(server, n, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		l.until(fmt.Sprint(n, " followers"), func() bool { return l.gauge("lectern_viewers") == n+1 })
		if err := hall.Close(); err != nil {
			t.Error(err)
		}
		begin := time.Now()
		slide := 2 + round
		l.put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		stays.slide(t, slide)
		l.until("the hall to be empty", func() bool { return l.gauge("lectern_viewers") == 1 })
		t.Logf("%d left; the one who stayed saw the next slide, and all places were free, after %v", n, time.Since(begin).Round(time.Millisecond))
	}
	if stays.opened != 1 {
		t.Errorf("the stream of the one who stayed broke")
	}
	l.until("the open files of before", func() bool {
		now, err := load.Files(l.cmd.Process.Pid)
		return err == nil && now <= before+20
	})
}

// gauge reads one figure of /metrics.
func (l *lectern) gauge(name string) int {
	l.t.Helper()
	_, text := l.ask("GET", "/metrics", "")
	m := regexp.MustCompile(`(?m)^` + name + ` (\d+)$`).FindStringSubmatch(text)
	if m == nil {
		return -1
	}
	value, _ := strconv.Atoi(m[1])
	return value
}
