package store_test

import (
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestInterlude: for a moment another deck is live; then the talk goes on where it was,
// by the clock that went on, and neither deck is changed by it.
func TestInterlude(t *testing.T) {
	s, url := storetest.Open(t)
	talk, board, picture, other := add(t, s, "talk", 5), add(t, s, "board", 1), add(t, s, "picture", 2), add(t, s, "other", 1)
	if _, err := s.Change(t.Context(), board, deck.Change{"interlude_of": &talk}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("of what is not live: %v", err)
	}
	change(t, s, talk, deck.Change{"live": true, "planned": 600})
	change(t, s, talk, deck.Change{"current_slide": 4})
	change(t, s, picture, deck.Change{"current_slide": 2})
	begun := change(t, s, talk, deck.Change{"blank": deck.Black}).StartedAt
	if begun == nil {
		t.Fatal("the clock stands still")
	}
	for _, of := range []int64{talk, board, 99} {
		if _, err := s.Change(t.Context(), talk, deck.Change{"interlude_of": &of}); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("the talk as an interlude of %d: %v", of, err)
		}
	}

	now := change(t, s, board, deck.Change{"interlude_of": &talk})
	if !now.Live || now.StartedAt == nil || !now.StartedAt.Equal(*begun) || now.Planned != 600 {
		t.Errorf("for a moment: %+v", now)
	}
	if _, err := s.Delete(t.Context(), talk); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("deleting what goes on: %v", err)
	}
	now = change(t, s, picture, deck.Change{"interlude_of": &talk}) // one after the other
	if !now.Live || now.InterludeOf == nil || *now.InterludeOf != talk || now.CurrentSlide != 2 {
		t.Errorf("and then: %+v", now)
	}
	check := func(when string, live int64) {
		t.Helper()
		for id, slide := range map[int64]int{talk: 4, board: 1, picture: 2} {
			d, err := s.Deck(t.Context(), id)
			if err != nil || d.Live != (id == live) || d.CurrentSlide != slide || id != live && (d.InterludeOf != nil || id != talk && (d.Planned != 0 || d.StartedAt != nil)) {
				t.Errorf("%s: %+v, %v", when, d, err)
			}
		}
	}
	check("a second one", picture)
	// By the keys: to its ends, and then back.
	if d, ok, err := s.StepLive(t.Context(), false, 0); err != nil || !ok || d.ID != picture || d.CurrentSlide != 1 {
		t.Errorf("← goes to %+v, %v, %v", d, ok, err)
	}
	for step := range 3 {
		if d, ok, err := s.StepLive(t.Context(), true, 0); err != nil || !ok || d.ID != picture || d.CurrentSlide != 2 || d.CurrentStep != step {
			t.Errorf("→ goes to %+v, %v, %v", d, ok, err)
		}
	}
	if d, ok, err := s.StepLive(t.Context(), true, 0); err != nil || !ok || d.ID != talk || d.Blank != deck.Black || !d.StartedAt.Equal(*begun) || d.Planned != 600 {
		t.Errorf("→ at the end goes to %+v, %v, %v", d, ok, err)
	}
	check("back", talk)
	// What is hidden is none of its ends.
	change(t, s, picture, deck.Change{"current_slide": 1})
	if _, err := s.SetAside(t.Context(), picture, 2, store.Aside{Hidden: new(true)}); err != nil {
		t.Fatal(err)
	}
	now = change(t, s, picture, deck.Change{"interlude_of": &talk})
	for step := now.CurrentStep; ; step++ {
		d, ok, err := s.StepLive(t.Context(), true, 0)
		if err != nil || !ok || step > 10 {
			t.Fatalf("→ before a hidden slide goes to %+v, %v, %v", d, ok, err)
		}
		if d.ID == talk {
			break
		}
	}
	if _, err := s.SetAside(t.Context(), picture, 2, store.Aside{Hidden: new(false)}); err != nil {
		t.Fatal(err)
	}
	change(t, s, picture, deck.Change{"current_slide": 2})
	check("back again", talk)

	// The clock is one: what is done to it meanwhile holds.
	change(t, s, board, deck.Change{"interlude_of": &talk})
	change(t, s, board, deck.Change{"paused": true})
	change(t, s, board, deck.Change{"live": false})
	if d, _ := s.Deck(t.Context(), talk); !d.Live || !d.Paused || !d.StartedAt.After(*begun) {
		t.Errorf("paused meanwhile: %+v", d)
	}
	check("ended itself", talk)

	// What is frozen stays so: where the speaker went meanwhile nobody has seen.
	change(t, s, board, deck.Change{"blank": deck.Freeze})
	for _, back := range []func(){
		func() { change(t, s, board, deck.Change{"live": false}) },
		func() { change(t, s, talk, deck.Change{"live": true}) },
	} {
		change(t, s, talk, deck.Change{"blank": deck.Shown, "current_slide": 4})
		change(t, s, talk, deck.Change{"blank": deck.Freeze})
		change(t, s, talk, deck.Change{"current_slide": 5})
		if d := change(t, s, board, deck.Change{"interlude_of": &talk}); d.Blank != deck.Shown {
			t.Errorf("frozen before its moment: %+v", d)
		}
		back()
		if d, err := s.Deck(t.Context(), talk); err != nil || !d.Live || d.Blank != deck.Freeze || d.Visible().Slide != 4 {
			t.Errorf("frozen, and back: %+v, %v", d, err)
		}
	}
	change(t, s, talk, deck.Change{"blank": deck.Black, "current_slide": 4})

	// It is where it was, to the part of its slide; its film has waited.
	change(t, s, talk, deck.Change{"blank": deck.Shown, "zoom": &deck.Zoom{X: 0.25, Y: 0.25, W: 0.5}, "playing": true, "played": 7.0})
	for range 2 {
		change(t, s, board, deck.Change{"interlude_of": &talk})
		change(t, s, picture, deck.Change{"interlude_of": &talk})
		d := change(t, s, talk, deck.Change{"live": true})
		if d.Zoom == nil || *d.Zoom != (deck.Zoom{X: 0.25, Y: 0.25, W: 0.5}) || d.ShownZoom == nil || d.Playing || d.Played < 7 || d.Played > 60 {
			t.Errorf("after its moment: %+v", d)
		}
	}
	change(t, s, talk, deck.Change{"blank": deck.Black})

	// Another talk takes the room: then there is none to go back to.
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET interlude_of = $1 WHERE id = $2`, talk, board); err != nil {
		t.Fatal(err)
	}
	check("from SQL", board)
	change(t, s, other, deck.Change{"live": true})
	check("another talk", other)
	var going int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM runs WHERE ended_at IS NULL AND deck_id <> $1`, other).Scan(&going); err != nil || going != 0 {
		t.Errorf("%d runs go on, %v", going, err)
	}
	if d, _ := s.Deck(t.Context(), talk); d.Zoom != nil {
		t.Errorf("a talk that is over shows a part of its slide: %+v", d)
	}
	change(t, s, talk, deck.Change{"live": true, "started_at": begun})
	change(t, s, talk, deck.Change{"live": false})
	if d, _ := s.Deck(t.Context(), talk); d.Live || d.CurrentSlide != 1 {
		t.Errorf("the end of the talk itself: %+v", d)
	}
}
