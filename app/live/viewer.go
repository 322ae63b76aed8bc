package live

import (
	"sync"
	"sync/atomic"
	"time"

	"lectern/app/deck"
)

// Kind says what follows.
type Kind string

const (
	Audience Kind = "audience"
	Kiosk    Kind = "kiosk"
)

// Who is what a viewer says of itself. Nothing of it is checked: it only ever
// reaches the presenter's console.
type Who struct {
	ID   string // chosen at random by the page; empty for a plain client
	Name string // a kiosk's
	Kind Kind
}

// Viewer is one stream that follows a topic: a mailbox of one place.
type Viewer struct {
	who   Who
	topic int64
	place int   // index in topic.viewers; guarded by Hub.mu
	seen  int64 // newest rev that the page said it shows; guarded by Hub.mu

	box   atomic.Pointer[frame]
	wake  chan struct{} // capacity 1: box may hold something
	ended chan struct{}
	once  sync.Once
	sent  int64 // newest rev taken; only the taker touches it
	taken bool
}

// Join makes a viewer of the topic, with the current state in its mailbox
// already: snapshot and subscription are one. The error says that the deck is
// not open, or that the Hub is not ready.
func (h *Hub) Join(topicID int64, who Who) (*Viewer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ready {
		return nil, deck.Errorf(deck.Unavailable, "Lectern is starting; please try again in a moment")
	}
	if topicID != Any {
		if d, ok := h.decks[topicID]; !ok || !d.Open() {
			return nil, deck.Errorf(deck.NotFound, "There is no such deck to follow")
		}
	}
	t := h.topics[topicID]
	if t == nil {
		t = &topic{now: h.frame(topicID, time.Now())}
		t.now.encode(nil)
		h.topics[topicID] = t
	}
	v := &Viewer{who: who, topic: topicID, place: len(t.viewers), wake: make(chan struct{}, 1), ended: make(chan struct{})}
	t.viewers = append(t.viewers, v)
	if who.ID != "" {
		h.byName[who.ID] = v
	}
	if who.Kind == Kiosk {
		t.kiosks++
	}
	v.put(t.now)
	h.touch()
	return v, nil
}

// Leave ends the viewer's following. It must be called once for each Join.
func (h *Hub) Leave(v *Viewer) {
	v.end()
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.topics[v.topic]
	last := t.viewers[len(t.viewers)-1]
	t.viewers[v.place] = last
	last.place = v.place
	t.viewers[len(t.viewers)-1] = nil
	t.viewers = t.viewers[:len(t.viewers)-1]
	if h.byName[v.who.ID] == v {
		delete(h.byName, v.who.ID)
	}
	if v.who.Kind == Kiosk {
		t.kiosks--
	}
	if v.seen == t.now.event.Rev {
		t.here--
	}
	if len(t.viewers) == 0 {
		delete(h.topics, v.topic)
	}
	h.touch()
}

// Seen notes that the page of the named viewer shows rev. It returns over how
// long a time viewers should spread these reports, so that their number a
// second stays bounded whatever the size of the room.
func (h *Hub) Seen(id string, rev int64) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := h.byName[id]
	if v == nil {
		return minSpread
	}
	t := h.topics[v.topic]
	if rev == t.now.event.Rev && v.seen != rev {
		v.seen = rev
		t.here++
		h.touch()
	}
	return max(minSpread, time.Duration(len(t.viewers))*reportEvery)
}

// Reports of viewers come at most one in reportEvery on average.
const (
	minSpread   = 300 * time.Millisecond
	reportEvery = 2 * time.Millisecond
)

// put leaves f in the mailbox, over whatever is there. It is called with the
// Hub's lock held, which is what keeps newer frames after older ones.
func (v *Viewer) put(f *frame) {
	v.box.Store(f)
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// Ready has a value when Take may return something.
func (v *Viewer) Ready() <-chan struct{} { return v.wake }

// Ended is closed when the Hub wants the stream to end.
func (v *Viewer) Ended() <-chan struct{} { return v.ended }

func (v *Viewer) end() { v.once.Do(func() { close(v.ended) }) }

// Take empties the mailbox: the bytes of the newest event, or nil. Bytes are
// shared by all viewers and must not be changed. One goroutine may call it.
func (v *Viewer) Take() []byte {
	f := v.box.Swap(nil)
	if f == nil || v.taken && f.event.Rev <= v.sent {
		return nil
	}
	bytes := f.slide
	if v.taken && f.begun > v.sent {
		bytes = f.changed // another deck, or other slides, than it knows
	}
	v.sent, v.taken = f.event.Rev, true
	return bytes
}
