package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/store/storetest"
)

// TestContent: the number by which pages know slides is another in every
// library, and after every edit.
func TestContent(t *testing.T) {
	seen := map[int64]bool{}
	for range 2 {
		s, url := storetest.Open(t)
		id := add(t, s, "a", 2)
		conn := storetest.Connect(t, url)
		before := int64(0)
		for i := range 3 {
			d, err := s.Deck(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if seen[d.Content] || d.Content <= before {
				t.Errorf("content %d after %d and %v", d.Content, before, seen)
			}
			seen[d.Content], before = true, d.Content
			if _, err := conn.Exec(t.Context(), `UPDATE views SET html = $2 WHERE deck_id = $1 AND number = 1`, id, fmt.Sprint("edit ", i)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestEditUnderTheTalk: a slide that loses steps takes the talk along.
func TestEditUnderTheTalk(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	conn := storetest.Connect(t, url)
	edit := func(steps int) deck.Info {
		t.Helper()
		if _, err := conn.Exec(t.Context(), `DELETE FROM views WHERE deck_id = $1 AND number = 2 AND step > $2`, id, steps); err != nil {
			t.Fatal(err)
		}
		d, err := s.Deck(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	change(t, s, id, deck.Change{"live": true, "current_slide": 2, "current_step": 2})
	if d := edit(1); d.CurrentStep != 1 || d.ShownStep != 1 {
		t.Errorf("of one step: at %d, shown %d", d.CurrentStep, d.ShownStep)
	}
	change(t, s, id, deck.Change{"blank": deck.Freeze})
	change(t, s, id, deck.Change{"current_slide": 3})
	if d := edit(0); d.CurrentSlide != 3 || d.ShownSlide != 2 || d.ShownStep != 0 {
		t.Errorf("frozen, of no step: %+v, shown %+v", d.State, d.State)
	}
	var pg *pgconn.PgError
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 2, current_step = 1 WHERE id = $1`, id); !errors.As(err, &pg) || pg.ConstraintName != "step_in_range" {
		t.Errorf("a step that is not: %v", err)
	}
}

// TestSlidesReplaced: a statement is one change, however many slides it touches;
// a deck that is being made is none.
func TestSlidesReplaced(t *testing.T) {
	s, url := storetest.Open(t)
	id, other := add(t, s, "a", 200), add(t, s, "b", 2)
	conn := storetest.Connect(t, url)
	if made, err := s.Deck(t.Context(), id); err != nil || made.Rev != 0 {
		t.Errorf("a deck that was made has revision %d, %v", made.Rev, err)
	}
	change(t, s, id, deck.Change{"live": true})
	for _, c := range []struct {
		name, sql string
		revisions int64
	}{
		{"all edited", `UPDATE views SET html = html || '!' WHERE deck_id = $1`, 1},
		{"none edited", `UPDATE views SET html = html WHERE deck_id = $1`, 0},
		{"all renamed", `UPDATE slides SET title = title || '!' WHERE deck_id = $1`, 1},
		{"a view more", `INSERT INTO views (deck_id, number, step, html) VALUES ($1, 1, 1, 'x')`, 1},
		{"a view less", `DELETE FROM views WHERE deck_id = $1 AND number = 1 AND step = 1`, 1},
		{"seen", `UPDATE slides SET shown = shown + 1 WHERE deck_id = $1`, 0},
		{"most taken away", `DELETE FROM slides WHERE deck_id = $1 AND number > 1`, 1},
		{"others put there", `WITH s AS (INSERT INTO slides (deck_id, number) SELECT $1, n FROM generate_series(2, 200) n RETURNING *)
			INSERT INTO views (deck_id, number, html) SELECT deck_id, number, 'new' FROM s`, 2},
		{"nothing put there", `INSERT INTO slides (deck_id, number) SELECT $1, n FROM generate_series(2, 1) n`, 0},
		{"moved to another deck", `UPDATE slides SET deck_id = deck_id + 1 WHERE deck_id = $1 AND number = 200`, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after int64
			was, err := s.Deck(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			rev := func(to *int64) {
				t.Helper()
				if err := conn.QueryRow(t.Context(), `SELECT rev FROM revision`).Scan(to); err != nil {
					t.Fatal(err)
				}
			}
			rev(&before)
			if _, err := conn.Exec(t.Context(), c.sql, id); err != nil {
				t.Fatal(err)
			}
			rev(&after)
			is, err := s.Deck(t.Context(), id)
			if err != nil || after-before != c.revisions || (is.Content > was.Content) != (c.revisions > 0) {
				t.Errorf("%d revisions, want %d; content %d after %d (%v)", after-before, c.revisions, is.Content, was.Content, err)
			}
		})
	}
	if d, err := s.Deck(t.Context(), other); err != nil || d.Rev == 0 {
		t.Errorf("the deck that got a slide: %+v, %v", d.State, err)
	}
}

// TestEditsBesideMoves: whoever moves, edits, adds or takes away views at once waits
// for the others, and never for each other.
func TestEditsBesideMoves(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	change(t, s, id, deck.Change{"live": true})
	var wg sync.WaitGroup
	for _, sql := range []string{
		`UPDATE decks SET current_slide = current_slide % 3 + 1, current_step = 0`,
		`UPDATE decks SET live = NOT live`,
		`UPDATE views SET html = html || '.'`,
		`UPDATE decks SET title = title || '.'; UPDATE views SET text = text || '.'`, // in one transaction
		`UPDATE slides SET title = title || '.'`,
		`INSERT INTO views (deck_id, number, step, html) SELECT deck_id, 3, max(step) + 1, 'x' FROM views WHERE number = 3 GROUP BY deck_id`,
		`DELETE FROM views WHERE number = 3 AND step > 0`,
	} {
		conn := storetest.Connect(t, url)
		wg.Go(func() {
			for range 30 {
				if _, err := conn.Exec(t.Context(), sql); err != nil {
					t.Errorf("%s: %v", sql, err)
				}
			}
		})
	}
	wg.Wait()
}
