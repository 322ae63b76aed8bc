package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// slideColumns and slideFrom are what scanSlide reads: slides s, with the
// picture p and the widths it is kept in.
const (
	slideColumns = `s.number, s.title, s.html, s.class, s.text, s.notes, s.steps, s.shown, s.uses,
	p.hash, p.width, p.height, p.vector, p.widths`
	slideFrom = ` FROM slides s LEFT JOIN LATERAL (
		SELECT p.*, ARRAY(SELECT z.width FROM picture_sizes z WHERE z.hash = p.hash ORDER BY z.width) AS widths
		FROM pictures p WHERE p.hash = s.picture) p ON true `
)

// scanSlide reads the columns before slideColumns into first.
func scanSlide(row pgx.Row, first ...any) (deck.Slide, error) {
	var (
		s             deck.Slide
		hash          *string
		width, height *int
		vector        *bool
		widths        []int
	)
	err := row.Scan(append(first, &s.Number, &s.Title, &s.HTML, &s.Class, &s.Text, &s.Notes, &s.Steps, &s.Shown, &s.Uses,
		&hash, &width, &height, &vector, &widths)...)
	if err == nil && hash != nil {
		s.Picture = &deck.Picture{Hash: *hash, Width: *width, Height: *height, Vector: *vector, Widths: widths}
	}
	return s, err
}

// Slides returns all slides of a deck, in order, with their notes.
func (s *Store) Slides(ctx context.Context, id int64) ([]deck.Slide, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+slideColumns+slideFrom+` WHERE s.deck_id = $1 ORDER BY s.number`, id)
	if err != nil {
		return nil, told(err, "slides of deck %d", id)
	}
	slides, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (deck.Slide, error) { return scanSlide(row) })
	return slides, told(err, "slides of deck %d", id)
}

// Picture returns one size of a picture. Sizes never change, so what it
// returns may be kept for ever.
func (s *Store) Picture(ctx context.Context, hash string, width int) (deck.PictureSize, error) {
	var p deck.PictureSize
	err := s.pool.QueryRow(ctx, `SELECT width, height, type, data FROM picture_sizes WHERE hash = $1 AND width = $2`, hash, width).
		Scan(&p.Width, &p.Height, &p.Type, &p.Data)
	if err == pgx.ErrNoRows {
		return p, fault.Errorf(fault.NotFound, "There is no such picture")
	}
	return p, told(err, "picture %s", hash)
}

// Shown returns the numbers of the slides that the room has seen since the
// deck went live, ascending.
func (s *Store) Shown(ctx context.Context, id int64) ([]int, error) {
	numbers := []int{}
	err := s.pool.QueryRow(ctx, `SELECT coalesce(array_agg(number ORDER BY number), '{}')
		FROM slides WHERE deck_id = $1 AND shown`, id).Scan(&numbers)
	return numbers, told(err, "shown slides of deck %d", id)
}
