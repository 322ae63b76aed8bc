package confine

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	nobody   = 65534 // by every system's convention
	maxFiles = 32    // those that Go's runtime has open, and some
)

// StepBack lets every other process come first, for processors and for memory: it
// is the one that the kernel ends first where there is none left. Far is for what nobody
// waits for.
func StepBack(far bool) {
	// By the group, for the threads that there are already: nice is a thread's.
	unix.Setpriority(unix.PRIO_PGRP, 0, steps(far))
	os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
}

// PushBack has another process, the leader of its group, step back further:
// it may have begun before it was known that nobody waits for it.
func PushBack(pid int) { unix.Setpriority(unix.PRIO_PGRP, pid, behind) }

// Enter locks the process in, for good. A bound that this system does not have is
// a warning.
func Enter(b Bounds) (warnings []string, err error) {
	closeOthers()
	if err := limit(b, maxFiles, 0); err != nil {
		return nil, err
	}
	if err := becomeNobody(); err != nil {
		warnings = append(warnings, "Imports run as root: "+err.Error())
	}
	// Another user's process has no signal for its parent's end any more.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return nil, err
	}
	if os.Getppid() != b.Parent {
		return nil, errors.New("the parent is gone")
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return nil, err
	}
	if err := filter(b.Code); err != nil {
		warnings = append(warnings, "Imports are less confined than they could be, since this system has no seccomp for them: "+err.Error())
	}
	return warnings, nil
}

// closeOthers closes what the parent left open for it by mistake. Libraries in C
// do.
func closeOthers() {
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, link := range links {
		fd, err := strconv.Atoi(filepath.Base(link))
		to, _ := os.Readlink(link)
		if err == nil && fd > 2 && !strings.HasPrefix(to, "anon_inode:") { // those are Go's own
			unix.Close(fd)
		}
	}
}

// limit sets the bounds, of open files and of the bytes of a written one too.
func limit(b Bounds, files, written uint64) error {
	limits := map[int]uint64{unix.RLIMIT_NOFILE: files, unix.RLIMIT_FSIZE: written, unix.RLIMIT_CORE: 0}
	if b.Memory > 0 {
		has, _ := data() // without /proc there is less room for the file, no more
		limits[unix.RLIMIT_DATA] = has + b.Memory
	}
	if b.CPU > 0 {
		var had unix.Rusage
		if err := unix.Getrusage(unix.RUSAGE_SELF, &had); err != nil {
			return err
		}
		// The same for both limits: at the first one there is only a signal.
		limits[unix.RLIMIT_CPU] = uint64(math.Ceil(b.CPU.Seconds())) + uint64(had.Utime.Sec+had.Stime.Sec)
	}
	for which, most := range limits {
		if err := unix.Setrlimit(which, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limit %d to %d: %w", which, most, err)
		}
	}
	return nil
}

// data is how many bytes the process has of what RLIMIT_DATA counts.
func data() (uint64, error) {
	stat, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(stat)
	if len(fields) < 6 {
		return 0, fmt.Errorf("/proc/self/statm is %q", stat)
	}
	pages, err := strconv.ParseUint(string(fields[5]), 10, 64)
	return pages * uint64(os.Getpagesize()), err
}

func becomeNobody() error {
	if os.Geteuid() != 0 {
		return nil
	}
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setresgid(nobody, nobody, nobody); err != nil {
		return err
	}
	return syscall.Setresuid(nobody, nobody, nobody)
}

// Resident is how much memory a process holds, in bytes.
func Resident(pid int) (int64, bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	fields := bytes.Fields(stat)
	if err != nil || len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	return pages * int64(os.Getpagesize()), err == nil
}

// CPU is how much processor time a process has had.
func CPU(pid int) (time.Duration, bool) {
	const scheduled = 2 // CPUCLOCK_SCHED: see clock_getcpuclockid(3)
	var ts unix.Timespec
	err := unix.ClockGettime(int32(^pid<<3|scheduled), &ts)
	return time.Duration(ts.Nano()), err == nil
}
