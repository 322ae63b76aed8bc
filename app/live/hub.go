// Package live carries a change from PostgreSQL to everybody who follows. The
// Follower hears it, the Hub encodes it once and leaves it where every viewer
// finds it. Publishing never blocks, a viewer costs a fixed amount of memory, and
// a slow viewer gets fewer, newer events. Nobody but the Follower publishes
// positions: one path, in the order of PostgreSQL's commits.
//
// The two goroutines are Follower.Run and Hub.Run; who calls them waits for
// them. The Hub's lock guards all it knows, and nothing is waited for under it:
// what OnChange calls returns at once. A viewer takes without the lock, from its
// topic's newest frame.
package live

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lectern/app/deck"
	"lectern/app/sealed"
)

// Any is the topic that follows whatever deck is live.
const Any int64 = 0

// Hub knows where every deck stands and who follows it.
type Hub struct {
	keys sealed.Keys // of the views

	mu          sync.Mutex
	ready       bool // a snapshot was seen
	connected   bool // since then, every change is heard
	rev         int64
	snapshotRev int64 // the revision of the last snapshot: all up to it is in there
	decks       map[int64]deck.State
	live        int64               // the live deck, or 0
	rehearsals  map[int64]time.Time // when those that go on began
	presented   time.Time           // when a deck went live last
	forgets     *time.Timer         // tells that a rehearsal has been followed for long enough
	seenRev     int64               // no follower of any deck has seen a later one
	seenAt      time.Time           // when that was
	topics      map[int64]*topic
	news        chan struct{} // closed when there is some; nil unless somebody waits in Await

	change   []func() // woken after a change
	moves    atomic.Int64
	rewinds  atomic.Int64 // how often the database went back in time
	consoles map[*Console]struct{}
	imports  []Import          // that go on or failed, the newest last
	informed map[string][]byte // what consoles were told last, by the event's name

	lanes    map[laneOf]*laneState
	versions uint32        // of what was published in a lane last
	later    chan struct{} // capacity 1: Run has something to publish later
	told     []func()      // woken after a lane was published
	notice   *deck.Notice  // or nil, before any was heard of
	noticeAt time.Time
	marks    map[int64]marked
	ink      map[inked]int64 // versions of what is drawn
	inkShown map[int64]shownInk

	began    time.Time
	wayFrom  time.Duration // since began: a position has right of way from then
	wayUntil atomic.Int64  // until then
}

// NewHub returns a Hub that knows nothing yet: Reset makes it ready. Its events
// have the keys of the views that they show; none where there are no keys.
func NewHub(keys sealed.Keys) *Hub {
	return &Hub{
		keys:       keys,
		decks:      map[int64]deck.State{},
		rehearsals: map[int64]time.Time{},
		topics:     map[int64]*topic{},
		consoles:   map[*Console]struct{}{},
		informed:   map[string][]byte{},
		lanes:      map[laneOf]*laneState{},
		later:      make(chan struct{}, 1),
		marks:      map[int64]marked{},
		ink:        map[inked]int64{},
		inkShown:   map[int64]shownInk{},
		began:      time.Now(),
	}
}

// Keys are those that events have.
func (h *Hub) Keys() sealed.Keys { return h.keys }

// Publish takes one change. A revision of a deck that is not newer than what
// is known is dropped.
func (h *Hub) Publish(s deck.State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	defer h.wakeWaiting()
	// What was heard between LISTEN and the snapshot is in it, or of a deck that
	// is removed by then. (A new deck has no revision yet.)
	if 0 < s.Rev && s.Rev <= h.snapshotRev && !s.Deleted() {
		return
	}
	if old, known := h.decks[s.ID]; known && s.Rev <= old.Rev {
		return
	}
	h.rev = max(h.rev, s.Rev)
	before, stoodIn, talk := h.live, h.decks[h.live].InterludeOf, h.talk()
	was := h.decks[s.ID]
	if s.Deleted() {
		delete(h.decks, s.ID)
		delete(h.inkShown, s.ID)
	} else {
		h.decks[s.ID] = s
	}
	h.rehearses(s)
	switch {
	case s.Live:
		h.live = s.ID
	case h.live == s.ID:
		h.live = 0
	}
	h.tellConsoles(s)
	if now := h.talk(); s.ID == now || now != talk {
		h.tellTalk()
	}
	h.saw(s.SeenRev, s.SeenAt)
	h.checkMark(s.ID)
	if !s.Open() {
		h.forgetLanes(func(of laneOf) bool { return of.deck == s.ID && h.over(of) })
		if t := h.topics[s.ID]; t != nil {
			h.loadLanes(s.ID, t)
		}
	}
	topics := []int64{s.ID, Any}
	// Who follows the talk sees what stands in for it; and where another talk begins then, of
	// this one nothing more is heard.
	for _, talk := range []*int64{s.InterludeOf, stoodIn} {
		if talk != nil && !slices.Contains(topics, *talk) {
			topics = append(topics, *talk)
		}
	}
	for _, id := range topics {
		h.refresh(id)
	}
	if h.live != before {
		// After the position: who took these before it would not know of which deck
		// they are.
		for _, id := range topics {
			if t := h.topics[id]; t != nil {
				h.loadLanes(id, t)
				t.signal()
			}
		}
	}
	if h.live != before || s.Open() != was.Open() {
		h.wake()
	}
}

func (h *Hub) wake() {
	for _, wake := range h.change {
		wake()
	}
}

// OnChange has wake called whenever any viewer may have a position to take or be
// over, another deck is live, or one was opened or closed. It is called with the Hub's
// lock held and must return at once. It must be called before the first viewer joins.
func (h *Hub) OnChange(wake func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.change = append(h.change, wake)
}

// OnTold likewise has wake called whenever any viewer may have something to take in
// a lane.
func (h *Hub) OnTold(wake func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = append(h.told, wake)
}

// Deck returns where a deck stands.
func (h *Hub) Deck(id int64) (deck.State, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, ok := h.decks[id]
	return d, ok
}

// Live returns where the live deck stands, if there is one.
func (h *Hub) Live() (deck.State, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, ok := h.decks[h.live]
	return d, ok
}

// Open returns where a deck stands that anyone may follow: it is open, or the live one
// stands in for it for a moment.
func (h *Hub) Open(id int64) (d deck.State, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.decks[id], h.open(id)
}

// open reports whether anyone may follow a deck. It is called with the lock held.
func (h *Hub) open(id int64) bool {
	d, known := h.decks[id]
	return known && (d.Open() || h.deckOf(id) == h.live)
}

// Revision returns the newest revision of all: whatever is known of any deck is no
// newer.
func (h *Hub) Revision() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rev
}

// Shown returns the revision that a topic's viewers are told: of what they see,
// not of the deck. It is 0 for a topic without viewers.
func (h *Hub) Shown(topicID int64) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := h.topics[topicID]; t != nil {
		return t.now.Load().event.Rev
	}
	return 0
}

// Ready reports whether the Hub knows the state of the database.
func (h *Hub) Ready() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ready
}

// Viewers returns how many streams are followed.
func (h *Hub) Viewers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.viewers()
}

func (h *Hub) viewers() (n int) {
	for _, t := range h.topics {
		n += len(t.viewers)
	}
	return n
}

// Rewinds counts how often the database went back in time. What was read before
// the last time may have other contents under the same numbers.
func (h *Hub) Rewinds() int64 { return h.rewinds.Load() }

// Moves counts the frames that were published since the start.
func (h *Hub) Moves() int64 { return h.moves.Load() }

// Run publishes what waits in lanes, until ctx ends; then it disconnects
// everybody.
func (h *Hub) Run(ctx context.Context) {
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.disconnectAll()
	}()
	due := time.NewTimer(0)
	defer due.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.later:
		case <-due.C:
		}
		if again := h.publishLanes(time.Now()); again > 0 {
			due.Reset(again)
		}
	}
}

// disconnectAll ends every viewer's stream. It is called with the lock held.
func (h *Hub) disconnectAll() {
	for _, t := range h.topics {
		for v := range t.viewers {
			v.end()
		}
	}
	h.wake()
}
