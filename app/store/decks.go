package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
)

// infoColumns are those of a deck.Info, of decks d.
var infoColumns = columns[deck.Info]("d")

// maxSource is how much of a file's name a list has, in characters and in bytes of
// JSON.
const maxSource, maxSourceJSON = 80, 90

// coverUses is how many pictures of a slide are looked at for one of pixels.
const coverUses = 20

// pictureColumns are a deck.Picture: pictures p, with the readings r of what is drawn
// from a page. That is to be had in any of its widths that it can be drawn in.
const pictureColumns = `p.hash, p.width, p.height, p.vector, CASE WHEN p.widths IS NULL
		THEN ARRAY(SELECT z.width FROM picture_sizes z WHERE z.hash = p.hash ORDER BY z.width)
		ELSE ARRAY(SELECT w FROM unnest(p.widths) w WHERE w <= coalesce(r.widest, w) ORDER BY w) END AS widths`

// summaries are those of a deck.Summary, but for which decks and in what order. Nothing that a deck's slides hold is read
// for it: a cover is a picture or nothing.
var summaries = `SELECT ` + columns[deck.State]("d") + `, d.lang, d.others, d.titles, d.source, d.format, d.created_at,
		cardinality(d.warnings) AS warning_count, to_jsonb(p) AS cover
	FROM decks d LEFT JOIN LATERAL (
		SELECT ` + pictureColumns + `
		FROM (SELECT picture, uses FROM views WHERE deck_id = d.id AND number = first_slide(d.id) AND lang = '' ORDER BY step DESC LIMIT 1) v,
			unnest(CASE WHEN v.picture IS NULL THEN v.uses[1:` + strconv.Itoa(coverUses) + `] ELSE ARRAY[v.picture] END) WITH ORDINALITY u (hash, place)
			JOIN pictures p ON p.hash = u.hash LEFT JOIN readings r ON r.hash = p.hash
		WHERE NOT p.vector AND r.widest IS DISTINCT FROM 0 ORDER BY u.place LIMIT 1) p ON true
	WHERE `

// Decks returns the library, newest first.
func (s *Store) Decks(ctx context.Context) ([]deck.Summary, error) {
	return s.list(ctx, `d.deleted_at IS NULL ORDER BY d.id DESC`)
}

// Deleted returns the decks that Restore can bring back, those deleted last first. What
// a file's saves left behind is none of them.
func (s *Store) Deleted(ctx context.Context) ([]deck.Summary, error) {
	return s.list(ctx, `d.deleted_at IS NOT NULL AND d.saved_over IS NULL ORDER BY d.deleted_at DESC, d.id DESC LIMIT 200`)
}

func (s *Store) list(ctx context.Context, which string) ([]deck.Summary, error) {
	list, err := all[deck.Summary](ctx, s.pool, summaries+which)
	for i := range list {
		list[i].Source = fit(list[i].Source, maxSource, maxSourceJSON)
	}
	return list, asFault(err, "decks")
}

// Deck returns one deck.
func (s *Store) Deck(ctx context.Context, id int64) (deck.Info, error) {
	return s.deck(ctx, s.pool, id)
}

func (s *Store) deck(ctx context.Context, q querier, id int64) (deck.Info, error) {
	info, err := one[deck.Info](ctx, q, `SELECT `+infoColumns+` FROM decks d WHERE id = $1 AND deleted_at IS NULL`, id)
	return info, asFault(err, "deck %d", id)
}

// Change makes the change, durably, and returns the deck as it is then. A
// slide without a step begins at its first view. The room hears of it from
// PostgreSQL, not from here.
func (s *Store) Change(ctx context.Context, id int64, c deck.Change) (deck.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	info, err := s.change(ctx, id, c)
	for tries := 1; tries < 5 && (err == errOvertaken || s.retryable(ctx, err)); tries++ {
		info, err = s.change(ctx, id, c)
	}
	return info, err
}

func (s *Store) change(ctx context.Context, id int64, c deck.Change) (deck.Info, error) {
	if err := c.Check(); err != nil {
		return deck.Info{}, err
	}
	if len(c) == 0 {
		return s.Deck(ctx, id)
	}
	var names, values, set []string
	args := []any{id}
	for _, name := range slices.Sorted(maps.Keys(c)) { // one order, so few statements to prepare
		if n, ok := c[name].(int); ok && int(int32(n)) != n {
			return deck.Info{}, fault.Errorf(fault.OutOfRange, "The deck has no such slide or step")
		}
		args = append(args, c[name])
		names = append(names, "d."+name)
		values = append(values, fmt.Sprint("$", len(args)))
		set = append(set, fmt.Sprint(name, " = $", len(args)))
		if name == "published" { // what is open since it hangs on a screen is not published yet
			names, values = append(names, "d.hung"), append(values, "false")
		}
	}
	as := `(` + strings.Join(names, ", ") + `) IS NOT DISTINCT FROM (` + strings.Join(values, ", ") + `)`
	// One statement and, in the usual case, one round trip. Setting what is set
	// already must not even write the row: the WHERE sees to it.
	info, err := one[deck.Info](ctx, s.pool, `UPDATE decks d SET `+strings.Join(set, ", ")+`
		WHERE id = $1 AND deleted_at IS NULL AND NOT (`+as+`) RETURNING `+infoColumns, args...)
	if err != pgx.ErrNoRows {
		return info, asFault(err, "change deck %d", id)
	}
	// Nothing to change, or no such deck; or else the statement looked at the
	// rows, waited for its turn, and another writer's change came in between.
	type checked struct {
		deck.Info
		Done bool
	}
	now, err := one[checked](ctx, s.pool, `SELECT `+infoColumns+`, `+as+` AS done FROM decks d WHERE id = $1 AND deleted_at IS NULL`, args...)
	if err == nil && !now.Done {
		err = errOvertaken
	}
	return now.Info, asFault(err, "deck %d", id)
}

var errOvertaken = fault.Errorf(fault.Unavailable, "Others change this deck at the same time; please try again")

// Delete puts a deck away, and returns its last state; Restore brings it back
// until Sweep removes it. A live deck is not deleted.
func (s *Store) Delete(ctx context.Context, id int64) (deck.State, error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	state, err := one[deck.State](ctx, s.pool, `UPDATE decks d SET deleted_at = now()
		WHERE id = $1 AND deleted_at IS NULL AND NOT live AND NOT EXISTS (SELECT FROM decks WHERE live AND interlude_of = $1) RETURNING `+columns[deck.State]("d"), id)
	if err != pgx.ErrNoRows {
		return state, asFault(err, "delete deck %d", id)
	}
	if _, err := s.Deck(ctx, id); err != nil {
		return state, err
	}
	return state, fault.Errorf(fault.Conflict, "This deck is live; end the talk first, then delete it")
}

// Restore undoes Delete.
func (s *Store) Restore(ctx context.Context, id int64) (deck.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	if _, err := s.pool.Exec(ctx, `UPDATE decks SET deleted_at = NULL, replaced_in = NULL WHERE id = $1 AND deleted_at IS NOT NULL`, id); err != nil {
		return deck.Info{}, asFault(err, "restore deck %d", id)
	}
	return s.Deck(ctx, id)
}

// DeckOf returns the newest deck that was made from files of this digest, if the
// library has one.
func (s *Store) DeckOf(ctx context.Context, digest string) (info deck.Info, ok bool, err error) {
	return deckOf(ctx, s.pool, digest)
}

func deckOf(ctx context.Context, q querier, digest string) (info deck.Info, ok bool, err error) {
	info, err = one[deck.Info](ctx, q, `SELECT `+infoColumns+` FROM decks d
		WHERE digest = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT 1`, digest)
	if err == pgx.ErrNoRows {
		return info, false, nil
	}
	return info, err == nil, asFault(err, "deck by digest")
}

// NeverUsed reports whether the library never held a deck, not even one that was
// deleted since.
func (s *Store) NeverUsed(ctx context.Context) (bool, error) {
	var none bool
	err := s.pool.QueryRow(ctx, `SELECT last_value = 1 AND NOT is_called FROM decks_id_seq`).Scan(&none)
	return none, asFault(err, "was the library used")
}
