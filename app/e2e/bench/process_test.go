//go:build linux

package bench

import (
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

// processorTime is what a process has used up to now.
func processorTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	used, err := load.CPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	return used
}

// familyTime is the same of a process and its children, those that ended too.
func familyTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	sum, err := load.EndedCPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	for _, child := range harness.Children(b, pid) {
		if used, err := load.CPU(child); err == nil { // else it ended just now
			sum += used
		}
	}
	return sum + processorTime(b, pid)
}

func memory(b *testing.B, pid int) int64 {
	b.Helper()
	bytes, err := load.Memory(pid)
	if err != nil {
		b.Fatal(err)
	}
	return bytes
}

func openFiles(b *testing.B, pid int) int {
	b.Helper()
	n, err := load.Files(pid)
	if err != nil {
		b.Fatal(err)
	}
	return n
}
