package roster

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
	"lectern/app/live"
	"lectern/app/sealed"
	"lectern/app/store"
)

// wire is a database's NOTIFY between servers of one bubble.
type wire struct {
	mu      sync.Mutex
	rosters []*Roster
	said    atomic.Int64
}

func (w *wire) announce(ctx context.Context, s store.Peer) error {
	w.said.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.rosters {
		r.Heard(s)
	}
	return nil
}

// server is one of the bubble.
type server struct {
	*Roster
	hub     *live.Hub
	console *live.Console
	stop    func() // says good-bye
	end     func() // vanishes
}

func (w *wire) server(t *testing.T) *server { return w.serverKept(t, nil) }

// serverKept is one that keeps its screens.
func (w *wire) serverKept(t *testing.T, k Keeper) *server {
	m := &server{hub: live.NewHub(sealed.Keys{})}
	var vanished atomic.Bool
	m.Roster = New(m.hub, "m", func(ctx context.Context, s store.Peer) error {
		if vanished.Load() {
			return errors.New("gone")
		}
		return w.announce(ctx, s)
	})
	if k != nil {
		m.Keep(k, "")
	}
	w.mu.Lock()
	w.rosters = append(w.rosters, m.Roster)
	w.mu.Unlock()
	m.hub.Reset(1, []deck.State{at(7, 1, 1)})
	ctx, cancel := context.WithCancel(t.Context())
	var over sync.WaitGroup
	over.Go(func() { m.hub.Run(ctx) })
	over.Go(func() { m.Run(ctx) })
	m.stop = func() { cancel(); over.Wait() }
	m.end = func() { vanished.Store(true); m.stop() }
	m.console = m.hub.Watch()
	return m
}

// join follows as a page does.
func (m *server) join(t *testing.T, topic int64, who Who) (leave func()) {
	t.Helper()
	_, leave = m.enter(t, topic, who)
	return leave
}

func (m *server) enter(t *testing.T, topic int64, who Who) (v *live.Viewer, leave func()) {
	t.Helper()
	v, err := m.hub.Join(topic, who.ID != "")
	if err != nil {
		t.Fatal(err)
	}
	here := m.Enter(v, topic, topic, who)
	return v, func() { here.Leave(); m.hub.Leave(v) }
}

// presence is what the console was told last; the bubble's clock goes on by d.
func (m *server) presence(d time.Duration) (p Presence) {
	time.Sleep(d)
	synctest.Wait()
	p = Presence{Deck: -1} // nothing new
	for _, event := range strings.Split(string(m.hub.TakeAll(m.console)), "\n\n") {
		if data, ok := strings.CutPrefix(event, "event: presence\ndata: "); ok {
			json.Unmarshal([]byte(data), &p)
		}
	}
	return p
}

func TestServersAddUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		a, b := w.server(t), w.server(t)
		a.join(t, live.Any, Who{ID: "1"})
		b.join(t, live.Any, Who{ID: "2"})
		b.join(t, 7, Who{ID: "3", Kind: deck.Kiosk})
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
		a.hub.Publish(at(7, 2, 2))
		if p := a.presence(3 * time.Second); p.Here != 0 || p.Viewers != 3 {
			t.Errorf("after a move that one has heard of: %+v", p)
		}
		b.hub.Publish(at(7, 2, 2))
		b.Seen("2", 2)
		if p := a.presence(3 * time.Second); p.Here != 1 {
			t.Errorf("after a move that both have heard of: %+v", p)
		}

		// A server that starts later has the same sight by the same revision.
		frozen := at(7, 2, 3)
		frozen.CurrentSlide, frozen.Blank = 5, deck.Freeze
		hidden := frozen
		hidden.Rev, hidden.CurrentSlide = 4, 6
		for _, m := range []*server{a, b} {
			m.hub.Publish(frozen)
			m.hub.Publish(hidden)
		}
		late := w.server(t)
		late.hub.Reset(4, []deck.State{hidden})
		late.join(t, live.Any, Who{ID: "4"})
		late.Seen("4", 3)
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
		b.join(t, live.Any, Who{})
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
		m := w.server(t)
		for i := range 100 {
			m.hub.Publish(at(7, 1+i%9, int64(i+2)))
			m.join(t, live.Any, Who{})
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
	r := New(live.NewHub(sealed.Keys{}), "", func(context.Context, store.Peer) error { return nil })
	for i := range 2 * mostServers {
		r.Heard(store.Peer{ID: fmt.Sprint(i), Viewers: 1})
	}
	if n := r.Servers(); n != 1+mostServers {
		t.Errorf("%d servers are remembered", n)
	}
	alone := New(live.NewHub(sealed.Keys{}), "", nil)
	alone.Heard(store.Peer{ID: "x", Viewers: 1}) // one that counts nobody else
	if p := alone.presence(); p.Viewers != 0 {
		t.Errorf("a server on its own database counts %+v", p)
	}
}
