package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/live"
)

// TestTheScene is the product in one test: start with a deck, follow, move by
// HTTP and by SQL, quit, and find it all again.
func TestTheScene(t *testing.T) {
	data := folder(t)
	deck := write(t, "talk.md", talk(5))
	l := start(t, data, deck)
	phone, late := l.follow("/live"), (*viewer)(nil)
	phone.slide(t, 1)
	l.put(1, `{"current_slide":2}`)
	phone.slide(t, 2)
	late = l.follow("/live")
	late.slide(t, 2)

	// As psql "$(lectern db)" does.
	url, err := exec.Command(binary, "db", "--data", data).Output()
	if err != nil || strings.TrimSpace(string(url)) != l.info.DatabaseURL {
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
	phone.slide(t, 4)
	late.slide(t, 4)

	postgres := l.postgres()
	if err := l.end(syscall.SIGTERM); err != nil {
		t.Errorf("exit on SIGTERM: %v", err)
	}
	if alive(postgres) {
		t.Error("PostgreSQL outlived a clean end")
	}
	if left := users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "run.json")); !os.IsNotExist(err) {
		t.Errorf("run.json is left: %v", err)
	}

	l = start(t, data, deck) // tomorrow
	again := l.follow("/live")
	again.slide(t, 4)
	if _, list := l.ask("GET", "/api/decks", ""); strings.Count(list, `"id":`) != 1 {
		t.Errorf("the same file made another deck: %s", list)
	}
}

// TestKillLectern: kill -9 of the app leaves nothing after two seconds, and the
// next start has everything that was accepted.
func TestKillLectern(t *testing.T) {
	data := folder(t)
	l := start(t, data, write(t, "talk.md", talk(5)))
	l.follow("/live").slide(t, 1)
	l.put(1, `{"current_slide":3}`)
	processes := append(children(t, l.cmd.Process.Pid), l.postgres())
	l.end(syscall.SIGKILL)
	until(t, 2*time.Second, "the keeper and PostgreSQL to end", func() bool {
		for _, p := range processes {
			if alive(p) {
				return false
			}
		}
		return true
	})
	if out, err := exec.Command(binary, "db", "--data", data).CombinedOutput(); err == nil {
		t.Errorf("lectern db of a killed one: %s", out)
	}
	l = start(t, data)
	l.follow("/live").slide(t, 3)
}

// TestKillEverything: the app and the keeper at once, so that PostgreSQL is an
// orphan; the next start takes care of it.
func TestKillEverything(t *testing.T) {
	data := folder(t)
	l := start(t, data, write(t, "talk.md", talk(5)))
	l.follow("/live").slide(t, 1)
	l.put(1, `{"current_slide":3}`)
	keepers := children(t, l.cmd.Process.Pid)
	l.cmd.Process.Signal(syscall.SIGSTOP) // so that it cannot start another keeper
	for _, k := range keepers {
		syscall.Kill(k, syscall.SIGKILL)
	}
	l.end(syscall.SIGKILL)
	l = start(t, data)
	l.follow("/live").slide(t, 3)
}

// TestKillsWhileStreaming: PostgreSQL, one of its backends and the keeper are
// killed in mid-talk; the streams go on, and nothing accepted is lost.
func TestKillsWhileStreaming(t *testing.T) {
	l := start(t, folder(t), write(t, "talk.md", talk(9)))
	var viewers []*viewer
	for range 10 {
		viewers = append(viewers, l.follow("/live"))
	}
	for _, v := range viewers {
		v.slide(t, 1)
	}
	opened := func() (n int) {
		for _, v := range viewers {
			v.mu.Lock()
			n += v.opened
			v.mu.Unlock()
		}
		return n
	}
	slide := 1
	move := func() {
		slide = slide%9 + 1
		l.until("a move to be accepted", func() bool {
			status, _ := l.ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, slide))
			if status != 200 && status != 503 {
				t.Fatalf("a move while the database is away: %d", status)
			}
			return status == 200
		})
		for _, v := range viewers {
			v.slide(t, slide)
		}
	}
	move()
	for _, harm := range []struct {
		name string
		do   func()
	}{
		{"kill -9 of PostgreSQL", func() { syscall.Kill(l.postgres(), syscall.SIGKILL) }},
		{"kill -9 of the keeper", func() {
			for _, k := range children(t, l.cmd.Process.Pid) {
				syscall.Kill(k, syscall.SIGKILL)
			}
		}},
		{"kill -9 of a backend", func() { syscall.Kill(l.backend("lectern listener"), syscall.SIGKILL) }},
		{"the listener terminated", func() {
			conn := l.connect()
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
	l.until("readyz", func() bool { status, _ := l.ask("GET", "/readyz", ""); return status == 200 })
}

func (l *lectern) connect() *pgx.Conn {
	l.t.Helper()
	conn, err := pgx.Connect(context.Background(), l.info.DatabaseURL)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// backend returns the process of a connection, by its application's name.
func (l *lectern) backend(name string) int {
	l.t.Helper()
	var pid int
	if err := l.connect().QueryRow(context.Background(), `SELECT pid FROM pg_stat_activity WHERE application_name = $1`, name).Scan(&pid); err != nil {
		l.t.Fatal(err)
	}
	return pid
}

// TestTermWithViewers: a hundred streams do not keep it from ending.
func TestTermWithViewers(t *testing.T) {
	data := folder(t)
	l := start(t, data, write(t, "talk.md", talk(2)))
	var viewers []*viewer
	for range 100 {
		viewers = append(viewers, l.follow("/live"))
	}
	for _, v := range viewers {
		v.slide(t, 1)
	}
	begin := time.Now()
	if err := l.end(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if left := users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
}

// TestSecondStart: a folder has one Lectern; a second one hands its files over.
func TestSecondStart(t *testing.T) {
	data := folder(t)
	l := start(t, data)
	second := launch(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	<-second.done
	if second.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(second.out.String(), l.info.URL) {
		t.Errorf("a second server: %v\n%s", second.err, second.out)
	}
	v := l.follow("/live")
	v.sees(t, "nothing", func(name string, _ live.Event) bool { return name == "end" })
	third := launch(t, nil, "serve", "--data", data, write(t, "talk.md", talk(3)))
	<-third.done
	if third.err != nil {
		t.Errorf("a second start with a file: %v\n%s", third.err, third.out)
	}
	v.slide(t, 1)
	out, err := exec.Command(binary, "import", "--data", data, write(t, "other.md", talk(7))).Output()
	if err != nil || string(out) != "2\t7\tSlide 1\n" {
		t.Errorf("import into a running one: %q, %v", out, err)
	}
}

// TestRace: two starts at the same moment on one folder.
func TestRace(t *testing.T) {
	data := folder(t)
	a := launch(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	b := launch(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	var winner *lectern
	select {
	case <-a.done:
		winner = b
	case <-b.done:
		winner = a
	case <-time.After(patience):
		t.Fatal("both run")
	}
	winner.data = data
	winner.awaitReady()
	if status, text := winner.ask("GET", "/readyz", ""); status != 200 {
		t.Errorf("the winner: %d %s", status, text)
	}
}

// TestImportAlone: import works with no Lectern running, and leaves none.
func TestImportAlone(t *testing.T) {
	data := folder(t)
	out, err := exec.Command(binary, "import", "--data", data, write(t, "talk.md", talk(3))).Output()
	if err != nil || string(out) != "1\t3\tSlide 1\n" {
		t.Errorf("import: %q, %v", out, err)
	}
	if left := users(t, data); left != nil {
		t.Errorf("still open: %v", left)
	}
	cmd := exec.Command(binary, "import", "--data", data, write(t, "empty.md", ""))
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
		cmd := exec.Command(binary, c.args...)
		cmd.Env = append(os.Environ(), "DISPLAY=", "WAYLAND_DISPLAY=")
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != c.exit || !strings.Contains(strings.ToLower(string(out)), strings.ToLower(c.want)) {
			t.Errorf("lectern %s: exit %d, want %d; it says %q", strings.Join(c.args, " "), got, c.exit, out)
		}
	}
}

// TestTakenPort: a port that was asked for and is taken is an error; the usual
// one has neighbours.
func TestTakenPort(t *testing.T) {
	l := start(t, folder(t))
	_, port, _ := strings.Cut(strings.TrimPrefix(l.info.URL, "http://"), ":")
	other := launch(t, nil, "serve", "--addr", "127.0.0.1:"+strings.TrimSuffix(port, "/"), "--data", folder(t))
	<-other.done
	if other.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(other.out.String(), "cannot listen") {
		t.Errorf("a taken port: %v\n%s", other.err, other.out)
	}
}

// TestOrdinaryUser runs as somebody who is not root, with a folder of their
// own.
func TestOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("these tests run as an ordinary user already")
	}
	data := folder(t)
	var attr *syscall.SysProcAttr
	if os.Geteuid() == 0 {
		nobody, err := user.Lookup("nobody")
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		gid, _ := strconv.Atoi(nobody.Gid)
		if err := os.Chown(filepath.Dir(data), uid, gid); err != nil {
			t.Fatal(err)
		}
		attr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	l := launch(t, attr, "serve", "--addr", "127.0.0.1:0", "--data", data, readable(t, "talk.md", talk(3)))
	l.data = data
	l.awaitReady()
	l.follow("/live").slide(t, 1)
	if s, err := os.Stat(data); err != nil || s.Mode().Perm() != 0o700 {
		t.Errorf("the data folder's mode is %v, %v", s.Mode(), err)
	}
	if s, err := os.Stat(filepath.Join(data, "run.json")); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("run.json's mode is %v, %v", s.Mode(), err)
	}
	if err := l.end(syscall.SIGINT); err != nil {
		t.Errorf("exit on SIGINT: %v", err)
	}
}

// readable is a file that any user can read.
func readable(t testing.TB, name, text string) string {
	t.Helper()
	dir := filepath.Dir(folder(t))
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
	data := folder(t)
	old := filepath.Join(data, "pg13")
	if err := os.MkdirAll(old, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(old, "PG_VERSION")
	if err := os.WriteFile(file, []byte("13\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := launch(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	<-l.done
	if l.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(l.out.String(), "13") {
		t.Errorf("exit %d: %s", l.cmd.ProcessState.ExitCode(), l.out)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "13\n" {
		t.Errorf("the old database was touched: %q, %v", b, err)
	}
}

// TestOutsideDatabase: the same program on a PostgreSQL that it does not own.
func TestOutsideDatabase(t *testing.T) {
	host := start(t, folder(t)) // its PostgreSQL is the outside one
	conn := host.connect()
	if _, err := conn.Exec(t.Context(), `CREATE DATABASE outside`); err != nil {
		t.Fatal(err)
	}
	url := strings.Replace(host.info.DatabaseURL, "/lectern?", "/outside?", 1)
	data := folder(t)
	l := start(t, data, "--database-url", url, write(t, "talk.md", talk(3)))
	v := l.follow("/live")
	v.slide(t, 1)
	l.put(1, `{"current_slide":2}`)
	v.slide(t, 2)
	if dirs, _ := filepath.Glob(filepath.Join(data, "pg*")); dirs != nil {
		t.Errorf("it made a database of its own: %v", dirs)
	}
	if err := l.end(syscall.SIGTERM); err != nil {
		t.Errorf("exit: %v", err)
	}
}
