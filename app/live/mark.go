package live

import (
	"fmt"
	"time"

	"lectern/app/deck"
)

// markLasts is for how long a mark stays of which nothing more is heard: whoever
// points says so every second, and may be gone without a word.
const markLasts = 4 * time.Second

// marked is where and when somebody pointed at a deck's slide last.
type marked struct {
	slide int
	at    time.Time
}

// Mark tells where the presenter points at: consoles always, and followers while they
// see this slide as it is now. With the slide the mark goes, too.
func (h *Hub) Mark(m deck.Mark) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, known := h.decks[m.Deck]
	if !known {
		return
	}
	h.broadcast(fmt.Sprint("mark ", m.Deck), encode(lanes[Marks].event, 0, m), m.Deck == h.talk())
	if m.Kind == deck.NoMark || !d.Shows(m.Slide) {
		h.unmark(m.Deck)
		return
	}
	if _, before := h.marks[m.Deck]; !before {
		h.look() // when it ends
	}
	h.marks[m.Deck] = marked{m.Slide, time.Now()}
	h.tell(m.Deck, Marks, m)
}

// checkMark takes a deck's mark away that is of another slide than followers see.
func (h *Hub) checkMark(id int64) {
	if m, ok := h.marks[id]; ok {
		if d, known := h.decks[id]; !known || !d.Shows(m.slide) {
			h.unmark(id)
		}
	}
}

// unmark takes a deck's mark away, at once: it waits for no turn of the lane.
func (h *Hub) unmark(id int64) {
	m, ok := h.marks[id]
	if !ok {
		return
	}
	delete(h.marks, id)
	if s := h.lanes[laneOf{id, Marks}]; s != nil {
		s.at = time.Time{}
	}
	h.tell(id, Marks, deck.Mark{Deck: id, Slide: m.slide, Kind: deck.NoMark})
}

// endMarks takes marks away of which nothing more was heard, and returns when to look
// again; 0 if there are none. It is called with the lock held.
func (h *Hub) endMarks(now time.Time) (again time.Duration) {
	for id, m := range h.marks {
		if wait := markLasts - now.Sub(m.at); wait <= 0 {
			h.unmark(id)
		} else if again == 0 || wait < again {
			again = wait
		}
	}
	return again
}
