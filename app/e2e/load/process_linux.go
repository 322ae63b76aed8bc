package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// Moment is a time in nanoseconds on a clock that all processes of a machine
// share and nobody sets.
type Moment int64

var began, beganAt = time.Now(), func() Moment {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		panic(err) // every Linux has it
	}
	return Moment(t.Nano())
}()

// Now returns the moment. It costs no system call: time.Since reads the same
// clock in the process's own memory.
func Now() Moment { return beganAt + Moment(time.Since(began)) }

// Since returns how long ago a moment was.
func Since(m Moment) time.Duration { return time.Duration(Now() - m) }

// CPU returns the processor time that a process has used in all its threads,
// those that ended too, to the nanosecond. (/proc counts in hundredths of a
// second.)
func CPU(pid int) (time.Duration, error) {
	var t unix.Timespec
	const scheduler = 2 // CPUCLOCK_SCHED; see clock_getcpuclockid(3)
	if err := unix.ClockGettime(int32(^pid<<3|scheduler), &t); err != nil {
		return 0, fmt.Errorf("processor time of process %d: %w", pid, err)
	}
	return time.Duration(t.Nano()), nil
}

// EndedCPU returns the processor time of a process's children that have ended
// and been waited for, in hundredths of a second.
func EndedCPU(pid int) (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name in parentheses may hold anything; the state, field 3, follows it.
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	const cutime, cstime = 16 - 3, 17 - 3
	if len(fields) <= cstime {
		return 0, fmt.Errorf("/proc/%d/stat is too short", pid)
	}
	user, err := strconv.ParseInt(string(fields[cutime]), 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(string(fields[cstime]), 10, 64)
	const tick = time.Second / 100 // USER_HZ, on every architecture that Go knows
	return time.Duration(user+system) * tick, err
}

// Memory returns how many bytes of a process's own, not of files, are in
// memory.
func Memory(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(b) {
		if value, ok := bytes.CutPrefix(line, []byte("RssAnon:")); ok {
			kB, err := strconv.ParseInt(string(bytes.Fields(value)[0]), 10, 64)
			return kB << 10, err
		}
	}
	return 0, fmt.Errorf("process %d has no RssAnon", pid)
}

// Files returns how many files and sockets a process has open.
func Files(pid int) (int, error) {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	return len(list), err
}
