//go:build unix

package lifecycle

import (
	"fmt"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// TestKillLectern: kill -9 of the app leaves nothing after two seconds, and the
// next start has everything that was accepted.
func TestKillLectern(t *testing.T) {
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	l.Put(1, `{"current_slide":3}`)
	processes := append(harness.Children(t, l.Cmd.Process.Pid), l.Postgres())
	l.End(syscall.SIGKILL)
	harness.Until(t, 2*time.Second, "the keeper and PostgreSQL to end", func() bool {
		for _, p := range processes {
			if harness.Alive(p) {
				return false
			}
		}
		return true
	})
	if out, err := exec.Command(harness.Binary, "db", "--data", data).CombinedOutput(); err == nil {
		t.Errorf("lectern db of a killed one: %s", out)
	}
	l = harness.Start(t, data)
	l.Follow("/live").Slide(t, 3)
}

// TestKillEverything: the app and the keeper at once, so that PostgreSQL is an
// orphan; the next start takes care of it.
func TestKillEverything(t *testing.T) {
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(5)))
	l.Follow("/live").Slide(t, 1)
	l.Put(1, `{"current_slide":3}`)
	keepers := harness.Children(t, l.Cmd.Process.Pid)
	l.Cmd.Process.Signal(syscall.SIGSTOP) // so that it cannot start another keeper
	for _, k := range keepers {
		syscall.Kill(k, syscall.SIGKILL)
	}
	l.End(syscall.SIGKILL)
	l = harness.Start(t, data)
	l.Follow("/live").Slide(t, 3)
}

// TestKillsWhileStreaming: PostgreSQL, one of its backends and the keeper are
// killed in mid-talk; the streams go on, and nothing accepted is lost.
func TestKillsWhileStreaming(t *testing.T) {
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(9)))
	var viewers []*harness.Viewer
	for range 10 {
		viewers = append(viewers, l.Follow("/live"))
	}
	for _, v := range viewers {
		v.Slide(t, 1)
	}
	opened := func() int { return harness.Opened(viewers) }
	slide := 1
	move := func() {
		slide = slide%9 + 1
		l.Until("a move to be accepted", func() bool {
			status, _ := l.Ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, slide))
			if status != 200 && status != 503 {
				t.Fatalf("a move while the database is away: %d", status)
			}
			return status == 200
		})
		for _, v := range viewers {
			v.Slide(t, slide)
		}
	}
	move()
	for _, harm := range []struct {
		name string
		do   func()
	}{
		{"kill -9 of PostgreSQL", func() { syscall.Kill(l.Postgres(), syscall.SIGKILL) }},
		{"kill -9 of the keeper", func() {
			for _, k := range harness.Children(t, l.Cmd.Process.Pid) {
				syscall.Kill(k, syscall.SIGKILL)
			}
		}},
		{"kill -9 of a backend", func() { syscall.Kill(l.Backend("lectern listener"), syscall.SIGKILL) }},
		{"the listener terminated", func() {
			conn := l.Connect()
			conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lectern listener'`)
		}},
	} {
		t.Log(harm.name)
		harm.do()
		move()
		move()
	}
	if n := opened(); n != len(viewers) {
		t.Errorf("%d connections for %d viewers: streams broke", n, len(viewers))
	}
	l.Until("readyz", func() bool { status, _ := l.Ask("GET", "/readyz", ""); return status == 200 })
}
