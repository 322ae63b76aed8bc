package load

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Options say how a crowd behaves.
type Options struct {
	// Return makes viewers that lose their stream come back, each after a random
	// time of half to one and a half of it, again and again. Zero: a stream that
	// ends is an error.
	Return time.Duration
	// Others are servers that viewers turn to, one after the other, when a
	// stream ends.
	Others []netip.AddrPort
	// Path is the stream's, "/live" if empty.
	Path string
}

// Crowd is a number of viewers of one server.
type Crowd struct {
	opt     Options
	servers []netip.AddrPort
	request []byte
	epoll   int
	wake    int // an eventfd, to reach the thread that waits
	done    chan struct{}

	mu       sync.Mutex
	closed   bool
	err      error
	viewers  []viewer
	waiting  []*waiter
	arrivals map[int64][]Moment
	joining  int            // connecting, or without an event yet
	away     absences       // who is to connect
	buf      [64 << 10]byte // one for all: a viewer has nothing to keep
}

// viewer is one connection. It may be between two.
type viewer struct {
	fd     int32
	server int // which of the crowd's it turns to
	asked  bool
	right  bool  // had an event on this connection
	last   int64 // newest id on this connection
	parse  parser
}

// waiter is told when all viewers have an event of that id or a newer one.
type waiter struct {
	id   int64
	left int
	done chan struct{}
}

// maxJoining bounds the connections that are in the making. A server's queue
// holds no more than a few thousand, and browsers are not one process.
const maxJoining = 512

// perSource is how many viewers come from one address: each has some 28,000
// ports to one server, of which those closed lately cannot be used.
const perSource = 8000

// Close ends all connections and returns what went wrong, if anything did. It
// may be called again.
func (c *Crowd) Close() error {
	c.mu.Lock()
	c.closed = true
	if c.wake >= 0 {
		unix.Write(c.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	}
	c.mu.Unlock()
	<-c.done
	return c.err
}

// Wait returns when the newest event of every viewer has that id or a higher
// one: with 0, when everybody has had an event.
func (c *Crowd) Wait(ctx context.Context, id int64) error {
	w := &waiter{id: id, done: make(chan struct{})}
	c.mu.Lock()
	for i := range c.viewers {
		if v := &c.viewers[i]; !v.right || v.last < id {
			w.left++
		}
	}
	if w.left == 0 {
		close(w.done)
	} else {
		c.waiting = append(c.waiting, w)
	}
	c.mu.Unlock()
	select {
	case <-w.done:
		return nil
	case <-c.done:
		return errors.Join(errors.New("the crowd is closed"), c.err)
	case <-ctx.Done():
		c.mu.Lock()
		defer c.mu.Unlock()
		return fmt.Errorf("%d of %d viewers wait for event %d: %w", w.left, len(c.viewers), id, ctx.Err())
	}
}

// Present returns how many viewers have had an event on the connection that
// they have now.
func (c *Crowd) Present() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.viewers {
		if c.viewers[i].right {
			n++
		}
	}
	return n
}

// Arrivals returns when each event, by its id, reached each viewer that it did
// reach, in order of arrival, and forgets it.
func (c *Crowd) Arrivals() map[int64][]Moment {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.arrivals
	c.arrivals = map[int64][]Moment{}
	return a
}

// run is the one thread that reads.
func (c *Crowd) run() {
	defer close(c.done)
	defer c.hangUp()
	events := make([]unix.EpollEvent, 1024)
	for {
		c.mu.Lock()
		timeout := c.connectDue()
		stop := c.closed || c.err != nil
		c.mu.Unlock()
		if stop {
			return
		}
		n, err := unix.EpollWait(c.epoll, events, timeout)
		if err != nil && err != unix.EINTR {
			c.fail(fmt.Errorf("epoll: %w", err))
			return
		}
		c.mu.Lock()
		for _, e := range events[:max(n, 0)] {
			if e.Fd >= 0 {
				c.turn(e.Fd)
			}
		}
		c.mu.Unlock()
	}
}

func (c *Crowd) hangUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.viewers {
		if fd := c.viewers[i].fd; fd >= 0 {
			unix.Close(int(fd))
			c.viewers[i].fd = -1
		}
	}
	unix.Close(c.epoll)
	unix.Close(c.wake)
	c.wake = -1
}

func (c *Crowd) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// turn does what there is to do for one viewer.
func (c *Crowd) turn(i int32) {
	v := &c.viewers[i]
	if v.fd < 0 {
		return
	}
	if !v.asked {
		if code, err := unix.GetsockoptInt(int(v.fd), unix.SOL_SOCKET, unix.SO_ERROR); err != nil || code != 0 {
			c.lost(i, unix.Errno(code))
			return
		}
		// A fresh socket's buffer takes it whole.
		if _, err := unix.Write(int(v.fd), c.request); err != nil {
			c.lost(i, err)
			return
		}
		v.asked = true
		unix.EpollCtl(c.epoll, unix.EPOLL_CTL_MOD, int(v.fd), &unix.EpollEvent{Events: unix.EPOLLIN, Fd: i})
		return
	}
	n, err := unix.Read(int(v.fd), c.buf[:])
	at := Now()
	switch {
	case err == unix.EAGAIN || err == unix.EINTR:
	case err != nil:
		c.lost(i, err)
	case n == 0:
		c.lost(i, io.EOF)
	default:
		if err := v.parse.feed(c.buf[:n], func(e Event) { c.arrived(i, e, at) }); err != nil {
			c.lost(i, err)
		}
	}
}

// arrived notes an event. One without an id is a heartbeat.
func (c *Crowd) arrived(i int32, e Event, at Moment) {
	v := &c.viewers[i]
	if e.ID == 0 && v.right {
		return
	}
	if v.right && e.ID <= v.last {
		c.fail(fmt.Errorf("viewer %d had event %d after %d on one connection", i, e.ID, v.last))
	}
	for k := 0; k < len(c.waiting); k++ {
		w := c.waiting[k]
		if e.ID >= w.id && (!v.right || v.last < w.id) {
			if w.left--; w.left == 0 {
				close(w.done)
				c.waiting = append(c.waiting[:k], c.waiting[k+1:]...)
				k--
			}
		}
	}
	if !v.right {
		v.right = true
		c.joining--
	}
	v.last = e.ID
	c.arrivals[e.ID] = append(c.arrivals[e.ID], at)
}

// lost is a connection that ended. Until the viewer is back it counts as one
// that has nothing.
func (c *Crowd) lost(i int32, why error) {
	v := &c.viewers[i]
	unix.Close(int(v.fd))
	if !v.right {
		c.joining--
	}
	for _, w := range c.waiting {
		if v.right && v.last >= w.id {
			w.left++
		}
	}
	*v = viewer{fd: -1, server: (v.server + 1) % len(c.servers)}
	if c.opt.Return == 0 {
		c.fail(fmt.Errorf("viewer %d lost its stream: %w", i, why))
		return
	}
	heap.Push(&c.away, absent{i, Now() + Moment(c.opt.Return/2+rand.N(c.opt.Return))})
}
