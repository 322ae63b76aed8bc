package app

import (
	"context"
	"fmt"
	"time"

	"lectern/app/fault"
	"lectern/app/store"
)

// How long a start waits for an outside database: machines that start together
// have no order.
const (
	databasePatience = 30 * time.Second
	databaseRetry    = 500 * time.Millisecond
)

// openOutside opens a database that is not ours to start. It waits for one that
// is away, and says so; one that answers and refuses is an error at once.
func openOutside(ctx context.Context, c Config) (*store.Store, error) {
	limit := time.NewTimer(databasePatience)
	defer limit.Stop()
	retry := time.NewTicker(databaseRetry)
	defer retry.Stop()
	for waiting := false; ; {
		// No limit on this itself: a database that answers may have to migrate.
		s, err := store.Open(ctx, c.DatabaseURL)
		if err == nil {
			if waiting {
				fmt.Fprintln(c.Out, "The database answers.")
			}
			return s, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if fault.CodeOf(err) != fault.Unavailable {
			return nil, err // waiting does not help
		}
		if !waiting {
			fmt.Fprintf(c.Out, "Waiting for the database at %s, up to %.0f seconds\n", store.Where(c.DatabaseURL), databasePatience.Seconds())
			waiting = true
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-limit.C:
			return nil, fault.Wrap(fault.Unavailable, err,
				"The database at %s did not answer for %.0f seconds; see that it runs, and that this computer can reach it",
				store.Where(c.DatabaseURL), databasePatience.Seconds())
		case <-retry.C:
		}
	}
}
