package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
)

// maxRemarks is how many warnings of its pages a deck has at the most.
const maxRemarks = 200

// remark adds to the remarks of the decks that a picture is of, as those on its page.
// They are no part of a deck's state: nobody is notified.
func remark(ctx context.Context, tx pgx.Tx, hash string, sentences []string) error {
	if len(sentences) == 0 {
		return nil
	}
	// As every writer of decks: the counter first, then the rows.
	if _, err := tx.Exec(ctx, `SELECT FROM revision FOR UPDATE`); err != nil {
		return err
	}
	type row struct {
		ID      int64
		Page    int
		Remarks []deck.Remark
	}
	decks, err := all[row](ctx, tx, `SELECT d.id, coalesce(p.page, 0) + 1 AS page, d.remarks
		FROM pictures p JOIN deck_pictures o ON o.hash = p.hash JOIN decks d ON d.id = o.deck_id WHERE p.hash = $1`, hash)
	if err != nil {
		return err
	}
	for _, d := range decks {
		added := false
		for _, sentence := range sentences {
			with, isNew := deck.OnPages(d.Remarks, d.Page, clean(sentence))
			if isNew && len(with) <= maxRemarks {
				d.Remarks, added = with, true
			}
		}
		if !added {
			continue
		}
		if _, err := tx.Exec(ctx, `UPDATE decks SET warnings = $2, remarks = $3 WHERE id = $1`, d.ID, written(d.Remarks), d.Remarks); err != nil {
			return err
		}
	}
	return nil
}
