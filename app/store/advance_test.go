package store_test

import (
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store/storetest"
)

// staying is a slide whose views stay for so many seconds; less than 0 says nothing.
func staying(seconds ...float64) deck.DraftSlide {
	s := decktest.Page()
	for _, n := range seconds {
		v := deck.DraftView{HTML: "<p>x</p>", Picture: -1}
		if n >= 0 {
			v.Seconds = &n
		}
		s.Views = append(s.Views, v)
	}
	return s
}

// TestAdvance: when a deck goes on by itself, and where to; what holds it, and what does
// not.
func TestAdvance(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	made := func(loop bool, slides ...deck.DraftSlide) int64 {
		return storetest.Add(t, s, &decktest.Deck{Header: deck.Header{Title: "t", Format: deck.Markdown, Loop: loop}, Slides: slides}).ID
	}
	hidden := staying(7)
	hidden.Hidden = true
	due := func(d deck.State) float64 { // whole seconds from its change, or 0
		if d.AdvanceAt == nil {
			return 0
		}
		return d.AdvanceAt.Sub(d.ChangedAt).Round(time.Second).Seconds()
	}
	live := deck.Change{"live": true}
	type place struct{ slide, step int }
	for name, c := range map[string]struct {
		id      int64
		changes []deck.Change
		due     float64 // after them
		next    place   // where it goes
		running bool
	}{
		"nothing is said":         {made(false, staying(-1), staying(-1)), []deck.Change{live}, 0, place{}, false},
		"a view says so":          {made(false, staying(7), staying(-1)), []deck.Change{live}, 7, place{2, 0}, true},
		"to a step":               {made(false, staying(7, 3), staying(-1)), []deck.Change{live}, 7, place{1, 1}, true},
		"not live":                {made(false, staying(7), staying(-1)), []deck.Change{{"advancing": true}}, 0, place{}, true},
		"past one that is hidden": {made(false, staying(7), hidden, staying(8)), []deck.Change{live}, 7, place{3, 0}, true},
		"nothing but such":        {made(false, staying(7), hidden), []deck.Change{live}, 0, place{}, true},
		"for ever":                {made(false, staying(0), staying(7)), []deck.Change{live}, 0, place{}, true},
		"for ever, the deck":      {made(false, staying(0), staying(7)), []deck.Change{live, {"advance_every": 20.0}}, 0, place{}, true},
		"the deck says so":        {made(false, staying(-1), staying(-1)), []deck.Change{live, {"advance_every": 20.0, "advancing": true}}, 20, place{2, 0}, true},
		"said, not started":       {made(false, staying(-1), staying(-1)), []deck.Change{{"advance_every": 20.0}, live}, 0, place{}, false},
		"started before":          {made(false, staying(-1), staying(-1)), []deck.Change{{"advance_every": 20.0, "advancing": true}, live}, 20, place{2, 0}, true},
		"a loop":                  {made(true, staying(-1), staying(-1)), []deck.Change{{"advance_every": 20.0}, live, {"current_slide": 2}, {"advancing": true}}, 20, place{1, 0}, true},
		"a loop of one":           {made(true, staying(7)), []deck.Change{live}, 0, place{}, true},
		"of one with steps":       {made(true, staying(7, 8)), []deck.Change{live, {"current_step": 1}, {"advancing": true}}, 8, place{1, 0}, true},
		"the end":                 {made(false, staying(7), staying(7)), []deck.Change{live, {"current_slide": 2}, {"advancing": true}}, 0, place{}, true},
		"moved by hand":           {made(false, staying(7), staying(8), staying(9)), []deck.Change{live, {"current_slide": 2}}, 0, place{}, false},
		"and goes on":             {made(false, staying(7), staying(8), staying(9)), []deck.Change{live, {"current_slide": 2}, {"advancing": true}}, 8, place{3, 0}, true},
		"covered":                 {made(false, staying(7), staying(8)), []deck.Change{live, {"blank": deck.Black}}, 0, place{}, true},
		"frozen":                  {made(false, staying(7), staying(8)), []deck.Change{live, {"blank": deck.Freeze}}, 0, place{}, true},
		"uncovered":               {made(false, staying(7), staying(8)), []deck.Change{live, {"blank": deck.Black}, {"blank": deck.Shown}}, 7, place{2, 0}, true},
		"tried out":               {made(false, staying(7), staying(8)), []deck.Change{{"rehearsing": true}}, 7, place{2, 0}, true},
		"tried by hand":           {made(false, staying(7), staying(8), staying(9)), []deck.Change{{"rehearsing": true}, {"current_slide": 2}}, 0, place{}, false},
		"the clock stands":        {made(false, staying(7), staying(8)), []deck.Change{live, {"current_slide": 2}, {"current_slide": 1, "advancing": true}, {"paused": true}}, 0, place{}, true},
		"over":                    {made(false, staying(7), staying(8)), []deck.Change{live, {"live": false}}, 0, place{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, ch := range c.changes {
				change(t, s, c.id, ch)
			}
			info, err := s.Deck(t.Context(), c.id)
			if err != nil || due(info.State) != c.due || info.Advancing != c.running {
				t.Fatalf("in %g s of %v, want %g; %v", due(info.State), info.State, c.due, err)
			}
			if c.due == 0 {
				return
			}
			at := *info.AdvanceAt
			if err := s.Advance(t.Context(), c.id, at); err != nil {
				t.Fatal(err)
			}
			wait, ok, err := s.Due(t.Context(), c.id, at)
			if err != nil || !ok || wait <= 0 || wait > time.Duration(c.due)*time.Second {
				t.Fatalf("too early it waits for %v, %v, %v", wait, ok, err)
			}
			if info, _ = s.Deck(t.Context(), c.id); !info.AdvanceAt.Equal(at) {
				t.Fatalf("it went on before its time: %v", info.State)
			}
			// An edit of the slides is no reason to begin anew.
			var kept, past time.Time
			if err := conn.QueryRow(t.Context(), `UPDATE decks SET content = content_after(content) WHERE id = $1 RETURNING advance_at`, c.id).Scan(&kept); err != nil || !kept.Equal(at) {
				t.Fatalf("after an edit it goes on at %v, want %v; %v", kept, at, err)
			}
			// Its time comes, behind the triggers' back.
			if _, err := conn.Exec(t.Context(), `ALTER TABLE decks DISABLE TRIGGER USER`); err != nil {
				t.Fatal(err)
			}
			err = conn.QueryRow(t.Context(), `UPDATE decks SET advance_at = clock_timestamp() - interval '1 s' WHERE id = $1 RETURNING advance_at`, c.id).Scan(&past)
			if _, err := conn.Exec(t.Context(), `ALTER TABLE decks ENABLE TRIGGER USER`); err != nil {
				t.Fatal(err)
			}
			if wait, ok, err2 := s.Due(t.Context(), c.id, past); err != nil || err2 != nil || !ok || wait > 0 {
				t.Fatalf("its time has come, and it waits for %v, %v; %v, %v", wait, ok, err, err2)
			}
			for range 2 { // another server, too late
				if err := s.Advance(t.Context(), c.id, past); err != nil {
					t.Fatal(err)
				}
				info, err := s.Deck(t.Context(), c.id)
				if got := (place{info.CurrentSlide, info.CurrentStep}); err != nil || got != c.next || !info.Advancing || info.StartedAt == nil {
					t.Fatalf("it went to %v, want %v: %v, %v", got, c.next, info.State, err)
				}
			}
		})
	}
}
