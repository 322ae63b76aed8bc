package fanout

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"lectern/app/live"
)

// shard is the part of the viewers that one writer walks.
type shard struct {
	timing
	lag  func(time.Duration)
	way  func() time.Duration // for which lanes are to wait: see live.Hub.Way
	wake chan struct{}        // capacity 1
	poll *poller

	deliveries atomic.Int64

	mu           sync.Mutex
	closed       bool
	pages, plain *schedule
	lanes        laneWalk
	byFD         map[int32]*line
	full         map[*line]struct{} // those with a rest
	tags         int32              // the last viewer's tag
}

// timing is how long a shard waits; only tests have another than usual.
type timing struct{ stall, beat time.Duration }

var usual = timing{Stall, beat}

func newShard(lag func(time.Duration), way func() time.Duration, t timing) (*shard, error) {
	poll, err := newPoller()
	if err != nil {
		return nil, err
	}
	s := &shard{
		timing: t, lag: lag, way: way, wake: make(chan struct{}, 1), poll: poll,
		pages: newSchedule(pagePulse, pageSilence), plain: newSchedule(pulse, silence),
		byFD: map[int32]*line{}, full: map[*line]struct{}{},
	}
	s.lanes.groups = append(append(s.lanes.groups, s.pages.groups...), s.plain.groups...)
	return s, nil
}

func (s *shard) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

var errClosed = errors.New("fanout: closed")

func (s *shard) add(c *net.TCPConn, v *live.Viewer, gone func()) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	l := &line{conn: c, viewer: v, gone: gone}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	s.tags++
	l.tag = s.tags
	var add error
	err = raw.Control(func(fd uintptr) {
		l.fd = int32(fd)
		// The kernel gives up on a peer that vanished without a word.
		unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(s.stall/time.Millisecond))
		unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_SNDBUF, buffer)
		add = s.poll.add(l.fd, l.tag)
	})
	if err = errors.Join(err, add); err != nil {
		return err
	}
	if v.Page() {
		s.pages.add(l)
	} else {
		s.plain.add(l)
	}
	s.byFD[l.fd] = l
	// A frame may have come since the caller took the last one; the next one
	// finds the line on its walk.
	if !s.catchUp(l) {
		s.drop(l)
	}
	return nil
}

// drop ends a line. It is called with the lock held.
func (s *shard) drop(l *line) {
	l.group.remove(l)
	if s.lanes.left > 0 {
		s.lanes.begin() // another line is in its place, which may have had no turn
	}
	delete(s.byFD, l.fd)
	delete(s.full, l)
	l.conn.Close() // which takes it off the poller, too
	l.gone()
}

// write is the writer: after a change it brings its viewers up to date, and with
// each beat it pulses some of them.
func (s *shard) write(stop <-chan struct{}) {
	tick := time.NewTicker(s.beat)
	defer tick.Stop()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for n := 0; ; {
		select {
		case <-stop:
			return
		case <-s.wake:
			s.update()
			s.beginLanes()
		case <-pause.C:
		case now := <-tick.C:
			n++
			s.pulse(n, now)
			continue
		}
		if wait := s.updateLanes(); wait > 0 {
			pause.Reset(wait)
		}
	}
}

// update brings every line's position up to date. The lock is held throughout: a
// line that was dropped in between would move another one past the walk.
func (s *shard) update() {
	s.mu.Lock()
	defer s.mu.Unlock()
	var last *live.Viewer
	for _, r := range []*schedule{s.pages, s.plain} {
		for _, g := range r.groups {
			if v := s.walk(g, nil); v != nil {
				last = v
			}
		}
	}
	if last != nil {
		s.lag(time.Since(last.At()))
	}
}

// pulse pulses the groups of the n-th beat, and ends the lines that have been
// full for too long.
func (s *shard) pulse(n int, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.full {
		if now.Sub(l.since) > s.stall {
			s.drop(l)
		}
	}
	for _, r := range []*schedule{s.pages, s.plain} {
		g := r.due(n)
		s.walk(g, g.pulse)
	}
}

// walk sends each line of a group what is new for it, or else also. It returns
// the last viewer that got something new. It is called with the lock held.
func (s *shard) walk(g *group, also []byte) (last *live.Viewer) {
	var events int64
	for i := 0; i < len(g.lines); {
		l := g.lines[i]
		ok := !l.viewer.Over()
		if ok && l.rest == nil {
			b := also
			if event := l.viewer.TakePosition(); event != nil {
				b, last = event, l.viewer
				events++
			}
			if b != nil {
				ok = s.send(l, b)
			}
		}
		if !ok {
			s.drop(l) // and another one is at i now
			continue
		}
		i++
	}
	s.deliveries.Add(events)
	return last
}

// send writes as much of b as the socket takes and keeps the rest. It reports
// whether the line is of further use.
func (s *shard) send(l *line, b []byte) bool {
	n, err := deliver(l.fd, b)
	switch {
	case err == unix.EAGAIN:
		n = 0
	case err != 0:
		return false
	case n == len(b):
		if l.rest != nil {
			l.rest = nil
			delete(s.full, l)
		}
		return true
	}
	if l.rest == nil {
		l.since = time.Now()
		s.full[l] = struct{}{}
	}
	l.rest = b[n:]
	return true
}

// deliver is send(2), for a socket that never blocks. This is where nearly all
// of Lectern's time goes, so it takes the shortest way: write(2) passes through
// the kernel's file layer first, net.Conn through a lock and a poller's book,
// and the scheduler, told that a system call begins, has a thread look every
// 20 µs whether it has ended. None of that is needed: the shard's lock is held,
// under which alone the socket is closed, and nothing here waits.
func deliver(fd int32, b []byte) (n int, err unix.Errno) {
	const flags = unix.MSG_DONTWAIT | unix.MSG_NOSIGNAL
	for {
		r, _, err := unix.RawSyscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), flags, 0, 0)
		if err != unix.EINTR {
			return int(r), err
		}
	}
}

// resume goes on with a line whose socket has room again: first the rest of
// what was begun, then whatever is newest by now.
func (s *shard) resume(l *line) bool {
	return l.rest == nil || s.send(l, l.rest) && s.catchUp(l)
}

// catchUp sends all that is new for a line, as far as the socket takes it.
func (s *shard) catchUp(l *line) bool {
	for l.rest == nil {
		event := l.viewer.Take()
		if event == nil {
			break
		}
		if !s.send(l, event) {
			return false
		}
	}
	return true
}

// watch hears from the kernel which sockets have room again and which have
// lost their peer.
func (s *shard) watch() {
	s.poll.wait(func(fd, tag int32, events uint32) {
		s.mu.Lock()
		defer s.mu.Unlock()
		l := s.byFD[fd]
		if l == nil || l.tag != tag {
			return // it was dropped while its event was on the way
		}
		ok := events&(unix.EPOLLRDHUP|unix.EPOLLHUP|unix.EPOLLERR) == 0
		if ok && events&unix.EPOLLIN != 0 {
			ok = s.poll.swallow(l.fd)
		}
		if ok && events&unix.EPOLLOUT != 0 {
			ok = s.resume(l)
		}
		if !ok {
			s.drop(l)
		}
	})
}

func (s *shard) close() {
	s.mu.Lock()
	s.closed = true
	for _, l := range s.byFD {
		s.drop(l)
	}
	s.mu.Unlock()
	s.poll.close()
}
