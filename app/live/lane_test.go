package live

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// run has the Hub tell what is in its lanes, until end is called, which waits.
func run(t *testing.T, h *Hub) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { h.Run(ctx); close(over) }()
	return func() { cancel(); <-over }
}

func page(t testing.TB, h *Hub, topic int64) *Viewer {
	t.Helper()
	v, err := h.Join(topic, true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lane returns what a viewer is told in lanes, and empties it.
func lane(v *Viewer) string {
	var all []string
	for b := v.TakeLane(); b != nil; b = v.TakeLane() {
		text := strings.TrimSpace(string(b))
		all = append(all, strings.TrimPrefix(text, "event: spread\ndata: "))
	}
	return strings.Join(all, " ")
}

func TestLane(t *testing.T) {
	h := NewHub(sealed.Keys{})
	h.Reset(1, []deck.State{at(7, 1, 1)})
	v, plain := page(t, h, Any), join(t, h, Any)
	h.Tell(Any, Spread, 1)
	if got := lane(v); got != "1" {
		t.Errorf("a page is told %q", got)
	}
	if got := lane(v); got != "" {
		t.Errorf("it is told %q once more", got)
	}
	if got := lane(plain); got != "" {
		t.Errorf("what is for pages is told to a program: %q", got)
	}
	if got := lane(page(t, h, Any)); got != "1" {
		t.Errorf("who comes later is told %q", got)
	}
	// The position comes before it, though it was there first.
	w := page(t, h, Any)
	h.Publish(at(7, 2, 2))
	if name, _ := read(t, w.Take()); name != "slide" {
		t.Errorf("event %s comes first", name)
	}
	if b := w.Take(); !strings.HasPrefix(string(b), "event: spread\n") {
		t.Errorf("then comes %q", b)
	}
}

// TestLaneOfDeck: what is of a deck is told to those who follow it, by either
// address, and to nobody once it is another's turn.
func TestLaneOfDeck(t *testing.T) {
	h := NewHub(sealed.Keys{})
	other := at(8, 1, 2)
	other.Live, other.Published = false, true
	h.Reset(2, []deck.State{at(7, 1, 1), other})
	any, own, others := page(t, h, Any), page(t, h, 7), page(t, h, 8)
	h.Tell(7, Spread, 7)
	h.Tell(8, Spread, 8)
	if a, b, c := lane(any), lane(own), lane(others); a != "7" || b != "7" || c != "8" {
		t.Errorf("they are told %q, %q and %q", a, b, c)
	}
	other.Rev, other.SeenRev, other.Live = 3, 3, true
	h.Publish(other)
	if got := lane(any); got != "8" {
		t.Errorf("who turned to deck 8 is told %q", got)
	}
	now := time.Now()
	h.Publish(deck.State{ID: 8, Rev: 4, SeenRev: 4, DeletedAt: &now})
	if got := lane(page(t, h, Any)); got != "" {
		t.Errorf("of a deck that is gone: %q", got)
	}
}

// TestLaneRate: 30 states a second for a handful, fewer for many, and always the
// last one.
func TestLaneRate(t *testing.T) {
	for viewers, most := range map[int]int{3: 31, 300: 31, 1000: 11, 10_000: 2} {
		synctest.Test(t, func(t *testing.T) {
			h := NewHub(sealed.Keys{})
			h.Reset(1, []deck.State{at(7, 1, 1)})
			end := run(t, h)
			v := page(t, h, Any)
			for range viewers - 1 {
				join(t, h, Any)
			}
			told, last := 0, ""
			take := func() {
				synctest.Wait()
				if s := lane(v); s != "" {
					told, last = told+1, s
				}
			}
			for i := range 1000 { // one second
				h.Tell(Any, Spread, i)
				take()
				time.Sleep(time.Millisecond)
			}
			if told > most || told < most-1 {
				t.Errorf("in a room of %d one is told %d states a second, want %d", viewers, told, most)
			}
			for range 1100 {
				time.Sleep(time.Millisecond)
				take()
			}
			if last != "999" {
				t.Errorf("in a room of %d the last one told is %s", viewers, last)
			}
			end()
		})
	}
}

// TestLaneAfterPosition: who takes at every chance has the position of another live
// deck before what is in its lanes.
func TestLaneAfterPosition(t *testing.T) {
	h := NewHub(sealed.Keys{})
	var v *Viewer
	var took []string
	h.OnChange(func() {
		for v != nil {
			b := v.Take()
			if b == nil {
				return
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(string(b[strings.Index(string(b), "event: "):]), "event: "), "\n")
			took = append(took, name)
		}
	})
	other := at(8, 1, 2)
	other.Live, other.Published = false, true
	h.Reset(2, []deck.State{at(7, 1, 1), other})
	v = page(t, h, Any)
	v.Take()
	h.Tell(8, Spread, 8)
	other.Rev, other.SeenRev, other.Live = 3, 3, true
	h.Publish(other)
	if got := strings.Join(took, " "); got != "deck spread" {
		t.Errorf("took %q", got)
	}
}
