package roster

import (
	"fmt"
	"strings"
	"time"

	"lectern/app/deck"
)

// What a kiosk shows between talks, in its own words: a view as 7/3/0 (deck, slide, step),
// or one of these.
const (
	roundClock  = "clock"
	roundAgenda = "agenda"
)

// Goes takes what goes round on kiosks from now on.
func (r *Roster) Goes(b deck.Between) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now().UnixMilli()
	for _, s := range r.boards {
		for _, m := range s.members {
			if m.round == r.roundOf(s, m) {
				m.rightAt = now // until now
			}
		}
	}
	clear(r.goes)
	for _, show := range b.Shows {
		r.goes[strings.ToLower(show.Screen)] = roundWords(show)
	}
}

func roundWords(s deck.Show) string {
	switch {
	case s.Agenda != "":
		return roundAgenda
	case s.Deck != 0:
		return fmt.Sprintf("%d/%d/%d", s.Deck, s.Slide, s.Step)
	}
	return roundClock
}

// roundOf is what a screen is to show while nothing is live; "" where nobody has said.
func (r *Roster) roundOf(s *screen, m *Member) string {
	name := s.Name
	if name == "" {
		name = m.who.Name
	}
	if own, ok := r.goes[strings.ToLower(name)]; ok {
		return own
	}
	return r.goes[""]
}

// lookAtRound notes in what is known of a screen how it is with what goes round.
func (r *Roster) lookAtRound(m *Member, seen *deck.ScreenSeen, ms int64) {
	if m.round == "" || seen.Painted.Deck != 0 || seen.PaintedA == 0 {
		return
	}
	seen.Round, seen.RoundA = m.round, max(1, ms-m.roundAt)
	// One that is off owes nothing of it: an output that was switched off may paint no more.
	if is := r.roundOf(m.screen, m); is != "" && is != m.round && !m.off && seen.BehindA == 0 {
		seen.BehindA = max(1, ms-max(m.rightAt, m.paintedAt, m.came))
	}
}
