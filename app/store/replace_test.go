package store_test

import (
	"errors"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// pages adds a deck whose slides are these words; those with a + have two steps.
func pages(t *testing.T, s *store.Store, title string, words ...string) int64 {
	t.Helper()
	d := &decktest.Deck{Header: deck.Header{Title: title, Format: deck.Markdown, Source: "talk.md"}}
	for i, w := range words {
		page := decktest.Page("<p>" + w)
		if strings.Contains(w, "+") {
			page = decktest.Page("<p>"+w, "<p>"+w+"<p>more")
		}
		page.Title, page.Number = w, i+1
		d.Slides = append(d.Slides, page)
	}
	return storetest.Add(t, s, d).ID
}

// TestReplace: a deck that takes new slides stays at the slide that it shows, for those who follow it,
// too; what was not shown of the new ones was not shown; and the old ones are kept.
func TestReplace(t *testing.T) {
	s, url := storetest.Open(t)
	id, by := pages(t, s, "a", "a", "b+", "c"), pages(t, s, "A", "A", "a", "b+", "c", "d+")
	change(t, s, id, deck.Change{"live": true, "published": true})
	change(t, s, id, deck.Change{"current_slide": 2, "current_step": 1})
	change(t, s, id, deck.Change{"current_slide": 1})
	before := change(t, s, id, deck.Change{"current_slide": 2, "current_step": 1})
	told := storetest.Connect(t, url)
	if _, err := told.Exec(t.Context(), `LISTEN lectern`); err != nil {
		t.Fatal(err)
	}
	r, err := s.Replace(t.Context(), id, by, store.Replacing{Digest: "digest"})
	if err != nil {
		t.Fatal(err)
	}
	after := r.Info
	if after.ID != id || !after.Live || !after.Published || after.CurrentSlide != 3 || after.CurrentStep != 1 || after.Slides != 5 || after.Title != "A" ||
		after.Content <= before.Content || after.Rev <= before.Rev || !after.CreatedAt.Equal(before.CreatedAt) || *after.StartedAt != *before.StartedAt {
		t.Errorf("%+v\nafter %+v", after, before)
	}
	conn := storetest.Connect(t, url)
	shown := func(id int64) (list string) {
		t.Helper()
		err := conn.QueryRow(t.Context(), `SELECT string_agg(title || shown, ' ' ORDER BY number) FROM slides WHERE deck_id = $1`, id).Scan(&list)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if got := shown(id); got != "A-1 a0 b+1 c-1 d+-1" {
		t.Errorf("shown are %s", got)
	}
	if _, err := s.Deck(t.Context(), by); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("the other deck: %v", err)
	}
	if known, ok, err := s.DeckOf(t.Context(), "digest"); err != nil || !ok || known.ID != id {
		t.Errorf("by its digest: %v, %v", ok, err)
	}
	// The room hears of it once.
	if _, err := conn.Exec(t.Context(), `NOTIFY lectern, 'end'`); err != nil {
		t.Fatal(err)
	}
	for changes := 0; ; {
		n, err := told.WaitForNotification(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(n.Payload, `"live": true`) {
			changes++
		}
		if n.Payload == "end" {
			if changes != 1 {
				t.Errorf("it was told %d times", changes)
			}
			break
		}
	}
	old, err := s.Restore(t.Context(), r.Before)
	if err != nil || old.Slides != 3 || old.Title != "a" || old.Open() || shown(r.Before) != "a-1 b+-1 c-1" {
		t.Errorf("what it was before: %+v, %v", old, err)
	}
}

// TestPutBack: what a deck had before takes its place again by one request, which a frozen
// room refuses whole: nothing of it is a second deck then.
func TestPutBack(t *testing.T) {
	s, _ := storetest.Open(t)
	id, by := pages(t, s, "a", "a", "b"), pages(t, s, "x", "x")
	r, err := s.Replace(t.Context(), id, by, store.Replacing{})
	if err != nil {
		t.Fatal(err)
	}
	change(t, s, id, deck.Change{"live": true})
	change(t, s, id, deck.Change{"blank": deck.Freeze})
	is := func(when string, title string) {
		t.Helper()
		decks, err := s.Decks(t.Context())
		before, and := s.BeforeReplace(t.Context(), id)
		if err := errors.Join(err, and); err != nil || len(decks) != 1 || decks[0].Title != title || before != r.Before {
			t.Errorf("%s: %+v, before that %d (%v)", when, decks, before, err)
		}
	}
	if _, err := s.Replace(t.Context(), id, r.Before, store.Replacing{}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("frozen: %v", err)
	}
	is("frozen", "x")
	change(t, s, id, deck.Change{"blank": deck.Shown})
	for _, title := range []string{"a", "x"} { // there, and back again
		if _, err := s.Replace(t.Context(), id, r.Before, store.Replacing{}); err != nil {
			t.Fatal(err)
		}
		is("put back", title)
	}
	other := pages(t, s, "o", "o")
	if _, err := s.Replace(t.Context(), other, r.Before, store.Replacing{}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("what another deck had: %v", err)
	}
}

// TestReplacePlace: a place that is no more is the last one; a title that somebody gave
// stays.
func TestReplacePlace(t *testing.T) {
	s, _ := storetest.Open(t)
	id, by := pages(t, s, "a", "a", "b", "c+"), pages(t, s, "x", "x", "y")
	change(t, s, id, deck.Change{"title": "Mine"})
	change(t, s, id, deck.Change{"current_slide": 3, "current_step": 1})
	r, err := s.Replace(t.Context(), id, by, store.Replacing{})
	if err != nil || r.CurrentSlide != 2 || r.CurrentStep != 0 || r.Title != "Mine" || r.ShownSlide != 2 {
		t.Errorf("%+v, %v", r.Info, err)
	}
	change(t, s, id, deck.Change{"live": true})
	change(t, s, id, deck.Change{"blank": deck.Black})
	r, err = s.Replace(t.Context(), id, pages(t, s, "z", "z"), store.Replacing{})
	if err != nil || r.CurrentSlide != 1 || r.Blank != deck.Black || r.ShownSlide != 1 || r.ShownStep != 0 {
		t.Errorf("black: %+v, %v", r.Info, err)
	}
}

func TestReplaceRefuses(t *testing.T) {
	s, _ := storetest.Open(t)
	id, by := pages(t, s, "a", "a"), pages(t, s, "b", "b")
	refused := func(id, by int64, want fault.Code) {
		t.Helper()
		if _, err := s.Replace(t.Context(), id, by, store.Replacing{}); fault.CodeOf(err) != want {
			t.Errorf("%d by %d: %v", id, by, err)
		}
	}
	refused(id, id, fault.OutOfRange)
	refused(id, 99, fault.NotFound)
	refused(99, by, fault.NotFound)
	change(t, s, by, deck.Change{"published": true})
	refused(id, by, fault.Conflict)
	change(t, s, by, deck.Change{"published": false})
	change(t, s, id, deck.Change{"live": true})
	change(t, s, id, deck.Change{"blank": deck.Freeze})
	refused(id, by, fault.Conflict)
	if err := s.Replaceable(t.Context(), id); fault.CodeOf(err) != fault.Conflict {
		t.Error(err)
	}
}
