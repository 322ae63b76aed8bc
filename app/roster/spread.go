package roster

import (
	"time"

	"lectern/app/live"
)

// What all pages would do at once, such as to report what they show, they spread
// over a time: of what they do then, at most one comes in apart on average, up to
// a room of 30,000, since nobody waits for more than maxSpread.
const (
	minSpread = 300 * time.Millisecond
	maxSpread = time.Minute
	apart     = 2 * time.Millisecond
)

// Spread is what pages are told of it.
type Spread struct {
	MS int64 `json:"ms"`
}

// resize counts a viewer that came or went, and tells pages where that makes a
// difference to them. It is called with the lock held.
func (r *Roster) resize(by int) {
	r.size += by
	if next := spreadOf(r.size, r.spread); next != r.spread {
		r.spread = next
		r.hub.Tell(live.Any, live.Spread, Spread{next.Milliseconds()})
	}
}

// spreadOf is the spread for so many viewers, given the one before: it grows to
// the next doubling, and shrinks when a quarter would do, so that a room whose
// people come and go is not told all the time.
func spreadOf(viewers int, before time.Duration) time.Duration {
	need := min(max(minSpread, time.Duration(viewers)*apart), maxSpread)
	if need <= before && (need > before/4 || before == minSpread) {
		return before
	}
	next := minSpread
	for next < need {
		next *= 2
	}
	return min(next, maxSpread)
}
