package live

import (
	"time"

	"lectern/app/deck"
)

// frameOf is what an open deck looks like to who follows it, not encoded yet. The
// key that opens what was fetched ahead of it comes with it, and not before: what
// is under black or white was not shown. The presenter's own stream has none, since
// the presenter may ask for every view.
func (h *Hub) frameOf(d deck.State) *frame {
	p := d.Visible()
	e := Event{
		Deck: d.ID, Slide: p.Slide, Step: p.Step, Slides: d.Slides,
		Rev: d.SeenRev, Blank: p.Blank, At: formatTime(d.SeenAt), Content: d.Content,
		Title: d.Title, Zoom: p.Zoom, Inviting: d.Inviting, Words: d.Words,
	}
	if p.Blank == deck.Shown && d.PlayedAt != nil {
		e.Playing, e.Played, e.PlayedAt = d.Playing, d.Played, formatTime(*d.PlayedAt)
	}
	if d.ShownAt != nil {
		e.Since = formatTime(*d.ShownAt)
	}
	if p.Blank != deck.Black && p.Blank != deck.White {
		e.Ink = h.inkSeen(d.ID, p)
	}
	if p.Blank != deck.Black && p.Blank != deck.White && !h.keys.None() {
		e.Key = h.keys.Of(d.ID, d.Content, p.Slide, p.Step).String()
	}
	return &frame{at: d.SeenAt, event: e}
}

// noDeck is what those see whose deck is not open, or who follow the live one when
// there is none.
func (h *Hub) noDeck() *frame {
	return &frame{at: h.seenAt, event: Event{Rev: h.seenRev, At: formatTime(h.seenAt)}}
}

// Current returns the live deck and the revision of what its followers see; or 0,
// and the newest that any followers saw.
func (h *Hub) Current() (id, rev int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if d, ok := h.decks[h.live]; ok {
		return d.ID, d.SeenRev
	}
	return 0, h.seenRev
}

// saw keeps when what any follower sees has changed last. It is called with the
// lock held.
func (h *Hub) saw(rev int64, at time.Time) {
	if rev > h.seenRev {
		h.seenRev, h.seenAt = rev, at
	}
}
