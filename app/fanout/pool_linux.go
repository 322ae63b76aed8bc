package fanout

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"lectern/app/live"
)

// pool writes to the viewers that it was given. A nil pool takes nobody.
type pool struct {
	shards []*shard
	next   atomic.Uint32 // counts the viewers that came
	over   sync.WaitGroup
	stop   chan struct{}
}

func openPool(hub *live.Hub, lag func(time.Duration), stall time.Duration) (*pool, error) {
	if lag == nil {
		lag = func(time.Duration) {}
	}
	p := &pool{stop: make(chan struct{})}
	for range writers() {
		s, err := newShard(lag, stall)
		if err != nil {
			p.close()
			return nil, err
		}
		p.shards = append(p.shards, s)
		p.over.Go(func() { s.write(p.stop) })
		p.over.Go(s.watch)
	}
	hub.OnChange(func() {
		for _, s := range p.shards {
			s.poke()
		}
	})
	return p, nil
}

// writers is how many there are: one for each processor but one. A writer does
// not tell Go's scheduler when it is in the kernel (see deliver), so in the
// middle of a wave it would keep its processor from requests for as long as ten
// milliseconds; one is left to everybody else. (On a computer of one processor
// there is none to leave: there a request may wait that long.)
func writers() int { return max(1, runtime.GOMAXPROCS(0)-1) }

// take answers r by hand, and takes its connection over: from here on the pool
// writes to it what v takes, and closes it. At the stream's end, which may be at
// once, it calls gone. It reports false, and does nothing, where the connection
// is none that it can write to.
//
// net/http's buffers and goroutine are free again. A response without a length
// lasts until the connection ends (RFC 9112, 6.3).
func (p *pool) take(log *slog.Logger, w http.ResponseWriter, r *http.Request, v *live.Viewer, first []byte, gone func()) bool {
	if _, ok := connection(r).(*net.TCPConn); !ok || p == nil {
		return false
	}
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		gone()
		log.Error("a stream's connection was not to be had", "err", err)
		return true
	}
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\nDate: ")
	b.WriteString(time.Now().UTC().Format(http.TimeFormat))
	b.WriteString("\r\n")
	w.Header().Write(&b)
	b.WriteString("\r\n")
	b.Write(first)
	c.SetWriteDeadline(time.Now().Add(Stall))
	if _, err := c.Write(b.Bytes()); err != nil {
		c.Close()
		gone()
		return true
	}
	c.SetWriteDeadline(time.Time{})
	p.add(c, v, gone)
	return true
}

func (p *pool) add(c net.Conn, v *live.Viewer, gone func()) {
	s := p.shards[p.next.Add(1)%uint32(len(p.shards))]
	if err := s.add(c.(*net.TCPConn), v, gone); err != nil {
		c.Close()
		gone()
	}
}

// deliveries counts the events that were written since the start.
func (p *pool) deliveries() (n int64) {
	if p == nil {
		return 0
	}
	for _, s := range p.shards {
		n += s.deliveries.Load()
	}
	return n
}

// close ends all streams and waits for the writers.
func (p *pool) close() {
	if p == nil {
		return
	}
	close(p.stop)
	for _, s := range p.shards {
		s.close()
	}
	p.over.Wait()
}

// beats is how many groups the viewers of a shard are in. Each group has its
// heartbeat at another moment, so that a quiet hall is never a burst.
const beats = 40

// line is one viewer's connection.
type line struct {
	conn   *net.TCPConn
	viewer *live.Viewer
	gone   func()
	rest   []byte    // what the socket did not take yet, of a frame or a pulse
	since  time.Time // when rest began to wait
	fd     int32
	tag    int32 // tells it from an earlier one whose descriptor it got
	place  int32 // in shard.lines
	beat   uint8
}

// shard is the part of the viewers that one writer walks.
type shard struct {
	lag   func(time.Duration)
	stall time.Duration
	wake  chan struct{} // capacity 1
	poll  *poller

	deliveries atomic.Int64

	mu     sync.Mutex
	closed bool
	lines  []*line
	byFD   map[int32]*line
	joined uint8 // the last viewer's group
	tags   int32 // the last viewer's tag
}

func newShard(lag func(time.Duration), stall time.Duration) (*shard, error) {
	poll, err := newPoller()
	if err != nil {
		return nil, err
	}
	return &shard{lag: lag, stall: stall, wake: make(chan struct{}, 1), poll: poll, byFD: map[int32]*line{}}, nil
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
	s.joined = (s.joined + 1) % beats
	l.beat, l.place = s.joined, int32(len(s.lines))
	s.lines = append(s.lines, l)
	s.byFD[l.fd] = l
	// A frame may have come since the caller took the last one; the next one
	// finds the line on its walk.
	if event := v.Take(); event != nil && !s.send(l, event) {
		s.drop(l)
	}
	return nil
}

// drop ends a line. It is called with the lock held.
func (s *shard) drop(l *line) {
	last := s.lines[len(s.lines)-1]
	s.lines[l.place] = last
	last.place = l.place
	s.lines[len(s.lines)-1] = nil
	s.lines = s.lines[:len(s.lines)-1]
	delete(s.byFD, l.fd)
	l.conn.Close() // which takes it off the poller, too
	l.gone()
}

// write is the writer: after a change it walks its viewers, and forty times in
// a heartbeat it pulses one group of them.
func (s *shard) write(stop <-chan struct{}) {
	tick := time.NewTicker(heartbeat / beats)
	defer tick.Stop()
	for beat := uint8(0); ; {
		select {
		case <-stop:
			return
		case <-s.wake:
			s.walk(func(*line) []byte { return nil })
		case now := <-tick.C:
			beat = (beat + 1) % beats
			s.walk(func(l *line) []byte {
				switch {
				case l.rest != nil && now.Sub(l.since) > s.stall:
					return hopeless
				case l.beat != beat:
					return nil
				case l.viewer.Page():
					return pagePulse
				}
				return pulse
			})
		}
	}
}

// hopeless stands for bytes that need not be written.
var hopeless = []byte{}

// walk brings every line up to date, in order, and gives those that have
// nothing new what also says. The lock is held throughout: a line that was
// dropped in between would move another one past the walk.
func (s *shard) walk(also func(*line) []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var events int64
	var last *live.Viewer
	for i := 0; i < len(s.lines); {
		l := s.lines[i]
		b := also(l)
		ok := !l.viewer.Over() && (b == nil || len(b) > 0)
		if ok && l.rest == nil {
			if event := l.viewer.Take(); event != nil {
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
	if events > 0 {
		s.deliveries.Add(events)
		s.lag(time.Since(last.At()))
	}
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
		l.rest = nil
		return true
	}
	if l.rest == nil {
		l.since = time.Now()
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
	for l.rest != nil {
		if !s.send(l, l.rest) {
			return false
		}
		if l.rest != nil {
			return true // full again
		}
		if event := l.viewer.Take(); event != nil && !s.send(l, event) {
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
	for len(s.lines) > 0 {
		s.drop(s.lines[len(s.lines)-1])
	}
	s.mu.Unlock()
	s.poll.close()
}
