package live

import (
	"time"

	"lectern/app/deck"
)

// view is what followers of an open deck see, with the revision and the time of
// when it came to be. It is no newer for what they cannot see: whoever joins
// while the screen is black or frozen does not learn that the presenter moves
// behind it.
type view struct {
	event           Event
	at              time.Time // on the database's clock
	live, published bool      // a deck that is opened again is a new view
}

// viewOf is what s looks like to a follower. The key that opens what was fetched
// ahead of it comes with it, and not before: what is under black or white was not
// shown. The presenter's own stream has none, since the presenter may ask for every
// view.
func (h *Hub) viewOf(s deck.State) view {
	p := s.Visible()
	e := Event{
		Deck: s.ID, Slide: p.Slide, Step: p.Step, Slides: s.Slides,
		Rev: s.Rev, Blank: p.Blank, At: formatTime(s.ChangedAt), Content: s.Content,
		Title: s.Title,
	}
	if p.Blank != deck.Black && p.Blank != deck.White && !h.keys.None() {
		e.Key = h.keys.Of(s.ID, s.Content, p.Slide, p.Step).String()
	}
	return view{at: s.ChangedAt, live: s.Live, published: s.Published, event: e}
}

// frame is a view that is not encoded yet.
func (v view) frame() *frame { return &frame{at: v.at, event: v.event} }

// updateView renews the view of a deck if it has changed at that time. It is
// called with the lock held.
func (h *Hub) updateView(d deck.State, at time.Time) {
	before, known := h.views[d.ID]
	switch {
	case !d.Open():
		if known {
			delete(h.views, d.ID)
			h.updateClosed(at)
		}
	case known && before.live == d.Live && before.published == d.Published:
		if now := h.viewOf(d); !now.event.sameView(before.event) {
			h.views[d.ID] = now
		}
	default:
		h.views[d.ID] = h.viewOf(d)
		h.updateClosed(at)
	}
}

// updateClosed renews the view of those whose deck is not open, or who follow the
// live one when there is none: it comes after all that they saw before.
func (h *Hub) updateClosed(at time.Time) {
	h.closed = view{at: at, event: Event{Rev: h.rev, At: formatTime(at)}}
}

// updateViews does so after a snapshot.
func (h *Hub) updateViews(at time.Time) {
	for id := range h.views {
		if _, ok := h.decks[id]; !ok {
			h.updateView(deck.State{ID: id}, at)
		}
	}
	for _, d := range h.decks {
		h.updateView(d, at)
	}
	if h.closed.at.IsZero() {
		h.updateClosed(at)
	}
}
