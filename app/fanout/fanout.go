// Package fanout owns the sockets of those who follow a stream: it writes what
// the Hub has for each, and a pulse where there is nothing, until one of both
// ends. There are two ways, and a caller of Attach need not know which is taken.
//
// On Linux a few goroutines write one shared frame to thousands of plain TCP
// connections that net/http has given away; a quiet viewer costs a socket and a
// few hundred bytes, no goroutine and no buffer. Everybody else (HTTP/2, TLS,
// other systems) is attended by the goroutine of their own request.
//
// By either way a viewer that cannot keep up gets fewer, newer events, costs the
// others nothing, and loses its place after Stall.
//
// The pool's goroutines begin in Open and end in Close, which waits for them. They
// are two for each shard of the viewers: one writes, the other hears from the
// kernel which sockets have room again or have lost their peer. A shard's lock is
// held while its sockets are written to, and only under it is one closed. It is
// taken before the Hub's (when a viewer leaves), never after: what the Hub calls
// puts a value into a channel.
package fanout

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"lectern/app/live"
)

// How often a viewer is told that the line lives. The contract promises a comment
// at least every 15 s. Pages are told in each ping how often one comes, and count
// a line dead that missed two: they are to notice within 12 s.
const (
	silence     = 10 * time.Second
	pageSilence = 4 * time.Second
)

// beat is how often the pool's writers pulse a group of their viewers.
const beat = 250 * time.Millisecond

// Stall is how long a viewer may leave a frame unread, or the network a byte
// unacknowledged, before its connection is closed. With the pulse that may have to
// come first, its place is free again within 30 s.
const Stall = 20 * time.Second

// buffer is how many bytes the kernel may keep for a viewer that does not read.
// It would take megabytes, and for as long.
const buffer = 32 << 10

// pulse is a comment, for whatever sits between. pagePulse is an event besides,
// since a browser's EventSource hides comments from the page; it tells when to
// expect the next one.
var (
	pulse     = []byte(":\n\n")
	pagePulse = fmt.Appendf(nil, ":\n\nevent: ping\ndata: {\"every_ms\":%d}\n\n", pageSilence.Milliseconds())
)

// Writers write to all streams of one Hub.
type Writers struct {
	hub      *live.Hub
	log      *slog.Logger
	pool     *pool // nil: everybody is attended
	attended atomic.Int64
}

// Open returns the Writers of what hub publishes. After each walk over a pool's
// viewers, lag hears how long ago the change was made that the walk wrote; it
// may be nil. It must be called before the first viewer joins.
func Open(hub *live.Hub, log *slog.Logger, lag func(time.Duration)) *Writers {
	w := &Writers{hub: hub, log: log}
	var err error
	if w.pool, err = openPool(hub, lag); err != nil {
		log.Warn("every viewer gets a goroutine of its own", "err", err)
	}
	return w
}

// Close ends the streams that the pool writes to and waits for its goroutines.
// Attended ones end with the contexts of their requests.
func (w *Writers) Close() { w.pool.close() }

// Deliveries counts the events that the pool has written since the start.
func (w *Writers) Deliveries() int64 { return w.pool.deliveries() }

// Attended counts the events that were written by a viewer's own goroutine.
func (w *Writers) Attended() int64 { return w.attended.Load() }

// Attach answers r with a stream of what v takes. It returns at the stream's
// end, or at once where the connection is given away; gone is called once, when
// the stream is over.
func (w *Writers) Attach(rw http.ResponseWriter, r *http.Request, v *live.Viewer, gone func()) {
	Header(rw)
	first := hello()
	for event := v.Take(); event != nil; event = v.Take() {
		first = append(first, event...)
	}
	if v.Page() {
		first = append(first, pagePulse...) // how long to wait for the next one
	}
	if w.pool.take(w.log, rw, r, v, first, gone) {
		return
	}
	defer gone()
	alive := keepAlive{pulse, silence}
	if v.Page() {
		alive = keepAlive{pagePulse, pageSilence}
	}
	attend(rw, r, first, alive, w.hub.Notify(v), func() ([]byte, bool) {
		if v.Over() {
			return nil, false
		}
		event := v.Take()
		if event != nil {
			w.attended.Add(1)
		}
		return event, true
	})
}

// AttachConsole answers r with a stream of what c takes, and returns at its end.
func (w *Writers) AttachConsole(rw http.ResponseWriter, r *http.Request, c *live.Console) {
	Header(rw)
	attend(rw, r, append(hello(), pagePulse...), keepAlive{pagePulse, pageSilence}, c.Ready(), func() ([]byte, bool) {
		if c.Over() {
			return nil, false
		}
		return w.hub.TakeAll(c), true
	})
}

// Header sets the header of an event stream.
func Header(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would collect events
	// Compression collects them, too. no-transform forbids it, but neither nginx
	// nor Caddy 2.6 ask for that; what has an encoding already, all leave alone.
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("Content-Encoding", "identity")
}

// hello begins every stream. When all lose their streams at once, each comes
// back after a time of its own, and not all in the same second.
func hello() []byte { return fmt.Appendf(nil, "retry: %d\n\n", 1000+rand.N(3000)) }

type connKey struct{}

// ConnContext has a server's requests know what they came in on. It is for
// http.Server.ConnContext; without it everybody is attended.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// connection is what a request came in on.
func connection(r *http.Request) net.Conn {
	c, _ := r.Context().Value(connKey{}).(net.Conn)
	return c
}
