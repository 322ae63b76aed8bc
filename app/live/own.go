package live

import (
	"sync/atomic"
	"time"

	"lectern/app/deck"
)

// Own is one kind of thing that a viewer is told alone, beside what its topic's are.
type Own uint8

const (
	// OwnState is what a screen is to be like: its name, its language.
	OwnState Own = iota
	// OwnAct is what a screen is to do, once: who is told late is not told.
	OwnAct
	ownCount
)

// own holds the newest of each kind for one viewer.
type own struct {
	frames [ownCount]atomic.Pointer[laneFrame]
	had    [ownCount]uint32 // by version; the taker's
}

func (o *own) take() []byte {
	for i := range o.frames {
		if f := o.frames[i].Load(); f != nil && f.version != o.had[i] {
			o.had[i] = f.version
			return f.event
		}
	}
	return nil
}

// TellOne gives one viewer the newest of a kind, as an event of that name.
func (h *Hub) TellOne(v *Viewer, kind Own, event string, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := v.own.Load()
	if o == nil {
		o = &own{}
		v.own.Store(o)
	}
	h.versions++
	o.frames[kind].Store(&laneFrame{version: h.versions, event: encode(event, 0, data)})
	v.signal()
	for _, wake := range h.told {
		wake()
	}
}

// End ends one viewer's stream. A page comes back by itself, and may then follow
// something else.
func (h *Hub) End(v *Viewer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v.end()
	h.wake()
}

// recently is how many of a topic's positions are remembered: who says that it shows one
// of them shows this.
const recently = 64

// shown is a position that a topic's viewers were told, and when, on this clock.
type shown struct {
	event Event
	at    time.Time
}

func (t *topic) remember(e Event) {
	if len(t.recent) == recently {
		t.recent = append(t.recent[:0], t.recent[1:]...)
	}
	t.recent = append(t.recent, shown{e, time.Now()})
}

// Painted is what a viewer of a topic shows that shows rev; ok is false where that is not
// known, or no more.
func (h *Hub) Painted(topicID, rev int64) (p deck.Painted, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := h.topics[topicID]; t != nil {
		for _, s := range t.recent {
			if e := s.event; e.Rev == rev {
				return deck.Painted{Rev: rev, Deck: e.Deck, Slide: e.Slide, Step: e.Step, Blank: e.Blank}, true
			}
		}
	}
	return p, false
}

// Behind is since when a topic's viewers are to show something newer than rev, on this
// clock; zero where that is the newest.
func (h *Hub) Behind(topicID, rev int64) (since time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.topics[topicID]
	if t == nil {
		return since
	}
	for i := len(t.recent) - 1; i >= 0 && t.recent[i].event.Rev != rev; i-- {
		since = t.recent[i].at
	}
	return since
}
