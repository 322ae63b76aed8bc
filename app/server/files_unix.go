//go:build unix

package server

import "syscall"

// openFiles is how many files this process may have open. Go has raised that
// to what the system allows at the start.
func openFiles() int {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return 0
	}
	return int(min(uint64(l.Cur), 1<<30))
}
