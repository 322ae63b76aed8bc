package live

import (
	"bytes"
	"testing"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// TestEventKey: an event has the key of the view that it shows, and of no other.
func TestEventKey(t *testing.T) {
	keys := sealed.From([]byte("a secret of the database"))
	h := NewHub(keys)
	shows := func(v *Viewer, what string, want string) {
		t.Helper()
		b := v.Take()
		if _, e := read(t, b); e.Key != want {
			t.Errorf("%s: the key %q, want %q", what, e.Key, want)
		}
		if has := bytes.Contains(b, []byte(`"key"`)); has != (want != "") {
			t.Errorf("%s: %s", what, b)
		}
	}
	key := func(content int64, slide, step int) string { return keys.Of(7, content, slide, step).String() }
	h.Reset(1, []deck.State{at(7, 3, 1)})
	v := join(t, h, Any)
	shows(v, "the first event", key(1, 3, 0))

	s := at(7, 4, 2)
	s.CurrentStep, s.ShownStep = 2, 2
	h.Publish(s)
	shows(v, "a step", key(1, 4, 2))

	for i, blank := range []deck.Blank{deck.Black, deck.White} {
		s.Rev, s.SeenRev, s.Blank, s.CurrentSlide = int64(3+i), int64(3+i), blank, 5
		h.Publish(s)
		shows(v, string(blank), "")
		shows(join(t, h, 7), "who comes while it is "+string(blank), "")
	}
	s.Rev, s.SeenRev, s.Blank = 5, 5, deck.Freeze
	h.Publish(s)
	shows(v, "frozen, the presenter elsewhere", key(1, 4, 2))

	s.Rev, s.SeenRev, s.Blank, s.CurrentStep = 6, 6, deck.Shown, 0
	h.Publish(s)
	shows(v, "shown again", key(1, 5, 0))
	s.Rev, s.SeenRev, s.Content = 7, 7, 2
	h.Publish(s)
	shows(v, "other slides", key(2, 5, 0))
	s.Rev, s.SeenRev = 8, 8
	with, without := h.frameOf(s), NewHub(sealed.Keys{}).frameOf(s)
	with.encode(nil)
	without.encode(nil)
	if longer := len(with.slide) - len(without.slide); longer != 52 {
		t.Errorf("an event is %d bytes longer for its key", longer)
	}
	s.Live = false
	h.Publish(s)
	shows(v, "the end", "")
}
