package store_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

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

// TestRehearsal: where a deck stood before anybody could follow it is never what a
// cover keeps.
func TestRehearsal(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	for _, c := range []struct {
		name string
		set  []string
		want deck.Position
	}{
		{"frozen, then published", []string{`current_slide = 4`, `blank = 'freeze'`, `current_slide = 1`, `published = true`}, deck.Position{Slide: 1}},
		{"frozen, then live", []string{`current_slide = 4`, `blank = 'freeze'`, `current_slide = 1`, `live = true`}, deck.Position{Slide: 1}},
		{"black, then live", []string{`current_slide = 4`, `blank = 'black'`, `current_slide = 1`, `live = true`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"live in black", []string{`current_slide = 4`, `live = true, blank = 'black', current_slide = 1`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"black, then live in black", []string{`current_slide = 4`, `blank = 'black'`, `live = true, blank = 'black'`}, deck.Position{Slide: 4, Blank: deck.Black}},
		{"rehearsed in black, and again in it", []string{`rehearsing = true`, `blank = 'black'`, `rehearsing = false`, `rehearsing = true, blank = 'black'`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"published in black, then live in it", []string{`current_slide = 4`, `published = true, blank = 'black'`, `live = true, blank = 'black'`}, deck.Position{Slide: 4, Blank: deck.Black}},
		{"an end in black, then live", []string{`live = true`, `current_slide = 2`, `blank = 'black'`, `live = false`, `live = true`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"an end in black that is taken back", []string{`live = true`, `current_slide = 2`, `blank = 'black'`, `live = false`, `live = true, started_at = now(), current_slide = 2`}, deck.Position{Slide: 2, Blank: deck.Black}},
		{"rehearsed in black, then live", []string{`rehearsing = true`, `current_slide = 4`, `blank = 'black'`, `rehearsing = false`, `live = true`}, deck.Position{Slide: 1}},
		{"rehearsed in black, and again", []string{`rehearsing = true`, `blank = 'black'`, `rehearsing = false`, `rehearsing = true`}, deck.Position{Slide: 1}},
		{"rehearsed in black, and at once live", []string{`rehearsing = true`, `current_slide = 4`, `blank = 'white'`, `live = true`}, deck.Position{Slide: 4}},
		{"rehearsed, live, black, moved", []string{`rehearsing = true`, `live = true`, `blank = 'black'`, `current_slide = 3`, `rehearsing = false`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"black, then published", []string{`current_slide = 4`, `blank = 'black'`, `current_slide = 1`, `published = true`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"black, live, frozen", []string{`current_slide = 4`, `live = true, blank = 'black', current_slide = 1`, `current_slide = 3`, `blank = 'freeze'`}, deck.Position{Slide: 1, Blank: deck.Black}},
		{"white, live, frozen, shown, frozen", []string{`live = true, blank = 'white'`, `current_slide = 3`, `blank = 'freeze'`, `blank = ''`, `blank = 'freeze'`, `current_slide = 4`}, deck.Position{Slide: 3, Blank: deck.Freeze}},
		{"frozen, published too", []string{`live = true`, `current_slide = 2`, `blank = 'freeze'`, `current_slide = 4`, `published = true`}, deck.Position{Slide: 2, Blank: deck.Freeze}},
		{"an end, published", []string{`live = true`, `current_slide = 2`, `blank = 'black'`, `live = false`, `current_slide = 4`, `published = true`}, deck.Position{Slide: 2, Blank: deck.Black}},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := add(t, s, "a", 5)
			for _, set := range c.set {
				if _, err := conn.Exec(t.Context(), `UPDATE decks SET `+set+` WHERE id = $1`, id); err != nil {
					t.Fatalf("%s: %v", set, err)
				}
			}
			d, err := s.Deck(t.Context(), id)
			if err != nil || d.Visible() != c.want {
				t.Errorf("the room is at %+v, want %+v (%v)", d.Visible(), c.want, err)
			}
		})
	}
}

// TestFurthestStep: how far the room has seen a slide only grows while a deck is
// live, and begins anew with another audience.
func TestFurthestStep(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	conn := storetest.Connect(t, url)
	for _, c := range []struct {
		set  string
		want map[int]int
	}{
		{`current_slide = 2, current_step = 2`, map[int]int{}}, // a rehearsal
		{`current_slide = 2, current_step = 1, live = true`, map[int]int{2: 1}},
		{`current_step = 0`, map[int]int{2: 1}},
		{`blank = 'freeze'`, map[int]int{2: 1}},
		{`current_step = 2`, map[int]int{2: 1}},
		{`current_step = 1, blank = ''`, map[int]int{2: 1}},
		{`current_slide = 3, blank = 'white'`, map[int]int{2: 1}},
		{`current_slide = 2, current_step = 2`, map[int]int{2: 1}},
		{`blank = ''`, map[int]int{2: 2}},
		{`current_slide = 1`, map[int]int{1: 0, 2: 2}},
		{`live = false, published = true`, map[int]int{1: 0, 2: 2}},
		{`live = true`, map[int]int{1: 0, 2: 2}}, // it was open all the time
		{`live = false, published = false`, map[int]int{1: 0, 2: 2}},
		{`live = true`, map[int]int{1: 0}},
	} {
		if _, err := conn.Exec(t.Context(), `UPDATE decks SET `+c.set); err != nil {
			t.Fatalf("%s: %v", c.set, err)
		}
		if got, err := s.Shown(t.Context(), id); err != nil || !cmp.Equal(got, c.want) {
			t.Errorf("%s: shown %v, want %v (%v)", c.set, got, c.want, err)
		}
	}
	slides, err := s.Slides(t.Context(), id)
	if err != nil || slides[0].Shown != 0 || slides[1].Shown != -1 {
		t.Errorf("%+v, %v", slides, err)
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
	is("what nobody follows has no clock", change(t, s, id, deck.Change{"current_slide": 3}), 3, 0, false)

	// A pause moves the clock of a rehearsal, and not when it began.
	begun := change(t, s, id, deck.Change{"rehearsing": true})
	change(t, s, id, deck.Change{"paused": true})
	paused := change(t, s, id, deck.Change{"paused": false})
	if begun.RehearsedAt == nil || paused.RehearsedAt == nil || !paused.RehearsedAt.Equal(*begun.RehearsedAt) || !paused.StartedAt.After(*begun.StartedAt) {
		t.Errorf("a rehearsal began at %v, its clock at %v; after a pause at %v, %v", begun.RehearsedAt, begun.StartedAt, paused.RehearsedAt, paused.StartedAt)
	}
	if d := change(t, s, id, deck.Change{"live": true}); d.RehearsedAt != nil {
		t.Errorf("a talk is rehearsed since %v", d.RehearsedAt)
	}
}
