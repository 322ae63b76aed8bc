package store

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// SetPlan says how long a deck's talk, and its slides, are to take, and returns the deck
// as it is then. What the file says of a slide anyway is no plan of the speaker's.
func (s *Store) SetPlan(ctx context.Context, id int64, p deck.Plan) (info deck.Info, err error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	given := []*int{p.Planned}
	for _, n := range p.Slides {
		given = append(given, n)
	}
	for _, n := range given {
		if n != nil && (*n < 0 || *n > deck.MaxPlanned) {
			return info, fault.Errorf(fault.OutOfRange, "A talk, or a slide, takes 0 to %d seconds", deck.MaxPlanned)
		}
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// The counter before the rows, as everywhere.
		if _, err := tx.Exec(ctx, `SELECT FROM revision FOR UPDATE`); err != nil {
			return err
		}
		if _, err := s.deck(ctx, tx, id); err != nil {
			return err
		}
		slides, err := slidesIn(ctx, tx, slideColumns, ``, id)
		if err != nil {
			return err
		}
		numbers, plans := []int{}, []*int{}
		for n, plan := range p.Slides {
			i := slices.IndexFunc(slides, func(s deck.Slide) bool { return s.Number == n })
			if i < 0 {
				return fault.Errorf(fault.OutOfRange, "The deck has no slide %d", n)
			}
			if plan != nil && *plan == slides[i].FilePlanned {
				plan = nil
			}
			numbers, plans = append(numbers, n), append(plans, plan)
		}
		if _, err := tx.Exec(ctx, `UPDATE slides s SET plan = p.plan FROM unnest($2::integer[], $3::integer[]) p (number, plan)
			WHERE deck_id = $1 AND s.number = p.number AND s.plan IS DISTINCT FROM p.plan`, id, numbers, plans); err != nil {
			return err
		}
		if p.Planned != nil {
			if _, err := tx.Exec(ctx, `UPDATE decks SET planned = $2 WHERE id = $1 AND planned <> $2`, id, *p.Planned); err != nil {
				return err
			}
		}
		info, err = s.deck(ctx, tx, id)
		return err
	})
	return info, asFault(err, "plan of deck %d", id)
}
