package keeper

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lectern/app/fault"
)

// lockFolder makes sure that one keeper has the folder. The lock is also held
// by the child, so after a kill -9 it is free when PostgreSQL has ended.
// Closing the file gives it up.
func lockFolder(ctx context.Context, f folder, status func(string)) (*os.File, error) {
	const patience, every = 10 * time.Second, 20 * time.Millisecond
	lock, err := os.OpenFile(filepath.Join(f.dir, "postgres.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, belongsToAnother("The data folder "+f.dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for waited := time.Duration(0); ; waited += every {
		got, err := tryLock(lock)
		if err == nil && got {
			return lock, nil
		}
		if err == nil && waited >= patience {
			err = fault.Errorf(fault.Conflict, "Another lectern runs on the data folder %s: stop it first, or choose another folder with --data.", f.dir)
		}
		if err != nil {
			lock.Close()
			return nil, err
		}
		if waited == 0 {
			status("Waiting for the earlier database to stop")
		}
		select {
		case <-ctx.Done():
			lock.Close()
			return nil, context.Cause(ctx)
		case <-ticker.C:
		}
	}
}

func belongsToAnother(what string, err error) error {
	return fault.Wrap(fault.Conflict, err, "%s belongs to another user: start lectern as that user, or choose another folder with --data.", what)
}
