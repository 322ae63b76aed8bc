package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
)

// savesKept is how many of the last contents of a deck are kept whose file is saved
// again and again.
const savesKept = 10

// savedOver is what the deck with the contents before is kept as.
func savedOver(id int64, how Replacing) *int64 {
	if how.Saved {
		return &id
	}
	return nil
}

// placed is where a deck stands once it has other slides.
type placed struct{ slide, step, shownSlide, shownStep int }

// place says where a deck goes on that stood in these slides. A step may be one that
// its slide has no more.
func (a alignment) place(d deck.State, before []seenSlide, how Replacing) placed {
	at := func(slide, step int) (int, int) {
		i := slices.IndexFunc(before, func(s seenSlide) bool { return s.number == slide })
		switch {
		case i < 0: // somebody at work in the database has left a gap
			return min(slide, len(a.edited)), step
		case a.to[i] < 0:
			return a.now(i) + 1, 0
		}
		return a.to[i] + 1, step
	}
	var p placed
	p.slide, p.step = at(d.CurrentSlide, d.CurrentStep)
	p.shownSlide, p.shownStep = at(d.ShownSlide, d.ShownStep)
	if d.StartedAt == nil && d.CurrentSlide == 1 && d.CurrentStep == 0 {
		p.slide, p.step = 1, 0 // a talk that has not begun begins at the beginning
		if d.Blank == deck.Shown {
			p.shownSlide, p.shownStep = 1, 0
		}
	}
	if !how.Saved || d.EditsStay || d.Blank != deck.Shown || a.edited[p.slide-1] {
		return p
	}
	for i, s := range before {
		if to := a.to[i]; to >= 0 && a.edited[to] && s.shown >= 0 {
			p.slide, p.step = to+1, s.shown
			break
		}
	}
	return p
}

// shown is how far the room has seen slides that look the same, by their numbers now.
func (a alignment) shown(before []seenSlide) (numbers, shown []int) {
	numbers, shown = []int{}, []int{}
	for i, s := range before {
		if to := a.to[i]; to >= 0 && !a.edited[to] && s.shown >= 0 {
			numbers, shown = append(numbers, to+1), append(shown, s.shown)
		}
	}
	return numbers, shown
}

// keepInk has what was drawn on slides stay with them, whatever they look like now. Only
// what was drawn on slides that are gone goes with these.
func (a alignment) keepInk(batch *pgx.Batch, id, by int64, before []seenSlide, swapped []int) {
	from, to := []int{}, []int{}
	for i, s := range before {
		if a.to[i] >= 0 && slices.Contains(swapped, s.number) {
			from, to = append(from, s.number), append(to, a.to[i]+1)
		}
	}
	batch.Queue(`UPDATE strokes s SET deck_id = $1, number = m.now FROM unnest($3::integer[], $4::integer[]) m (was, now)
		WHERE s.deck_id = $2 AND s.number = m.was
		AND NOT EXISTS (SELECT FROM strokes o WHERE o.deck_id = $1 AND o.number = m.now AND o.id = s.id)`, id, by, from, to)
}

// looksOf tells what two decks' slides look like, in their order.
func looksOf(ctx context.Context, tx pgx.Tx, one, other int64) (ones, others []seenSlide, err error) {
	rows, err := tx.Query(ctx, `SELECT s.deck_id, s.number, s.shown, s.notes || (SELECT coalesce(string_agg(concat_ws(E'\x01', t.lang, t.notes), E'\x02' ORDER BY t.lang), '')
			FROM translations t WHERE t.deck_id = s.deck_id AND t.number = s.number), s.section, s.hidden, concat_ws(' ', s.below, s.planned, string_agg(coalesce(v.seconds::text, '-'), ' ' ORDER BY v.step) FILTER (WHERE v.lang = '')),
		md5(concat_ws(E'\x01', s.title, s.class, string_agg(concat_ws(E'\x01', v.lang, v.html, v.css, v.picture, v.text, v.links), E'\x02' ORDER BY v.lang, v.step),
			(SELECT string_agg(concat_ws(E'\x01', t.lang, t.title, t.class, t.section), E'\x02' ORDER BY t.lang) FROM translations t WHERE t.deck_id = s.deck_id AND t.number = s.number)))
		FROM slides s LEFT JOIN views v ON v.deck_id = s.deck_id AND v.number = s.number
		WHERE s.deck_id IN ($1, $2) GROUP BY s.deck_id, s.number ORDER BY s.number`, one, other)
	if err != nil {
		return nil, nil, err
	}
	var id int64
	var s seenSlide
	_, err = pgx.ForEachRow(rows, []any{&id, &s.number, &s.shown, &s.notes, &s.section, &s.hidden, &s.rest, &s.look}, func() error {
		if id == one {
			ones = append(ones, s)
		} else {
			others = append(others, s)
		}
		return nil
	})
	return ones, others, err
}

// others are the numbers of the slides that two decks do not have in common.
func others(ones, others []seenSlide) []int {
	type whole struct {
		look, notes, section, rest string
		hidden                     bool
	}
	had := map[int]whole{}
	for _, s := range ones {
		had[s.number] = whole{s.look, s.notes, s.section, s.rest, s.hidden}
	}
	numbers := []int{}
	for _, s := range others {
		was, known := had[s.number]
		if delete(had, s.number); !known || was != (whole{s.look, s.notes, s.section, s.rest, s.hidden}) {
			numbers = append(numbers, s.number)
		}
	}
	return append(numbers, slices.Collect(maps.Keys(had))...)
}

// ForgetSaved removes what a deck was before its file was saved last, but for the last
// few times, with the files and pictures that nothing else needs.
func (s *Store) ForgetSaved(ctx context.Context, id int64) error {
	rows, err := s.pool.Query(ctx, `SELECT id FROM decks WHERE saved_over = $1 AND deleted_at IS NOT NULL ORDER BY id DESC OFFSET $2`, id, savesKept)
	if err != nil {
		return asFault(err, "saves of deck %d", id)
	}
	old, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return asFault(err, "saves of deck %d", id)
	}
	for _, before := range old {
		if err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return forget(ctx, tx, before) }); err != nil {
			return asFault(err, "forget deck %d", before)
		}
	}
	return nil
}

// Forget removes a deck for good that was made to take another's place and could not,
// with the files and pictures that it alone needs.
func (s *Store) Forget(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE decks SET deleted_at = clock_timestamp() WHERE id = $1`, id); err != nil {
			return err
		}
		return forget(ctx, tx, id)
	})
	return asFault(err, "forget deck %d", id)
}

// forget removes a deck that is deleted, and what it alone has needed.
func forget(ctx context.Context, tx pgx.Tx, id int64) error {
	var deleted time.Time
	var pictures []string
	var originals []int64
	err := tx.QueryRow(ctx, `SELECT deleted_at, ARRAY(SELECT hash FROM deck_pictures WHERE deck_id = $1), ARRAY(SELECT original FROM deck_originals WHERE deck_id = $1)
		FROM decks WHERE id = $1 AND deleted_at IS NOT NULL`, id).Scan(&deleted, &pictures, &originals)
	if err == pgx.ErrNoRows {
		return nil // somebody has brought it back
	}
	if err != nil {
		return err
	}
	batch := &pgx.Batch{}
	batch.Queue(`DELETE FROM decks WHERE id = $1`, id)
	// One that a running import needs was used since.
	batch.Queue(`DELETE FROM pictures p WHERE hash = ANY ($1) AND used_at <= $2 AND NOT EXISTS (SELECT FROM deck_pictures u WHERE u.hash = p.hash)`, pictures, deleted)
	batch.Queue(`DELETE FROM originals o WHERE id = ANY ($1) AND NOT EXISTS (SELECT FROM deck_originals d WHERE d.original = o.id)
		AND NOT EXISTS (SELECT FROM pictures p WHERE p.original = o.id)`, originals)
	return tx.SendBatch(ctx, batch).Close()
}

// HasDigest reports whether a deck was made of files of this digest.
func (s *Store) HasDigest(ctx context.Context, id int64, digest string) (is bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM decks WHERE id = $1 AND digest = $2 AND digest <> '' AND deleted_at IS NULL)`, id, digest).Scan(&is)
	return is, asFault(err, "digest of deck %d", id)
}
