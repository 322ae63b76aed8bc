package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Due is how long it is, on the database's clock, until a deck goes on by itself that is
// to do so at a time; ok is false where that is so no more.
func (s *Store) Due(ctx context.Context, id int64, at time.Time) (wait time.Duration, ok bool, err error) {
	var seconds float64
	err = s.pool.QueryRow(ctx, `SELECT extract(epoch FROM advance_at - clock_timestamp())::double precision FROM decks WHERE id = $1 AND advance_at = $2`, id, at).Scan(&seconds)
	if err == pgx.ErrNoRows {
		return 0, false, nil
	}
	return time.Duration(seconds * float64(time.Second)), err == nil, asFault(err, "when deck %d goes on", id)
}

// Advance has a deck go on by itself that is to do so at a time, which has come: to its
// next view, or its first after its last. Of several servers one does it.
func (s *Store) Advance(ctx context.Context, id int64, at time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	_, err := s.pool.Exec(ctx, `UPDATE decks d SET advance_at = NULL, current_slide = n.slide, current_step = n.step
		FROM decks o, LATERAL advance_to(o) n
		WHERE o.id = d.id AND d.id = $1 AND d.advance_at = $2 AND d.advance_at <= clock_timestamp()`, id, at)
	return asFault(err, "deck %d goes on", id)
}
