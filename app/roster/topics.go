package roster

import "lectern/app/live"

// Topic is what a viewer is to follow that asks for a topic: a screen may have been given
// a deck of its own, which it shows as long as anybody may see that.
func (r *Roster) Topic(asked int64, who Who) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.topicOf(r.boards[who.screenID()], asked)
}

func (r *Roster) topicOf(s *screen, asked int64) int64 {
	if s == nil || s.Deck == nil || asked != live.Any {
		return asked
	}
	if d, ok := r.hub.Deck(*s.Deck); !ok || !d.Open() {
		return asked
	}
	return *s.Deck
}

// isOwn reports whether a screen follows a deck that it was given, and that nobody talks about.
func (r *Roster) isOwn(m *Member) bool {
	now, _ := r.hub.Current()
	return m.topic != m.asked && m.topic != now
}

// reroute ends the streams of screens that are to follow something else: they come back
// at once, and are given that. Others hear that a talk has begun or ended about the deck
// that they were given.
func (r *Roster) reroute() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.boards {
		for _, m := range s.members {
			if !m.over && r.topicOf(s, m.asked) != m.topic {
				m.over = true
				r.hub.End(m.viewer)
			} else if !m.over && r.isOwn(m) != m.own {
				r.tellState(s, m)
			}
		}
	}
}
