package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// slideColumns and slideFrom are a deck.Slide: slides s, with the picture p and
// the widths it is kept in.
const (
	slideColumns = `s.number, s.title, s.html, s.class, s.text, s.notes, s.steps, s.shown, s.uses, to_jsonb(p) AS picture`
	slideFrom    = ` FROM slides s LEFT JOIN LATERAL (
		SELECT p.*, ARRAY(SELECT z.width FROM picture_sizes z WHERE z.hash = p.hash ORDER BY z.width) AS widths
		FROM pictures p WHERE p.hash = s.picture) p ON true `
)

// Slides returns all slides of a deck, in order, with their notes.
func (s *Store) Slides(ctx context.Context, id int64) ([]deck.Slide, error) {
	slides, err := all[deck.Slide](ctx, s.pool, `SELECT `+slideColumns+slideFrom+` WHERE s.deck_id = $1 ORDER BY s.number`, id)
	return slides, asFault(err, "slides of deck %d", id)
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

// Shown returns the numbers of the slides that the room has seen since the
// deck went live, ascending.
func (s *Store) Shown(ctx context.Context, id int64) ([]int, error) {
	numbers := []int{}
	err := s.pool.QueryRow(ctx, `SELECT coalesce(array_agg(number ORDER BY number), '{}')
		FROM slides WHERE deck_id = $1 AND shown`, id).Scan(&numbers)
	return numbers, asFault(err, "shown slides of deck %d", id)
}
