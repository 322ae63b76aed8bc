package fanout

import (
	"bytes"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"lectern/app/live"
)

// pool writes to the viewers that it was given. A nil pool takes nobody.
type pool struct {
	shards []*shard
	next   atomic.Uint32 // counts the viewers that came
	over   sync.WaitGroup
	stop   chan struct{}
}

func openPool(hub *live.Hub, lag func(time.Duration)) (*pool, error) {
	return newPool(hub, lag, usual)
}

func newPool(hub *live.Hub, lag func(time.Duration), t timing) (*pool, error) {
	if lag == nil {
		lag = func(time.Duration) {}
	}
	p := &pool{stop: make(chan struct{})}
	for range writers() {
		s, err := newShard(lag, hub.Way, t)
		if err != nil {
			p.close()
			return nil, err
		}
		p.shards = append(p.shards, s)
		p.over.Go(func() { s.write(p.stop) })
		p.over.Go(s.watch)
	}
	poke := func() {
		for _, s := range p.shards {
			s.poke()
		}
	}
	hub.OnChange(poke)
	hub.OnTold(poke)
	return p, nil
}

// writers is how many there are: one for each processor but one. A writer does
// not tell Go's scheduler when it is in the kernel (see deliver), so in the
// middle of a wave it would keep its processor from requests for as long as ten
// milliseconds; one is left to everybody else. (app gives the scheduler one more
// than the computer has, so that none of these lies idle.)
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
