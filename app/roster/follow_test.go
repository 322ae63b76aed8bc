package roster_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/live"
	"lectern/app/roster"
	"lectern/app/sealed"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// oneOfMany is a server's share of a room that others share.
type oneOfMany struct {
	*roster.Roster
	hub     *live.Hub
	console *live.Console
	now     roster.Presence
	stop    func()
}

func newServer(t *testing.T, url string) *oneOfMany {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	one := &oneOfMany{hub: live.NewHub(sealed.Keys{})}
	one.Roster = roster.New(one.hub, t.Name(), s.Announce)
	one.Keep(s, "")
	follower := live.NewFollower(s, one.hub, one.Heard, slog.New(slog.DiscardHandler))
	follower.OnScreens(one.Known, one.News)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, run := range []func(context.Context){one.hub.Run, follower.Run, one.Run} {
		wg.Go(func() { run(ctx) })
	}
	one.stop = func() { cancel(); wg.Wait() }
	t.Cleanup(one.stop)
	select {
	case <-follower.Ready():
	case <-time.After(20 * time.Second):
		t.Fatal("the follower is not ready")
	}
	one.console = one.hub.Watch()
	return one
}

// counts waits until the console is told this.
func (o *oneOfMany) counts(t *testing.T, want roster.Presence) {
	t.Helper()
	limit := time.After(20 * time.Second)
	for o.now != want {
		select {
		case <-o.console.Ready():
			for _, event := range strings.Split(string(o.hub.TakeAll(o.console)), "\n\n") {
				if data, ok := strings.CutPrefix(event, "event: presence\ndata: "); ok {
					if err := json.Unmarshal([]byte(data), &o.now); err != nil {
						t.Fatal(err)
					}
				}
			}
		case <-limit:
			t.Fatalf("the console was told %+v, not %+v", o.now, want)
		}
	}
}

// TestServersOnOneDatabase: each counts the viewers of both, whatever else is
// notified, and counts on when the other has taken leave.
func TestServersOnOneDatabase(t *testing.T) {
	db, url := storetest.Open(t)
	sql := storetest.Connect(t, url)
	draft := &decktest.Deck{Header: deck.Header{Title: "talk", Format: deck.Markdown}}
	for range 3 {
		draft.Slides = append(draft.Slides, decktest.Page("x"))
	}
	id := storetest.Add(t, db, draft).ID
	a, b := newServer(t, url), newServer(t, url)
	if _, err := db.Change(t.Context(), id, deck.Change{"live": true, "current_slide": 2}); err != nil {
		t.Fatal(err)
	}
	var revs []int64
	for i, s := range []*oneOfMany{a, b} {
		s.counts(t, roster.Presence{Deck: id})
		v, err := s.hub.Join(live.Any, true)
		if err != nil {
			t.Fatal(err)
		}
		m := s.Enter(v, live.Any, live.Any, roster.Who{ID: fmt.Sprint("page ", i), Kind: deck.Kiosk})
		t.Cleanup(func() { m.Leave(); s.hub.Leave(v) })
		d, _ := s.hub.Live()
		revs = append(revs, d.Rev)
	}
	both := roster.Presence{Deck: id, Viewers: 2, Kiosks: 2}
	a.counts(t, both)
	b.counts(t, both)
	a.Seen("page 0", revs[0])
	b.Seen("page 1", revs[1])
	both.Here = 2
	a.counts(t, both)
	b.counts(t, both)

	// Each has the other's screen on its board, with what that has painted.
	for _, s := range []*oneOfMany{a, b} {
		for late := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			l := s.Board(0)
			if len(l) == 2 && l[1].State == roster.Well && l[0].Slide == 2 && l[1].Slide == 2 && l[1].Number == 2 {
				break
			}
			if time.Now().After(late) {
				t.Fatalf("the board has %+v", l)
			}
		}
	}

	for _, junk := range []string{``, `x`, `{}`, `[]`, `{"server":""}`, `{"server":"x","viewers":-1}`,
		`{"server":"x","viewers":1,"here":2}`, `{"server":"x","viewers":1e12}`, `{"server":"x","viewers":"1"}`} {
		if _, err := sql.Exec(t.Context(), `SELECT pg_notify('lectern_servers', $1), pg_notify('lectern', $1)`, junk); err != nil {
			t.Fatal(err)
		}
	}
	// In order behind the junk: if that counted, so would this not be the sum.
	if _, err := sql.Exec(t.Context(), `SELECT pg_notify('lectern_servers', $1)`, `{"server":"third","viewers":5,"more":"ignored"}`); err != nil {
		t.Fatal(err)
	}
	both.Viewers += 5
	a.counts(t, both)
	b.counts(t, both)

	b.stop()
	a.counts(t, roster.Presence{Deck: id, Viewers: 6, Here: 1, Kiosks: 1})
}
