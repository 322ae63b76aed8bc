package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

func TestChange(t *testing.T) {
	s, _ := storetest.Open(t)
	id := add(t, s, "A talk", 3)
	before := change(t, s, id, deck.Change{"current_slide": 2})
	if before.Rev == 0 || before.CurrentSlide != 2 {
		t.Fatalf("%+v", before.State)
	}
	if again := change(t, s, id, deck.Change{"current_slide": 2}); again.Rev != before.Rev {
		t.Errorf("setting the same slide made rev %d of %d", again.Rev, before.Rev)
	}
	if got := change(t, s, id, deck.Change{"current_step": 2}); got.CurrentStep != 2 {
		t.Errorf("step %d, want 2", got.CurrentStep)
	}
	if got := change(t, s, id, deck.Change{"current_slide": 3}); got.CurrentStep != 0 {
		t.Errorf("a new slide begins at step %d", got.CurrentStep)
	}
	if got := change(t, s, id, deck.Change{"current_slide": 2, "current_step": 2}); got.CurrentStep != 2 {
		t.Errorf("slide with step: step %d, want 2", got.CurrentStep)
	}
	now := change(t, s, id, deck.Change{"current_slide": 1})
	for name, c := range map[string]deck.Change{
		"slide 0":       {"current_slide": 0},
		"slide 4":       {"current_slide": 4},
		"step -1":       {"current_step": -1},
		"step 1 of 0":   {"current_step": 1},
		"step 3 of 2":   {"current_slide": 2, "current_step": 3},
		"unknown blank": {"blank": deck.Blank("pink")},
		"no title":      {"title": ""},
		"long title":    {"title": strings.Repeat("x", 501)},
		"good and bad":  {"current_slide": 2, "blank": deck.Blank("pink")},
	} {
		if _, err := s.Change(t.Context(), id, c); fault.CodeOf(err) != fault.OutOfRange {
			t.Errorf("%s: %v, want out of range", name, err)
		}
	}
	if _, err := s.Change(t.Context(), 999, deck.Change{"current_slide": 1}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("no deck: %v", err)
	}
	if after, err := s.Deck(t.Context(), id); err != nil || !cmp.Equal(after.State, now.State) {
		t.Errorf("refused changes changed something: %+v, was %+v", after.State, now.State)
	}
}

// TestContract runs the contract's own SQL.
func TestContract(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	listener, writer := storetest.Connect(t, url), storetest.Connect(t, url)
	if _, err := listener.Exec(t.Context(), fmt.Sprintf(`LISTEN decks_%d; LISTEN done`, id)); err != nil {
		t.Fatal(err)
	}
	exec := func(sql string) error { _, err := writer.Exec(t.Context(), sql, id); return err }
	for _, sql := range []string{
		`UPDATE decks SET current_slide = 3 WHERE id = $1`,
		`UPDATE decks SET current_slide = 3 WHERE id = $1`, // the same again
	} {
		if err := exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	var pg *pgconn.PgError
	if err := exec(`UPDATE decks SET current_slide = 4 WHERE id = $1`); !errors.As(err, &pg) || pg.ConstraintName != "slide_in_range" {
		t.Errorf("slide 4 of 3: %v", err)
	}
	tx, err := writer.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tx.Exec(t.Context(), `UPDATE decks SET current_slide = 2 WHERE id = $1`, id)
	tx.Rollback(t.Context())
	if err := exec(`UPDATE decks SET current_slide = 1 WHERE id = $1`); err != nil {
		t.Fatal(err)
	}
	// PostgreSQL drops what a transaction has notified before.
	err = pgx.BeginFunc(t.Context(), writer, func(tx pgx.Tx) error {
		for _, slide := range []int{3, 2, 3} {
			if _, err := tx.Exec(t.Context(), `UPDATE decks SET current_slide = $2 WHERE id = $1`, id, slide); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	writer.Exec(t.Context(), `NOTIFY done`)
	var heard []string
	for {
		n, err := listener.WaitForNotification(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n.Channel == "done" {
			break
		}
		heard = append(heard, n.Payload)
	}
	if !cmp.Equal(heard, []string{"3", "1", "3"}) {
		t.Errorf("heard %q, want 3, 1 and 3", heard)
	}
}

// TestRevisionsFollowCommits: writers of many decks at once, one of whom
// lingers before its commit; the feed hears revisions in order.
func TestRevisionsFollowCommits(t *testing.T) {
	s, _ := storetest.Open(t)
	const writers, moves = 6, 30
	var ids []int64
	for i := range writers {
		ids = append(ids, add(t, s, fmt.Sprint(i), moves+1))
	}
	feed := follow(t, s)
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			for n := range moves {
				if _, err := s.Change(context.Background(), id, deck.Change{"current_slide": n + 2}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	last := int64(0)
	for range writers * moves {
		notice, err := feed.Next(t.Context(), 10*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if notice.Deck.Rev <= last {
			t.Errorf("rev %d after %d", notice.Deck.Rev, last)
		}
		last = notice.Deck.Rev
	}
	wg.Wait()
}

// TestChangeOvertaken: a change that has waited for its turn is made, though
// what it looked at first made it look like nothing to do.
func TestChangeOvertaken(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 9)
	other := storetest.Connect(t, url)
	tx, err := other.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE decks SET current_slide = 5 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	changed := make(chan deck.Info, 1)
	go func() {
		info, err := s.Change(context.Background(), id, deck.Change{"current_slide": 1}) // where it still is
		if err != nil {
			t.Error(err)
		}
		changed <- info
	}()
	watcher := storetest.Connect(t, url)
	for waiting := false; !waiting; {
		err := watcher.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'lectern' AND wait_event_type = 'Lock')`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if info := <-changed; info.CurrentSlide != 1 {
		t.Errorf("asked for slide 1, answered with slide %d", info.CurrentSlide)
	}
}

// TestTimesInRange: PostgreSQL has times that JSON has not. One of them in a row
// would be heard, and read, by nobody.
func TestTimesInRange(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	conn := storetest.Connect(t, url)
	for _, at := range []string{"infinity", "-infinity", "20000-01-01", "0044-03-15 BC"} {
		for _, column := range []string{"started_at", "created_at", "deleted_at"} {
			t.Run(column+" "+at, func(t *testing.T) {
				_, err := conn.Exec(t.Context(), `UPDATE decks SET `+column+` = '`+at+`'`)
				var pg *pgconn.PgError
				if !errors.As(err, &pg) || pg.ConstraintName != "times_in_range" {
					t.Errorf("psql: %v", err)
				}
			})
		}
	}
	if _, err := s.Change(t.Context(), id, deck.Change{"started_at": new(time.Time)}); fault.CodeOf(err) != fault.OutOfRange {
		t.Errorf("the year 1: %v", err)
	}
	if _, err := s.Deck(t.Context(), id); err != nil {
		t.Error(err)
	}
}

// TestTurn: somebody who leaves a transaction open holds a change up, for a
// while; reading goes on.
func TestTurn(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 9)
	tx, err := storetest.Connect(t, url).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(t.Context(), `UPDATE decks SET current_slide = 5 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 12 { // more than there are connections
		wait.Go(func() {
			if _, err := s.Change(context.Background(), id, deck.Change{"current_slide": 2}); fault.CodeOf(err) != fault.Unavailable {
				t.Errorf("a change behind an open transaction: %v", err)
			}
		})
	}
	wait.Wait()
	if info, err := s.Deck(t.Context(), id); err != nil || info.CurrentSlide != 1 {
		t.Errorf("reading beside it: slide %d, %v", info.CurrentSlide, err)
	}
}
