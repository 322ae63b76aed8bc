package server

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"lectern/app/fault"
)

// crowd counts the streams, in all and for each address, so that nobody can
// take all the places.
type crowd struct {
	most, mostEach int // 0 for no limit

	mu   sync.Mutex
	all  int
	each map[netip.Addr]int
}

// enter takes a place. Whoever got one must leave it.
func (c *crowd) enter(a netip.Addr) (limit string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// What comes from this very machine is a proxy that nobody named, or its
	// owner: one address that stands for many.
	counted := !a.IsLoopback()
	switch {
	case c.most > 0 && c.all >= c.most:
		return "all", false
	case counted && c.mostEach > 0 && c.each[a] >= c.mostEach:
		return "address", false
	}
	c.all++
	if counted {
		if c.each == nil {
			c.each = map[netip.Addr]int{}
		}
		c.each[a]++
	}
	return "", true
}

func (c *crowd) leave(a netip.Addr) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	switch n := c.each[a]; {
	case n > 1:
		c.each[a] = n - 1
	case n == 1:
		delete(c.each, a)
	}
}

// admit takes a place for a stream, or answers that there is none.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (leave func(), ok bool) {
	a := s.client(r)
	limit, ok := s.crowd.enter(a)
	if !ok {
		s.metrics.refused.WithLabelValues(limit).Inc()
		s.full.Do(func() {
			s.Log.Warn("followers are refused: there are as many as --max-viewers, --max-viewers-per-address and the limit of open files (ulimit -n) allow",
				"limit", limit, "most", s.crowd.most, "most_per_address", s.crowd.mostEach)
		})
		s.fail(w, r, fault.Errorf(fault.Unavailable, "There are as many followers as this server takes; it will be tried again"))
		return nil, false
	}
	return func() { s.crowd.leave(a) }, true
}

// client is the address that a request comes from. A proxy is believed about
// it only if it was named with --trusted-proxy; then the last address that is
// not a trusted proxy's counts, since whatever stands before it in
// X-Forwarded-For may be made up.
func (s *Server) client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	a := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(a); i-- {
		hop, err := parseHop(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		a = hop
	}
	return a
}

// parseHop reads one address of X-Forwarded-For; some proxies add the port.
func parseHop(s string) (netip.Addr, error) {
	if p, err := netip.ParseAddrPort(s); err == nil {
		return p.Addr().Unmap().WithZone(""), nil
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err
}

func (s *Server) trusted(a netip.Addr) bool {
	for _, p := range s.TrustedProxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// near reports whether a request was made on this machine. One that a proxy
// passes on was not, unless a trusted one says so.
func (s *Server) near(r *http.Request) bool {
	passed := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("Via") != ""
	a := s.client(r)
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || passed && !s.trusted(peer.Addr().Unmap()) {
		return false
	}
	return a.IsLoopback()
}
