package live

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

func TestAwait(t *testing.T) {
	for _, c := range []struct {
		name string
		want deck.State
		then func(h *Hub) // after 300 ms
		took time.Duration
	}{
		{"known already", at(7, 1, 5), nil, 0},
		{"older", at(7, 1, 4), nil, 0},
		{"deleted long since", at(8, 1, 3), nil, 0},
		{"heard of it", at(7, 2, 6), func(h *Hub) { h.Publish(at(7, 2, 6)) }, 300 * time.Millisecond},
		{"heard of a later one", at(7, 2, 6), func(h *Hub) { h.Publish(at(9, 1, 8)) }, 300 * time.Millisecond},
		{"read of it", at(7, 2, 6), func(h *Hub) { h.Reset(6, []deck.State{at(7, 2, 6)}) }, 300 * time.Millisecond},
		{"a new deck", deck.State{ID: 9}, func(h *Hub) { h.Publish(deck.State{ID: 9}) }, 300 * time.Millisecond},
		{"hears no more", at(7, 2, 6), (*Hub).Disconnected, 300 * time.Millisecond},
		{"heard of another", at(7, 2, 6), func(h *Hub) { h.Publish(deck.State{ID: 9}) }, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := NewHub(sealed.Keys{})
				h.Await(t.Context(), c.want) // it has never heard of anything
				h.Reset(5, []deck.State{at(7, 1, 5)})
				began := time.Now()
				if c.then != nil {
					time.AfterFunc(300*time.Millisecond, func() { c.then(h) })
				}
				h.Await(t.Context(), c.want)
				if took := time.Since(began); took != c.took {
					t.Errorf("it took %v, want %v", took, c.took)
				}
				gone, cancel := context.WithCancel(t.Context())
				cancel()
				h.Await(gone, at(7, 1, 99)) // who has hung up waits no more
			})
		})
	}
}
