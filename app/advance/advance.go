// Package advance has the live deck go on by itself, where it is to: what runs a
// PechaKucha, and a loop in a hall. When that is stands in the deck's state, and is the
// database's to say; each server waits for it, and one of them does it.
package advance

import (
	"context"
	"log/slog"
	"time"

	"lectern/app/deck"
	"lectern/app/store"
)

// againAfter is how long it waits where the database did not take a move.
const againAfter = time.Second

// Advance is what waits.
type Advance struct {
	store *store.Store
	log   *slog.Logger
	news  chan deck.State // of capacity 1: the newest of the deck that is to go on
	deck  int64           // that deck, as Heard knows it
}

// New returns an Advance that waits once somebody runs it.
func New(s *store.Store, log *slog.Logger) *Advance {
	return &Advance{store: s, log: log, news: make(chan deck.State, 1)}
}

// Heard takes each change of a deck's state, in order, from one goroutine. It returns
// at once.
func (a *Advance) Heard(d deck.State) {
	if d.AdvanceAt == nil && d.ID != a.deck {
		return
	}
	a.deck = d.ID
	select {
	case <-a.news:
	default:
	}
	a.news <- d
}

// Run moves the deck whenever its time has come, until ctx ends.
func (a *Advance) Run(ctx context.Context) {
	var now deck.State
	due := time.NewTimer(0)
	due.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now = <-a.news:
		case <-due.C:
		}
		due.Stop()
		if now.AdvanceAt == nil {
			continue
		}
		wait, err := a.step(ctx, now)
		if err != nil {
			if ctx.Err() == nil {
				a.log.Warn("the deck does not go on by itself yet", "deck", now.ID, "err", err)
			}
			wait = againAfter
		}
		if wait > 0 {
			due.Reset(wait)
		}
	}
}

// step moves the deck if its time has come. It returns how long it is until then, or 0
// where there is nothing to wait for.
func (a *Advance) step(ctx context.Context, d deck.State) (time.Duration, error) {
	wait, ok, err := a.store.Due(ctx, d.ID, *d.AdvanceAt)
	if err != nil || !ok || wait > 0 {
		return wait, err
	}
	return 0, a.store.Advance(ctx, d.ID, *d.AdvanceAt)
}
