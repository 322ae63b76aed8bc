//go:build linux

package proxy

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
)

// TestPooler: PgBouncer as --database-url. Where it gives out connections by the
// transaction nobody hears of a move: Lectern says so and does not start. By the
// session, all is as without it.
func TestPooler(t *testing.T) {
	l := harness.Start(t, harness.Prepared(t), harness.Write(t, "talk.md", harness.Talk(3)))
	l.Follow("/live").Slide(t, 1) // the deck is there
	for mode, serves := range map[string]bool{"transaction": false, "session": true} {
		t.Run(mode, func(t *testing.T) {
			address := startPooler(t, mode, l.Connect().Config())
			data := harness.Folder(t)
			over := harness.Launch(t, "serve", "--data", data, "--addr", "127.0.0.1:0", "--database-url", address)
			if !serves {
				select {
				case <-over.Done:
				case <-time.After(harness.Patience):
					t.Fatalf("it goes on, and said %s", over.Out)
				}
				if out := over.Out.String(); over.Err == nil || !strings.Contains(out, "does not pass on notifications") || !strings.Contains(out, "PgBouncer") {
					t.Errorf("it ended with %v and said %s", over.Err, out)
				}
				return
			}
			over.Data = data
			over.AwaitReady()
			v := over.Follow("/live")
			l.Put(1, `{"current_slide":3}`)
			v.Slide(t, 3)
		})
	}
}

// startPooler starts a PgBouncer before the database of config and returns the
// address that it serves it at.
func startPooler(t *testing.T, mode string, config *pgx.ConnConfig) string {
	t.Helper()
	program := harness.ProxyProgram(t, "pgbouncer")
	dir := filepath.Dir(harness.Folder(t)) // which others may enter
	addr := harness.FreeAddr(t)
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "pgbouncer.ini")
	err = os.WriteFile(file, fmt.Appendf(nil, `[databases]
%s = host=%s port=%d user=%s password=%s
[pgbouncer]
listen_addr = %s
listen_port = %s
unix_socket_dir =
auth_type = any
pool_mode = %s
`, config.Database, config.Host, config.Port, config.User, config.Password, host, port, mode), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{file}
	if os.Geteuid() == 0 {
		// It refuses to be root, and the database's socket is for its user alone.
		args = append(args, "-u", owner(t, config.Host))
	}
	p := &proxy{t: t, path: program, dir: dir, addr: addr, kind: proxyKind{
		name: "pgbouncer", run: func(*proxy, string) []string { return args },
	}}
	p.start()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("pgbouncer printed:\n%s", p.out)
		}
	})
	u := url.URL{Scheme: "postgres", User: url.User(config.User), Host: addr, Path: "/" + config.Database, RawQuery: "sslmode=disable"}
	return u.String()
}

// owner is the name of the user whom a folder belongs to.
func owner(t *testing.T, dir string) string {
	t.Helper()
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	u, err := user.LookupId(fmt.Sprint(info.Sys().(*syscall.Stat_t).Uid))
	if err != nil {
		t.Fatal(err)
	}
	return u.Username
}
