//go:build linux

package lifecycle

import (
	"bytes"
	"os/exec"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestNoDNS: no name server answers. A talk needs none: everything Lectern
// speaks to has an address.
func TestNoDNS(t *testing.T) {
	t.Parallel()
	// In a mount namespace of its own, with servers that are not there.
	dead := harness.Write(t, "resolv.conf", "nameserver 127.0.0.1:9\nnameserver 192.0.2.53\noptions timeout:30 attempts:5\n")
	without := func(command ...string) *exec.Cmd {
		return exec.Command("unshare", append([]string{"--mount", "sh", "-c", `mount --bind "$0" /etc/resolv.conf && exec "$@"`, dead}, command...)...)
	}
	if out, err := without("true").CombinedOutput(); err != nil {
		t.Skipf("the name servers cannot be taken away from a process here: %v: %s", err, bytes.TrimSpace(out))
	}
	data := harness.Prepared(t)
	l := harness.LaunchCommand(t, without(harness.Binary, "serve", "--addr", "127.0.0.1:0", "--data", data, harness.Write(t, "talk.md", harness.Talk(3))))
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
