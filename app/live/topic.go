package live

import (
	"sync/atomic"
	"time"
)

// topic is one thing to follow: a deck, or whatever is live (Any).
type topic struct {
	now     atomic.Pointer[frame] // changed with the lock held, read by anybody
	lanes   [laneCount]atomic.Pointer[laneFrame]
	viewers map[*Viewer]struct{}
	woken   []*Viewer // those with a channel to wake
	recent  []shown   // the newest last
}

// signal wakes those with a goroutine of their own.
func (t *topic) signal() {
	for _, v := range t.woken {
		v.signal()
	}
}

// refresh makes the topic's frame anew and leaves it with its viewers if it
// looks different. It is called with the lock held.
func (h *Hub) refresh(id int64) {
	t := h.topics[id]
	if t == nil {
		return
	}
	f, before := h.frame(id), t.now.Load()
	if before.event.sameView(f.event) {
		return
	}
	f.encode(before)
	t.now.Store(f)
	t.remember(f.event)
	h.moves.Add(1)
	h.makeWay(time.Duration(len(t.viewers)) * wayEach)
	h.wake()
	t.signal()
}

// frame is what the topic shows now, not encoded yet.
func (h *Hub) frame(id int64) *frame {
	if d, ok := h.decks[h.deckOf(id)]; ok && d.Open() {
		return h.frameOf(d)
	}
	return h.noDeck()
}
