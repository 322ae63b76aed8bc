// Package confine locks a process in, before it reads what strangers made: as
// tightly as the system lets a program without rights of its own.
//
// On Linux the process can then open no file, make no connection, start and signal
// no other process, and have no more memory, nor processor time, than it is given.
// Elsewhere there are bounds of processor time and of written files (Unix), and of
// memory (Windows, by the parent).
package confine

import "time"

// Bounds are what a locked-in process may have.
type Bounds struct {
	Parent int           // the process that it ends with
	Memory uint64        // bytes of data, beside those it has; 0 for any
	CPU    time.Duration // of processor time, beside what it has had; 0 for any
	Code   bool          // it may make machine code
}

// nice is how far other processes come first: where one of them wants all of a
// processor, an import gets a quarter of it. With 10 it would be a tenth, and a
// presenter beside a video call would wait for minutes.
const nice = 5

// behind is what is made ahead of its need, which some computers have no idle
// processor for; farthest is what only idle processors do.
const (
	behind   = 10
	farthest = 19
)

func steps(far bool) int {
	if far {
		return farthest
	}
	return nice
}
