package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// infoColumns are what scanInfo reads, of decks d and their first slide s.
const infoColumns = `d.id, d.current_slide, d.current_step, d.blank, d.slides, d.rev, d.content, d.live,
	d.published, d.shown_slide, d.shown_step, d.changed_at, d.title, d.lang, d.source, d.format,
	d.warnings, d.created_at`

func scanInfo(row pgx.CollectableRow) (deck.Info, error) {
	var i deck.Info
	err := row.Scan(&i.Deck, &i.Position.Slide, &i.Position.Step, &i.Position.Blank, &i.Slides, &i.Rev,
		&i.Content, &i.Live, &i.Published, &i.Shown.Slide, &i.Shown.Step, &i.At, &i.Title, &i.Lang,
		&i.Source, &i.Format, &i.Warnings, &i.CreatedAt)
	i.Shown.Blank = i.Position.Blank
	return i, err
}

// Decks returns the library, newest first, each deck with its first slide.
func (s *Store) Decks(ctx context.Context) ([]deck.Info, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+infoColumns+` FROM decks d WHERE deleted_at IS NULL ORDER BY id DESC`)
	if err != nil {
		return nil, told(err, "decks")
	}
	infos, err := pgx.CollectRows(rows, scanInfo)
	if err != nil {
		return nil, told(err, "decks")
	}
	rows, err = s.pool.Query(ctx, `SELECT s.deck_id, `+slideColumns+slideFrom+`
		JOIN decks d ON d.id = s.deck_id WHERE s.number = 1 AND d.deleted_at IS NULL`)
	if err != nil {
		return nil, told(err, "covers")
	}
	covers := map[int64]*deck.Slide{}
	for rows.Next() {
		var id int64
		cover, err := scanSlide(rows, &id)
		if err != nil {
			return nil, told(err, "covers")
		}
		covers[id] = &cover
	}
	if err := rows.Err(); err != nil {
		return nil, told(err, "covers")
	}
	for i := range infos {
		infos[i].Cover = covers[infos[i].Deck]
	}
	return infos, nil
}

// Deck returns one deck, without its cover.
func (s *Store) Deck(ctx context.Context, id int64) (deck.Info, error) {
	return s.deck(ctx, s.pool, id)
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func (s *Store) deck(ctx context.Context, q querier, id int64) (deck.Info, error) {
	rows, err := q.Query(ctx, `SELECT `+infoColumns+` FROM decks d WHERE id = $1 AND deleted_at IS NULL`, id)
	if err != nil {
		return deck.Info{}, told(err, "deck %d", id)
	}
	info, err := pgx.CollectExactlyOneRow(rows, scanInfo)
	return info, told(err, "deck %d", id)
}

// Change is what may be changed of a deck; nil leaves a field alone.
type Change struct {
	Slide     *int
	Step      *int
	Blank     *deck.Blank
	Live      *bool
	Published *bool
	Title     *string
}

// Change makes the change, durably, and returns the deck as it is then. A
// slide without a step begins at its first view. The room hears of it from
// PostgreSQL, not from here.
func (s *Store) Change(ctx context.Context, id int64, c Change) (deck.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, turn)
	defer cancel()
	info, err := s.change(ctx, id, c)
	for tries := 1; tries < 5 && (err == errOvertaken || s.relieved(ctx, err)); tries++ {
		info, err = s.change(ctx, id, c)
	}
	return info, err
}

func (s *Store) change(ctx context.Context, id int64, c Change) (deck.Info, error) {
	// One statement and, in the usual case, one round trip. Setting what is set
	// already must not even write the row: the WHERE sees to it. current_step
	// is only named when it was given, since naming it is what tells the
	// trigger so.
	set := `current_slide = coalesce($2, current_slide), blank = coalesce($3, blank),
		live = coalesce($4, live), published = coalesce($5, published), title = coalesce($6, title)`
	same := `coalesce($2, current_slide) = current_slide AND coalesce($3, blank) = blank AND
		coalesce($4, live) = live AND coalesce($5, published) = published AND coalesce($6, title) = title`
	args := []any{id, c.Slide, c.Blank, c.Live, c.Published, c.Title}
	if c.Step != nil {
		set += `, current_step = $7`
		same += ` AND $7 = current_step`
		args = append(args, *c.Step)
	}
	rows, err := s.pool.Query(ctx, `UPDATE decks d SET `+set+`
		WHERE id = $1 AND deleted_at IS NULL AND NOT (`+same+`) RETURNING `+infoColumns, args...)
	if err != nil {
		return deck.Info{}, told(err, "change deck %d", id)
	}
	info, err := pgx.CollectExactlyOneRow(rows, scanInfo)
	if err != pgx.ErrNoRows {
		return info, told(err, "change deck %d", id)
	}
	// Nothing to change, or no such deck; or else the statement looked at the
	// rows, waited for its turn, and another writer's change came in between.
	info, err = s.Deck(ctx, id)
	if err == nil && !c.made(info) {
		return info, errOvertaken
	}
	return info, err
}

var errOvertaken = fault.Errorf(fault.Unavailable, "Others change this deck at the same time; please try again")

// made reports whether the deck is as the change wants it.
func (c Change) made(i deck.Info) bool {
	return is(c.Slide, i.Position.Slide) && is(c.Step, i.Position.Step) && is(c.Blank, i.Position.Blank) &&
		is(c.Live, i.Live) && is(c.Published, i.Published) && is(c.Title, i.Title)
}

func is[T comparable](want *T, have T) bool { return want == nil || *want == have }

// Delete puts a deck away; Restore brings it back until Sweep removes it. A
// live deck is not deleted.
func (s *Store) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, turn)
	defer cancel()
	tag, err := s.pool.Exec(ctx, `UPDATE decks SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL AND NOT live`, id)
	if err != nil {
		return told(err, "delete deck %d", id)
	}
	if tag.RowsAffected() == 1 {
		return nil
	}
	if _, err := s.Deck(ctx, id); err != nil {
		return err
	}
	return fault.Errorf(fault.Conflict, "This deck is live. End the talk first, then delete it")
}

// Restore undoes Delete.
func (s *Store) Restore(ctx context.Context, id int64) (deck.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, turn)
	defer cancel()
	if _, err := s.pool.Exec(ctx, `UPDATE decks SET deleted_at = NULL WHERE id = $1 AND deleted_at IS NOT NULL`, id); err != nil {
		return deck.Info{}, told(err, "restore deck %d", id)
	}
	return s.Deck(ctx, id)
}

// Made returns the newest deck that was made from files of this digest, if the
// library has one.
func (s *Store) Made(ctx context.Context, digest string) (deck.Info, bool, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+infoColumns+` FROM decks d
		WHERE digest = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT 1`, digest)
	if err != nil {
		return deck.Info{}, false, told(err, "deck by digest")
	}
	info, err := pgx.CollectExactlyOneRow(rows, scanInfo)
	if err == pgx.ErrNoRows {
		return deck.Info{}, false, nil
	}
	return info, err == nil, told(err, "deck by digest")
}

// Virgin reports whether the library never held a deck, not even one that was
// deleted since: only then is the welcome deck offered unasked.
func (s *Store) Virgin(ctx context.Context) (bool, error) {
	var none bool
	err := s.pool.QueryRow(ctx, `SELECT last_value = 1 AND NOT is_called FROM decks_id_seq`).Scan(&none)
	return none, told(err, "virgin")
}

// Sweep removes decks that were deleted longer than age ago, and pictures that
// no deck has used for a day. (A day, since a running import stores its
// pictures before its deck.)
func (s *Store) Sweep(ctx context.Context, age time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, turn)
	defer cancel()
	_, err := s.pool.Exec(ctx, `DELETE FROM decks WHERE deleted_at < now() - $1::interval`, age)
	if err != nil {
		return told(err, "sweep decks")
	}
	_, err = s.pool.Exec(ctx, `DELETE FROM pictures p WHERE used_at < now() - interval '1 day'
		AND NOT EXISTS (SELECT FROM deck_pictures u WHERE u.hash = p.hash)`)
	return told(err, "sweep pictures")
}
