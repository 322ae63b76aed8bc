package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// slideColumns are those of a deck.Slide, of slides s.
const slideColumns = `s.number, s.title, s.class, s.notes, s.shown`

// viewColumns and viewPicture are a deck.View: views v, with the picture p and the
// widths it is kept in.
const (
	viewColumns = `v.html, v.text, v.uses, to_jsonb(p) AS picture`
	viewPicture = ` LEFT JOIN LATERAL (
		SELECT p.*, ARRAY(SELECT z.width FROM picture_sizes z WHERE z.hash = p.hash ORDER BY z.width) AS widths
		FROM pictures p WHERE p.hash = v.picture) p ON true `
)

// Slides returns all slides of a deck, in order, with their notes and views.
func (s *Store) Slides(ctx context.Context, id int64) (slides []deck.Slide, err error) {
	// One snapshot: the views are those of these slides.
	once := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, s.pool, once, func(tx pgx.Tx) (err error) {
		slides, err = all[deck.Slide](ctx, tx, `SELECT `+slideColumns+` FROM slides s WHERE deck_id = $1 ORDER BY number`, id)
		if err != nil {
			return err
		}
		views, err := all[viewOf](ctx, tx, `SELECT v.number, v.step, `+viewColumns+` FROM views v `+viewPicture+`
			WHERE v.deck_id = $1 ORDER BY v.number, v.step`, id)
		if err != nil {
			return err
		}
		put(slides, views)
		return nil
	})
	return slides, asFault(err, "slides of deck %d", id)
}

// viewOf is a view and where it belongs.
type viewOf struct {
	Number, Step int
	deck.View
}

// put gives slides their views. Both are in order.
func put(slides []deck.Slide, views []viewOf) {
	for i := range slides {
		s := &slides[i]
		for len(views) > 0 && views[0].Number <= s.Number {
			if v := views[0]; v.Number == s.Number {
				// A step that somebody has taken out is not there; what follows it
				// keeps its number.
				s.Views = append(s.Views, make([]deck.View, v.Step-len(s.Views)+1)...)
				s.Views[v.Step] = v.View
			}
			views = views[1:]
		}
		s.Steps = max(0, len(s.Views)-1)
	}
}

// Picture returns one size of a picture. Sizes never change, so what it
// returns may be kept for ever.
func (s *Store) Picture(ctx context.Context, hash string, width int) (deck.PictureSize, error) {
	p, err := one[deck.PictureSize](ctx, s.pool, `SELECT width, height, type, data FROM picture_sizes WHERE hash = $1 AND width = $2`, hash, width)
	if err == pgx.ErrNoRows {
		return p, fault.Errorf(fault.NotFound, "There is no such picture")
	}
	return p, asFault(err, "picture %s", hash)
}

// Shown returns which slides the room has seen since the deck went live, by their
// numbers, and each one's furthest step.
func (s *Store) Shown(ctx context.Context, id int64) (map[int]int, error) {
	type row struct{ Number, Shown int }
	rows, err := all[row](ctx, s.pool, `SELECT number, shown FROM slides WHERE deck_id = $1 AND shown >= 0`, id)
	shown := make(map[int]int, len(rows))
	for _, r := range rows {
		shown[r.Number] = r.Shown
	}
	return shown, asFault(err, "shown slides of deck %d", id)
}
