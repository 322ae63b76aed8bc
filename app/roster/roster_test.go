package roster

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/sealed"
)

// at makes a live deck's state.
func at(id int64, slide int, rev int64) deck.State {
	return deck.State{ID: id, CurrentSlide: slide, ShownSlide: slide, Slides: 9, Rev: rev, SeenRev: rev, Content: 1, Live: true}
}

func TestPresence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := live.NewHub(sealed.Keys{})
		m := &server{hub: h, Roster: New(h, "", nil)}
		h.Reset(1, []deck.State{at(7, 1, 1)})
		stop := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { m.Run(ctx); close(stop) }()
		m.console = h.Watch()
		a := m.join(t, live.Any, Who{ID: "a"})
		b := m.join(t, 7, Who{ID: "b", Kind: deck.Kiosk})
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
	h := live.NewHub(sealed.Keys{})
	m := &server{hub: h, Roster: New(h, "", nil)}
	h.Reset(0, nil)
	m.join(t, live.Any, Who{})
	m.join(t, live.Any, Who{})()
	if here := m.topics[live.Any].here; here != 0 {
		t.Errorf("%d are here", here)
	}
}

// TestSpread: what pages do at once comes at most each 2 ms on average, and none
// is told to wait for longer than a minute.
func TestSpread(t *testing.T) {
	spread := time.Duration(0)
	for _, step := range []struct {
		viewers int
		want    time.Duration
	}{
		{0, 300 * time.Millisecond},
		{150, 300 * time.Millisecond},
		{151, 600 * time.Millisecond},
		{150, 600 * time.Millisecond}, // for one that left
		{1000, 2400 * time.Millisecond},
		{301, 2400 * time.Millisecond},
		{300, 600 * time.Millisecond},
		{30_000, time.Minute},
		{50_000, time.Minute},
		{0, 300 * time.Millisecond},
	} {
		if spread = spreadOf(step.viewers, spread); spread != step.want {
			t.Errorf("%d viewers spread what they do over %v, not %v", step.viewers, spread, step.want)
		}
	}
}

// TestSpreadIsTold: a page is told at once, and again when the room has grown.
func TestSpreadIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := live.NewHub(sealed.Keys{})
		m := &server{hub: h, Roster: New(h, "", nil)}
		h.Reset(1, []deck.State{at(7, 1, 1)})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { h.Run(ctx); close(done) }()
		v, err := h.Join(live.Any, true)
		if err != nil {
			t.Fatal(err)
		}
		v.Take()
		if b := string(v.Take()); b != "event: spread\ndata: {\"ms\":300}\n\n" {
			t.Errorf("a page is told %q at first", b)
		}
		for range 200 {
			m.join(t, live.Any, Who{})
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if b := string(v.Take()); b != "event: spread\ndata: {\"ms\":600}\n\n" {
			t.Errorf("in a room of 200 a page is told %q", b)
		}
		cancel()
		<-done
	})
}

// TestMostScreens: however many say that they are screens, the board stays one that can be
// read; all are counted.
func TestMostScreens(t *testing.T) {
	hub := live.NewHub(sealed.Keys{})
	hub.Reset(0, nil)
	r := New(hub, t.Name(), nil)
	for i := range 2100 {
		v, err := hub.Join(live.Any, true)
		if err != nil {
			t.Fatal(err)
		}
		r.Enter(v, live.Any, live.Any, Who{ID: strconv.Itoa(i), Kind: deck.Kiosk})
	}
	if list := r.Board(0); len(list) != 2000 {
		t.Errorf("the board has %d", len(list))
	}
	if list := r.Board(200); len(list) != 2100 {
		t.Errorf("with others the board has %d", len(list))
	}
}
