package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Aside is what a speaker says of a slide. What is nil is left as it is.
type Aside struct {
	Notes            *string // what they are edited to
	Was              *string // what they were: where they are others by now, that is a fault of code Conflict
	AsInFile         bool    // they are the file's again
	Bookmark, Hidden *bool
	Content          *int64 // which slides the number is one of: where the deck has others by now, that is a fault of code Conflict
}

// SetAside says it, and returns the slide as it is then. Who follows the deck hears
// nothing of it; the presenter's devices do: see deck.State.Aside.
func (s *Store) SetAside(ctx context.Context, id int64, number int, a Aside) (slide deck.Slide, err error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// The counter before the rows, as everywhere.
		if _, err := tx.Exec(ctx, `SELECT FROM revision FOR UPDATE`); err != nil {
			return err
		}
		if a.Content != nil {
			var other bool
			if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM decks WHERE id = $1 AND content <> $2 AND deleted_at IS NULL)`, id, *a.Content).Scan(&other); err != nil {
				return err
			}
			if other {
				return fault.Errorf(fault.Conflict, "The deck has other slides by now, and slide %d may be another one", number)
			}
		}
		now, err := slideNow(ctx, tx, slideColumns, id, number)
		if err != nil {
			return err
		}
		var notes *string
		if a.Notes != nil {
			edited := clean(*a.Notes)
			if notes = &edited; a.Was != nil && *a.Was != now.Notes && edited != now.Notes {
				return fault.Errorf(fault.Conflict, "The notes of slide %d were changed on another device meanwhile", number)
			}
			// To write what is there is no edit. (What is read on a page's margin is there, too.)
			files, err := slideNow(ctx, tx, fileColumns, id, number)
			if err != nil {
				return err
			}
			a.AsInFile = edited == files.Notes
		}
		if a.AsInFile {
			notes = nil
		}
		if _, err := tx.Exec(ctx, `UPDATE slides SET
				edited = CASE WHEN $3 THEN NULL ELSE coalesce($4, edited) END,
				edited_of = CASE WHEN $3 THEN NULL WHEN $4 IS NULL THEN edited_of ELSE notes END,
				bookmark = coalesce($5, bookmark), hide = coalesce($6, hide)
			WHERE deck_id = $1 AND number = $2`, id, number, a.AsInFile, notes, a.Bookmark, a.Hidden); err != nil {
			return err
		}
		slide, err = slideNow(ctx, tx, slideColumns, id, number)
		return err
	})
	return slide, asFault(err, "slide %d of deck %d", number, id)
}

// Hidden are the slides of a deck that whoever goes on passes by.
func (s *Store) Hidden(ctx context.Context, id int64) (map[int]bool, error) {
	rows, err := s.pool.Query(ctx, `SELECT number FROM slides WHERE deck_id = $1 AND coalesce(hide, hidden)`, id)
	hidden := map[int]bool{}
	if err == nil {
		var n int
		_, err = pgx.ForEachRow(rows, []any{&n}, func() error { hidden[n] = true; return nil })
	}
	return hidden, asFault(err, "hidden slides of deck %d", id)
}

// slideNow returns a slide of a deck that is there.
func slideNow(ctx context.Context, tx pgx.Tx, columns string, id int64, number int) (deck.Slide, error) {
	slides, err := slidesIn(ctx, tx, columns, ` AND number = $2`, id, number)
	if err != nil {
		return deck.Slide{}, err
	}
	var there bool
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM decks WHERE id = $1 AND deleted_at IS NULL)`, id).Scan(&there)
	if err == nil && (len(slides) == 0 || !there) {
		err = errNoSlide
	}
	if err != nil {
		return deck.Slide{}, err
	}
	return slides[0], nil
}

// aside is what a slide has of its speaker, by the slide's number.
type aside struct {
	Number           int
	Edited, EditedOf *string
	Bookmark         bool
	Hide             *bool
	Plan             *int
}

// asidesOf returns those of a deck's slides that have some.
func asidesOf(ctx context.Context, tx pgx.Tx, id int64) ([]aside, error) {
	return all[aside](ctx, tx, `SELECT number, edited, edited_of, bookmark, hide, plan FROM slides
		WHERE deck_id = $1 AND (edited IS NOT NULL OR bookmark OR hide IS NOT NULL OR plan IS NOT NULL)`, id)
}

// moved are they in slides that became others.
func (a alignment) moved(before []seenSlide, asides []aside) (moved []aside) {
	to := map[int]int{}
	for i, s := range before {
		to[s.number] = a.to[i] + 1
	}
	for _, as := range asides {
		if as.Number = to[as.Number]; as.Number > 0 {
			moved = append(moved, as)
		}
	}
	return moved
}

// swapAsides gives the slides of two decks, that were swapped, what is theirs: id has
// slides that became those of the other one, which go there with what they had.
func swapAsides(batch *pgx.Batch, id, by int64, had, moved, came []aside) {
	batch.Queue(`UPDATE slides SET edited = NULL, edited_of = NULL, bookmark = false, hide = NULL, plan = NULL
		WHERE deck_id IN ($1, $2) AND (edited IS NOT NULL OR bookmark OR hide IS NOT NULL OR plan IS NOT NULL)`, id, by)
	put := func(deck int64, asides []aside) {
		for _, a := range asides {
			batch.Queue(`UPDATE slides SET edited = coalesce($3, edited), edited_of = coalesce($4, edited_of), bookmark = bookmark OR $5, hide = coalesce($6, hide), plan = coalesce($7, plan)
				WHERE deck_id = $1 AND number = $2`, deck, a.Number, a.Edited, a.EditedOf, a.Bookmark, a.Hide, a.Plan)
		}
	}
	put(by, had)
	put(id, came)
	put(id, moved)
}
