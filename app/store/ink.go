package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Notify tells all servers where the presenter points at. Nothing of it is kept, and
// no disk is waited for.
func (s *Store) Notify(ctx context.Context, m deck.Mark) error {
	payload, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), pg_notify('lectern_marks', $1)`, string(payload))
	return asFault(err, "notify of a mark")
}

// Draw draws strokes on a slide, durably, which have passed deck.Stroke.Check. One
// whose id is there already takes that one's place, so that it may be asked for again.
func (s *Store) Draw(ctx context.Context, id int64, slide int, strokes []deck.Stroke) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := s.drawing(ctx, func(tx pgx.Tx) error {
		// The slide before what is drawn on it, as Replace takes them.
		var there bool
		err := tx.QueryRow(ctx, `SELECT true FROM slides s JOIN decks d ON d.id = s.deck_id
			WHERE d.id = $1 AND d.deleted_at IS NULL AND s.number = $2 FOR KEY SHARE OF s`, id, max(0, min(slide, deck.MaxSlides+1))).Scan(&there)
		if err == pgx.ErrNoRows {
			if _, err := s.deck(ctx, tx, id); err != nil {
				return err
			}
			return fault.Errorf(fault.OutOfRange, "The deck has no such slide")
		}
		if err != nil {
			return err
		}
		ids, points := make([]string, len(strokes)), 0
		for i, stroke := range strokes {
			ids[i] = stroke.ID
			points += len(stroke.Points)
		}
		var others, drawn int
		err = tx.QueryRow(ctx, `SELECT count(*), coalesce(sum(jsonb_array_length(points)), 0) FROM strokes
			WHERE deck_id = $1 AND number = $2 AND id <> ALL ($3)`, id, slide, ids).Scan(&others, &drawn)
		switch {
		case err != nil:
			return err
		case others+len(strokes) > deck.MaxStrokes:
			return fault.Errorf(fault.Conflict, "A slide takes %d strokes; clear some of them, then draw on", deck.MaxStrokes)
		case drawn+points > deck.MaxDrawn:
			return fault.Errorf(fault.Conflict, "A slide takes strokes of %d points together; clear some of them, then draw on", deck.MaxDrawn)
		}
		return insertStrokes(ctx, tx, id, slide, strokes)
	})
	return asFault(err, "draw on slide %d of deck %d", slide, id)
}

func insertStrokes(ctx context.Context, tx pgx.Tx, id int64, slide int, strokes []deck.Stroke) error {
	_, err := tx.Exec(ctx, `INSERT INTO strokes AS s (deck_id, number, id, color, width, points)
		SELECT $1, $2, n.id, n.color, n.width, n.points
		FROM ROWS FROM (jsonb_to_recordset($3) AS (id text, color text, width double precision, points jsonb)) WITH ORDINALITY n ORDER BY n.ordinality
		ON CONFLICT (deck_id, number, id) DO UPDATE SET color = excluded.color, width = excluded.width, points = excluded.points, drawn_at = clock_timestamp()
		WHERE (s.color, s.width, s.points) IS DISTINCT FROM (excluded.color, excluded.width, excluded.points)`, id, slide, strokes)
	return err
}

// Drawn has a deck begin with what was drawn on its slides, by their numbers, when there
// were so many; strokes have passed deck.Stroke.Check. On other slides it means nothing.
func (n *NewDeck) Drawn(ink map[int][]deck.Stroke, slides int) { n.ink, n.inkSlides = ink, slides }

// putInk draws that, within the transaction that adds the deck.
func (n *NewDeck) putInk(ctx context.Context, tx pgx.Tx, id int64) error {
	if len(n.slides) != n.inkSlides {
		return nil
	}
	for slide, strokes := range n.ink {
		if err := insertStrokes(ctx, tx, id, slide, strokes); err != nil {
			return err
		}
	}
	return nil
}

// Erase takes a stroke away, by its id.
func (s *Store) Erase(ctx context.Context, id int64, stroke string) error {
	return s.erase(ctx, id, fault.Errorf(fault.NotFound, "There is no such stroke"), `id = $2`, stroke)
}

// ClearInk takes away all that is drawn on a slide; on all of them where it is 0.
func (s *Store) ClearInk(ctx context.Context, id int64, slide int) error {
	return s.erase(ctx, id, nil, `$2 IN (0, number)`, slide)
}

// erase takes away a deck's strokes of which something is so; none is what it returns
// where there are none.
func (s *Store) erase(ctx context.Context, id int64, none error, where string, arg any) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := s.drawing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM strokes WHERE deck_id = $1 AND `+where+`
			AND EXISTS (SELECT FROM decks WHERE id = $1 AND deleted_at IS NULL)`, id, arg)
		if err != nil || tag.RowsAffected() > 0 {
			return err
		}
		if _, err := s.deck(ctx, tx, id); err != nil {
			return err
		}
		return none
	})
	return asFault(err, "erase on deck %d", id)
}

// drawing changes what is drawn, again where another writer was in the way.
func (s *Store) drawing(ctx context.Context, change func(pgx.Tx) error) (err error) {
	for range 5 {
		if err = pgx.BeginFunc(ctx, s.pool, change); !s.retryable(ctx, err) {
			break
		}
	}
	return err
}

// Ink returns what is drawn on a slide; where until is no zero time, what was so by
// then and still is.
func (s *Store) Ink(ctx context.Context, id int64, slide int, until time.Time) (deck.Ink, error) {
	all, err := s.inks(ctx, id, ` AND s.number = $2 AND ($3::timestamptz IS NULL OR s.drawn_at <= $3)`, slide, orNull(until))
	if err != nil || len(all) == 0 {
		return deck.Ink{Deck: id, Slide: slide, Strokes: []deck.Stroke{}}, err
	}
	if !until.IsZero() {
		all[0].Ink = until.UnixMilli() // the version tells of what came later
	}
	return all[0], nil
}

// AllInk returns what is drawn on the slides of a deck, in their order; not those on
// which there is nothing.
func (s *Store) AllInk(ctx context.Context, id int64) ([]deck.Ink, error) {
	return s.inks(ctx, id, ``)
}

func (s *Store) inks(ctx context.Context, id int64, where string, args ...any) ([]deck.Ink, error) {
	all, err := all[deck.Ink](ctx, s.pool, `SELECT s.deck_id AS deck, s.number AS slide, i.version AS ink,
			jsonb_agg(jsonb_build_object('id', s.id, 'color', s.color, 'width', s.width, 'points', s.points) ORDER BY s.place) AS strokes
		FROM strokes s JOIN ink i ON i.deck_id = s.deck_id AND i.number = s.number
		WHERE s.deck_id = $1`+where+` GROUP BY 1, 2, 3 ORDER BY 2`, append([]any{id}, args...)...)
	return all, asFault(err, "ink of deck %d", id)
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
