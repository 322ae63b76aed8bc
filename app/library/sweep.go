package library

import (
	"context"
	"log/slog"
	"time"
)

const (
	deletedKept = 30 * 24 * time.Hour // how long a deleted deck can be brought back
	sweepEvery  = 24 * time.Hour
)

// Sweep removes what was deleted long ago, now and once a day until ctx ends.
func (l *Library) Sweep(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := l.store.Sweep(ctx, deletedKept); err != nil && ctx.Err() == nil {
			log.Warn("old deletions were not swept up", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
