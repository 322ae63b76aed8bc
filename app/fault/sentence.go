package fault

import (
	"errors"
	"io/fs"
	"syscall"
)

// Sentence is what a person is told of an error.
func Sentence(err error) string {
	var known *Error
	if errors.As(err, &known) {
		return known.Message
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "There is no such file"
	}
	return err.Error()
}

// Reason is the clause of a sentence that says why the system refused something:
// "the disk is full".
func Reason(err error) string {
	for _, r := range []struct {
		err    error
		clause string
	}{
		{fs.ErrPermission, "this user has no right to it"},
		{syscall.EROFS, "the disk is read-only"},
		{syscall.ENOSPC, "the disk is full"},
		{syscall.EDQUOT, "this user's share of the disk is full"},
		{syscall.ENOTDIR, "a part of the path is no folder"},
		{syscall.ENAMETOOLONG, "the path is too long"},
		{syscall.ELOOP, "it is a link"},
		{syscall.EMFILE, "too many files are open; see `ulimit -n`"},
		{syscall.EADDRINUSE, "another program uses it"},
		{syscall.EADDRNOTAVAIL, "this computer has no such address"},
		{fs.ErrNotExist, "there is no such file or folder"},
	} {
		if errors.Is(err, r.err) {
			return r.clause
		}
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
