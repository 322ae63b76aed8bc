package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/live"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// markLimit is when a mark is given up that the database does not take: by then it is
// an old one.
const markLimit = 2 * time.Second

// marks tells all servers where presenters point at. Of each deck the newest mark waits
// for its turn, and nobody waits for it: not more often than the room is told, whatever
// somebody's hardware sends, and in the way of no move.
type marks struct {
	store *store.Store
	hub   *live.Hub
	log   *slog.Logger
	wake  chan struct{} // capacity 1

	mu      sync.Mutex
	waiting map[int64]deck.Mark
}

func newMarks(s *store.Store, hub *live.Hub, log *slog.Logger) *marks {
	return &marks{store: s, hub: hub, log: log, wake: make(chan struct{}, 1), waiting: map[int64]deck.Mark{}}
}

func (m *marks) put(mark deck.Mark) {
	m.mu.Lock()
	m.waiting[mark.Deck] = mark
	m.mu.Unlock()
	m.poke()
}

func (m *marks) poke() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *marks) take() map[int64]deck.Mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.waiting
	m.waiting = map[int64]deck.Mark{}
	return all
}

func (m *marks) run(ctx context.Context) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
		}
		if wait := m.hub.Way(); wait > 0 {
			rest.Reset(wait)
			m.poke()
			continue
		}
		rest.Reset(m.hub.LaneRest())
		for _, mark := range m.take() {
			once, cancel := context.WithTimeout(ctx, markLimit)
			if err := m.store.Notify(once, mark); err != nil && ctx.Err() == nil {
				m.log.Debug("where the presenter points was not told", "deck", mark.Deck, "err", err)
			}
			cancel()
		}
	}
}

// postMark tells the room where to look. It is of the slide that the presenter is at,
// unless the request says which: one that comes late is of none that anybody sees.
func (s *Server) postMark(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := s.driven(r)
	if err != nil {
		return 0, nil, err
	}
	var mark deck.Mark
	if err := answer.ReadJSON(w, r, &mark); err != nil {
		return 0, nil, err
	}
	if err := mark.Check(); err != nil {
		return 0, nil, fault.Wrap(fault.OutOfRange, err, "Nothing can be shown there: %s", err)
	}
	d, ok := s.Hub.Deck(id)
	switch {
	case !ok && !s.Hub.Ready():
		return 0, nil, live.ErrNotReady
	case !ok:
		return 0, nil, errNoDeck
	case mark.Deck != 0 && mark.Deck != id, mark.Slide < 0, mark.Slide > d.Slides:
		return 0, nil, fault.Errorf(fault.OutOfRange, "The deck has no such slide")
	case mark.Slide == 0:
		mark.Slide = d.CurrentSlide
	}
	mark.Deck = id
	s.marks.put(mark)
	return http.StatusNoContent, nil, nil
}
