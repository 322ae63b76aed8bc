package store_test

import (
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

// TestInviting: how to join lies over one slide; under a cover a move leaves it, or it
// would tell of the move, and then it goes with the cover.
func TestInviting(t *testing.T) {
	s, _ := storetest.Open(t)
	id := noted(t, s, "a", "b", "c")
	change(t, s, id, deck.Change{"live": true})
	invite := deck.Change{"inviting": true}
	if d := change(t, s, id, invite); !d.Inviting || d.SeenRev != d.Rev || d.StartedAt != nil {
		t.Errorf("%+v", d.State)
	}
	for _, c := range []struct {
		name   string
		change deck.Change
		stays  bool
	}{
		{"another title", deck.Change{"title": "b"}, true},
		{"the next slide", deck.Change{"current_slide": 2}, false},
		{"black", deck.Change{"blank": deck.Black}, true},
		{"a move under it", deck.Change{"current_slide": 1}, true},
		{"shown again, with another slide", deck.Change{"blank": deck.Shown}, false},
		{"taken back", deck.Change{"inviting": false}, false},
		{"the end", deck.Change{"live": false}, false},
	} {
		if d := change(t, s, id, c.change); d.Inviting != c.stays {
			t.Errorf("%s: %v", c.name, d.Inviting)
		}
		change(t, s, id, invite)
	}
}

// TestWords: words for the screens are a position's own, and have bounds.
func TestWords(t *testing.T) {
	s, _ := storetest.Open(t)
	id := noted(t, s, "a", "b")
	change(t, s, id, deck.Change{"live": true})
	if d := change(t, s, id, deck.Change{"words": "Back at 11\n☕"}); d.Words == "" || d.SeenRev != d.Rev {
		t.Errorf("%+v", d.State)
	}
	if d := change(t, s, id, deck.Change{"current_slide": 2}); d.Words != "" {
		t.Errorf("after a move: %q", d.Words)
	}
	change(t, s, id, deck.Change{"words": strings.Repeat("\U0001F600", 500), "title": strings.Repeat("\"", 500)}) // what is notified has room for it
	for _, words := range []string{strings.Repeat("a", 501), "a\x07"} {
		if _, err := s.Change(t.Context(), id, deck.Change{"words": words}); fault.CodeOf(err) != fault.OutOfRange {
			t.Errorf("%.20q: %v", words, err)
		}
	}
	if d := change(t, s, id, deck.Change{"words": ""}); d.Words != "" {
		t.Errorf("taken back: %q", d.Words)
	}
}
