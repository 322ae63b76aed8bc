package datadir

import (
	"context"
	"os"
	"time"
)

// Lock takes the lock file at path, making it if it is missing, and waits until
// it is free. Each time that another process has it, busy is asked: its error
// ends the wait, as does ctx. Closing the file gives it up; a child that inherits
// the file holds the lock as well, except on Windows.
func Lock(ctx context.Context, path string, busy func() error) (*os.File, error) {
	const every = 20 * time.Millisecond
	lock, err := os.OpenFile(path, lockFlags, 0o600)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		held, err := tryLock(lock, false)
		if held {
			return lock, nil
		}
		if err == nil {
			err = busy()
		}
		if err == nil {
			select {
			case <-ctx.Done():
				err = context.Cause(ctx)
			case <-tick.C:
				continue
			}
		}
		lock.Close()
		return nil, err
	}
}

// locked reports whether a process has the lock file at path. It asks for a
// shared lock, so that a start beside it does not find the folder held by us.
func locked(path string) bool {
	lock, err := os.Open(path)
	if err != nil {
		return true // nobody can tell
	}
	defer lock.Close()
	free, err := tryLock(lock, true)
	return err != nil || !free
}
