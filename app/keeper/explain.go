package keeper

import (
	"context"
	"errors"
	"strings"
	"syscall"

	"lectern/app/fault"
)

// causes are what PostgreSQL's programs and the system say when it is not
// Lectern that is at fault, and what a person can do. The sentence follows the
// data folder's name.
var causes = []struct{ said, sentence string }{
	{"No space left on device", "the disk is full: make room there, or choose another folder with --data"},
	{"no space left on device", "the disk is full: make room there, or choose another folder with --data"},
	{"Disk quota exceeded", "your quota of the disk is used up: make room there, or choose another folder with --data"},
	{"disk quota exceeded", "your quota of the disk is used up: make room there, or choose another folder with --data"},
	{"ead-only file system", "the disk is read-only: choose another folder with --data"},
	{"insufficient file descriptors", "too few files may be open at once: raise the limit (ulimit -n 1024) and start again"},
	{"oo many open files", "too few files may be open at once: raise the limit (ulimit -n 1024) and start again"},
	{"could not look up effective user ID", "PostgreSQL makes no database for a user who has no line in /etc/passwd: add one, or start lectern as another user"},
	{"could not create shared memory segment", "the system gives PostgreSQL no shared memory: allow it some (sysctl kernel.shmmni), or end programs that hold it"},
	{"could not map anonymous shared memory", "there is too little memory for it: end other programs, and start again"},
	{"initdb: permission denied", "programs may not run there (the disk is mounted noexec): choose another folder with --data"},
}

// explain makes one sentence of what a start ended with.
func (f folder) explain(err error) error {
	var known *fault.Error
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, errForeign) {
		return fault.Wrap(fault.Conflict, err,
			"The database in %s is from a Lectern before 0.1.0, or another program's, and was left as it is: use the program that made it, or choose another folder with --data", f.dir)
	}
	for _, c := range causes {
		if strings.Contains(err.Error(), c.said) {
			return fault.Wrap(fault.Conflict, err, "The database cannot be started in %s: %s", f.dir, c.sentence)
		}
	}
	if errors.Is(err, syscall.EACCES) {
		return belongsToAnother("The data folder "+f.dir, err)
	}
	if lines := strings.Split(strings.TrimSpace(err.Error()), "\n"); len(lines) > 1 {
		// What PostgreSQL's programs say runs over many lines, and ends with the worst.
		return fault.Wrap(fault.Conflict, err, "The database cannot be started in %s: PostgreSQL says %q", f.dir, lines[len(lines)-1])
	}
	return err
}
