package roster

import (
	"crypto/rand"
	"time"
)

// twinAfter is how long two must have been here at once. The stream of a screen that got
// another address may outlive it for a moment, but nobody speaks for that.
const twinAfter = 15 * time.Second

// partTwins has screens that were made from one card, with what the page keeps on it, be
// several: the one that was here first stays what it was, and the others are told to go by
// an ID of their own. Windows of one browser, which share what it keeps, are at one address.
func (r *Roster) partTwins(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.boards {
		var first *Member
		for _, m := range s.members {
			speaks := m.who.Page != "" && m.beats && m.part == "" && m.heard-m.came > twinAfter.Milliseconds() &&
				now.UnixMilli()-m.heard < silentAfter.Milliseconds()
			switch {
			case !speaks:
			case first == nil:
				first = m
			case m.who.Page != first.who.Page && m.who.Address != first.who.Address:
				m.part = rand.Text()
				r.tellState(s, m)
			}
		}
	}
}
