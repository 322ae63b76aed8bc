package live

import (
	"fmt"

	"lectern/app/deck"
)

// inked is a slide of a deck.
type inked struct {
	deck  int64
	slide int
}

// shownInk is what followers of a deck saw last of what is drawn on a slide.
type shownInk struct {
	slide   int
	version int64
}

// Drawn tells what has changed of what is drawn on a slide: consoles always, and
// followers if they see this slide as it is now. Others learn the version with the
// position, when it is shown.
func (h *Hub) Drawn(n deck.InkNews) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keepInk(n)
	h.broadcast(fmt.Sprint("ink ", n.Deck, " ", n.Slide), encode(lanes[Inks].event, 0, n), n.Deck == h.talk())
	if d := h.decks[n.Deck]; d.Shows(n.Slide) {
		h.inkShown[n.Deck] = shownInk{n.Slide, n.Ink}
		h.tell(n.Deck, Inks, n)
	}
}

func (h *Hub) keepInk(n deck.InkNews) {
	if n.Ink == 0 {
		delete(h.ink, inked{n.Deck, n.Slide})
	} else {
		h.ink[inked{n.Deck, n.Slide}] = n.Ink
	}
}

// ResetInk replaces all that the Hub knows of drawings, after a time in which changes
// may have been missed.
func (h *Hub) ResetInk(all []deck.InkNews) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.ink
	h.ink = make(map[inked]int64, len(all))
	for _, n := range all {
		h.keepInk(n)
	}
	for id, d := range h.decks {
		at := inked{id, d.CurrentSlide}
		if d.Shows(at.slide) && h.ink[at] != before[at] {
			h.tell(id, Inks, deck.InkNews{Deck: id, Slide: at.slide, Ink: h.ink[at]})
		}
	}
}

// inkSeen is the version of what is drawn at a position, for those who follow: while it
// is frozen, the one that they saw. It is called with the lock held.
func (h *Hub) inkSeen(id int64, p deck.Position) int64 {
	version := h.ink[inked{id, p.Slide}]
	if was, ok := h.inkShown[id]; p.Blank != deck.Shown && ok && was.slide == p.Slide {
		return was.version
	}
	h.inkShown[id] = shownInk{p.Slide, version}
	return version
}

// Ink returns the version of what is drawn on a slide; 0 where nothing is.
func (h *Hub) Ink(id int64, slide int) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ink[inked{id, slide}]
}
