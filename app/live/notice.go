package live

import (
	"time"

	"lectern/app/deck"
)

// Notice tells the urgent message, or that there is none, to all who follow anything, and
// to all consoles. Whoever comes later hears it first after the position; that there is
// none, too: they may have had one when their line broke.
func (h *Hub) Notice(n deck.Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.notice != nil && *h.notice == n {
		return
	}
	h.notice = &n
	h.inform("notice", n)
	if s := h.lanes[laneOf{Any, Notices}]; s != nil {
		s.at = time.Time{} // it waits for no turn of the lane
	}
	h.tell(Any, Notices, n)
}
