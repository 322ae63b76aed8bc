package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/importer/options"
)

// stand is what a deck had before it came here: the title that its owner gave it, and
// where it stood.
type stand struct {
	title       string
	slide, step int
}

// Stand has the deck begin with a title of its own, of 500 characters at the most,
// or that of its files where it is empty; and at a position, or the nearest that
// there is.
func (n *NewDeck) Stand(title string, slide, step int) { n.stand = &stand{title, slide, step} }

// put makes a deck stand there, within the transaction that adds it.
func (s *stand) put(ctx context.Context, tx pgx.Tx, id int64, slides []deck.DraftSlide) error {
	if s == nil {
		return nil
	}
	slide, step := min(max(s.slide, 1), len(slides)), max(s.step, 0)
	if slide != s.slide {
		step = 0
	}
	step = min(step, len(slides[slide-1].Views)-1)
	_, err := tx.Exec(ctx, `UPDATE decks SET title = coalesce(nullif($2, ''), title), current_slide = $3, current_step = $4 WHERE id = $1`,
		id, clean(s.title), slide, step)
	return err
}

// ReadAs says what was said with the files, so that they can be read in the same way
// again. A password is no part of that.
func (n *NewDeck) ReadAs(o options.Options) { n.readAs = o }

// ReadAs returns what was said with the files of a deck, without the password.
func (s *Store) ReadAs(ctx context.Context, id int64) (o options.Options, err error) {
	err = s.pool.QueryRow(ctx, `SELECT dialect, separator, vertical_separator, notes_side, asked_lang FROM decks WHERE id = $1`, id).
		Scan(&o.Dialect, &o.Separator, &o.VerticalSeparator, &o.NotesSide, &o.Lang)
	return o, asFault(err, "how deck %d was read", id)
}
