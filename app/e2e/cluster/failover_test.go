//go:build linux

package cluster

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// audience opens streams on every server.
func (h *hall) audience(each int) (all []*harness.Viewer) {
	for _, l := range h.servers {
		for range each {
			all = append(all, l.Follow("/live"))
		}
	}
	return all
}

// away checks what each server says while there is no database to write to.
func (h *hall) away() {
	h.t.Helper()
	for _, l := range h.servers {
		readyz(h.t, l, http.StatusServiceUnavailable)
		r, err := http.NewRequest("PUT", l.Info.URL+"api/decks/1", strings.NewReader(`{"current_slide":1}`))
		if err != nil {
			h.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+l.Info.PresenterKey)
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			h.t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			h.t.Errorf("a move without a database: %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
		}
		if status, _ := l.Ask("GET", "/healthz", ""); status != http.StatusOK {
			h.t.Errorf("healthz without a database: %d", status)
		}
	}
}

// recovered waits until all servers are ready again.
func (h *hall) recovered() {
	h.t.Helper()
	for _, l := range h.servers {
		readyz(h.t, l, http.StatusOK)
	}
}

// readyz waits until a server says so of itself.
func readyz(t testing.TB, l *harness.Lectern, want int) {
	t.Helper()
	harness.Until(t, harness.Patience, fmt.Sprintf("/readyz to say %d", want), func() bool {
		status, _ := l.Ask("GET", "/readyz", "")
		return status == want
	})
}

// TestFailover: the primary dies, its standby takes over with everything that
// was accepted. All servers find it by themselves, and no stream breaks.
func TestFailover(t *testing.T) {
	t.Parallel()
	db := startPair(t)
	h := openHall(t, 3, db.url())
	viewers := h.audience(20)
	for _, l := range h.servers {
		h.move(l)
	}
	h.sees(viewers)
	h.servers[0].Presence(len(viewers))
	db.caughtUp(t)

	db.primary.crash()
	h.away()
	h.sees(viewers) // they keep what they show
	db.promote()
	began := time.Now()
	h.move(h.servers[1])
	t.Logf("the first move was accepted %v after the promotion", time.Since(began).Round(time.Millisecond))
	h.sees(viewers)
	t.Logf("all viewers showed it after %v", time.Since(began).Round(time.Millisecond))
	h.recovered()
	for _, l := range h.servers {
		h.move(l)
		h.sees(viewers)
	}
	db.standby.exec("lectern", `UPDATE decks SET current_slide = 9`)
	h.slide = hallSlides
	h.sees(viewers)
	h.servers[2].Presence(len(viewers))
	if n := harness.Opened(viewers); n != len(viewers) {
		t.Errorf("%d connections for %d viewers: streams broke", n, len(viewers))
	}
}

// TestFailoverThatLosesMoves: the standby had not heard of the last moves, so
// the revisions go back. Viewers end on the new truth all the same, also on
// servers that find it only when the revisions have grown to where they were.
func TestFailoverThatLosesMoves(t *testing.T) {
	t.Parallel()
	for _, ahead := range []struct {
		name  string
		moves int // made on the new primary before any server finds it
	}{
		{"back", 0},
		{"to the same revision", 3},
		{"beyond it", 5},
	} {
		t.Run(ahead.name, func(t *testing.T) {
			db := startPair(t)
			h := openHall(t, 2, db.url())
			viewers := h.audience(10)
			h.move(h.servers[0])
			h.sees(viewers)
			db.caughtUp(t)
			db.cut(t)
			for range 3 {
				h.move(h.servers[1])
			}
			h.sees(viewers) // slide 5; the standby knows of slide 2
			lost := ask[int64](db.primary, "lectern", `SELECT rev FROM revision`)

			db.primary.crash()
			h.away()
			// No server may come in before the revision has its value.
			h.signal(syscall.SIGSTOP)
			db.promote()
			h.slide = 2
			for i := range ahead.moves {
				h.slide = 6 + i%3
				db.standby.exec("lectern", `UPDATE decks SET current_slide = $1`, h.slide)
			}
			rev := ask[int64](db.standby, "lectern", `SELECT rev FROM revision`)
			h.signal(syscall.SIGCONT)
			if want := lost - 3 + int64(ahead.moves); rev != want {
				t.Fatalf("the new primary is at revision %d, not %d", rev, want)
			}
			h.recovered()
			h.sees(viewers)
			for _, v := range viewers {
				v.Sees(t, fmt.Sprint("revision ", rev), func(_ string, e live.Event) bool { return e.Rev == rev })
			}
			if n := harness.Opened(viewers); ahead.moves <= 3 && n != 2*len(viewers) {
				t.Errorf("%d connections for %d viewers: each had to come back once", n, len(viewers))
			}
			for _, l := range h.servers {
				h.move(l)
				h.sees(viewers)
			}
		})
	}
}

// signal reaches every server.
func (h *hall) signal(sig syscall.Signal) {
	for _, l := range h.servers {
		l.Cmd.Process.Signal(sig)
	}
}

// TestFailoverFromSilence: the primary does not die but falls silent, as when
// its network is gone. It takes the ten seconds after which silence counts.
func TestFailoverFromSilence(t *testing.T) {
	t.Parallel()
	harness.Long(t, "it takes twenty seconds, and store's tests have it in short")
	db := startPair(t)
	h := openHall(t, 2, db.url())
	viewers := h.audience(10)
	h.move(h.servers[0])
	h.sees(viewers)
	db.caughtUp(t)
	silent := append(harness.Children(t, db.primary.cmd.Process.Pid), db.primary.cmd.Process.Pid)
	for _, pid := range silent {
		syscall.Kill(pid, syscall.SIGSTOP)
	}
	t.Cleanup(func() {
		for _, pid := range silent {
			syscall.Kill(pid, syscall.SIGCONT)
		}
	})
	db.promote()
	began := time.Now()
	h.move(h.servers[0])
	h.sees(viewers)
	t.Logf("a move was accepted, and seen by all, %v after the primary fell silent", time.Since(began).Round(time.Millisecond))
	if n := harness.Opened(viewers); n != len(viewers) {
		t.Errorf("%d connections for %d viewers: streams broke", n, len(viewers))
	}
	h.recovered()
}

// TestWaitsForDatabase: servers and database that start together have no
// order. What refuses us is told at once, without the password.
func TestWaitsForDatabase(t *testing.T) {
	t.Parallel()
	db := newOutside(t)
	data := harness.Folder(t)
	l := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--database-url", db.url("postgres"), "--log-level", "debug")
	l.Data = data
	waits := func(l *harness.Lectern) {
		l.Until("a word about the wait", func() bool { return strings.Contains(l.Out.String(), "Waiting for the database at 127.0.0.1:") })
	}
	waits(l)
	impatient := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", harness.Folder(t), "--database-url", db.url("postgres"))
	waits(impatient)
	if err := impatient.End(syscall.SIGTERM); err != nil || strings.Contains(impatient.Out.String(), "did not answer") {
		t.Errorf("ended while it waited: %v\n%s", err, impatient.Out)
	}
	db.start()
	l.AwaitReady()
	if !strings.Contains(l.Out.String(), "The database answers") || strings.Contains(l.Out.String(), outsidePassword) {
		t.Errorf("it printed:\n%s", l.Out)
	}
	if l.Info.DatabaseURL != db.url("postgres") {
		t.Errorf("run.json has %q", l.Info.DatabaseURL)
	}
	if out := printed(t, "db", "--data", data); out != db.url("postgres")+"\n" {
		t.Errorf("lectern db printed %q", out)
	}
	if out := printed(t, "db", "--database-url", "postgres://elsewhere/x"); out != "postgres://elsewhere/x\n" {
		t.Errorf("lectern db printed %q", out)
	}

	var wg sync.WaitGroup
	for _, c := range []struct{ url, want string }{
		{strings.Replace(db.url("postgres"), outsidePassword, "wrong-"+outsidePassword, 1), "refuses the user or the password"},
		{db.url("nothing"), "no database of the name"},
	} {
		l := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", harness.Folder(t), "--database-url", c.url, "--log-level", "debug")
		wg.Go(func() {
			select {
			case <-l.Done:
			case <-time.After(harness.Patience / 2):
				t.Errorf("it waits for a database that refuses it")
				return
			}
			if out := l.Out.String(); l.Cmd.ProcessState.ExitCode() != 1 || !strings.Contains(out, c.want) || strings.Contains(out, outsidePassword) {
				t.Errorf("exit %d, and it printed:\n%s", l.Cmd.ProcessState.ExitCode(), out)
			}
		})
	}
	wg.Wait()
}

// printed returns what a command leaves on its standard output.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(harness.Binary, args...).Output()
	if err != nil {
		t.Errorf("lectern %s: %v", args[0], err)
	}
	return string(out)
}
