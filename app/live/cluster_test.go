package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/store"
)

// wire is a database's NOTIFY between hubs of one bubble.
type wire struct {
	mu   sync.Mutex
	hubs []*Hub
	said atomic.Int64
}

func (w *wire) announce(ctx context.Context, s store.Server) error {
	w.said.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.hubs {
		h.heard(s)
	}
	return nil
}

// member is one server of the bubble.
type member struct {
	*Hub
	console *Console
	stop    func() // says good-bye
	end     func() // vanishes
}

func (w *wire) member(t *testing.T) *member {
	m := &member{Hub: NewHub()}
	var vanished atomic.Bool
	c := NewCluster(m.Hub, "m", func(ctx context.Context, s store.Server) error {
		if vanished.Load() {
			return errors.New("gone")
		}
		return w.announce(ctx, s)
	})
	w.mu.Lock()
	w.hubs = append(w.hubs, m.Hub)
	w.mu.Unlock()
	m.Reset(1, []deck.State{at(7, 1, 1)})
	ctx, cancel := contextWith(t)
	done := make(chan struct{}, 2)
	go func() { m.Run(ctx); done <- struct{}{} }()
	go func() { c.Run(ctx); done <- struct{}{} }()
	m.stop = func() { cancel(); <-done; <-done }
	m.end = func() { vanished.Store(true); m.stop() }
	m.console = m.Watch()
	return m
}

// presence is what the console was told last; the bubble's clock goes on by d.
func (m *member) presence(d time.Duration) (p Presence) {
	time.Sleep(d)
	synctest.Wait()
	p = Presence{Deck: -1} // nothing new
	for _, event := range strings.Split(string(m.TakeAll(m.console)), "\n\n") {
		if data, ok := strings.CutPrefix(event, "event: presence\ndata: "); ok {
			json.Unmarshal([]byte(data), &p)
		}
	}
	return p
}

func TestServersAddUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		a, b := w.member(t), w.member(t)
		a.Join(Any, Who{ID: "1"})
		b.Join(Any, Who{ID: "2"})
		b.Join(7, Who{ID: "3", Kind: Kiosk})
		want := Presence{Deck: 7, Viewers: 3, Kiosks: 1}
		if p := a.presence(3 * time.Second); p != want {
			t.Errorf("a counts %+v", p)
		}
		if p := b.presence(0); p != want {
			t.Errorf("b counts %+v", p)
		}

		a.Seen("1", 1)
		b.Seen("3", 1)
		if p := a.presence(3 * time.Second); p.Here != 2 {
			t.Errorf("one on each has seen it: %+v", p)
		}

		// a hears of a move before b does: who is here on b is so no more.
		a.Publish(at(7, 2, 2))
		if p := a.presence(3 * time.Second); p.Here != 0 || p.Viewers != 3 {
			t.Errorf("after a move that one has heard of: %+v", p)
		}
		b.Publish(at(7, 2, 2))
		b.Seen("2", 2)
		if p := a.presence(3 * time.Second); p.Here != 1 {
			t.Errorf("after a move that both have heard of: %+v", p)
		}

		// A server whose viewers came later has a later frame of the same sight.
		frozen := at(7, 2, 3)
		frozen.Position = deck.Position{Slide: 5, Blank: deck.Freeze}
		frozen.Shown = deck.Position{Slide: 2, Blank: deck.Freeze}
		late := w.member(t)
		for _, m := range []*member{a, b, late} {
			m.Publish(frozen)
		}
		hidden := frozen
		hidden.Rev, hidden.Position.Slide = 4, 6
		for _, m := range []*member{a, b, late} {
			m.Publish(hidden)
		}
		late.Join(Any, Who{ID: "4"})
		late.Seen("4", 4)
		a.Seen("1", 3)
		if p := a.presence(3 * time.Second); p.Here != 2 || p.Viewers != 4 {
			t.Errorf("while the presenter looks ahead: %+v", p)
		}

		// Quiet servers say little, and stay known.
		w.said.Store(0)
		if p := a.presence(time.Minute); p.Deck != -1 {
			t.Errorf("nothing happened, and yet %+v", p)
		}
		if n := w.said.Load(); n > 3*13 {
			t.Errorf("three quiet servers announced themselves %d times in a minute", n)
		}

		if n := a.Servers(); n != 3 {
			t.Errorf("a knows of %d servers", n)
		}
		// One vanishes, just after it was heard; another takes leave.
		b.Join(Any, Who{})
		if p := a.presence(announceApart); p.Viewers != 5 {
			t.Errorf("another came: %+v", p)
		}
		b.end()
		if p := a.presence(13 * time.Second); p.Deck != -1 {
			t.Errorf("it was silent for less than 15 s: %+v", p)
		}
		if p := a.presence(3 * time.Second); p.Viewers != 2 || p.Kiosks != 0 {
			t.Errorf("it was silent for more than 15 s: %+v", p)
		}
		late.stop()
		if p := a.presence(time.Second); p.Viewers != 1 {
			t.Errorf("it took leave: %+v", p)
		}
		if n := a.Servers(); n != 1 {
			t.Errorf("a knows of %d servers in the end", n)
		}
		a.stop()
	})
}

// TestAnnouncesAtMostOnceASecond: whatever happens in a room.
func TestAnnouncesAtMostOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		m := w.member(t)
		for i := range 100 {
			m.Publish(at(7, 1+i%9, int64(i+2)))
			m.Join(Any, Who{})
			time.Sleep(50 * time.Millisecond)
		}
		if n := w.said.Load(); n > 6 {
			t.Errorf("%d announcements in five seconds", n)
		}
		m.stop()
	})
}

// TestManyServers: anybody may NOTIFY; memory stays bounded.
func TestManyServers(t *testing.T) {
	h := NewHub()
	c := NewCluster(h, "", nil)
	for i := range 2 * mostServers {
		h.heard(store.Server{ID: fmt.Sprint(i), Viewers: 1})
	}
	if len(c.others) != mostServers {
		t.Errorf("%d servers are remembered", len(c.others))
	}
	alone := NewHub()
	alone.heard(store.Server{ID: "x", Viewers: 1}) // one that counts nobody else
	if p := alone.all(); p.Viewers != 0 {
		t.Errorf("a server on its own database counts %+v", p)
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
		{"the deck went back, the counter did not", 9, []deck.State{at(7, 2, 8), {Deck: 8, Rev: 9}}, true},
		{"the deck was never made", 9, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHub()
			h.Reset(9, []deck.State{at(7, 3, 9)})
			v, console := join(t, h, Any), h.Watch()
			v.Take()
			h.Reset(c.rev, c.decks)
			if v.Over() != c.ends || console.Over() != c.ends {
				t.Errorf("the viewer's stream ended: %v, the console's: %v; want %v", v.Over(), console.Over(), c.ends)
			}
			_, want := read(t, join(t, h, Any).Take())
			if _, e := read(t, join(t, h, Any).Take()); e.Rev != want.Rev || len(c.decks) > 0 && e.Slide != c.decks[0].Position.Slide {
				t.Errorf("a new viewer sees %+v", e)
			}
			if b := v.Take(); !c.ends && c.rev > 9 && b == nil {
				t.Error("a viewer that stayed was told nothing")
			}
		})
	}
}
