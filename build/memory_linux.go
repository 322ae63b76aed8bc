package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// memoryFolder returns a folder in memory, where databases wait for no disk, or ""
// where there is none with room for what the tests write, or programs may not be
// run in it.
func memoryFolder() string {
	const (
		dir  = "/dev/shm"
		room = 3 << 30 // a run of the tests has up to about one
	)
	var fs syscall.Statfs_t
	const noExec = 8 // ST_NOEXEC of statvfs(3)
	if syscall.Statfs(dir, &fs) != nil || int64(fs.Bavail)*fs.Bsize < room || fs.Flags&noExec != 0 || syscall.Access(dir, 2 /* W_OK */) != nil {
		return ""
	}
	if availableMemory() < 2*room {
		return ""
	}
	return dir
}

// availableMemory is what the kernel could give without swapping, in bytes.
func availableMemory() (n int64) {
	text, _ := os.ReadFile("/proc/meminfo")
	for line := range strings.Lines(string(text)) {
		if _, err := fmt.Sscanf(line, "MemAvailable: %d kB", &n); err == nil {
			return n << 10
		}
	}
	return 0
}
