//go:build unix && !linux

package keeper

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// watch closes the channel when the process has ended.
func (p *postmaster) watch(ctx context.Context) <-chan struct{} { return p.watchByPolling(ctx) }

// isPostmaster reports whether pid is a postgres that was started on data.
func isPostmaster(pid int, data string) bool {
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	line := strings.TrimSpace(string(out))
	return err == nil && strings.Contains(line, "postgres") && strings.Contains(line+" ", "-D "+pidLine(data, dataLine)+" ")
}

func isZombie(pid int) bool {
	out, err := exec.Command("ps", "-o", "state=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.HasPrefix(strings.TrimSpace(string(out)), "Z")
}

// endLeftovers leaves the processes of a postmaster that is gone to themselves:
// they end when they notice, and the next start waits for it.
func endLeftovers(string, time.Duration) {}
