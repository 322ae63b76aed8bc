package live

import "time"

// Lane is one kind of thing that viewers are told beside the position. Each holds
// its newest whole state, encoded once; a viewer remembers by a small number which
// it has, and who is slow gets fewer, newer ones. No lane delays the position:
// Take gives it before all others.
//
// To add one: a constant, a line in lanes, and somebody who calls Tell.
type Lane uint8

const (
	// Notices is an urgent message over everything: see Hub.Notice.
	Notices Lane = iota
	// Spread is over how long a time pages are to spread what all of them would
	// do at once.
	Spread
	// Marks is where the presenter points at: see Hub.Mark.
	Marks
	// Inks is that something was drawn on the slide which is shown: see Hub.Drawn.
	Inks
	// Idles is what kiosks show while nothing is live: package idle tells it.
	Idles
	laneCount
)

var lanes = [laneCount]struct {
	event string // its name in the stream
	pages bool   // it is of no use but to our own pages
	kiosk bool   // it is for kiosks alone
	shown bool   // it tells of what is shown: once nobody may follow the deck it is forgotten
}{
	Notices: {event: "notice"},
	Spread:  {event: "spread", pages: true},
	Marks:   {event: "mark", shown: true},
	Inks:    {event: "ink", shown: true},
	Idles:   {event: "idle", kiosk: true},
}

// A lane is published 30 times a second at most, and in a large room so seldom
// that all of its viewers together are written to each laneApart on average: a
// tenth of a processor.
const (
	laneRest  = time.Second / 30
	laneApart = 100 * time.Microsecond
)

// laneOf is a lane of one deck; or of all, by Any.
type laneOf struct {
	deck int64
	lane Lane
}

// laneState is what a lane holds.
type laneState struct {
	frame *laneFrame // published; or nil
	at    time.Time  // when
	next  any        // what is to be published next; or nil
}

// laneFrame is one state, encoded for all viewers.
type laneFrame struct {
	version uint32 // no other has it; not 0
	event   []byte
}

// Tell gives the viewers of a deck, and those of whatever is live while it is,
// the newest state of a lane; with Any it is for everybody. data is the event's
// JSON, the whole of its kind, and must not be changed any more. What comes too
// often waits, and is forgotten when something newer comes.
func (h *Hub) Tell(deckID int64, lane Lane, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tell(deckID, lane, data)
}

// tell is Tell with the lock held.
func (h *Hub) tell(deckID int64, lane Lane, data any) {
	of := laneOf{deckID, lane}
	s := h.lanes[of]
	if s == nil {
		s = &laneState{}
		h.lanes[of] = s
	}
	s.next = data
	if wait := h.publishLane(of, s, time.Now()); wait > 0 {
		h.look()
	}
}

// look has Run look what is due.
func (h *Hub) look() {
	select {
	case h.later <- struct{}{}:
	default:
	}
}

// publishLane publishes what waits in a lane, or returns for how long it has to.
func (h *Hub) publishLane(of laneOf, s *laneState, now time.Time) (wait time.Duration) {
	if s.next == nil {
		return 0
	}
	if wait := max(h.laneRest()-now.Sub(s.at), h.Way()); wait > 0 {
		return wait
	}
	h.versions++
	s.frame = &laneFrame{version: h.versions, event: encode(lanes[of.lane].event, 0, s.next)}
	s.at, s.next = now, nil
	for id, t := range h.topics {
		if of.deck == Any || of.deck == h.deckOf(id) {
			t.lanes[of.lane].Store(s.frame)
			t.signal()
		}
	}
	for _, wake := range h.told {
		wake()
	}
	return 0
}

// publishLanes publishes what waits in all lanes as far as it is due, and returns
// when to look again; 0 if nothing waits.
func (h *Hub) publishLanes(now time.Time) (again time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for of, s := range h.lanes {
		if wait := h.publishLane(of, s, now); wait > 0 && (again == 0 || wait < again) {
			again = wait
		}
	}
	if wait := h.endMarks(now); wait > 0 && (again == 0 || wait < again) {
		again = wait
	}
	return again
}

// loadLanes gives a topic what its lanes hold, when it begins, or when it turns
// to another deck.
func (h *Hub) loadLanes(id int64, t *topic) {
	for lane := range t.lanes {
		var f *laneFrame
		for _, deckID := range []int64{Any, h.deckOf(id)} {
			if s := h.lanes[laneOf{deckID, Lane(lane)}]; s != nil && s.frame != nil {
				f = s.frame
			}
		}
		t.lanes[lane].Store(f)
	}
}

// deckOf is the deck that a topic follows: who follows a deck in whose talk another one
// is shown for a moment sees that.
func (h *Hub) deckOf(topicID int64) int64 {
	if of := h.decks[h.live].InterludeOf; topicID == Any || of != nil && *of == topicID {
		return h.live
	}
	return topicID
}

// forgetLanes forgets what decks' lanes hold, where gone says so.
func (h *Hub) forgetLanes(gone func(laneOf) bool) {
	for of := range h.lanes {
		if of.deck != Any && gone(of) {
			delete(h.lanes, of)
		}
	}
}

// over reports whether what a lane holds is nobody's business any more: its deck is
// gone, or it tells of what is shown, and nobody may follow the deck.
func (h *Hub) over(of laneOf) bool {
	d, there := h.decks[of.deck]
	return !there || lanes[of.lane].shown && !d.Open()
}
