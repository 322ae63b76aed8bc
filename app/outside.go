package app

import (
	"context"
	"fmt"
	"time"

	"lectern/app/deck"
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
	limit, cancel := context.WithTimeout(ctx, databasePatience)
	defer cancel()
	retry := time.NewTicker(databaseRetry)
	defer retry.Stop()
	for waiting := false; ; {
		s, err := store.Open(limit, c.DatabaseURL)
		if err == nil {
			if waiting {
				fmt.Fprintln(c.Out, "The database answers.")
			}
			return s, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if deck.CodeOf(err) != deck.Unavailable {
			return nil, err
		}
		if !waiting {
			fmt.Fprintf(c.Out, "Waiting for the database at %s, up to %.0f seconds\n", store.Where(c.DatabaseURL), databasePatience.Seconds())
			c.Log.Info("waiting for the database", "at", store.Where(c.DatabaseURL))
			waiting = true
		}
		select {
		case <-limit.Done():
			return nil, deck.Wrap(deck.Unavailable, err,
				"The database at %s did not answer for %.0f seconds. Is it running, and can this computer reach it?",
				store.Where(c.DatabaseURL), databasePatience.Seconds())
		case <-retry.C:
		}
	}
}
