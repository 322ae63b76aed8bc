package roster

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
)

// at makes a live deck's state.
func at(id int64, slide int, rev int64) deck.State {
	return deck.State{ID: id, CurrentSlide: slide, ShownSlide: slide, Slides: 9, Rev: rev, Content: 1, Live: true}
}

func TestPresence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := live.NewHub()
		m := &server{hub: h, Roster: New(h, "", nil)}
		h.Reset(1, []deck.State{at(7, 1, 1)})
		stop := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { m.Run(ctx); close(stop) }()
		m.console = h.Watch()
		a := m.join(t, live.Any, Who{ID: "a"})
		b := m.join(t, 7, Who{ID: "b", Kiosk: true})
		if p := m.presence(time.Second); p != (Presence{Deck: 7, Viewers: 2, Kiosks: 1}) {
			t.Errorf("two came: %+v", p)
		}
		m.Seen("a", 1)
		m.Seen("a", 1)
		m.Seen("b", 99) // a revision that is not
		m.Seen("nobody", 1)
		if p := m.presence(time.Second); p.Here != 1 {
			t.Errorf("one has seen it: %+v", p)
		}
		m.Seen("b", 1)
		a()
		if p := m.presence(time.Second); p != (Presence{Deck: 7, Viewers: 1, Here: 1, Kiosks: 1}) {
			t.Errorf("one left: %+v", p)
		}
		h.Publish(at(7, 2, 2))
		if p := m.presence(time.Second); p.Here != 0 || p.Viewers != 1 {
			t.Errorf("a move: %+v", p)
		}
		other := at(8, 1, 3)
		h.Publish(other)
		if p := m.presence(time.Second); p != (Presence{Deck: 8}) {
			t.Errorf("another deck is live, and nobody follows it: %+v", p)
		}
		b()
		cancel()
		<-stop
	})
}

// TestLeavingUnseen: on a fresh database the revision is 0, which nobody who
// said nothing has seen.
func TestLeavingUnseen(t *testing.T) {
	h := live.NewHub()
	m := &server{hub: h, Roster: New(h, "", nil)}
	h.Reset(0, nil)
	m.join(t, live.Any, Who{})
	m.join(t, live.Any, Who{})()
	if here := m.topics[live.Any].here; here != 0 {
		t.Errorf("%d are here", here)
	}
}

// TestSpread: reports come at most each 2 ms on average, and no page is told to
// wait for longer than it would believe (60 s; it falls back to 300 ms then).
func TestSpread(t *testing.T) {
	for viewers, want := range map[int]time.Duration{
		1: 300 * time.Millisecond, 150: 300 * time.Millisecond, 1000: 2 * time.Second,
		30_000: time.Minute, 30_001: time.Minute, 50_000: time.Minute,
	} {
		if got := spread(viewers); got != want {
			t.Errorf("%d viewers spread their reports over %v, not %v", viewers, got, want)
		}
	}
}
