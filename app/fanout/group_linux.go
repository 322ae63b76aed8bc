package fanout

import (
	"net"
	"time"

	"lectern/app/live"
)

// group is viewers that get their pulses together. A quiet hall is never a burst:
// with each beat it is another group's turn.
type group struct {
	pulse []byte
	lines []*line
}

// schedule is the groups of viewers that are pulsed equally often.
type schedule struct {
	groups []*group
	next   int // the group of whoever comes next
}

func newSchedule(pulse []byte, every time.Duration) *schedule {
	r := &schedule{}
	for range every / beat {
		r.groups = append(r.groups, &group{pulse: pulse})
	}
	return r
}

func (r *schedule) add(l *line) {
	l.group = r.groups[r.next]
	r.next = (r.next + 1) % len(r.groups)
	l.place = int32(len(l.group.lines))
	l.group.lines = append(l.group.lines, l)
}

// due is the group of the n-th beat.
func (r *schedule) due(n int) *group { return r.groups[n%len(r.groups)] }

func (g *group) remove(l *line) {
	last := len(g.lines) - 1
	g.lines[l.place] = g.lines[last]
	g.lines[l.place].place = l.place
	g.lines[last] = nil
	g.lines = g.lines[:last]
}

// line is one viewer's connection.
type line struct {
	conn   *net.TCPConn
	viewer *live.Viewer
	gone   func()
	rest   []byte    // what the socket did not take yet, of a frame or a pulse
	since  time.Time // when rest began to wait
	fd     int32
	tag    int32 // tells it from an earlier one whose descriptor it got
	place  int32 // in group.lines
	group  *group
}
