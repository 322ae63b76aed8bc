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
	New    bool  // it was not here before
}

// Replacing says how a deck gets other slides.
type Replacing struct {
	Digest string // of the files that they are made from, or "" for the other deck's own
	// Saved says that they are the same file's, which was saved: of what the deck had
	// before, ForgetSaved keeps the last few, and the room goes to the slide that was
	// edited, where it has seen that one and the deck is not to stay.
	Saved bool
	// TakenBack says that what the deck has was not to come in: BeforeReplace offers it to nobody.
	TakenBack bool
}

// Replace gives a deck the slides of another one, by, which is gone then; that may be what
// the deck had before, see BeforeReplace, which is gone already. The deck
// keeps its id, whoever follows it, and its place: it stays at the slide that it shows,
// whatever number that has by now. A title that somebody gave it stays. What the room has
// seen of a slide that is the same it has still seen; of others it has seen nothing.
// Bookmarks, edited notes and what is passed by go with the slides; where the file has
// other notes by now these count, and what they had been edited to is kept beside them.
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
	old, err := replaceable(ctx, tx, id, 0)
	if err != nil {
		return r, err
	}
	new, err := replaceable(ctx, tx, by, id)
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
	// slides_edited says nothing of what this transaction makes, and the room hears of
	// one change, the last.
	if _, err := tx.Exec(ctx, `UPDATE decks SET created_at = now() WHERE id IN ($1, $2)`, id, by); err != nil {
		return r, err
	}
	before, after, err := looksOf(ctx, tx, id, by)
	if err != nil {
		return r, err
	}
	a := align(before, after)
	to := a.place(old.state, before, how)
	had, err := asidesOf(ctx, tx, id)
	if err != nil {
		return r, err
	}
	came, err := asidesOf(ctx, tx, by)
	if err != nil {
		return r, err
	}
	numbers, shown := a.shown(before)
	batch := &pgx.Batch{}
	swapped := others(before, after)
	swap(batch, id, by, swapped)
	a.keepInk(batch, id, by, before, swapped)
	batch.Queue(`UPDATE slides SET shown = -1 WHERE deck_id IN ($1, $2) AND shown >= 0`, id, by)
	batch.Queue(`UPDATE slides s SET shown = u.shown FROM unnest($2::integer[], $3::integer[]) u (number, shown) WHERE s.deck_id = $1 AND s.number = u.number`, id, numbers, shown)
	swapAsides(batch, id, by, had, a.moved(before, had), came)
	moveRuns(batch, id, a, before)
	batch.Queue(`UPDATE decks d SET content = content_after(d.content), slides = n.slides, author = n.author, lang = n.lang, others = n.others, titles = CASE WHEN d.id = $1 AND $3 <> n.title THEN '{}' ELSE n.titles END, source = n.source, file_planned = n.file_planned, format = n.format,
		dialect = n.dialect, separator = n.separator, vertical_separator = n.vertical_separator, notes_side = n.notes_side, asked_lang = n.asked_lang, found_dialect = n.found_dialect, warnings = n.warnings, remarks = n.remarks,
		title = CASE d.id WHEN $1 THEN $3 ELSE n.title END, planned = CASE WHEN d.id <> $1 OR d.planned = d.file_planned THEN n.planned ELSE d.planned END, digest = CASE d.id WHEN $1 THEN coalesce(nullif($4, ''), n.digest) ELSE n.digest END,
		current_slide = CASE d.id WHEN $1 THEN $5::integer ELSE n.current_slide END, current_step = CASE d.id WHEN $1 THEN last_view(d.id, $5, $6) ELSE 0 END,
		shown_slide = CASE d.id WHEN $1 THEN $7::integer ELSE n.current_slide END, shown_step = CASE d.id WHEN $1 THEN last_view(d.id, $7, $8) ELSE 0 END,
		created_at = CASE d.id WHEN $1 THEN $9 ELSE d.created_at END, deleted_at = CASE d.id WHEN $1 THEN NULL ELSE now() END,
		saved_over = CASE d.id WHEN $1 THEN NULL ELSE $10::bigint END, replaced_in = CASE WHEN d.id = $1 OR $11 THEN NULL ELSE $1 END
		FROM decks n WHERE d.id = $1 AND n.id = $2 OR d.id = $2 AND n.id = $1`,
		id, by, title, how.Digest, to.slide, to.step, to.shownSlide, to.shownStep, old.made, savedOver(id, how), how.Saved || how.TakenBack)
	r.Before = by
	return r, tx.SendBatch(ctx, batch).Close()
}

// parked is beyond the numbers of slides, and of originals. Nobody is told of what is
// drawn there: strokes_changed.
const parked = 5000

// swap has two decks swap some of their slides, and all else that is theirs.
func swap(batch *pgx.Batch, id, by int64, numbers []int) {
	// Views and translations go with their slides, and what is drawn on them.
	batch.Queue(`UPDATE slides SET number = number + $3 WHERE deck_id = $1 AND number = ANY ($2)`, id, numbers, parked)
	batch.Queue(`UPDATE slides SET deck_id = $1 WHERE deck_id = $2 AND number = ANY ($3)`, id, by, numbers)
	batch.Queue(`UPDATE slides SET deck_id = $2, number = number - $3 WHERE deck_id = $1 AND number > $3`, id, by, parked)
	batch.Queue(`UPDATE deck_originals SET number = number + $2 WHERE deck_id = $1`, id, parked)
	batch.Queue(`UPDATE deck_originals SET deck_id = $1 WHERE deck_id = $2`, id, by)
	batch.Queue(`UPDATE deck_originals SET deck_id = $2, number = number - $3 WHERE deck_id = $1 AND number > $3`, id, by, parked)
	batch.Queue(`UPDATE deck_pictures p SET deck_id = $1 + $2 - deck_id WHERE deck_id IN ($1, $2)
		AND NOT EXISTS (SELECT FROM deck_pictures o WHERE o.hash = p.hash AND o.deck_id = $1 + $2 - p.deck_id)`, id, by)
}

// half is what Replace asks of each of the two.
type half struct {
	source, first string // the name of its file, and the title of its first slide
	made          time.Time
	state         deck.State
}

// replaceable returns it of a deck that is there, or that is made to be what another
// one will be, or has what that one had.
func replaceable(ctx context.Context, tx pgx.Tx, id, over int64) (h half, err error) {
	err = tx.QueryRow(ctx, `SELECT d.title, d.source, s.title, d.created_at, d.live, d.published, d.blank,
			d.current_slide, d.current_step, d.shown_slide, d.shown_step, d.started_at, d.edits_stay FROM decks d JOIN slides s ON s.deck_id = d.id AND s.number = 1
		WHERE d.id = $1 AND (d.deleted_at IS NULL OR $2 IN (d.saved_over, d.replaced_in)) FOR UPDATE OF d`, id, over).
		Scan(&h.state.Title, &h.source, &h.first, &h.made, &h.state.Live, &h.state.Published, &h.state.Blank,
			&h.state.CurrentSlide, &h.state.CurrentStep, &h.state.ShownSlide, &h.state.ShownStep, &h.state.StartedAt, &h.state.EditsStay)
	return h, err
}

// BeforeReplace returns the deck that has the slides which a deck had before they were
// replaced last, other than by a save of its file; 0 for none. It is deleted: Replace
// by it brings them back, and Restore does as a deck of their own.
func (s *Store) BeforeReplace(ctx context.Context, id int64) (before int64, err error) {
	err = s.pool.QueryRow(ctx, `SELECT id FROM decks WHERE replaced_in = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at DESC LIMIT 1`, id).Scan(&before)
	if err == pgx.ErrNoRows {
		err = nil
	}
	return before, asFault(err, "deck %d as it was", id)
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
