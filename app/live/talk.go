package live

import (
	"time"

	"lectern/app/deck"
)

// rehearsalFollowed is how long the speaker's devices follow a rehearsal at the most: one
// that somebody forgot to end does not have the monitor at the stage for ever.
const rehearsalFollowed = 4 * time.Hour

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

// talk is the speaker's deck, or 0; of several that are rehearsed the one that was begun
// last, and after a talk none that was begun before it. It is called with the lock held.
func (h *Hub) talk() (id int64) {
	if h.live != 0 {
		return h.live
	}
	last := h.presented
	for other, began := range h.rehearsals {
		if time.Since(began) < rehearsalFollowed && (began.After(last) || id != 0 && began.Equal(last) && other > id) {
			id, last = other, began
		}
	}
	return id
}

// rehearses notes when the rehearsal of a deck began, and when a deck was presented last.
// It is called with the lock held.
func (h *Hub) rehearses(s deck.State) {
	if s.PresentedAt != nil && s.PresentedAt.After(h.presented) {
		h.presented = *s.PresentedAt
	}
	if s.RehearsedAt == nil || s.Deleted() {
		delete(h.rehearsals, s.ID)
	} else {
		h.rehearsals[s.ID] = *s.RehearsedAt
	}
}

// tellTalk tells the consoles of the speaker's deck where it stands, and once more when
// they have followed a rehearsal for long enough. It is called with the lock held.
func (h *Hub) tellTalk() {
	if h.forgets != nil {
		h.forgets.Stop()
		h.forgets = nil
	}
	id := h.talk()
	if began, ok := h.rehearsals[id]; ok {
		h.forgets = time.AfterFunc(time.Until(began.Add(rehearsalFollowed)), func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.tellTalk()
		})
	}
	var event []byte
	for c := range h.consoles {
		if !c.talk {
			continue
		}
		if event == nil {
			event = encode("state", 0, h.decks[id])
		}
		c.put(talkKey, event)
	}
}
