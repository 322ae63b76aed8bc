package store

import (
	"context"
	"path"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Replaced is a deck that has another one's slides.
type Replaced struct {
	deck.Info
	Before int64 // the deck that has the slides it had, deleted: Restore brings it back
}

// Replacing says how a deck gets other slides.
type Replacing struct {
	Digest string // of the files that they are made from, or "" for the other deck's own
	// Saved says that they are the same file's, which was saved: of what the deck had
	// before, ForgetSaved keeps the last few.
	Saved bool
	// ToEdit has the room go to the slide that was edited, where it has seen that one.
	ToEdit bool
}

// Replace gives a deck the slides of another one, by, which is gone then. The deck
// keeps its id, whoever follows it, and its place: it stays at the slide that it shows,
// whatever number that has by now. A title that somebody gave it stays. What the room has
// seen of a slide that is the same it has still seen; of others it has seen nothing.
//
// A room that is frozen would have to be shown what it was not: that is a fault of
// code Conflict.
func (s *Store) Replace(ctx context.Context, id, by int64, how Replacing) (r Replaced, err error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	if id == by {
		return r, fault.Errorf(fault.OutOfRange, "A deck cannot take its own place")
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		r, err = replace(ctx, tx, id, by, how)
		if err != nil {
			return err
		}
		r.Info, err = s.deck(ctx, tx, id)
		return err
	})
	return r, asFault(err, "replace deck %d by %d", id, by)
}

// Replaceable reports, as Replace does, what stands against giving a deck other slides.
func (s *Store) Replaceable(ctx context.Context, id int64) error {
	info, err := s.Deck(ctx, id)
	if err == nil {
		err = notFrozen(info.State)
	}
	return err
}

func notFrozen(d deck.State) error {
	if d.Blank == deck.Freeze && (d.Live || d.Published) {
		return fault.Errorf(fault.Conflict, "The room is frozen on a slide of “%s”; show the deck again, then replace it", d.Title)
	}
	return nil
}

func replace(ctx context.Context, tx pgx.Tx, id, by int64, how Replacing) (r Replaced, err error) {
	// The counter before the rows, as everywhere.
	if _, err := tx.Exec(ctx, `SELECT FROM revision FOR UPDATE`); err != nil {
		return r, err
	}
	old, err := replaceable(ctx, tx, id)
	if err != nil {
		return r, err
	}
	new, err := replaceable(ctx, tx, by)
	if err != nil {
		return r, err
	}
	if err := notFrozen(old.state); err != nil {
		return r, err
	}
	if new.state.Live || new.state.Published {
		return r, fault.Errorf(fault.Conflict, "“%s” can be followed; end the talk and close it first, then it can take another's place", new.state.Title)
	}
	title := new.state.Title
	if given := old.state.Title; given != old.first && given != strings.TrimSuffix(old.source, path.Ext(old.source)) {
		title = given
	}
	// Its slides go to a deck that is deleted already.
	err = tx.QueryRow(ctx, `INSERT INTO decks (title, slides, current_slide, lang, source, format, digest, dialect, separator, vertical_separator, notes_side, warnings, remarks, deleted_at, saved_over)
		SELECT title, slides, current_slide, lang, source, format, digest, dialect, separator, vertical_separator, notes_side, warnings, remarks, now(), $2 FROM decks WHERE id = $1 RETURNING id`,
		id, savedOver(id, how)).Scan(&r.Before)
	if err != nil {
		return r, err
	}
	batch := &pgx.Batch{}
	// A deck that this transaction makes is known to nobody: slides_edited says nothing
	// of it, and the room hears of one change, the last.
	batch.Queue(`UPDATE decks SET created_at = now() WHERE id IN ($1, $2)`, id, by)
	for _, table := range []string{"slides", "deck_pictures", "deck_originals"} { // views go with their slides
		batch.Queue(`UPDATE `+table+` SET deck_id = $2 WHERE deck_id = $1`, id, r.Before)
		batch.Queue(`UPDATE `+table+` SET deck_id = $2 WHERE deck_id = $1`, by, id)
	}
	batch.Queue(`UPDATE slides SET shown = -1 WHERE deck_id = $1 AND shown >= 0`, id)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return r, err
	}
	before, after, err := looksOf(ctx, tx, r.Before, id)
	if err != nil {
		return r, err
	}
	a := align(before, after)
	to := a.place(old.state, before, how)
	numbers, shown := a.shown(before)
	batch = &pgx.Batch{}
	batch.Queue(`UPDATE slides s SET shown = u.shown FROM unnest($2::integer[], $3::integer[]) u (number, shown) WHERE s.deck_id = $1 AND s.number = u.number`, id, numbers, shown)
	batch.Queue(`UPDATE slides SET shown = -1 WHERE deck_id = $1 AND shown >= 0`, r.Before)
	batch.Queue(`UPDATE decks d SET content = content_after(d.content), title = $3, slides = n.slides, lang = n.lang, source = n.source, format = n.format,
		digest = coalesce(nullif($4, ''), n.digest), dialect = n.dialect, separator = n.separator, vertical_separator = n.vertical_separator, notes_side = n.notes_side, warnings = n.warnings, remarks = n.remarks, created_at = $5,
		current_slide = $6, current_step = last_view(d.id, $6, $7), shown_slide = $8, shown_step = last_view(d.id, $8, $9)
		FROM decks n WHERE d.id = $1 AND n.id = $2`, id, by, title, how.Digest, old.made, to.slide, to.step, to.shownSlide, to.shownStep)
	batch.Queue(`DELETE FROM decks WHERE id = $1`, by)
	return r, tx.SendBatch(ctx, batch).Close()
}

// half is what Replace asks of each of the two.
type half struct {
	source, first string // the name of its file, and the title of its first slide
	made          time.Time
	state         deck.State
}

func replaceable(ctx context.Context, tx pgx.Tx, id int64) (h half, err error) {
	err = tx.QueryRow(ctx, `SELECT d.title, d.source, s.title, d.created_at, d.live, d.published, d.blank,
			d.current_slide, d.current_step, d.shown_slide, d.shown_step, d.started_at FROM decks d JOIN slides s ON s.deck_id = d.id AND s.number = 1
		WHERE d.id = $1 AND d.deleted_at IS NULL FOR UPDATE OF d`, id).
		Scan(&h.state.Title, &h.source, &h.first, &h.made, &h.state.Live, &h.state.Published, &h.state.Blank,
			&h.state.CurrentSlide, &h.state.CurrentStep, &h.state.ShownSlide, &h.state.ShownStep, &h.state.StartedAt)
	return h, err
}

// SetDigest says what files a deck was made from, for DeckOf.
func (s *Store) SetDigest(ctx context.Context, id int64, digest string) error {
	_, err := s.pool.Exec(ctx, `UPDATE decks SET digest = $2 WHERE id = $1`, id, digest)
	return asFault(err, "digest of deck %d", id)
}

// DecksFrom returns the decks that came from a file of this name, newest first.
func (s *Store) DecksFrom(ctx context.Context, source string) ([]deck.Info, error) {
	decks, err := all[deck.Info](ctx, s.pool, `SELECT `+infoColumns+` FROM decks d WHERE source = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT 20`, clean(source))
	return decks, asFault(err, "decks from %q", source)
}
