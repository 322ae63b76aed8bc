//go:build unix

package keeper

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks f for this process and those that inherit it, unless somebody
// else has it.
func tryLock(f *os.File) (bool, error) {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		default:
			return err == nil, err
		}
	}
}
