package keeper

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"lectern/app/datadir"
	"lectern/app/fault"
)

// lockFolder makes sure that one keeper has the folder. The lock is also held
// by the child, so after a kill -9 it is free when PostgreSQL has ended.
func lockFolder(ctx context.Context, f folder, status func(string)) (*os.File, error) {
	const patience = 10 * time.Second
	busy := fault.Errorf(fault.Conflict, "Another lectern runs on the data folder %s: stop it first, or choose another folder with --data", f.dir)
	wait, cancel := context.WithTimeoutCause(ctx, patience, busy)
	defer cancel()
	said := false
	lock, err := datadir.Lock(wait, f.file("postgres.lock"), func() error {
		if !said {
			status("Waiting for the earlier database to stop")
		}
		said = true
		return nil
	})
	if errors.Is(err, fs.ErrPermission) {
		return nil, belongsToAnother("The data folder "+f.dir, err)
	}
	return lock, err
}

func belongsToAnother(what string, err error) error {
	return fault.Wrap(fault.Conflict, err, "%s belongs to another user: start lectern as that user, or choose another folder with --data", what)
}
