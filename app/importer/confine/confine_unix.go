//go:build unix && !linux

package confine

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

const (
	nobody   = 65534
	maxFiles = 32
	look     = 50 * time.Millisecond
)

// StepBack lets every other process come first. Far is for what nobody waits for.
func StepBack(far bool) { syscall.Setpriority(syscall.PRIO_PROCESS, 0, steps(far)) }

// PushBack has another process step back further.
func PushBack(pid int) { syscall.Setpriority(syscall.PRIO_PROCESS, pid, behind) }

// Enter locks the process in, for good. A bound that this system does not have is
// a warning.
func Enter(b Bounds) (warnings []string, err error) {
	var had syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &had); err != nil {
		return nil, err
	}
	limits := map[int]uint64{syscall.RLIMIT_NOFILE: maxFiles, syscall.RLIMIT_FSIZE: 0, syscall.RLIMIT_CORE: 0}
	if b.CPU > 0 {
		limits[syscall.RLIMIT_CPU] = uint64(b.CPU.Seconds()) + uint64(had.Utime.Sec+had.Stime.Sec) + 1
	}
	for which, most := range limits {
		if err := setLimit(which, most); err != nil {
			return nil, fmt.Errorf("limit %d to %d: %w", which, most, err)
		}
	}
	if os.Geteuid() == 0 {
		if err := becomeNobody(); err != nil {
			warnings = append(warnings, "Imports run as root: "+err.Error())
		}
	}
	if b.Memory > 0 {
		go watch(int64(b.Memory))
	}
	return warnings, nil
}

func becomeNobody() error {
	if err := syscall.Setgroups([]int{nobody}); err != nil {
		return err
	}
	if err := syscall.Setgid(nobody); err != nil {
		return err
	}
	return syscall.Setuid(nobody)
}

// watch ends the process when it holds too much: no limit of the system does.
func watch(most int64) {
	unit := int64(1 << 10)
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		unit = 1
	}
	for range time.Tick(look) {
		var r syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &r) == nil && int64(r.Maxrss)*unit > most {
			fmt.Fprintln(os.Stderr, "out of memory")
			os.Exit(2)
		}
	}
}

// Resident is how much memory a process holds, where that can be read.
func Resident(int) (int64, bool) { return 0, false }

// CPU is how much processor time a process has had, where that can be read.
func CPU(int) (time.Duration, bool) { return 0, false }

func setLimit(which int, most uint64) error {
	var l syscall.Rlimit
	set(&l.Cur, most)
	set(&l.Max, most)
	return syscall.Setrlimit(which, &l)
}

// set is for the systems whose limits are signed.
func set[T int64 | uint64](to *T, most uint64) { *to = T(most) }
