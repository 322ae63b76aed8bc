package live

import "time"

// A position has right of way. From when somebody asks for a move until the viewers have
// had the time to read where it went, nothing is published in lanes, and what was is not
// written on: a thousand small events beside a position are a thousand more on the same
// wire, and in the same processor.
const (
	wayAhead = 50 * time.Millisecond  // a move that takes longer has waited for the disk
	wayEach  = 20 * time.Microsecond  // until one more viewer has read a position
	wayMost  = 200 * time.Millisecond // at a stretch, while one move follows the other
)

// MakeWay says that a move of a deck is on its way, which the Hub will hear of.
func (h *Hub) MakeWay(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.decks[id].Open() {
		h.makeWay(wayAhead)
	}
}

// Way returns for how long lanes are to wait; 0 if they need not. It may be called
// with any lock held.
func (h *Hub) Way() time.Duration {
	return max(0, time.Duration(h.wayUntil.Load())-time.Since(h.began))
}

// makeWay is called with the lock held. A handful of viewers, who have read what they
// were told within a millisecond, are no reason to wait.
func (h *Hub) makeWay(d time.Duration) {
	now := time.Since(h.began)
	if now >= time.Duration(h.wayUntil.Load()) {
		h.wayFrom = now
	}
	h.wayUntil.Store(int64(min(now+d.Truncate(time.Millisecond), h.wayFrom+wayMost)))
}

// LaneRest is how long each lane rests in this room between two states.
func (h *Hub) LaneRest() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.laneRest()
}

func (h *Hub) laneRest() time.Duration {
	return max(laneRest, time.Duration(h.viewers())*laneApart)
}
