package main

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// endWithParent makes the end of `go run` end this program too: go run passes on
// an interrupt from the terminal, and no SIGTERM.
func endWithParent() {
	// Without it the program runs as well; so an error is none.
	_ = unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGTERM), 0, 0, 0)
}
