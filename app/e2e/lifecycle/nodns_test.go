//go:build linux

package lifecycle

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestNoDNS: no name server answers. A talk needs none: everything Lectern
// speaks to has an address.
func TestNoDNS(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Log("only root can take the name servers away from a process; it is started with those there are")
	}
	data := harness.Prepared(t)
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(3))}
	program := harness.Binary
	if os.Geteuid() == 0 {
		// In a mount namespace of its own, with a server that is not there.
		dead := filepath.Join(t.TempDir(), "resolv.conf")
		if err := os.WriteFile(dead, []byte("nameserver 127.0.0.1:9\nnameserver 192.0.2.53\noptions timeout:30 attempts:5\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		unshare, err := exec.LookPath("unshare")
		if err != nil {
			t.Fatal(err)
		}
		args = append([]string{"--mount", "sh", "-c", `mount --bind "$0" /etc/resolv.conf && exec "$@"`, dead, harness.Binary}, args...)
		program = unshare
	}
	l := harness.LaunchCommand(t, exec.Command(program, args...))
	l.Data = data
	l.AwaitReady()
	v := l.Follow("/live")
	v.Slide(t, 1)
	l.Put(1, `{"current_slide":2}`)
	v.Slide(t, 2)
	syscall.Kill(l.Postgres(), syscall.SIGKILL)
	l.Until("a move after a restart of PostgreSQL", func() bool {
		status, _ := l.Ask("PUT", "/api/decks/1", `{"current_slide":3}`)
		return status == 200
	})
	v.Slide(t, 3)
}
