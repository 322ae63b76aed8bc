package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Clock is what time it is for the database.
func (s *Store) Clock(ctx context.Context) (now time.Time, err error) {
	err = s.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now)
	return now, asFault(err, "clock")
}

// Programme returns what goes round between talks.
func (s *Store) Programme(ctx context.Context) (deck.Programme, error) {
	p, err := programme(ctx, s.pool)
	return p, asFault(err, "programme")
}

func programme(ctx context.Context, q querier) (p deck.Programme, err error) {
	zone, err := all[struct{ Zone string }](ctx, q, `SELECT zone FROM venue`)
	if err != nil {
		return p, err
	}
	if len(zone) > 0 {
		p.Zone = zone[0].Zone
	}
	p.Items, err = all[deck.Item](ctx, q, `SELECT coalesce(deck_id, 0) AS deck_id, seconds, days, begins, ends, screens FROM programme ORDER BY place, id LIMIT $1`, deck.MaxItems)
	if err != nil {
		return p, err
	}
	whole, err := json.Marshal(p)
	sum := sha256.Sum256(whole)
	p.Version = hex.EncodeToString(sum[:8])
	return p, err
}

var errOtherProgramme = fault.Errorf(fault.Conflict, "Somebody else has changed what goes round between talks; look at it as it is now, and make your change again")

// SetProgramme replaces it, whole, and returns it. One that is made from another than there
// is by now is refused.
func (s *Store) SetProgramme(ctx context.Context, p deck.Programme) (set deck.Programme, err error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// One after the other; whoever reads waits for none of them.
		if _, err := tx.Exec(ctx, `LOCK TABLE programme IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		if p.Version != "" {
			if now, err := programme(ctx, tx); err != nil || now.Version != p.Version {
				return cmp.Or(err, errOtherProgramme)
			}
		}
		if err := setVenue(ctx, tx, `zone`, p.Zone); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM programme`); err != nil {
			return err
		}
		for i, part := range p.Items {
			if _, err := tx.Exec(ctx, `INSERT INTO programme (place, deck_id, seconds, days, begins, ends, screens) VALUES ($1, nullif($2, 0), $3, $4, $5, $6, $7)`,
				i, part.DeckID, part.Seconds, part.Days, part.Begins, part.Ends, part.Screens); err != nil {
				return err
			}
		}
		set, err = programme(ctx, tx)
		return err
	})
	return set, asFault(err, "set the programme")
}

// setVenue sets a column of the one row.
func setVenue(ctx context.Context, tx pgx.Tx, column, value string) error {
	_, err := tx.Exec(ctx, `INSERT INTO venue (`+column+`) VALUES ($1) ON CONFLICT (one) DO UPDATE SET `+column+` = EXCLUDED.`+column, clean(value))
	return err
}

// Agenda returns the talks of these days, the first to begin first.
func (s *Store) Agenda(ctx context.Context) (deck.Agenda, error) {
	a := deck.Agenda{}
	err := s.pool.QueryRow(ctx, `SELECT agenda, zone FROM venue`).Scan(&a.Name, &a.Zone)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return a, asFault(err, "venue")
	}
	a.Sessions, err = all[deck.Session](ctx, s.pool, `SELECT room, title, speakers, begins, ends FROM agenda ORDER BY begins, room, id`)
	return a, asFault(err, "agenda")
}

// SetAgenda replaces it, whole; by none it is taken away. Where nobody said in which time
// zone the venue is, that of the agenda holds.
func (s *Store) SetAgenda(ctx context.Context, a deck.Agenda) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := setVenue(ctx, tx, `agenda`, fit(a.Name, 200, 800)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE venue SET zone = $1 WHERE zone = ''`, a.Zone); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM agenda`); err != nil {
			return err
		}
		_, err := tx.CopyFrom(ctx, pgx.Identifier{"agenda"}, []string{"room", "title", "speakers", "begins", "ends"},
			pgx.CopyFromSlice(len(a.Sessions), func(i int) ([]any, error) {
				one := a.Sessions[i]
				return []any{fit(one.Room, 200, 800), fit(one.Title, 500, 2000), fit(one.Speakers, 500, 2000), one.Begins, one.Ends}, nil
			}))
		return err
	})
	return asFault(err, "set the agenda")
}

// WholeView is a slide of a deck of the programme at its last step: all of it.
type WholeView struct {
	DeckID, Content, Aside int64
	Number, Step           int
}

// WholeViews returns those of all decks in the programme, without what is hidden.
func (s *Store) WholeViews(ctx context.Context) ([]WholeView, error) {
	list, err := all[WholeView](ctx, s.pool, `SELECT d.id AS deck_id, d.content, d.aside, s.number, max(v.step) AS step
		FROM decks d JOIN slides s ON s.deck_id = d.id JOIN views v ON v.deck_id = s.deck_id AND v.number = s.number AND v.lang = ''
		WHERE d.deleted_at IS NULL AND d.id IN (SELECT deck_id FROM programme) AND NOT coalesce(s.hide, s.hidden)
		GROUP BY d.id, s.number ORDER BY d.id, s.number`)
	return list, asFault(err, "views of the programme")
}
