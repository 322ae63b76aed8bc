package store

import "context"

const pictureShown = `SELECT EXISTS (SELECT
	FROM views v JOIN slides s USING (deck_id, number) JOIN decks d ON d.id = v.deck_id
	WHERE (v.picture = $1 OR v.uses @> ARRAY[$1]) AND view_shown(v.deck_id, v.number, v.lang, v.step, s.shown)
	AND (d.live OR d.published) AND d.deleted_at IS NULL)`

// PictureShown reports whether anybody may have a picture, by its hash: the room
// has seen a view that it stands in, of a deck that is live or published now.
func (s *Store) PictureShown(ctx context.Context, hash string) (bool, error) {
	var shown bool
	err := s.pool.QueryRow(ctx, pictureShown, hash).Scan(&shown)
	return shown, asFault(err, "was picture %s shown", hash)
}
