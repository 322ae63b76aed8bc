package live

import (
	"time"

	"lectern/app/deck"
)

// Reset replaces all the Hub knows, after a time in which changes may have
// been missed. Viewers are told where that makes a difference to them.
func (h *Hub) Reset(rev int64, decks []deck.State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	back := rev < h.rev
	h.ready, h.connected = true, true
	defer h.wakeWaiting()
	h.rev, h.snapshotRev = rev, rev
	before := h.decks
	h.decks = make(map[int64]deck.State, len(decks))
	h.live = 0
	for _, d := range decks {
		h.decks[d.ID] = d
		h.rehearses(d)
		if d.Live {
			h.live = d.ID
		}
		old, known := before[d.ID]
		back = back || known && d.Rev < old.Rev
		h.tellConsoles(d)
		h.saw(d.SeenRev, d.SeenAt)
	}
	now := time.Now()
	if h.seenAt.IsZero() {
		h.seenAt = now
	}
	for id, d := range before {
		_, still := h.decks[id]
		if !still && d.Open() {
			h.saw(rev, now)
		}
		if !still {
			delete(h.rehearsals, id)
		}
	}
	// The counter may have passed again what it had reached.
	back = back || h.contradicted()
	if back {
		// The database went back in time: another one, one restored from a
		// backup, a standby that did not have the last moves. On a running
		// connection its revisions would be ignored; on a new one the first
		// event counts.
		h.rewinds.Add(1)
		h.disconnectAll()
		h.dismissConsoles()
		clear(h.topics) // those who come now find new ones
		h.forgetLanes(func(laneOf) bool { return true })
		clear(h.marks)
		h.seenRev, h.seenAt = rev, now
	}
	for id := range before {
		if _, still := h.decks[id]; !still {
			h.tellConsoles(deck.State{ID: id, DeletedAt: &now})
			delete(h.inkShown, id)
		}
	}
	h.tellTalk()
	for id := range h.marks {
		h.checkMark(id)
	}
	h.forgetLanes(h.over)
	for id, t := range h.topics {
		h.refresh(id)
		h.loadLanes(id, t) // after the position, as in Publish
		t.signal()
	}
	h.wake() // another deck may be live, with nobody to see it
}

// contradicted reports whether a viewer shows something else than it should
// and would ignore the revision that says so. It is called with the lock held.
func (h *Hub) contradicted() bool {
	for id, t := range h.topics {
		f, before := h.frame(id), t.now.Load()
		if !before.event.sameView(f.event) && f.event.Rev <= before.event.Rev {
			return true
		}
	}
	return false
}
