//go:build unix

package lifecycle

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// TestSecondStart: a folder has one Lectern; a second one hands its files over.
func TestSecondStart(t *testing.T) {
	t.Parallel()
	data := harness.Prepared(t)
	l := harness.Start(t, data)
	second := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	<-second.Done
	if second.Cmd.ProcessState.ExitCode() != 1 || !strings.Contains(second.Out.String(), l.Info.URL) {
		t.Errorf("a second server: %v\n%s", second.Err, second.Out)
	}
	v := l.Follow("/live")
	v.Sees(t, "nothing", func(name string, _ live.Event) bool { return name == "end" })
	third := harness.Launch(t, "serve", "--data", data, harness.Write(t, "talk.md", harness.Talk(3)))
	<-third.Done
	if third.Err != nil {
		t.Errorf("a second start with a file: %v\n%s", third.Err, third.Out)
	}
	v.Slide(t, 1)
	out, err := exec.Command(harness.Binary, "import", "--data", data, harness.Write(t, "other.md", harness.Talk(7))).Output()
	if err != nil || string(out) != "2\t7\tSlide 1\n" {
		t.Errorf("import into a running one: %q, %v", out, err)
	}
	// A talk that another one took the place of keeps its clock. Presented anew it
	// is at its beginning, and so is that.
	l.Put(1, `{"current_slide":2}`)
	l.Put(2, `{"live":true}`)
	fourth := harness.Launch(t, "serve", "--data", data, harness.Write(t, "talk.md", harness.Talk(3)))
	<-fourth.Done
	_, text := l.Ask("GET", "/api/decks/1", "")
	if fourth.Err != nil || !strings.Contains(text, `"live":true`) || !strings.Contains(text, `"current_slide":1,`) || !strings.Contains(text, `"started_at":null`) {
		t.Errorf("presented anew: %v, %.300s", fourth.Err, text)
	}
}

// TestRace: two starts at the same moment on one folder.
func TestRace(t *testing.T) {
	t.Parallel()
	data := harness.Folder(t)
	a := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	b := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	var winner *harness.Lectern
	select {
	case <-a.Done:
		winner = b
	case <-b.Done:
		winner = a
	case <-time.After(harness.Patience):
		t.Fatal("both run")
	}
	winner.Data = data
	winner.AwaitReady()
	if status, text := winner.Ask("GET", "/readyz", ""); status != 200 {
		t.Errorf("the winner: %d %s", status, text)
	}
}

// TestTakenPort: a port that was asked for and is taken is an error; the usual
// one has twenty neighbours.
func TestTakenPort(t *testing.T) {
	t.Parallel()
	l := harness.Start(t, harness.Prepared(t))
	other := harness.Launch(t, "serve", "--addr", l.AddrPort().String(), "--data", harness.Prepared(t))
	<-other.Done
	if other.Cmd.ProcessState.ExitCode() != 1 || !strings.Contains(other.Out.String(), "another program uses it") {
		t.Errorf("a taken port: %v\n%s", other.Err, other.Out)
	}
	taken := map[uint64]bool{}
	for range 2 {
		data := harness.Prepared(t)
		l := harness.Launch(t, "serve", "--data", data)
		l.Data = data
		l.AwaitReady()
		u, err := url.Parse(l.Info.URL)
		if err != nil {
			t.Fatal(err)
		}
		port, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil || port < 4747 || port > 4747+20 || taken[port] {
			t.Errorf("without --addr it listens at %s; taken are %v", l.Info.URL, taken)
		}
		taken[port] = true
	}
}

// TestOtherMajor: a database of another PostgreSQL is never touched.
func TestOtherMajor(t *testing.T) {
	t.Parallel()
	data := harness.Folder(t)
	old := filepath.Join(data, "pg13")
	if err := os.MkdirAll(old, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(old, "PG_VERSION")
	if err := os.WriteFile(file, []byte("13\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := harness.Launch(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	<-l.Done
	if l.Cmd.ProcessState.ExitCode() != 1 || !strings.Contains(l.Out.String(), "13") {
		t.Errorf("exit %d: %s", l.Cmd.ProcessState.ExitCode(), l.Out)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "13\n" {
		t.Errorf("the old database was touched: %q, %v", b, err)
	}
}
