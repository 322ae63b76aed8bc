package live

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// told returns the newest mark, and the newest news of ink, that a viewer has not
// taken yet.
func told(t testing.TB, v *Viewer) (m deck.Mark, n deck.InkNews) {
	t.Helper()
	for b := v.TakeLane(); b != nil; b = v.TakeLane() {
		name, data, _ := strings.Cut(strings.TrimSpace(string(b)), "\ndata: ")
		var err error
		switch name {
		case "event: mark":
			err = json.Unmarshal([]byte(data), &m)
		case "event: ink":
			err = json.Unmarshal([]byte(data), &n)
		}
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
	}
	return m, n
}

func pointer(slide int, x float64) deck.Mark {
	return deck.Mark{Deck: 7, Slide: slide, Kind: deck.Pointer, X: x}
}

// covered is a live deck at a slide that followers see another way.
func covered(slide int, rev int64, blank deck.Blank, shown int) deck.State {
	d := at(7, slide, rev)
	d.Blank, d.ShownSlide = blank, shown
	return d
}

// TestMark: a mark is told to all who see its slide, and gone with it, at once; of a
// slide that they do not see nothing is told.
func TestMark(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 3, 1)})
	v := join(t, h, Any)
	h.Mark(pointer(3, 0.5))
	if m, _ := told(t, v); m != pointer(3, 0.5) {
		t.Errorf("a viewer is told %+v", m)
	}
	if m, _ := told(t, join(t, h, 7)); m != pointer(3, 0.5) {
		t.Errorf("who comes now is told %+v", m)
	}
	rev := int64(1)
	for _, c := range []struct {
		name string
		next deck.State
		at   int // where the presenter points then
	}{
		{"the next slide", at(7, 4, 0), 3},
		{"black", covered(4, 0, deck.Black, 4), 4},
		{"white", covered(4, 0, deck.White, 4), 4},
		{"frozen", covered(4, 0, deck.Freeze, 4), 4},
		{"frozen, and elsewhere", covered(5, 0, deck.Freeze, 4), 5},
		{"ended", deck.State{ID: 7, CurrentSlide: 1, ShownSlide: 1, Slides: 9, Content: 1}, 1},
	} {
		rev++
		h.Publish(at(7, 4, rev))
		h.Mark(pointer(4, 0.25))
		told(t, v)
		rev++
		c.next.Rev, c.next.SeenRev = rev, rev
		h.Publish(c.next)
		m, _ := told(t, v)
		if c.name == "ended" {
			if h.lanes[laneOf{7, Marks}] != nil {
				t.Error("of a deck that nobody may follow a mark is kept")
			}
		} else if c.name != "the next slide" && (m.Kind != deck.NoMark || m.X != 0) {
			t.Errorf("%s: the mark stays: %+v", c.name, m)
		}
		h.Mark(pointer(c.at, 0.75))
		if m, _ := told(t, v); m.X == 0.75 {
			t.Errorf("%s: a viewer is told %+v", c.name, m)
		}
	}
}

// TestMarkSlide: with the next slide the mark is gone, though it came a moment ago.
func TestMarkSlide(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 3, 1)})
	v := join(t, h, Any)
	h.Mark(pointer(3, 0.5))
	h.Mark(pointer(3, 0.6)) // waits for its turn
	h.Publish(at(7, 4, 2))
	if m, _ := told(t, v); m.Kind != deck.NoMark {
		t.Errorf("a viewer is told %+v", m)
	}
	h.publishLanes(time.Now().Add(time.Second))
	if m, _ := told(t, v); m.Kind == deck.Pointer {
		t.Errorf("then it is told %+v", m)
	}
}

// TestMarkEnds: a mark goes by itself when nothing more is heard of it, and not before.
func TestMarkEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(sealed.Keys{})
		h.Reset(1, []deck.State{at(7, 3, 1)})
		end := run(t, h)
		v := join(t, h, Any)
		for range 10 { // of a hand that is still
			h.Mark(pointer(3, 0.5))
			time.Sleep(time.Second)
			if m, _ := told(t, v); m != pointer(3, 0.5) {
				t.Fatalf("a viewer is told %+v", m)
			}
		}
		time.Sleep(markLasts - time.Second - time.Millisecond)
		if m, _ := told(t, v); m.Kind != "" {
			t.Errorf("too early it is told %+v", m)
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if m, _ := told(t, v); m.Kind != deck.NoMark {
			t.Errorf("too late it is told %+v", m)
		}
		end()
	})
}

// TestInk: followers are told what is drawn on the slide that they see, and with the
// position of what was drawn on it before; of what is drawn on others, or behind a
// cover, they hear when it is shown.
func TestInk(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 3, 1)})
	h.ResetInk([]deck.InkNews{{Deck: 7, Slide: 3, Ink: 30}, {Deck: 7, Slide: 4, Ink: 40}})
	position := func(v *Viewer) Event {
		t.Helper()
		b := v.TakePosition()
		if b == nil {
			return Event{}
		}
		_, e := read(t, b)
		return e
	}
	v := join(t, h, Any)
	if e := position(v); e.Ink != 30 {
		t.Errorf("slide 3 comes with ink %d", e.Ink)
	}
	clock := time.Now()
	turn := func() { // of the lane
		clock = clock.Add(time.Second)
		h.publishLanes(clock)
	}
	told(t, v)
	h.Drawn(deck.InkNews{Deck: 7, Slide: 3, Ink: 31, Was: 30, Gone: []string{"a"}})
	turn()
	if _, n := told(t, v); n.Ink != 31 || n.Was != 30 || len(n.Gone) != 1 {
		t.Errorf("a viewer is told %+v", n)
	}
	h.Drawn(deck.InkNews{Deck: 7, Slide: 4, Ink: 41, Was: 40})
	if _, n := told(t, v); n.Ink != 0 {
		t.Errorf("of another slide a viewer is told %+v", n)
	}
	h.Publish(at(7, 4, 2))
	if e := position(v); e.Ink != 41 {
		t.Errorf("slide 4 comes with ink %d", e.Ink)
	}
	h.Publish(covered(4, 3, deck.Freeze, 4))
	h.Drawn(deck.InkNews{Deck: 7, Slide: 4, Ink: 42, Was: 41})
	if e, late := position(v), position(join(t, h, 7)); e.Ink != 41 || late.Ink != 41 {
		t.Errorf("while it is frozen it comes with ink %d, and for who comes then with %d", e.Ink, late.Ink)
	}
	if _, n := told(t, v); n.Ink != 0 {
		t.Errorf("while it is frozen a viewer is told %+v", n)
	}
	h.Publish(covered(4, 4, deck.Black, 4))
	if e := position(v); e.Ink != 0 {
		t.Errorf("black comes with ink %d", e.Ink)
	}
	h.Publish(at(7, 4, 5))
	if e := position(v); e.Ink != 42 {
		t.Errorf("then it comes with ink %d", e.Ink)
	}
	h.Drawn(deck.InkNews{Deck: 7, Slide: 4, Ink: 0, Was: 42})
	turn()
	if _, n := told(t, v); n.Slide != 4 || n.Ink != 0 {
		t.Errorf("a cleared slide is told as %+v", n)
	}
	// What was drawn while nothing was heard of the database.
	h.ResetInk([]deck.InkNews{{Deck: 7, Slide: 4, Ink: 43}})
	turn()
	if _, n := told(t, v); n.Ink != 43 || n.Strokes != nil {
		t.Errorf("after a break a viewer is told %+v", n)
	}
	// Another audience is told nothing of what the last one saw.
	h.Publish(deck.State{ID: 7, CurrentSlide: 1, ShownSlide: 1, Slides: 9, Content: 1, Rev: 6, SeenRev: 6})
	h.Publish(at(7, 1, 7))
	if _, n := told(t, join(t, h, Any)); n.Slide != 0 {
		t.Errorf("another audience is told %+v", n)
	}
}

// TestConsoleMarks: consoles are told of all decks and slides.
func TestConsoleMarks(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{covered(3, 1, deck.Freeze, 2)})
	c := h.Watch()
	h.TakeAll(c)
	h.Mark(pointer(3, 0.5))
	h.Drawn(deck.InkNews{Deck: 7, Slide: 9, Ink: 1})
	if got := string(h.TakeAll(c)); !strings.Contains(got, "event: mark\n") || !strings.Contains(got, "event: ink\n") {
		t.Errorf("a console is told %q", got)
	}
	h.Mark(deck.Mark{Deck: 8, Slide: 1, Kind: deck.Pointer})
	if got := h.TakeAll(c); got != nil {
		t.Errorf("of no deck it is told %q", got)
	}
}
