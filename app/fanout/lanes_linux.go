package fanout

import "time"

// What comes in lanes is written to a few lines at a time, with pauses: a thousand
// frames at once would lie in the way of a position that comes a moment later, in the
// access point and in the kernel no less than here. A handful has them all at once, and
// a large hall in less time than the Hub takes for the next one.
const (
	laneChunk = 32
	lanePause = 2 * time.Millisecond
)

// laneWalk is how far a shard's writer has come with what is new in lanes. It is
// guarded by the shard's lock.
type laneWalk struct {
	groups []*group
	at     int // the group whose turn it is,
	line   int // and the line in it
	left   int // how many groups are to come; 0 when all have had their turn
}

// begin has all groups have their turn, and the one that is under way once more.
func (w *laneWalk) begin() { w.left = len(w.groups) + 1 }

func (s *shard) beginLanes() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lanes.begin()
}

// updateLanes gives some lines what is new in their lanes, and returns when to go on with
// the others; 0 if there are none. It stops as soon as the Hub has something newer, which
// may be a position, or expects one: those that had no turn get theirs after that.
func (s *shard) updateLanes() (wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &s.lanes
	if w.left > 0 {
		if wait := s.way(); wait > 0 {
			return wait
		}
	}
	for sent := 0; w.left > 0; w.left-- {
		for g := w.groups[w.at]; w.line < len(g.lines); {
			l := g.lines[w.line]
			var event []byte
			if l.rest == nil && !l.viewer.Over() {
				event = l.viewer.TakeLane()
			}
			if event == nil {
				w.line++
				continue
			}
			s.deliveries.Add(1)
			if !s.send(l, event) {
				s.drop(l)
			}
			if sent++; sent == laneChunk || len(s.wake) > 0 || s.way() > 0 {
				return max(lanePause, s.way())
			}
		}
		w.at, w.line = (w.at+1)%len(w.groups), 0
	}
	return 0
}
