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

// Door counts connections, so that one address cannot take all that this process
// may have open. It is an http.Server's ConnContext and ConnState. Streams that
// leave net/http (hijacked) are not one address's burden any more, since Crowd
// counts them, but still take their place.
type Door struct {
	Most     int // connections at once; 0 for no limit
	MostEach int // of one address, but for streams
	Spare    int // beyond Most, for Trusted and Favour
	// Trusted are addresses that stand for many: this computer's own, proxies.
	Trusted func(netip.Addr) bool
	Log     *slog.Logger

	mu       sync.Mutex
	all      int
	each     map[netip.Addr]int
	guests   map[net.Conn]*guest
	idle     list.List // of *guest, the longest idle in front
	favoured map[netip.Addr]time.Time
	warned   time.Time
}

// guest is one connection.
type guest struct {
	addr netip.Addr
	conn net.Conn      // nil once it is a stream of its own
	idle *list.Element // in Door.idle, or nil
}

const (
	favourLasts = 12 * time.Hour
	mostFavours = 1000
	warnEvery   = time.Minute
)

type guestKey struct{}

// ConnContext lets a connection in, or closes it.
func (d *Door) ConnContext(ctx context.Context, c net.Conn) context.Context {
	g := &guest{conn: c}
	if a, err := netip.ParseAddrPort(c.RemoteAddr().String()); err == nil {
		g.addr = a.Addr().Unmap().WithZone("")
	}
	if why := d.enter(g); why != "" {
		c.Close()
		d.warn(why, g.addr)
	}
	return context.WithValue(ctx, guestKey{}, g)
}

// enter takes a place. It returns why there is none.
func (d *Door) enter(g *guest) (why string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.guests == nil {
		d.guests, d.each = map[net.Conn]*guest{}, map[netip.Addr]int{}
	}
	trusted := d.Trusted(g.addr)
	most := d.Most
	if trusted || time.Since(d.favoured[g.addr]) < favourLasts {
		most += d.Spare
	}
	// Three quarters full: who is only waiting makes room.
	for d.Most > 0 && d.all >= d.Most/4*3 && d.idle.Len() > 0 {
		waiting := d.idle.Front().Value.(*guest)
		waiting.conn.Close()
		d.leave(waiting)
	}
	switch {
	case d.Most > 0 && d.all >= most:
		return "as many connections as the limit of open files (ulimit -n) allows"
	case d.MostEach > 0 && !trusted && d.each[g.addr] >= d.MostEach:
		return "too many connections from one address"
	}
	d.all++
	d.each[g.addr]++
	d.guests[g.conn] = g
	return ""
}

// leave is called with the lock held.
func (d *Door) leave(g *guest) {
	if d.guests[g.conn] != g {
		return
	}
	d.unburden(g)
	d.all--
}

// unburden takes a connection off its address. It is called with the lock held.
func (d *Door) unburden(g *guest) {
	delete(d.guests, g.conn)
	d.rest(g, false)
	if d.each[g.addr]--; d.each[g.addr] == 0 {
		delete(d.each, g.addr)
	}
}

// rest notes whether a connection is idle. It is called with the lock held.
func (d *Door) rest(g *guest, idle bool) {
	switch {
	case idle && g.idle == nil:
		g.idle = d.idle.PushBack(g)
	case !idle && g.idle != nil:
		d.idle.Remove(g.idle)
		g.idle = nil
	}
}

// ConnState follows a connection.
func (d *Door) ConnState(c net.Conn, s http.ConnState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.guests[c]
	if g == nil {
		return // refused
	}
	switch s {
	case http.StateActive:
		d.rest(g, false)
	case http.StateIdle:
		d.rest(g, true)
	case http.StateHijacked:
		d.unburden(g)
		g.conn = nil
	case http.StateClosed:
		d.leave(g)
	}
}

// Leaver returns what gives back the place of a stream that has left net/http by
// then. ctx is its request's, and need not be kept.
func (d *Door) Leaver(ctx context.Context) (leave func()) {
	g, _ := ctx.Value(guestKey{}).(*guest)
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if g != nil && g.conn == nil {
			d.all--
		}
	}
}

// Open returns how many connections there are, streams included.
func (d *Door) Open() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all
}

// Favour lets the presenter's address use the Spare.
func (d *Door) Favour(r *http.Request) {
	a := peer(r)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.favoured == nil || len(d.favoured) >= mostFavours {
		d.favoured = map[netip.Addr]time.Time{}
	}
	d.favoured[a] = time.Now()
}

func (d *Door) warn(why string, a netip.Addr) {
	d.mu.Lock()
	since := time.Since(d.warned)
	if since >= warnEvery {
		d.warned = time.Now()
	}
	all := d.all
	d.mu.Unlock()
	if since >= warnEvery {
		d.Log.Warn("connections are refused: there are "+why, "address", a.String(), "open", all)
	}
}
