package live

import (
	"sync/atomic"
	"time"

	"lectern/app/fault"
)

// Viewer is one stream that follows a topic. Its mailbox of one place is the
// topic's newest frame itself, beside the revision that the viewer has: a
// viewer costs no copy, and missing some costs nothing.
type Viewer struct {
	topic *topic
	id    int64 // of the topic
	page  bool
	kiosk bool

	over atomic.Bool
	wake chan struct{} // capacity 1; nil unless Notify was called; guarded by Hub.mu
	at   int           // index in topic.woken, if wake is not nil; guarded by Hub.mu

	own atomic.Pointer[own] // what is sent to it alone; nil for nearly all

	// The newest that were taken; only the taker touches them.
	have  *frame
	lanes [laneCount]uint32 // by version
}

// What Join refuses with.
var (
	ErrNotReady = fault.Errorf(fault.Unavailable, "Lectern is starting; please try again in a moment")
	ErrNoDeck   = fault.Errorf(fault.NotFound, "There is no such deck to follow")
)

// Join makes a viewer of the topic; page says that it is one of our pages. Take
// gives it the current state at once: snapshot and subscription are one. The
// error says that the deck is not open, or that the Hub is not ready.
func (h *Hub) Join(topicID int64, page bool) (*Viewer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ready {
		return nil, ErrNotReady
	}
	if topicID != Any && !h.open(topicID) {
		return nil, ErrNoDeck
	}
	t := h.topics[topicID]
	if t == nil {
		t = &topic{viewers: map[*Viewer]struct{}{}}
		f := h.frame(topicID)
		f.encode(nil)
		t.now.Store(f)
		t.remember(f.event)
		h.loadLanes(topicID, t)
		h.topics[topicID] = t
	}
	v := &Viewer{topic: t, id: topicID, page: page}
	t.viewers[v] = struct{}{}
	return v, nil
}

// Idles has the viewer hear what kiosks show between talks. It must be called before the
// first Take.
func (v *Viewer) Idles() { v.kiosk = true }

// Notify returns a channel that has a value when Take may return something, or
// the stream is over. It is for viewers with a goroutine of their own; others
// are told of by OnChange.
func (h *Hub) Notify(v *Viewer) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if v.wake == nil {
		v.wake = make(chan struct{}, 1)
		v.wake <- struct{}{} // something may have come before
		v.at = len(v.topic.woken)
		v.topic.woken = append(v.topic.woken, v)
	}
	return v.wake
}

// Leave ends the viewer's following. It must be called once for each Join.
func (h *Hub) Leave(v *Viewer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := v.topic
	delete(t.viewers, v)
	if v.wake != nil {
		last := t.woken[len(t.woken)-1]
		t.woken[v.at] = last
		last.at = v.at
		t.woken[len(t.woken)-1] = nil
		t.woken = t.woken[:len(t.woken)-1]
	}
	if len(t.viewers) == 0 && h.topics[v.id] == t {
		delete(h.topics, v.id)
	}
}

// Page reports whether the viewer is one of our pages.
func (v *Viewer) Page() bool { return v.page }

// Over reports whether the Hub wants the stream to end.
func (v *Viewer) Over() bool { return v.over.Load() }

// end is called with the Hub's lock held.
func (v *Viewer) end() {
	v.over.Store(true)
	v.signal()
}

func (v *Viewer) signal() {
	select {
	case v.wake <- struct{}{}: // never ready when wake is nil
	default:
	}
}

// Take returns the bytes of the newest position or, when the viewer has that
// already, of a lane's newest state that it has not; or nil. Bytes are shared by
// all viewers and must not be changed. One goroutine at a time may call it, and
// the same goes for its parts, TakePosition and TakeLane.
func (v *Viewer) Take() []byte {
	if b := v.TakePosition(); b != nil {
		return b
	}
	return v.TakeLane()
}

// TakeLane does so for the lanes alone, its own first.
func (v *Viewer) TakeLane() []byte {
	if o := v.own.Load(); o != nil {
		if b := o.take(); b != nil {
			return b
		}
	}
	for i := range v.lanes {
		f := v.topic.lanes[i].Load()
		if f == nil || f.version == v.lanes[i] || lanes[i].pages && !v.page || lanes[i].kiosk && !v.kiosk {
			continue
		}
		v.lanes[i] = f.version
		return f.event
	}
	return nil
}

// TakePosition does so for the position alone.
func (v *Viewer) TakePosition() []byte {
	f, had := v.topic.now.Load(), v.have
	if had != nil && f.event.Rev <= had.event.Rev {
		return nil
	}
	v.have = f
	if had != nil && f.begun > had.event.Rev {
		return f.changed // another deck, other slides or another title than it knows
	}
	return f.slide
}

// At is when the change was made that TakePosition returned last.
func (v *Viewer) At() time.Time { return v.have.at }
