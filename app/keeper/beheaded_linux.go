package keeper

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// killIfBeheaded watches a postmaster until ctx ends, and kills it if it is
// beheaded for longer than between two states: the end of the process is what
// everybody else looks for.
func (p *postmaster) killIfBeheaded(ctx context.Context) {
	const glance, patience = 200 * time.Millisecond, time.Second
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for since := time.Duration(0); since < patience; since += glance {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if !beheaded(p.pid) {
				since = -glance
			}
		}
	}
	p.kill()
}

// beheaded reports whether a postmaster neither recovers nor serves: it has
// children, but no startup process and no WAL writer. PostgreSQL 18 comes to
// that, and stays so, when its startup process dies in the moment in which it
// tells that recovery has begun; on a full disk, for one. Kernels that do not
// list children never say so.
func beheaded(pid int) bool {
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	children := strings.Fields(string(list))
	if err != nil || len(children) == 0 {
		return false
	}
	for _, child := range children {
		title, err := os.ReadFile("/proc/" + child + "/cmdline")
		switch {
		case err != nil:
			return false // something is going on
		case strings.HasPrefix(string(title), "postgres: startup"), strings.HasPrefix(string(title), "postgres: walwriter"):
			return false
		}
	}
	return true
}
