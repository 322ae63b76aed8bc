package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// draft is a deck of n slides; slide 2, if there is one, has two steps.
func draft(title string, n int) *decktest.Deck {
	d := &decktest.Deck{Header: deck.Header{Title: title, Format: deck.Markdown, Source: "t.md", Lang: "en"}}
	for i := 1; i <= n; i++ {
		s := decktest.Page(fmt.Sprintf("<h1>%d</h1>", i))
		if i == 2 {
			s = decktest.Page("<h1>2</h1>", "<h1>2</h1>once", "<h1>2</h1>twice")
		}
		s.Notes = fmt.Sprint("note ", i)
		for step := range s.Views {
			s.Views[step].Text = fmt.Sprint(i, ".", step)
		}
		d.Slides = append(d.Slides, s)
	}
	return d
}

func add(t *testing.T, s *store.Store, title string, n int) int64 {
	t.Helper()
	info := storetest.Add(t, s, draft(title, n))
	return info.ID
}

func change(t *testing.T, s *store.Store, id int64, c deck.Change) deck.Info {
	t.Helper()
	info, err := s.Change(t.Context(), id, c)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestAddAndRead(t *testing.T) {
	s, _ := storetest.Open(t)
	d := draft("A talk", 3)
	d.Pictures = []deck.DraftPicture{
		{Width: 20, Height: 10, Sizes: []deck.PictureSize{{Width: 10, Height: 5, Type: "image/png", Data: []byte("small")}, {Width: 20, Height: 10, Type: "image/png", Data: []byte("large")}}},
		{Vector: true, Sizes: []deck.PictureSize{{Width: 0, Height: 0, Type: "image/svg+xml", Data: []byte("<svg/>")}}},
	}
	d.Slides[0].Views[0].HTML = `<img src="picture:0" alt="x"><img src="picture:1"><img src="picture:99">`
	d.Slides[1].Views[1] = deck.DraftView{Picture: 0}
	d.Slides[2].Views[0].Text = "a\x00b\xff"
	info := storetest.Add(t, s, d)
	slides, err := s.Slides(t.Context(), info.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s := slides[1]; s.Steps != 2 || len(s.Views) != 3 || s.Shown != -1 || s.Views[2].HTML != "<h1>2</h1>twice" || s.Views[2].Text != "2.2" {
		t.Fatalf("slide 2 is %+v", s)
	}
	p := slides[1].Views[1].Picture
	if p == nil || p.Width != 20 || !cmp.Equal(p.Widths, []int{10, 20}) {
		t.Fatalf("slide 2's picture is %+v", p)
	}
	if got := slides[2].Views[0].Text; got != "ab\uFFFD" {
		t.Errorf("text %q: what PostgreSQL cannot hold should be gone", got)
	}
	html := slides[0].Views[0].HTML
	for _, want := range []string{`src="/pictures/` + p.Hash + `/20"`, `/pictures/` + p.Hash + `/10 10w`} {
		if !strings.Contains(html, want) {
			t.Errorf("html %s lacks %s", html, want)
		}
	}
	if strings.Contains(html, "picture:") {
		t.Errorf("a placeholder is left: %s", html)
	}
	if uses := slides[0].Views[0].Uses; len(uses) != 2 || uses[0] != p.Hash {
		t.Errorf("uses %q, want two", uses)
	}
	small, err := s.Picture(t.Context(), p.Hash, 10)
	if err != nil || string(small.Data) != "small" {
		t.Errorf("the small size is %q, %v", small.Data, err)
	}
	if _, err := s.Picture(t.Context(), p.Hash, 11); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a size that is not kept: %v", err)
	}
	all, err := s.Decks(t.Context())
	if err != nil || len(all) != 1 || all[0].Cover == nil || len(all[0].Cover.Views) != 1 || all[0].Cover.Views[0].HTML != html {
		t.Errorf("decks: %+v, %v", all, err)
	}
}

// TestAddressIsKeyed: two libraries serve the same bytes at different places.
func TestAddressIsKeyed(t *testing.T) {
	var hashes [2]string
	for i := range hashes {
		// Copies of the template would share its key, so these are made anew.
		s, err := store.Open(t.Context(), storetest.Empty(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		d := draft("p", 1)
		d.Pictures = []deck.DraftPicture{{Width: 1, Height: 1, Sizes: []deck.PictureSize{{Width: 1, Height: 1, Type: "image/png", Data: []byte("x")}}}}
		d.Slides[0].Views[0] = deck.DraftView{Picture: 0}
		info := storetest.Add(t, s, d)
		slides, err := s.Slides(t.Context(), info.ID)
		if err != nil {
			t.Fatal(err)
		}
		hashes[i] = slides[0].Views[0].Picture.Hash
	}
	if hashes[0] == hashes[1] {
		t.Error("whoever has a picture's bytes can compute its address")
	}
}

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

func TestOneDeckIsLive(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	a, b, c := add(t, s, "a", 2), add(t, s, "b", 2), add(t, s, "c", 2)
	live := func() []int64 {
		rows, _ := conn.Query(t.Context(), `SELECT id FROM decks WHERE live ORDER BY id`)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	change(t, s, a, deck.Change{"live": true})
	change(t, s, b, deck.Change{"live": true})
	if got := live(); !cmp.Equal(got, []int64{b}) {
		t.Errorf("live: %v, want %d", got, b)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET live = true`); err != nil {
		t.Fatal(err)
	}
	if got := live(); len(got) > 1 {
		t.Errorf("one UPDATE made %v live", got)
	}
	// Only what stays live is shown.
	d, e := add(t, s, "d", 2), add(t, s, "e", 2)
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET live = true WHERE id IN ($1, $2)`, d, e); err != nil {
		t.Fatal(err)
	}
	got := live()
	for _, id := range []int64{d, e} {
		if shown, err := s.Shown(t.Context(), id); err != nil || len(shown) > 0 != slices.Contains(got, id) {
			t.Errorf("%v is live, and of deck %d these were shown: %v, %v", got, id, shown, err)
		}
	}
	var pg *pgconn.PgError
	_, err := conn.Exec(t.Context(), `INSERT INTO decks (title, slides, format, live) VALUES ('x', 1, 'markdown', true)`)
	if !errors.As(err, &pg) || pg.ConstraintName != "begins_closed" {
		t.Errorf("a deck that begins live: %v", err)
	}
	change(t, s, c, deck.Change{"live": true})
	if _, err := s.Delete(t.Context(), c); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("deleting the live deck: %v", err)
	}
}

func TestShownSlides(t *testing.T) {
	s, _ := storetest.Open(t)
	id := add(t, s, "a", 6)
	shown := func(want ...int) {
		t.Helper()
		got, err := s.Shown(t.Context(), id)
		if err != nil || !cmp.Equal(slices.Sorted(maps.Keys(got)), want) {
			t.Errorf("shown %v, want %v (%v)", got, want, err)
		}
	}
	change(t, s, id, deck.Change{"current_slide": 6}) // a rehearsal
	shown()
	change(t, s, id, deck.Change{"current_slide": 1, "live": true})
	shown(1)
	change(t, s, id, deck.Change{"current_slide": 2})
	change(t, s, id, deck.Change{"blank": deck.Black})
	change(t, s, id, deck.Change{"current_slide": 3})
	shown(1, 2)
	change(t, s, id, deck.Change{"current_slide": 4})
	change(t, s, id, deck.Change{"blank": deck.Shown})
	shown(1, 2, 4)
	frozen := change(t, s, id, deck.Change{"blank": deck.Freeze})
	moved := change(t, s, id, deck.Change{"current_slide": 5})
	if moved.Visible().Slide != 4 || moved.CurrentSlide != 5 || frozen.Visible().Slide != 4 {
		t.Errorf("frozen at 4, viewers see %d", moved.Visible().Slide)
	}
	shown(1, 2, 4)
	// Freezing what is black keeps the last slide that was really seen.
	change(t, s, id, deck.Change{"blank": deck.Shown, "current_slide": 4})
	change(t, s, id, deck.Change{"blank": deck.Black, "current_slide": 6})
	if got := change(t, s, id, deck.Change{"blank": deck.Freeze}); got.Visible().Slide != 4 {
		t.Errorf("frozen from black: viewers see %d, want 4", got.Visible().Slide)
	}
	change(t, s, id, deck.Change{"live": false})
	change(t, s, id, deck.Change{"live": true}) // a new audience
	shown(1)
}

func TestDeleteAndRestore(t *testing.T) {
	s, url := storetest.Open(t)
	if v, err := s.NeverUsed(t.Context()); err != nil || !v {
		t.Errorf("a new library was used: %v, %v", v, err)
	}
	id := add(t, s, "a", 2)
	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Deck(t.Context(), id); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("deleted deck: %v", err)
	}
	if _, err := s.Restore(t.Context(), id); err != nil {
		t.Error(err)
	}
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Deck(t.Context(), id); err != nil {
		t.Errorf("after undo and sweep: %v", err)
	}
	s.Delete(t.Context(), id)
	other := add(t, s, "b", 2) // a sweep takes them one by one
	s.Delete(t.Context(), other)
	conn := storetest.Connect(t, url)
	conn.Exec(t.Context(), `UPDATE decks SET deleted_at = now() - interval '2 hours'`)
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{id, other} {
		if _, err := s.Restore(t.Context(), id); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("swept deck: %v", err)
		}
	}
	if v, err := s.NeverUsed(t.Context()); err != nil || v {
		t.Errorf("a library that had a deck was never used: %v, %v", v, err)
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
	feed, _, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
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

// TestStrangeSchema: a library whose schema this Lectern does not know is told of
// in one sentence, and left as it is.
func TestStrangeSchema(t *testing.T) {
	for name, c := range map[string]struct{ made, want string }{
		"a newer one": {
			`INSERT INTO schema_migrations (version, name) VALUES (2, '002_next.sql')`,
			"made by a newer Lectern (schema 2; this one knows 1)",
		},
		"an edited one": {
			`UPDATE schema_migrations SET digest = 'abc' WHERE version = 1`,
			"made by a Lectern that was never released",
		},
		"one from before the release": {
			`DROP TABLE schema_migrations;
			CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
			INSERT INTO schema_migrations (version, name) VALUES (1, '001_decks.sql'), (2, '002_identity.sql')`,
			"made by a Lectern that was never released",
		},
	} {
		t.Run(name, func(t *testing.T) {
			url := storetest.URL(t)
			conn := storetest.Connect(t, url)
			if _, err := conn.Exec(t.Context(), c.made+`; DROP FUNCTION deck_state CASCADE`); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(t.Context(), url)
			if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
			var there bool
			if err := conn.QueryRow(t.Context(), `SELECT to_regproc('deck_state') IS NOT NULL`).Scan(&there); err != nil || there {
				t.Errorf("it changed the database: %v, %v", there, err)
			}
		})
	}
}

// TestForeignTables: a database whose tables are another program's is told of in
// one sentence, and left as it is.
func TestForeignTables(t *testing.T) {
	url := storetest.Empty(t)
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `CREATE TABLE decks (cards text); INSERT INTO decks VALUES ('52')`); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), url); fault.CodeOf(err) != fault.Conflict || !strings.Contains(fault.Sentence(err), "another program's") {
		t.Errorf("it says %v", err)
	}
	var cards string
	var tables int
	err := conn.QueryRow(t.Context(), `SELECT cards, (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') FROM decks`).Scan(&cards, &tables)
	if err != nil || cards != "52" || tables != 1 {
		t.Errorf("it changed the database: %s, %d tables, %v", cards, tables, err)
	}
}

// TestFunctionsAnew: functions that differ from this Lectern's are replaced at
// its start, and those that do not are left alone.
func TestFunctionsAnew(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	conn := storetest.Connect(t, url)
	for _, c := range []struct {
		name, sql string
		want      int // where a move to 2 ends
	}{
		{"an earlier build's", `UPDATE schema_migrations SET digest = 'abc' WHERE version = 0`, 2},
		{"the same", ``, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 1;
				CREATE OR REPLACE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';`+c.sql)
			if err != nil {
				t.Fatal(err)
			}
			again, err := store.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			again.Close()
			if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 2`); err != nil {
				t.Fatal(err)
			}
			if info, err := s.Deck(t.Context(), id); err != nil || info.CurrentSlide != c.want {
				t.Errorf("a move to 2 ended at %d, want %d (%v)", info.CurrentSlide, c.want, err)
			}
		})
	}
}

func TestMigrations(t *testing.T) {
	url := storetest.Empty(t)
	// Several servers start on one database at once.
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := store.Open(context.Background(), url)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	wg.Wait()
}

func TestDatabaseAway(t *testing.T) {
	if _, err := store.Open(t.Context(), "postgres://nobody@127.0.0.1:1/x"); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("no server: %v", err)
	}
	if _, err := store.Open(t.Context(), "postgres://%zz"); fault.CodeOf(err) != fault.Malformed {
		t.Errorf("no URL: %v", err)
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

// TestEndOfTalk: the next talk begins at the beginning, with a clock that has not
// begun; an end that is taken back gives back both.
func TestEndOfTalk(t *testing.T) {
	s, url := storetest.Open(t)
	id, other := add(t, s, "a", 5), add(t, s, "b", 5)
	is := func(what string, d deck.Info, slide, step int, runs bool) {
		t.Helper()
		if d.CurrentSlide != slide || d.CurrentStep != step || d.ShownSlide != slide || (d.StartedAt != nil) != runs {
			t.Errorf("%s: it stands at %d.%d, shows %d, its clock began at %v", what, d.CurrentSlide, d.CurrentStep, d.ShownSlide, d.StartedAt)
		}
	}
	is("live", change(t, s, id, deck.Change{"live": true}), 1, 0, false)
	first := change(t, s, id, deck.Change{"current_slide": 2})
	is("the first move", first, 2, 0, true)
	last := change(t, s, id, deck.Change{"current_slide": 2, "current_step": 1})
	is("a step", last, 2, 1, true)
	if !last.StartedAt.Equal(*first.StartedAt) {
		t.Errorf("another move put the clock to %v from %v", last.StartedAt, first.StartedAt)
	}
	is("the end", change(t, s, id, deck.Change{"live": false}), 1, 0, false)
	again := change(t, s, id, deck.Change{"live": true, "current_slide": 2, "current_step": 1, "started_at": last.StartedAt})
	is("taken back", again, 2, 1, true)
	if shown, err := s.Shown(t.Context(), id); err != nil || !cmp.Equal(shown, map[int]int{1: 0, 2: 1}) {
		t.Errorf("after an end that was taken back the room has seen %v, %v", shown, err)
	}
	is("the clock put back", change(t, s, id, deck.Change{"started_at": (*time.Time)(nil)}), 2, 1, false)

	// Another deck for a while is no end.
	change(t, s, id, deck.Change{"current_slide": 4})
	change(t, s, other, deck.Change{"live": true})
	meanwhile, err := s.Deck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	is("another one is live", meanwhile, 4, 0, true)

	// The console gives the place to go to, with the end.
	change(t, s, id, deck.Change{"live": true})
	is("ended with a place", change(t, s, id, deck.Change{"live": false, "current_slide": 1, "current_step": 0}), 1, 0, false)

	// An end by psql is one, on a slide's step or on the first slide's.
	conn := storetest.Connect(t, url)
	change(t, s, id, deck.Change{"live": true, "current_slide": 2, "current_step": 2})
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET live = false`); err != nil {
		t.Fatal(err)
	}
	ended, err := s.Deck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	is("ended by psql", ended, 1, 0, false)
	is("a rehearsal has no clock", change(t, s, id, deck.Change{"current_slide": 3}), 3, 0, false)
}
