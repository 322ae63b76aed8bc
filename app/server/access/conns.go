package access

import (
	"container/list"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// ConnLimit counts connections, so that one address cannot take all that this
// process may have open. It is an http.Server's ConnContext and ConnState. Streams
// that leave net/http (hijacked) are not one address's burden any more, since
// StreamLimit counts them, but still take their place.
type ConnLimit struct {
	Most     int // connections at once; 0 for no limit
	MostEach int // of one address, but for streams
	Spare    int // beyond Most, for Trusted and Favour
	// Trusted are addresses that stand for many: this computer's own, proxies.
	Trusted func(netip.Addr) bool
	Log     *slog.Logger

	mu       sync.Mutex
	all      int
	each     map[netip.Addr]int
	conns    map[net.Conn]*conn
	idle     list.List // of *conn, the longest idle in front
	favoured map[netip.Addr]time.Time
	warned   time.Time
}

// conn is one connection.
type conn struct {
	addr netip.Addr
	conn net.Conn      // nil once it is a stream of its own
	idle *list.Element // in ConnLimit.idle, or nil
}

const (
	favourLasts = 12 * time.Hour
	mostFavours = 1000
	warnEvery   = time.Minute
)

type connKey struct{}

// ConnContext lets a connection in, or closes it.
func (l *ConnLimit) ConnContext(ctx context.Context, c net.Conn) context.Context {
	g := &conn{conn: c, addr: remote(c.RemoteAddr().String())}
	if why := l.enter(g); why != "" {
		c.Close()
		l.warn(why, g.addr)
	}
	return context.WithValue(ctx, connKey{}, g)
}

// enter takes a place. It returns why there is none.
func (l *ConnLimit) enter(g *conn) (why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns == nil {
		l.conns, l.each = map[net.Conn]*conn{}, map[netip.Addr]int{}
	}
	trusted := l.Trusted(g.addr)
	most := l.Most
	if trusted || time.Since(l.favoured[g.addr]) < favourLasts {
		most += l.Spare
	}
	// Three quarters full: who is only waiting makes room.
	for l.Most > 0 && l.all >= l.Most/4*3 && l.idle.Len() > 0 {
		waiting := l.idle.Front().Value.(*conn)
		waiting.conn.Close()
		l.leave(waiting)
	}
	switch {
	case l.Most > 0 && l.all >= most:
		return "as many connections as the limit of open files (ulimit -n) allows"
	case l.MostEach > 0 && !trusted && l.each[g.addr] >= l.MostEach:
		return "too many connections from one address"
	}
	l.all++
	l.each[g.addr]++
	l.conns[g.conn] = g
	return ""
}

// leave is called with the lock held.
func (l *ConnLimit) leave(g *conn) {
	if l.conns[g.conn] != g {
		return
	}
	l.unburden(g)
	l.all--
}

// unburden takes a connection off its address. It is called with the lock held.
func (l *ConnLimit) unburden(g *conn) {
	delete(l.conns, g.conn)
	l.rest(g, false)
	if l.each[g.addr]--; l.each[g.addr] == 0 {
		delete(l.each, g.addr)
	}
}

// rest notes whether a connection is idle. It is called with the lock held.
func (l *ConnLimit) rest(g *conn, idle bool) {
	switch {
	case idle && g.idle == nil:
		g.idle = l.idle.PushBack(g)
	case !idle && g.idle != nil:
		l.idle.Remove(g.idle)
		g.idle = nil
	}
}

// ConnState follows a connection.
func (l *ConnLimit) ConnState(c net.Conn, s http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := l.conns[c]
	if g == nil {
		return // refused
	}
	switch s {
	case http.StateActive:
		l.rest(g, false)
	case http.StateIdle:
		l.rest(g, true)
	case http.StateHijacked:
		l.unburden(g)
		g.conn = nil
	case http.StateClosed:
		l.leave(g)
	}
}

// Leaver returns what gives back the place of a stream that has left net/http by
// then. ctx is its request's, and need not be kept.
func (l *ConnLimit) Leaver(ctx context.Context) (leave func()) {
	g, _ := ctx.Value(connKey{}).(*conn)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if g != nil && g.conn == nil {
			l.all--
		}
	}
}

// Open returns how many connections there are, streams included.
func (l *ConnLimit) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all
}

// Favour lets the presenter's address use the Spare.
func (l *ConnLimit) Favour(r *http.Request) {
	a := peer(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.favoured == nil || len(l.favoured) >= mostFavours {
		l.favoured = map[netip.Addr]time.Time{}
	}
	l.favoured[a] = time.Now()
}

func (l *ConnLimit) warn(why string, a netip.Addr) {
	l.mu.Lock()
	since := time.Since(l.warned)
	if since >= warnEvery {
		l.warned = time.Now()
	}
	all := l.all
	l.mu.Unlock()
	if since >= warnEvery {
		l.Log.Warn("connections are refused: there are "+why, "address", a.String(), "open", all)
	}
}
