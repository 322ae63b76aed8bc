package keeper

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// shutdown is how long PostgreSQL is given for each way of stopping.
type shutdown struct {
	fast      time.Duration // to end sessions and write everything down
	immediate time.Duration // to drop everything; the next start recovers
}

var (
	patient = shutdown{fast: 8 * time.Second, immediate: 2 * time.Second}
	// hurried is for when the parent was killed: less than two seconds.
	hurried = shutdown{fast: 1000 * time.Millisecond, immediate: 400 * time.Millisecond}
)

func (s shutdown) total() time.Duration { return s.fast + s.immediate + afterKill }

// afterKill is how long a killed process may take to vanish.
const afterKill = 2 * time.Second

// stopServer ends the PostgreSQL of a data folder, if one runs, and removes
// the file that says so. It ends no other process, whatever the file says.
func stopServer(programs, data string, how shutdown) error {
	if pm := findServer(data); pm != nil {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		gone := pm.watch(ctx)
		pm.interrupt(programs)
		if !within(gone, how.fast) {
			pm.quit(programs)
			if !within(gone, how.immediate) {
				pm.kill()
				if !within(gone, afterKill) {
					return fmt.Errorf("PostgreSQL (process %d) cannot be ended", pm.pid)
				}
			}
		}
	}
	endLeftovers(data, how.immediate)
	return removeStalePID(data)
}

func within(gone <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-gone:
		return true
	case <-timer.C:
		return false
	}
}

const pidFile = "postmaster.pid"

// readPID reads the process number that PostgreSQL left in its folder. It is
// negative while somebody repairs the database in single-user mode.
func readPID(data string) (int, bool) {
	content, err := os.ReadFile(filepath.Join(data, pidFile))
	if err != nil {
		return 0, false
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	return pid, err == nil
}

// postmaster is PostgreSQL's first process. Its handle outlives the process,
// where the system has such handles, so no signal reaches a successor of its
// number.
type postmaster struct {
	pid     int
	process *os.Process
}

// findServer finds the postmaster that runs on the data folder. A process that
// merely has the number in its file is not one.
func findServer(data string) *postmaster {
	pid, ok := readPID(data)
	if !ok || pid <= 1 {
		return nil
	}
	return openPostmaster(pid, data)
}

// dataLine is the line of the file in which PostgreSQL put the path that it was
// started with, statusLine the one in which it says how far it is; from 0.
const dataLine, statusLine = 1, 7

func pidLine(data string, n int) string {
	content, err := os.ReadFile(filepath.Join(data, pidFile))
	lines := strings.Split(string(content), "\n")
	if err != nil || len(lines) <= n {
		return ""
	}
	return strings.TrimSpace(lines[n])
}

func isReady(data string) bool { return pidLine(data, statusLine) == "ready" }

// removeStalePID removes the file of a postmaster that is gone. PostgreSQL
// would take another program that has its number by now for it. That no
// process of the old one is left, PostgreSQL still checks by itself, through
// its shared memory.
func removeStalePID(data string) error {
	pid, ok := readPID(data)
	if ok && pid < 0 && processExists(-pid) {
		return fmt.Errorf("somebody works on the database in single-user mode (process %d)", -pid)
	}
	err := os.Remove(filepath.Join(data, pidFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
