package live

import (
	"fmt"
	"hash/fnv"
	"time"

	"lectern/app/deck"
)

// Notice tells the urgent message, or that there is none, to all who follow anything, and
// to all consoles. Whoever comes later hears it first after the position; that there is
// none, too: they may have had one when their line broke.
func (h *Hub) Notice(n deck.Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.notice != nil && h.notice.Text == n.Text {
		return
	}
	if n.Text != "" {
		digest := fnv.New64a()
		digest.Write([]byte(n.Text))
		n.Version = fmt.Sprintf("%x", digest.Sum64())
	}
	h.notice, h.noticeAt = &n, time.Now()
	h.inform("notice", n)
	if s := h.lanes[laneOf{Any, Notices}]; s != nil {
		s.at = time.Time{} // it waits for no turn of the lane
	}
	h.tell(Any, Notices, n)
}

// NoticeNow is the version of the urgent message, and since when there is that one; "" where
// there is none.
func (h *Hub) NoticeNow() (version string, since time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.notice != nil {
		version = h.notice.Version
	}
	return version, h.noticeAt
}
