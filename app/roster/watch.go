package roster

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lectern/app/deck"
)

// runBoard tells consoles of screens, once a second at most, until ctx ends.
func (r *Roster) runBoard(ctx context.Context) {
	eachTick(ctx, func(now time.Time) {
		r.expireDistant(now)
		r.partTwins(now)
		if sum := r.Summary(); sum != r.toldBoard {
			r.toldBoard = sum
			r.hub.Inform("screens", sum)
		}
	})
}

// runKeep has screens kept, and other servers told of them, once a second at most each,
// until ctx ends. It may wait for the database, for which no console is to wait.
func (r *Roster) runKeep(ctx context.Context) {
	eachTick(ctx, func(now time.Time) {
		r.keepScreens(ctx, now)
		r.tellOfScreens(ctx, now)
	})
}

// eachTick calls f once every boardEvery, or less often where f takes longer, until ctx ends.
func eachTick(ctx context.Context, f func(now time.Time)) {
	tick := time.NewTicker(boardEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			f(now)
		}
	}
}

// keepScreens has the database note the screens that are here: at once where it has
// something else of them, and now and then that they are.
func (r *Roster) keepScreens(ctx context.Context, now time.Time) {
	if r.keeper == nil {
		return
	}
	r.mu.Lock()
	var here []*screen
	var due []deck.Screen
	var leaving []*screen
	for _, s := range r.boards {
		switch {
		case s.here() != nil:
			here = append(here, s)
		case s.leaving && s.keptAt.IsZero():
			s.keptAt = now
			leaving, due = append(leaving, s), append(due, s.Screen)
		case s.leaving && now.Sub(s.keptAt) >= 2*boardEvery: // the database has no room for it
			s.leaving = false
			r.drop(s)
		}
	}
	slices.SortFunc(here, func(a, b *screen) int { return cmp.Compare(a.here().came, b.here().came) })
	for _, s := range here {
		m := s.here()
		of := s.seen()
		again := keepEvery
		if !sameSight(of, s.Screen) {
			again = 2 * boardEvery // until the database says what became of it
		}
		if now.Sub(s.keptAt) >= again {
			s.keptAt, s.LastSeen = now, time.UnixMilli(m.heard)
			due = append(due, of)
		}
	}
	r.mu.Unlock()
	if len(due) == 0 {
		return
	}
	if r.keeper.SeeScreens(ctx, due) != nil { // those that are here are tried again, as the Follower has told
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, s := range leaving {
			s.keptAt = time.Time{}
		}
	}
}

func sameSight(a, b deck.Screen) bool {
	return b.Number != 0 && a.Kind == b.Kind && a.OwnName == b.OwnName && a.Address == b.Address && a.Width == b.Width && a.Height == b.Height
}

// tellOfScreens tells other servers of the screens that are here: what is new, and now
// and then all.
func (r *Roster) tellOfScreens(ctx context.Context, now time.Time) {
	if r.keeper == nil || r.announce == nil {
		return
	}
	r.mu.Lock()
	if len(r.others) == 0 {
		r.mu.Unlock()
		clear(r.toldOf) // one that comes hears of all
		return
	}
	all := now.Sub(r.toldAllAt) >= announceEvery
	if all {
		r.toldAllAt = now
	}
	var news []deck.ScreenSeen
	before := r.toldOf
	r.toldOf = map[string]deck.ScreenSeen{}
	for id, s := range r.boards {
		m := s.here()
		if m == nil {
			continue
		}
		seen := r.sighting(m, now)
		was := seen
		was.PaintedA, was.RoundA, was.CameA, was.HeardA, was.BehindA = 0, 0, 0, 0, min(was.BehindA, 1)
		if was != before[id] || all {
			news = append(news, seen)
		}
		r.toldOf[id] = was
	}
	for id := range before {
		if _, still := r.toldOf[id]; !still {
			news = append(news, deck.ScreenSeen{ID: id, Left: true})
		}
	}
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, announceEvery)
	defer cancel()
	if r.keeper.TellScreens(ctx, r.id, news) != nil {
		r.toldAllAt = time.Time{}
	}
}

// distantSeen takes another server's word.
func (r *Roster) distantSeen(server string, all []deck.ScreenSeen) {
	now := time.Now()
	for _, seen := range all {
		s := r.boards[seen.ID]
		if seen.Left {
			if s != nil && s.distant != nil && s.distant.server == server {
				r.leaveDistant(s)
			}
			continue
		}
		if s == nil {
			if len(r.boards) >= mostBoards {
				continue
			}
			s = &screen{Screen: deck.Screen{ID: seen.ID}}
			r.boards[seen.ID] = s
		}
		s.distant = &distant{server, seen, now}
	}
}

// mostBoards is how many screens are remembered: anybody may say that they are one, or
// NOTIFY. The database keeps half as many.
const mostBoards = 2000

func (r *Roster) leaveDistant(s *screen) {
	s.LastSeen = s.distant.at.Add(-time.Duration(s.distant.seen.HeardA) * time.Millisecond)
	s.distant = nil
	r.drop(s)
}

// lost is told of a server that is gone, with all that followed there.
func (r *Roster) lost(server string) {
	for _, s := range r.boards {
		if s.distant != nil && s.distant.server == server {
			r.leaveDistant(s)
		}
	}
}

// expireDistant forgets what was not said again.
func (r *Roster) expireDistant(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.boards {
		if s.distant != nil && now.Sub(s.distant.at) > silence {
			r.leaveDistant(s)
		}
	}
}
