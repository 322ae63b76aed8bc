package live

import (
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// TestWay: from when a move is asked for until the room has read it, lanes wait; and not
// for ever, be there a move or many.
func TestWay(t *testing.T) {
	type act struct {
		after time.Duration
		do    func(h *Hub)
		way   time.Duration // for which lanes wait then
	}
	ms := time.Millisecond
	ask := func(id int64) func(h *Hub) { return func(h *Hub) { h.MakeWay(id) } }
	move := func(rev int64) func(h *Hub) { return func(h *Hub) { h.Publish(at(7, int(rev), rev)) } }
	for name, c := range map[string]struct {
		viewers int
		acts    []act
	}{
		"a move that comes": {1000, []act{{0, ask(7), 50 * ms}, {3 * ms, move(2), 20 * ms}, {20 * ms, nil, 0}}},
		"one that does not": {1000, []act{{0, ask(7), 50 * ms}, {50 * ms, nil, 0}}},
		"nobody asked":      {1000, []act{{0, move(2), 20 * ms}}},
		"a handful":         {10, []act{{0, ask(7), 50 * ms}, {3 * ms, move(2), 0}}},
		"another deck":      {1000, []act{{0, ask(8), 0}}},
		"a key held down": {10_000, []act{{0, ask(7), 50 * ms}, {10 * ms, move(2), 190 * ms}, {90 * ms, ask(7), 50 * ms},
			{10 * ms, move(3), 90 * ms}, {90 * ms, nil, 0}, {ms, ask(7), 50 * ms}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := NewHub(sealed.Keys{})
				closed := at(8, 1, 1)
				closed.Live = false
				h.Reset(1, []deck.State{at(7, 1, 1), closed})
				for range c.viewers {
					join(t, h, Any)
				}
				for i, a := range c.acts {
					time.Sleep(a.after)
					if a.do != nil {
						a.do(h)
					}
					if got := h.Way(); got != a.way {
						t.Errorf("act %d: lanes wait for %v, want %v", i, got, a.way)
					}
				}
			})
		})
	}
}

// TestLaneMakesWay: what comes in a lane while a move is on its way is told after it.
func TestLaneMakesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(sealed.Keys{})
		h.Reset(1, []deck.State{at(7, 1, 1)})
		end := run(t, h)
		v := page(t, h, Any)
		v.Take()
		h.MakeWay(7)
		h.Tell(Any, Spread, 1)
		time.Sleep(40 * time.Millisecond)
		if got := lane(v); got != "" {
			t.Errorf("before the move a page is told %q", got)
		}
		h.Publish(at(7, 2, 2))
		h.Tell(Any, Spread, 2)
		if b := v.TakePosition(); b == nil {
			t.Error("it is not told of the move")
		}
		if got := lane(v); got != "2" {
			t.Errorf("after the move it is told %q", got)
		}
		h.MakeWay(7)
		time.Sleep(40 * time.Millisecond)
		h.Tell(Any, Spread, 3)
		time.Sleep(15 * time.Millisecond)
		if got := lane(v); got != "3" {
			t.Errorf("when no move came it is told %q", got)
		}
		end()
	})
}
