//go:build linux

package lifecycle

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lectern/app/e2e/harness"
)

// TestClockSteps: an hour forward and two back, and everything goes on: moves,
// viewers, the listener that comes back, the end.
func TestClockSteps(t *testing.T) {
	t.Parallel()
	data := harness.Prepared(t)
	c := harness.NewClock(t, filepath.Dir(data))
	l := harness.LaunchProgram(t, harness.Built(t, harness.SameVersion), c.Environ(), "serve", "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(9)))
	l.Data = data
	l.AwaitReady()
	v := l.Follow("/live")
	v.Slide(t, 1)
	conn := l.Connect()
	slide := 1
	for _, by := range []time.Duration{time.Hour, -2 * time.Hour, time.Hour} {
		c.Step(by)
		// Else this would show nothing.
		var database time.Time
		if err := conn.QueryRow(t.Context(), `SELECT clock_timestamp()`).Scan(&database); err != nil {
			t.Fatal(err)
		}
		res, err := http.Get(l.Info.URL + "healthz")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		program, err := http.ParseTime(res.Header.Get("Date"))
		if err != nil {
			t.Fatal(err)
		}
		for who, at := range map[string]time.Time{"PostgreSQL": database, "lectern": program} {
			if off := at.Sub(c.Now()).Abs(); off > time.Minute {
				t.Fatalf("the clock says %v, and %s's %v", c.Now(), who, at)
			}
		}

		connects := l.Metric("lectern_listener_connects_total")
		slide++
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		v.Slide(t, slide)
		if _, err := conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lectern listener'`); err != nil {
			t.Fatal(err)
		}
		slide++
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		v.Slide(t, slide)
		l.Until("the listener to be back", func() bool { return l.Metric("lectern_listener_connects_total") == connects+1 })
	}
	if n := harness.Opened([]*harness.Viewer{v}); n != 1 {
		t.Errorf("the viewer had %d connections", n)
	}
	if err := l.End(unix.SIGTERM); err != nil {
		t.Error(err)
	}
}
