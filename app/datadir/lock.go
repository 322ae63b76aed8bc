package datadir

import (
	"context"
	"time"

	"github.com/gofrs/flock"
)

// Lock takes the lock file at path, making it if it is missing, and waits until
// it is free. Each time that another process has it, busy is asked: its error
// ends the wait, as does ctx. Closing the Flock gives it up; its Fh can be handed
// to a child, who then holds it as well.
func Lock(ctx context.Context, path string, busy func() error) (*flock.Flock, error) {
	const every = 20 * time.Millisecond
	lock := flock.New(path, flock.SetPermissions(0o600), flock.SetFlag(lockFlags))
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		held, err := lock.TryLock()
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
