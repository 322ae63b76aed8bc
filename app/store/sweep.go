package store

import (
	"context"
	"time"
)

// What Sweep removes, a few rows a statement: a deck that goes holds up every move
// until it is gone.
const (
	sweepDecks = `DELETE FROM decks WHERE id IN (
		SELECT id FROM decks WHERE deleted_at < now() - $1::interval LIMIT 1)`
	// A day, since a running import stores pictures and originals before its deck.
	// It is asked again of the row itself, which an import may need by now.
	sweepPictures = `DELETE FROM pictures p WHERE used_at < now() - interval '1 day' AND hash IN (
		SELECT hash FROM pictures p WHERE used_at < now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM deck_pictures u WHERE u.hash = p.hash) LIMIT 20)`
	sweepOriginals = `DELETE FROM originals WHERE id IN (
		SELECT id FROM originals o WHERE stored_at < now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM deck_originals d WHERE d.original = o.id)
		AND NOT EXISTS (SELECT FROM pictures p WHERE p.original = o.id) LIMIT 1)`
	// These hold nothing up.
	sweepDevices = `DELETE FROM devices WHERE last_seen < now() - interval '1 year'`
	sweepScreens = `DELETE FROM screens WHERE last_seen < now() - CASE WHEN name = '' AND deck IS NULL AND lang = '' AND rotation = 0 THEN interval '30 days' ELSE interval '1 year' END`
	sweepCodes   = `DELETE FROM codes WHERE expires_at < now()`
)

// MostDrawn is how many bytes of renditions are kept that can be drawn again: of some
// thousand pages, in all their widths.
const MostDrawn = 1 << 30

// Sweep removes decks that were deleted longer than age ago, pictures and
// originals that no deck has used for a day, devices that were not seen for a year,
// screens for which something was chosen likewise, and others after 30 days, codes that nobody can trade any more, and renditions beyond MostDrawn. It does as much as ctx has time for,
// and goes on the next time.
func (s *Store) Sweep(ctx context.Context, age time.Duration) error {
	for _, statement := range []struct {
		sql  string
		args []any
	}{{sweepDecks, []any{age}}, {sweepPictures, nil}, {sweepOriginals, nil}, {sweepDevices, nil}, {sweepScreens, nil}, {sweepCodes, nil}} {
		for {
			once, cancel := context.WithTimeout(ctx, changeLimit)
			tag, err := s.pool.Exec(once, statement.sql, statement.args...)
			cancel()
			if err != nil {
				return asFault(err, "sweep")
			}
			if tag.RowsAffected() == 0 {
				break
			}
		}
	}
	return s.TrimDrawn(ctx, MostDrawn)
}
