//go:build linux

package lan

import (
	"encoding/json"
	"fmt"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestImpostor: a stranger who says that he is the server that a kiosk follows gets none,
// neither beside that, whose answers he can hand on, nor while it is away, at an address of
// his own or at its; a person who types his address does as he likes.
func TestImpostor(t *testing.T) {
	harness.Long(t, "it waits for half a minute")
	t.Parallel()
	lan := newLAN(t, "one", "evil", "wall")
	one, evil, wall := lan["one"], lan["evil"], lan["wall"]
	one.ip("address", "add", "10.49.0.1/24", "dev", "eth0")
	evil.ip("address", "add", "10.49.0.66/24", "dev", "eth0")
	wall.ip("address", "add", "10.49.0.9/24", "dev", "eth0")
	data, folder := harness.Prepared(t), t.TempDir()
	hall := one.serve("Hall A", data, harness.Write(t, "talk.md", harness.Talk(9)))
	k := start[seen](wall, "kiosk "+folder)
	k.sees("the talk", func(s seen) bool { return s.Ready && s.Slide == 1 })
	answer, err := wall.command("curl", "-sS", "http://10.49.0.1:4747/join.json").Output()
	var join struct{ ID string }
	if err != nil || json.Unmarshal(answer, &join) != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	start[seen](evil, "impostor "+join.ID+" 10.49.0.1:4747")

	// The server is away from the network, and the stranger remembers what it said.
	one.ip("link", "set", "eth0", "down")
	k.sees("that it is gone", func(s seen) bool { return !s.Ready })
	k.sees("what somebody says", func(s seen) bool { return !s.Ready && s.Trouble != "" })
	one.ip("link", "set", "eth0", "up")
	k.sees("the talk again", func(s seen) bool { return s.Ready && s.Page == "lectern-worker" && s.Slide == 1 })

	// It is away, and the stranger takes its address besides.
	if err := hall.End(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	k.sees("that it is gone", func(s seen) bool { return !s.Ready })
	one.ip("address", "delete", "10.49.0.1/24", "dev", "eth0")
	evil.ip("address", "add", "10.49.0.1/24", "dev", "eth0")
	for range 2 {
		k.sees("that somebody cannot prove it", func(s seen) bool {
			if s.Ready || s.Page == "lectern-stranger" {
				t.Fatalf("the kiosk follows a stranger: %+v", s)
			}
			return s.Trouble != "" && s.Wanted == "Hall A"
		})
		k.end() // and so after a night without power
		k = start[seen](wall, "kiosk "+folder)
	}
	fmt.Fprintln(k.in, `{"address":"10.49.0.66"}`)
	k.sees("whom a person chose", func(s seen) bool { return s.Ready })
	k.end()
}
