package store_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/app/deck"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestStateIsOne: a deck's state has the same fields in the database, where it is
// notified, and in Go, and each says the same whichever way it comes.
func TestStateIsOne(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "A talk", 5)
	conn := storetest.Connect(t, url)
	feed := follow(t, s)
	heard := func() deck.State {
		t.Helper()
		n, err := feed.Next(t.Context(), time.Minute)
		if err != nil || n.Deck == nil {
			t.Fatalf("heard %+v, %v", n, err)
		}
		return *n.Deck
	}

	if _, err := conn.Exec(t.Context(), `UPDATE decks SET board = true`); err != nil {
		t.Fatal(err)
	}
	heard()
	change(t, s, id, deck.Change{"rehearsing": true})
	rehearsed := heard()
	change(t, s, id, deck.Change{"live": true, "published": true})
	heard()
	change(t, s, id, deck.Change{"current_slide": 2, "current_step": 2, "playing": true, "played": 1.5, "inviting": true, "words": "hello", "zoom": &deck.Zoom{X: 0.5, W: 0.5},
		"advancing": true, "advance_every": 9.0, "advance_loop": true, "edits_stay": true})
	heard()
	if _, err := s.SetAside(t.Context(), id, 1, store.Aside{Bookmark: new(true)}); err != nil {
		t.Fatal(err)
	}
	heard()
	answered := change(t, s, id, deck.Change{"blank": deck.Black, "title": "Another", "planned": 60, "paused": true})
	told := heard()
	same := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	if diff := cmp.Diff(answered.State, told, same); diff != "" {
		t.Errorf("a change is answered and told differently: %s", diff)
	}
	again, snap, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if diff := cmp.Diff([]deck.State{answered.State}, snap.Decks, same); diff != "" {
		t.Errorf("and read differently: %s", diff)
	}

	// A live deck is not deleted yet: that field comes with its end. One that is covered does
	// not go on.
	// Nor is it rehearsed, nor is it a talk and an interlude (TestInterlude has that).
	told.Rehearsing, told.RehearsedAt, told.InterludeOf = rehearsed.Rehearsing, rehearsed.RehearsedAt, &id
	v := reflect.ValueOf(told)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if v.FieldByIndex(f.Index).IsZero() && f.Name != "DeletedAt" && f.Name != "AdvanceAt" {
			t.Errorf("%s is not told: either deck_state lacks it, or this test does not set it", f.Name)
		}
	}
	if _, err := conn.Exec(t.Context(), `DELETE FROM decks`); err != nil {
		t.Fatal(err)
	}
	if gone := heard(); !gone.Deleted() || gone.Rev <= told.Rev {
		t.Errorf("a removed deck is told as %+v", gone)
	}
}

// TestStateHasNoMore: a column that is no field of deck.State is not notified.
func TestStateHasNoMore(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "A talk", 1)
	var state []byte
	if err := storetest.Connect(t, url).QueryRow(t.Context(), `SELECT deck_state(d) FROM decks d WHERE id = $1`, id).Scan(&state); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(state, &got); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[deck.State]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		want = append(want, name)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("deck.State and deck_state differ: %s", diff)
	}
}
