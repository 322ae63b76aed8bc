package live

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/sealed"
)

// at makes a live deck's state.
func at(id int64, slide int, rev int64) deck.State {
	return deck.State{ID: id, CurrentSlide: slide, ShownSlide: slide, Slides: 9, Rev: rev, SeenRev: rev, Content: 1, Live: true}
}

// revised is d as the database makes it of before: what followers see is no newer
// for what they do not, nor for a deck that they may not follow.
func revised(before, d deck.State) deck.State {
	seen := func(s deck.State) [6]any {
		if !s.Open() {
			return [6]any{}
		}
		return [6]any{s.Visible(), s.Slides, s.Content, s.Title, s.Live, s.Published}
	}
	d.SeenRev, d.SeenAt = before.SeenRev, before.SeenAt
	if seen(d) != seen(before) {
		d.SeenRev, d.SeenAt = d.Rev, d.ChangedAt
	}
	return d
}

// read parses one event of a stream.
func read(t testing.TB, b []byte) (name string, e Event) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSuffix(string(b), "\n\n"), "\n") {
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("line %q of %q", line, b)
		}
		switch key {
		case "event":
			name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return name, e
}

func join(t testing.TB, h *Hub, topic int64) *Viewer {
	t.Helper()
	v, err := h.Join(topic, false)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFirstEventIsTheState(t *testing.T) {
	h := NewHub(sealed.Keys{})
	if _, err := h.Join(Any, false); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("before the first snapshot: %v", err)
	}
	closed := at(6, 1, 5)
	closed.Live, closed.SeenRev = false, 4
	h.Reset(5, []deck.State{closed})
	if name, e := read(t, join(t, h, Any).Take()); name != "end" || e.Rev != 4 || e.Deck != 0 {
		t.Errorf("nothing live: %s %+v", name, e)
	}
	h.Publish(at(7, 3, 6))
	if name, e := read(t, join(t, h, Any).Take()); name != "slide" || e.Deck != 7 || e.Slide != 3 || e.Rev != 6 {
		t.Errorf("live: %s %+v", name, e)
	}
	if _, err := h.Join(8, false); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a deck that is not open: %v", err)
	}
}

// TestInterlude: who follows a talk sees what stands in for it for a moment, and that
// it is over where another talk takes the room then.
func TestInterlude(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 4, 1)})
	v := join(t, h, 7)
	is := func(when, want string, deck int64) {
		t.Helper()
		if name, e := read(t, v.Take()); name != want || e.Deck != deck {
			t.Errorf("%s: %s %+v", when, name, e)
		}
	}
	is("the talk", "slide", 7)
	talk, board := int64(7), at(9, 1, 2)
	board.InterludeOf = &talk
	rests := at(7, 4, 3)
	rests.Live = false
	h.Publish(board)
	is("a board", "deck", 9)
	h.Publish(rests)
	if b := v.Take(); b != nil {
		t.Errorf("the talk rests: %q", b)
	}
	h.Publish(at(11, 1, 4))
	is("another talk", "end", 0)
	board = at(9, 1, 5)
	board.Live = false
	h.Publish(board)
	if b := v.Take(); b != nil {
		t.Errorf("the board is over: %q", b)
	}
}

func TestNewestWins(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 1, 1)})
	v := join(t, h, Any)
	v.Take()
	for i := range 5 {
		h.Publish(at(7, i+2, int64(i+2)))
	}
	h.Publish(at(7, 2, 3)) // late, and old
	if name, e := read(t, v.Take()); name != "slide" || e.Slide != 6 || e.Rev != 6 {
		t.Errorf("a slow viewer gets %s %+v, want slide 6", name, e)
	}
	if b := v.Take(); b != nil {
		t.Errorf("an empty mailbox gives %q", b)
	}
}

func TestAnotherDeckIsTold(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 1, 1)})
	v := join(t, h, Any)
	v.Take()
	other := at(8, 1, 2)
	h.Publish(other)
	old := at(7, 1, 3)
	old.Live = false
	h.Publish(old)
	moved := at(8, 2, 4)
	h.Publish(moved) // before the viewer has taken the change of deck
	if name, e := read(t, v.Take()); name != "deck" || e.Deck != 8 || e.Slide != 2 {
		t.Errorf("%s %+v, want event deck at slide 2", name, e)
	}
	moved.Rev, moved.SeenRev, moved.Content = 5, 5, 2
	h.Publish(moved)
	if name, _ := read(t, v.Take()); name != "deck" {
		t.Errorf("other slides: event %s", name)
	}
	moved.Rev, moved.SeenRev, moved.Title = 6, 6, "Renamed"
	h.Publish(moved)
	if name, e := read(t, v.Take()); name != "deck" || e.Rev != 6 {
		t.Errorf("another title: event %s %+v", name, e)
	}
	moved.Rev, moved.SeenRev, moved.Live = 7, 7, false
	h.Publish(moved)
	if name, e := read(t, v.Take()); name != "end" || e.Rev != 7 {
		t.Errorf("the end: %s %+v", name, e)
	}
}

// TestBackInTheDark: nothing is live, the database goes back in time, and what is
// live then is of a lower revision than the darkness before.
func TestBackInTheDark(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(9, nil)
	h.Reset(2, nil)
	v := join(t, h, Any)
	v.Take()
	h.Publish(at(7, 1, 3))
	if b := v.Take(); b == nil {
		t.Error("a viewer was told nothing of the deck that is live")
	}
}

// TestHiddenMoves: behind a freeze or a black screen the presenter moves, and
// nobody learns of it: those who follow hear nothing, and whoever comes, or comes
// back when nobody else is there, is told what they were told.
func TestHiddenMoves(t *testing.T) {
	for _, blank := range []deck.Blank{deck.Freeze, deck.Black, deck.White} {
		t.Run(string(blank), func(t *testing.T) {
			h := NewHub(sealed.Keys{})
			h.Reset(1, []deck.State{at(7, 3, 1)})
			v := join(t, h, Any)
			v.Take()
			s := at(7, 3, 1)
			change := func(rev int64, how func(*deck.State)) {
				before := s
				s.Rev, s.ChangedAt = rev, time.Unix(rev, 0)
				how(&s)
				s = revised(before, s)
				h.Publish(s)
			}
			change(2, func(s *deck.State) { s.Blank = blank })
			told := v.Take()
			if _, e := read(t, told); e.Blank != blank || e.Slide != 3 || e.Rev != 2 {
				t.Errorf("covered: %+v", e)
			}
			change(3, func(s *deck.State) { s.CurrentSlide = 5 })
			if b := v.Take(); b != nil {
				t.Errorf("the move shows: %q", b)
			}
			h.Leave(v)
			late := join(t, h, Any)
			if b := late.Take(); string(b) != string(told) {
				t.Errorf("who comes back sees %q, not %q", b, told)
			}
			other := NewHub(sealed.Keys{}) // of a server that starts only now
			other.Reset(3, []deck.State{s})
			if b := join(t, other, Any).Take(); string(b) != string(told) {
				t.Errorf("who comes to another server sees %q, not %q", b, told)
			}
			change(4, func(s *deck.State) { s.Blank, s.ShownSlide = "", 5 })
			if _, e := read(t, late.Take()); e.Slide != 5 || e.Rev != 4 || e.Blank != "" {
				t.Errorf("uncovered: %+v", e)
			}
		})
	}
}

// TestOpenedAgain: what is shown as before, after something else was, is newer
// than that.
func TestOpenedAgain(t *testing.T) {
	h := NewHub(sealed.Keys{})
	d := at(7, 3, 1)
	d.Published = true
	h.Reset(1, []deck.State{d})
	v, own := join(t, h, Any), join(t, h, 7)
	v.Take()
	own.Take()
	for rev := int64(2); rev < 6; rev++ {
		d.Rev, d.SeenRev, d.Live = rev, rev, !d.Live
		h.Publish(d)
		_, e := read(t, v.Take())
		if _, late := read(t, join(t, h, Any).Take()); e.Rev != rev || late != e || d.Live != (e.Deck == 7) {
			t.Errorf("live %v: %+v, and who comes then %+v", d.Live, e, late)
		}
	}
	if b := own.Take(); b != nil {
		t.Errorf("who follows the deck itself is told %q", b)
	}
	d.Rev, d.SeenRev, d.Live, d.Published = 6, 6, false, false
	h.Publish(d)
	if name, e := read(t, own.Take()); name != "end" || e.Rev != 6 {
		t.Errorf("closed: %s %+v", name, e)
	}
}

func TestReset(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(9, []deck.State{at(7, 3, 9)})
	v := join(t, h, Any)
	v.Take()
	h.Reset(9, []deck.State{at(7, 3, 9)})
	if b := v.Take(); b != nil {
		t.Errorf("nothing was missed, and yet: %q", b)
	}
	h.Reset(11, []deck.State{at(7, 4, 11)})
	if _, e := read(t, v.Take()); e.Slide != 4 {
		t.Errorf("what was missed: %+v", e)
	}
	if v.Over() {
		t.Error("the stream ended for no reason")
	}
	// A database that went back: the connection ends, and a new one starts low.
	h.Reset(2, []deck.State{at(7, 1, 2)})
	if !v.Over() {
		t.Error("a database that went back, and the stream goes on")
	}
	w := join(t, h, Any)
	if _, e := read(t, w.Take()); e.Rev != 2 {
		t.Errorf("after going back: %+v", e)
	}
	h.Publish(at(7, 2, 3))
	if _, e := read(t, w.Take()); e.Rev != 3 {
		t.Errorf("after going back and on: %+v", e)
	}
}

// TestAnotherHistory: the database is one that lost the newest moves, and has
// counted on to where it was, or beyond.
func TestAnotherHistory(t *testing.T) {
	for _, c := range []struct {
		name  string
		rev   int64
		decks []deck.State
		ends  bool
	}{
		{"the same again", 9, []deck.State{at(7, 3, 9)}, false},
		{"beyond", 12, []deck.State{at(7, 5, 12)}, false},
		{"back", 8, []deck.State{at(7, 2, 8)}, true},
		{"the same revision is another slide", 9, []deck.State{at(7, 5, 9)}, true},
		{"the deck went back, the counter did not", 9, []deck.State{at(7, 2, 8), {ID: 8, Rev: 9}}, true},
		{"the deck was never made", 9, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHub(sealed.Keys{})
			h.Reset(9, []deck.State{at(7, 3, 9)})
			v, console := join(t, h, Any), h.Watch()
			v.Take()
			h.Reset(c.rev, c.decks)
			if v.Over() != c.ends || console.Over() != c.ends {
				t.Errorf("the viewer's stream ended: %v, the console's: %v; want %v", v.Over(), console.Over(), c.ends)
			}
			_, want := read(t, join(t, h, Any).Take())
			if _, e := read(t, join(t, h, Any).Take()); e.Rev != want.Rev || len(c.decks) > 0 && e.Slide != c.decks[0].CurrentSlide {
				t.Errorf("a new viewer sees %+v", e)
			}
			if b := v.Take(); !c.ends && c.rev > 9 && b == nil {
				t.Error("a viewer that stayed was told nothing")
			}
		})
	}
}
