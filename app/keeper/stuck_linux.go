package keeper

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// killIfStuck watches a postmaster until ctx ends, and kills it if it is
// stuck for longer than between two states: the end of the process is what
// everybody else looks for.
func (p *postmaster) killIfStuck(ctx context.Context) {
	const glance, patience = 200 * time.Millisecond, time.Second
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for since := time.Duration(0); since < patience; since += glance {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if !stuck(p.pid) {
				since = -glance
			}
		}
	}
	p.kill()
}

// stuck reports whether a postmaster neither recovers nor serves: it has
// children, but no startup process and no WAL writer.
//
// PostgreSQL 18.4 came to that, and stayed so, on a full disk in our tests: its
// startup process died between telling the postmaster that recovery had begun
// and the postmaster's reaping of it (PMSIGNAL_RECOVERY_STARTED and
// process_pm_child_exit in src/backend/postmaster/postmaster.c). No report of it
// is known to us. To be looked at again with each major version, last with 18.
//
// Kernels that do not list children never say so.
func stuck(pid int) bool {
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	children := strings.Fields(string(list))
	if err != nil || len(children) == 0 {
		return false
	}
	for _, child := range children {
		title, err := os.ReadFile("/proc/" + child + "/cmdline")
		switch {
		case err != nil || !strings.HasPrefix(string(title), "postgres: "):
			return false // something is going on: it has just ended, or just begun
		case strings.HasPrefix(string(title), "postgres: startup"), strings.HasPrefix(string(title), "postgres: walwriter"):
			return false
		}
	}
	return true
}
