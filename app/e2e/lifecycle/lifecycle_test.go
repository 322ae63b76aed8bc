//go:build unix

package lifecycle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
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
		{[]string{"kiosk"}, 1, "address"}, // it would look for one, and has no display,
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
