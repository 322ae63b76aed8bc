package live

import (
	"time"

	"lectern/app/deck"
)

// sight is what followers of an open deck see, with the revision and the time of
// when it came to be. It is no newer for what they cannot see: whoever joins
// while the screen is black or frozen does not learn that the presenter moves
// behind it.
type sight struct {
	event           Event
	at              time.Time // on the database's clock
	live, published bool      // a deck that is opened again is a new sight
}

// sightOf is what s looks like to a follower.
func sightOf(s deck.State) sight {
	p := s.Visible()
	return sight{at: s.ChangedAt, live: s.Live, published: s.Published, event: Event{
		Deck: s.ID, Slide: p.Slide, Step: p.Step, Slides: s.Slides,
		Rev: s.Rev, Blank: p.Blank, At: stamp(s.ChangedAt), Content: s.Content,
		Title: s.Title,
	}}
}

// frame is a sight that is not encoded yet.
func (s sight) frame() *frame { return &frame{at: s.at, event: s.event} }

// look renews the sight of a deck if it has changed at that time. It is called
// with the lock held.
func (h *Hub) look(d deck.State, at time.Time) {
	before, known := h.sights[d.ID]
	switch {
	case !d.Open():
		if known {
			delete(h.sights, d.ID)
			h.darken(at)
		}
	case known && before.live == d.Live && before.published == d.Published:
		if now := sightOf(d); !now.event.looks(before.event) {
			h.sights[d.ID] = now
		}
	default:
		h.sights[d.ID] = sightOf(d)
		h.darken(at)
	}
}

// darken renews the sight of those whose deck is not open, or who follow the
// live one when there is none: it comes after all that they saw before.
func (h *Hub) darken(at time.Time) {
	h.dark = sight{at: at, event: Event{Rev: h.rev, At: stamp(at)}}
}

// lookAgain does so after a snapshot.
func (h *Hub) lookAgain(at time.Time) {
	for id := range h.sights {
		if _, ok := h.decks[id]; !ok {
			h.look(deck.State{ID: id}, at)
		}
	}
	for _, d := range h.decks {
		h.look(d, at)
	}
	if h.dark.at.IsZero() {
		h.darken(at)
	}
}
