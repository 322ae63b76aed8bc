//go:build unix

package lifecycle

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// TestTheScene is the product in one test: start with a deck, follow, move by
// HTTP and by SQL, quit, and find it all again.
func TestTheScene(t *testing.T) {
	t.Parallel()
	data := harness.Folder(t)
	deck := harness.Write(t, "talk.md", harness.Talk(5))
	l := harness.Start(t, data, deck)
	phone, late := l.Follow("/live"), (*harness.Viewer)(nil)
	phone.Slide(t, 1)
	l.Put(1, `{"current_slide":2}`)
	phone.Slide(t, 2)
	late = l.Follow("/live")
	late.Slide(t, 2)

	// As psql "$(lectern db)" does.
	url, err := exec.Command(harness.Binary, "db", "--data", data).Output()
	if err != nil || strings.TrimSpace(string(url)) != l.Info.DatabaseURL {
		t.Fatalf("lectern db: %s, %v", url, err)
	}
	conn, err := pgx.Connect(t.Context(), strings.TrimSpace(string(url)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 4 WHERE live`); err != nil {
		t.Fatal(err)
	}
	conn.Close(t.Context())
	phone.Slide(t, 4)
	late.Slide(t, 4)

	postgres := l.Postgres()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("exit on SIGTERM: %v", err)
	}
	if harness.Alive(postgres) {
		t.Error("PostgreSQL outlived a clean end")
	}
	if left := harness.Users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "run.json")); !os.IsNotExist(err) {
		t.Errorf("run.json is left: %v", err)
	}

	l = harness.Start(t, data, deck) // tomorrow
	again := l.Follow("/live")
	again.Slide(t, 4)
	if _, list := l.Ask("GET", "/api/decks", ""); strings.Count(list, `"id":`) != 1 {
		t.Errorf("the same file made another deck: %s", list)
	}
}

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
	opened := func() (n int) {
		for _, v := range viewers {
			v.Mu.Lock()
			n += v.Opened
			v.Mu.Unlock()
		}
		return n
	}
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

// TestTermWithViewers: a hundred streams do not keep it from ending.
func TestTermWithViewers(t *testing.T) {
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(2)))
	var viewers []*harness.Viewer
	for range 100 {
		viewers = append(viewers, l.Follow("/live"))
	}
	for _, v := range viewers {
		v.Slide(t, 1)
	}
	begin := time.Now()
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if left := harness.Users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
}

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

// TestImportAlone: import works with no Lectern running, and leaves none.
func TestImportAlone(t *testing.T) {
	t.Parallel()
	data := harness.Prepared(t)
	out, err := exec.Command(harness.Binary, "import", "--data", data, harness.Write(t, "talk.md", harness.Talk(3))).Output()
	if err != nil || string(out) != "1\t3\tSlide 1\n" {
		t.Errorf("import: %q, %v", out, err)
	}
	if left := harness.Users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	cmd := exec.Command(harness.Binary, "import", "--data", data, harness.Write(t, "empty.md", ""))
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(text), "empty") {
		t.Errorf("import of nothing: %q, %v", text, err)
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		exit int
		want string
	}{
		{[]string{"version"}, 0, "PostgreSQL"},
		{[]string{"help"}, 0, "kiosk"},
		{[]string{"--nonsense"}, 2, "nonsense"},
		{[]string{"serve", "/no/such/talk.pdf"}, 2, "no such file"},
		{[]string{"import"}, 2, "which files"},
		{[]string{"kiosk"}, 2, "address"},
		{[]string{"kiosk", "ftp://x"}, 2, "no address"},
		{[]string{"serve", "--addr", "nonsense"}, 2, "--addr"},
		{[]string{"serve", "--log-format", "xml"}, 2, "--log-format"},
		{[]string{"serve", "--public-url", "talks"}, 2, "--public-url"},
		{[]string{"db", "--data", "/nonexistent"}, 1, "no Lectern runs"},
	} {
		cmd := exec.Command(harness.Binary, c.args...)
		cmd.Env = append(os.Environ(), "DISPLAY=", "WAYLAND_DISPLAY=")
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != c.exit || !strings.Contains(strings.ToLower(string(out)), strings.ToLower(c.want)) {
			t.Errorf("lectern %s: exit %d, want %d; it says %q", strings.Join(c.args, " "), got, c.exit, out)
		}
	}
}

// TestTakenPort: a port that was asked for and is taken is an error; the usual
// one has twenty neighbours.
func TestTakenPort(t *testing.T) {
	t.Parallel()
	l := harness.Start(t, harness.Prepared(t))
	other := harness.Launch(t, "serve", "--addr", l.AddrPort().String(), "--data", harness.Prepared(t))
	<-other.Done
	if other.Cmd.ProcessState.ExitCode() != 1 || !strings.Contains(other.Out.String(), "cannot listen") {
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

// TestOrdinaryUser runs as somebody who is not root, with a folder of their
// own.
func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Log("these tests run as an ordinary user already")
	}
	data := harness.Folder(t)
	harness.GiveNobody(t, filepath.Dir(data))
	cmd := exec.Command(harness.Reachable(t, harness.Binary), "serve", "--addr", "127.0.0.1:0", "--data", data, readable(t, "talk.md", harness.Talk(3)))
	harness.AsNobody(t, cmd)
	l := harness.LaunchCommand(t, cmd)
	l.Data = data
	l.AwaitReady()
	l.Follow("/live").Slide(t, 1)
	if s, err := os.Stat(data); err != nil || s.Mode().Perm() != 0o700 {
		t.Errorf("the data folder's mode is %v, %v", s.Mode(), err)
	}
	if s, err := os.Stat(filepath.Join(data, "run.json")); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("run.json's mode is %v, %v", s.Mode(), err)
	}
	if err := l.End(syscall.SIGINT); err != nil {
		t.Errorf("exit on SIGINT: %v", err)
	}
}

// readable is a file that any user can read.
func readable(t testing.TB, name, text string) string {
	t.Helper()
	dir := filepath.Dir(harness.Folder(t))
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
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

// TestOutsideDatabase: the same program on a PostgreSQL that it does not own.
func TestOutsideDatabase(t *testing.T) {
	t.Parallel()
	host := harness.Start(t, harness.Prepared(t)) // its PostgreSQL is the outside one
	conn := host.ConnectAsSuperuser()
	if _, err := conn.Exec(t.Context(), `CREATE DATABASE outside OWNER lectern`); err != nil {
		t.Fatal(err)
	}
	url := strings.Replace(host.Info.DatabaseURL, "/lectern?", "/outside?", 1)
	data := harness.Folder(t)
	l := harness.Start(t, data, "--database-url", url, harness.Write(t, "talk.md", harness.Talk(3)))
	v := l.Follow("/live")
	v.Slide(t, 1)
	l.Put(1, `{"current_slide":2}`)
	v.Slide(t, 2)
	if dirs, _ := filepath.Glob(filepath.Join(data, "pg*")); dirs != nil {
		t.Errorf("it made a database of its own: %v", dirs)
	}
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
}
