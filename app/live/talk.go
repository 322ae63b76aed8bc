package live

import (
	"time"

	"lectern/app/deck"
)

// Talks reports whether a deck is the speaker's: the one that is live, or, while none
// is, the one that is rehearsed.
func (h *Hub) Talks(id int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return id != 0 && id == h.talk()
}

// Talk returns where the speaker's deck stands, if there is one; see Talks.
func (h *Hub) Talk() (deck.State, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, ok := h.decks[h.talk()]
	return d, ok
}

// talk is the speaker's deck, or 0; of several that are rehearsed the one whose clock
// began last. It is called with the lock held.
func (h *Hub) talk() (id int64) {
	if h.live != 0 {
		return h.live
	}
	var began time.Time
	for _, d := range h.decks {
		if d.Rehearsing && d.StartedAt != nil && (d.StartedAt.After(began) || d.StartedAt.Equal(began) && d.ID > id) {
			id, began = d.ID, *d.StartedAt
		}
	}
	return id
}
