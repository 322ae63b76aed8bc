package advance_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"lectern/app/advance"
	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/live"
	"lectern/app/sealed"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// server has an Advance hear of a database, as a Lectern does.
func server(t *testing.T, s *store.Store) {
	t.Helper()
	hub := live.NewHub(sealed.From(s.ViewSecret()))
	follower := live.NewFollower(s, hub, func(store.Peer) {}, slog.New(slog.DiscardHandler))
	a := advance.New(s, slog.New(slog.DiscardHandler))
	follower.OnDeck(a.Heard)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { follower.Run(ctx) })
	all.Go(func() { a.Run(ctx) })
	t.Cleanup(func() { cancel(); all.Wait() })
	<-follower.Ready()
}

// TestAdvance: two servers have a deck go round, each view once, and stay where a hand
// moves it.
func TestAdvance(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	stay := deck.MinSeconds
	d := &decktest.Deck{Header: deck.Header{Title: "t", Format: deck.Markdown, Loop: true}, Slides: []deck.DraftSlide{
		decktest.Page("<p>a</p>"), decktest.Page("<p>b</p>", "<p>c</p>"),
	}}
	for i := range d.Slides {
		for j := range d.Slides[i].Views {
			d.Slides[i].Views[j].Seconds = &stay
		}
	}
	id := storetest.Add(t, s, d).ID
	server(t, s)
	server(t, s)
	feed, _, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	next := func() deck.State {
		t.Helper()
		for {
			n, err := feed.Next(t.Context(), 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			if n.Deck != nil && n.Deck.ID == id {
				return *n.Deck
			}
		}
	}
	if _, err := s.Change(t.Context(), id, deck.FromStart()); err != nil {
		t.Fatal(err)
	}
	before := next()
	for _, want := range [][2]int{{2, 0}, {2, 1}, {1, 0}, {2, 0}} {
		now := next()
		if got := [2]int{now.CurrentSlide, now.CurrentStep}; got != want {
			t.Fatalf("it went to %v, want %v", got, want)
		}
		// (A change is told as of some milliseconds after the moment from which its slide counts.)
		if took := now.ChangedAt.Sub(before.ChangedAt).Seconds(); took < stay-0.05 {
			t.Errorf("after %g s, want %g", took, stay)
		}
		before = now
	}
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 1 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if now := next(); now.AdvanceAt != nil || now.Advancing {
		t.Errorf("moved by hand it goes on: %v", now)
	}
	if _, err := s.Change(t.Context(), id, deck.Change{"advancing": true}); err != nil {
		t.Fatal(err)
	}
	next()
	if now := next(); now.CurrentSlide != 2 || !now.Advancing {
		t.Errorf("started again it is at %v", now)
	}
}
