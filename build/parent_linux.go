package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// endWithParent makes the end of `go run` end this program too: go run passes on
// an interrupt from the terminal, and no SIGTERM. Without it the program runs as
// well; so an error is none.
func endWithParent() {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", os.Getppid()))
	if err != nil || strings.TrimSpace(string(name)) != "go" {
		return
	}
	runtime.LockOSThread() // what is set belongs to a thread, which has to stay
	syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGTERM), 0)
}
