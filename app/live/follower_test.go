package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/live"
	"lectern/app/sealed"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// room is a Hub and a Follower on a database of their own.
type room struct {
	store    *store.Store
	hub      *live.Hub
	follower *live.Follower
	sql      *pgx.Conn
	decks    []int64
}

const slides = 20

func newRoom(t testing.TB, decks int) *room {
	s, url := storetest.Open(t)
	r := &room{store: s, hub: live.NewHub(sealed.Keys{}), sql: storetest.Connect(t, url)}
	for i := range decks {
		d := &decktest.Deck{Header: deck.Header{Title: fmt.Sprint(i), Format: deck.Markdown}}
		for n := range slides {
			d.Slides = append(d.Slides, decktest.Page(fmt.Sprint(n)))
		}
		info := storetest.Add(t, s, d)
		r.decks = append(r.decks, info.ID)
	}
	r.follower = live.NewFollower(s, r.hub, func(store.Peer) {}, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { r.follower.Run(ctx) })
	wg.Go(func() { r.hub.Run(ctx) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	select {
	case <-r.follower.Ready():
	case <-time.After(20 * time.Second):
		t.Fatal("the follower is not ready")
	}
	return r
}

// audience is one viewer that reads as a page does.
type audience struct {
	viewer *live.Viewer
	mu     sync.Mutex
	last   live.Event
	wrong  string
	change chan struct{} // capacity 1
	over   sync.WaitGroup
	cancel context.CancelFunc
}

func watch(r *room, topic int64) (*audience, error) {
	v, err := r.hub.Join(topic, false)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	a := &audience{viewer: v, change: make(chan struct{}, 1), cancel: cancel}
	a.over.Go(func() {
		defer r.hub.Leave(v)
		first, ready := true, r.hub.Notify(v)
		for {
			select {
			case <-ctx.Done():
				return
			case <-ready:
			}
			b := v.Take()
			if b == nil || !strings.HasPrefix(string(b), "id: ") { // what comes in lanes has no revision
				continue
			}
			_, data, _ := strings.Cut(string(b), "data: ")
			var e live.Event
			err := json.Unmarshal([]byte(data), &e)
			a.mu.Lock()
			if err != nil {
				a.wrong = err.Error()
			} else if !first && e.Rev <= a.last.Rev {
				a.wrong = fmt.Sprintf("rev %d after %d", e.Rev, a.last.Rev)
			}
			a.last, first = e, false
			a.mu.Unlock()
			select {
			case a.change <- struct{}{}:
			default:
			}
		}
	})
	return a, nil
}

func (a *audience) leave() { a.cancel(); a.over.Wait() }

// settles waits until the viewer shows what want says.
func (a *audience) settles(want func(live.Event) bool) error {
	limit := time.After(15 * time.Second)
	for {
		a.mu.Lock()
		last, wrong := a.last, a.wrong
		a.mu.Unlock()
		if wrong != "" {
			return fmt.Errorf("%s", wrong)
		}
		if want(last) {
			return nil
		}
		select {
		case <-a.change:
		case <-limit:
			return fmt.Errorf("it ended on %+v", last)
		}
	}
}

// killListener ends the backend that listens, as an operator would.
func (r *room) killListener(ctx context.Context) error {
	_, err := r.sql.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE application_name = 'lectern listener' AND datname = current_database()`)
	return err
}

// TestListenerKilled: moves go on while the listener is killed again and
// again; nobody ends on an old slide.
func TestListenerKilled(t *testing.T) {
	r := newRoom(t, 1)
	id := r.decks[0]
	if _, err := r.store.Change(t.Context(), id, deck.Change{"live": true}); err != nil {
		t.Fatal(err)
	}
	var viewers []*audience
	for range 20 {
		a, err := watch(r, live.Any)
		if err != nil {
			t.Fatal(err)
		}
		defer a.leave()
		viewers = append(viewers, a)
	}
	final := 0
	for i := range 200 {
		final = i%(slides-1) + 2
		if _, err := r.store.Change(t.Context(), id, deck.Change{"current_slide": final}); err != nil {
			t.Fatal(err)
		}
		if i%40 == 7 {
			if err := r.killListener(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, a := range viewers {
		if err := a.settles(func(e live.Event) bool { return e.Slide == final && e.Deck == id }); err != nil {
			t.Errorf("viewer %d, with slide %d in the database: %v", i, final, err)
		}
	}
	if r.follower.Connects() < 2 {
		t.Error("the listener was never killed, so this shows nothing")
	}
}

// TestEverybodyEndsOnTheTruth drives random moves, rollbacks, disconnects and
// reconnects, and checks every viewer against the database.
func TestEverybodyEndsOnTheTruth(t *testing.T) {
	r := newRoom(t, 3)
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		var viewers []*audience
		defer func() {
			for _, a := range viewers {
				a.leave()
			}
		}()
		pick := func(rt *rapid.T) int64 { return rapid.SampledFrom(r.decks).Draw(rt, "deck") }
		slide := func(rt *rapid.T) int { return rapid.IntRange(1, slides).Draw(rt, "slide") }
		must := func(err error) {
			if err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"move": func(rt *rapid.T) {
				_, err := r.store.Change(ctx, pick(rt), deck.Change{"current_slide": slide(rt)})
				must(err)
			},
			"move by SQL": func(rt *rapid.T) {
				_, err := r.sql.Exec(ctx, `UPDATE decks SET current_slide = $1 WHERE id = $2`, slide(rt), pick(rt))
				must(err)
			},
			"move all, roll back or commit": func(rt *rapid.T) {
				tx, err := r.sql.Begin(ctx)
				must(err)
				_, err = tx.Exec(ctx, `UPDATE decks SET current_slide = $1`, slide(rt))
				must(err)
				if rapid.Bool().Draw(rt, "commit") {
					must(tx.Commit(ctx))
				} else {
					must(tx.Rollback(ctx))
				}
			},
			"cover": func(rt *rapid.T) {
				b := rapid.SampledFrom([]deck.Blank{"", deck.Black, deck.White, deck.Freeze}).Draw(rt, "blank")
				_, err := r.store.Change(ctx, pick(rt), deck.Change{"blank": b})
				must(err)
			},
			"go live or end": func(rt *rapid.T) {
				_, err := r.store.Change(ctx, pick(rt), deck.Change{"live": rapid.IntRange(0, 3).Draw(rt, "live") > 0})
				must(err)
			},
			"kill the listener": func(rt *rapid.T) {
				if rapid.IntRange(0, 3).Draw(rt, "really") == 0 {
					must(r.killListener(ctx))
				}
			},
			"join": func(rt *rapid.T) {
				a, err := watch(r, rapid.SampledFrom([]int64{live.Any, r.decks[0]}).Draw(rt, "topic"))
				if err == nil {
					viewers = append(viewers, a)
				}
			},
			"leave": func(rt *rapid.T) {
				if len(viewers) > 0 {
					i := rapid.IntRange(0, len(viewers)-1).Draw(rt, "viewer")
					viewers[i].leave()
					viewers = append(viewers[:i], viewers[i+1:]...)
				}
			},
		})
		// A last move, so that the end is one that everybody must reach.
		_, err := r.store.Change(ctx, r.decks[0], deck.Change{"live": true, "blank": deck.Shown, "current_slide": 1 + rand.IntN(slides)})
		must(err)
		info, err := r.store.Deck(ctx, r.decks[0])
		must(err)
		for _, a := range viewers {
			err := a.settles(func(e live.Event) bool {
				return e.Deck == info.ID && e.Slide == info.CurrentSlide && e.Blank == ""
			})
			if err != nil {
				rt.Fatalf("the database says slide %d of deck %d: %v", info.CurrentSlide, info.ID, err)
			}
		}
	})
}
