package store

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// UnreadPage is a page that nobody has read yet, and where it stands.
type UnreadPage struct {
	Deck int64
	Hash string
}

// UnreadPages returns pages that were not read: the live deck's first, then the
// newest deck's, in order; but none of some decks. It returns so many at the most.
func (s *Store) UnreadPages(ctx context.Context, not []int64, most int) ([]UnreadPage, error) {
	list, err := all[UnreadPage](ctx, s.pool, `SELECT d.id AS deck, v.picture AS hash
		FROM pictures p JOIN views v ON v.picture = p.hash JOIN decks d ON d.id = v.deck_id
		WHERE p.unread AND d.deleted_at IS NULL AND d.id <> ALL ($1)
		ORDER BY d.live DESC, d.id DESC, v.number, v.step, v.lang LIMIT $2`, append([]int64{}, not...), most)
	return list, asFault(err, "pages to read")
}

// UnreadOf returns the pictures of a deck's pages that were not read, in order.
func (s *Store) UnreadOf(ctx context.Context, id int64) ([]string, error) {
	rows, err := s.pool.Query(ctx, `SELECT v.picture FROM views v JOIN pictures p ON p.hash = v.picture
		WHERE v.deck_id = $1 AND p.unread
		ORDER BY v.number, v.step, v.lang`, id)
	if err != nil {
		return nil, asFault(err, "pages to read of deck %d", id)
	}
	hashes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return hashes, asFault(err, "pages to read of deck %d", id)
}

// UndrawnPages returns the pages of the live deck, unless it is one of some, that are
// not kept in a width, or in the widest that they can be drawn in where that is less:
// from where it stands to its end, then from its beginning.
func (s *Store) UndrawnPages(ctx context.Context, not []int64, width, most int) ([]UndrawnPage, error) {
	list, err := all[UndrawnPage](ctx, s.pool, `SELECT deck, hash, width FROM (
			SELECT d.id AS deck, p.hash, v.number, v.step, v.lang, v.number < d.shown_slide AS before,
				(SELECT coalesce(min(w) FILTER (WHERE w >= $2), max(w)) FROM unnest(p.widths) w WHERE r.widest IS NULL OR w <= r.widest) AS width
			FROM decks d JOIN views v ON v.deck_id = d.id JOIN pictures p ON p.hash = v.picture LEFT JOIN readings r ON r.hash = p.hash
			WHERE d.live AND d.id <> ALL ($1) AND p.original IS NOT NULL) u
		WHERE width IS NOT NULL AND NOT EXISTS (SELECT FROM picture_sizes z WHERE z.hash = u.hash AND z.width = u.width)
		ORDER BY before, number, step, lang LIMIT $3`, append([]int64{}, not...), width, most)
	return list, asFault(err, "pages to draw")
}

// UndrawnPage is a page and a width that it is not kept in.
type UndrawnPage struct {
	Deck  int64
	Hash  string
	Width int
}
