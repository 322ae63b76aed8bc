package live

import (
	"context"
	"time"

	"lectern/app/deck"
)

// awaitLimit is how long an answer to a change waits at most: what a person
// does not notice much.
const awaitLimit = time.Second

// Await returns once the Hub knows this state of a deck, or a later one: then
// whoever is answered with it finds here what they wrote. It waits for a moment
// at most, and not at all while nothing is heard of changes.
func (h *Hub) Await(ctx context.Context, want deck.State) {
	ctx, cancel := context.WithTimeout(ctx, awaitLimit)
	defer cancel()
	for {
		h.mu.Lock()
		if !h.connected || h.knows(want) {
			h.mu.Unlock()
			return
		}
		if h.news == nil {
			h.news = make(chan struct{})
		}
		news := h.news
		h.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
			return
		}
	}
}

// knows is called with the lock held. (A new deck has no revision yet.)
func (h *Hub) knows(s deck.State) bool {
	d, known := h.decks[s.ID]
	return known && d.Rev >= s.Rev || s.Rev > 0 && h.rev >= s.Rev
}

// Disconnected says that changes may be missed from now on, until Reset.
func (h *Hub) Disconnected() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.connected = false
	h.wakeWaiting()
}

// wakeWaiting lets those who wait in Await look again. It is called with the
// lock held.
func (h *Hub) wakeWaiting() {
	if h.news != nil {
		close(h.news)
		h.news = nil
	}
}
