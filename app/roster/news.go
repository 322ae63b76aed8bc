package roster

import (
	"time"

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/store"
)

// Known takes all screens that the database knows, instead of those before.
func (r *Roster) Known(all []deck.Screen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	there := map[string]bool{}
	for _, row := range all {
		there[row.ID] = true
		r.learn(row)
	}
	for id, s := range r.boards {
		if !there[id] && !s.leaving {
			r.unlearn(id)
		}
	}
}

// News takes what is heard of a screen.
func (r *Roster) News(n store.ScreenNews) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case n.Screen != nil:
		r.learn(*n.Screen)
	case n.Gone != "":
		r.unlearn(n.Gone)
	case n.Act != "":
		r.act(n.ID, n.Act)
	case n.Server != "" && n.Server != r.id:
		r.distantSeen(n.Server, n.Seen)
	}
	r.touch() // it may have to follow something else
}

func (r *Roster) learn(row deck.Screen) {
	s := r.boards[row.ID]
	if s == nil {
		if len(r.boards) >= mostBoards {
			return
		}
		s = &screen{}
		r.boards[row.ID] = s
		for _, m := range r.byID { // a phone that has just got a name
			if m.face == nil && m.who.Screen == "" && ScreenID(m.who.ID) == row.ID {
				s.Screen = row
				r.give(m, s)
			}
		}
	}
	if row.LastSeen.Before(s.LastSeen) {
		row.LastSeen = s.LastSeen
	}
	s.Screen, s.leaving = row, false
	for _, m := range s.members {
		r.tellState(s, m)
	}
}

func (r *Roster) unlearn(id string) {
	s := r.boards[id]
	if s == nil {
		return
	}
	s.Screen = deck.Screen{ID: id}
	s.leaving = false
	s.keptAt = time.Time{} // one that is here comes back, as a new one
	for _, m := range s.members {
		r.tellState(s, m)
	}
	r.drop(s)
}

// act has a screen of this server do something, or all of them.
func (r *Roster) act(id, act string) {
	if act != Identify && act != Reload {
		return
	}
	if id == store.AllScreens {
		for _, s := range r.boards {
			if m := s.here(); m != nil && m.who.Kind.Hangs() {
				r.act(s.ID, act)
			}
		}
		return
	}
	var told any = struct{}{}
	if s := r.boards[id]; act == Identify && s != nil {
		told = identify{s.Number, s.called()}
	} else if act == Identify {
		told = identify{Name: "This screen"}
	}
	for _, m := range r.followers(id) {
		r.hub.TellOne(m.viewer, live.OwnAct, act, told)
	}
}

// followers are the streams on this server that the board has under an id.
func (r *Roster) followers(id string) []*Member {
	if s := r.boards[id]; s != nil {
		return s.members
	}
	for _, m := range r.byID {
		if ScreenID(m.who.ID) == id {
			return []*Member{m}
		}
	}
	return nil
}
