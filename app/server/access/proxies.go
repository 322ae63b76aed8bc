package access

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are those whose word about addresses counts: --trusted-proxy.
type Proxies []netip.Prefix

// Client is the address that a request comes from. A proxy is believed about
// it only if it was named with --trusted-proxy; then the last address that is
// not a trusted proxy's counts, since whatever stands before it in
// X-Forwarded-For may be made up.
func (p Proxies) Client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	a := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trusted(a); i-- {
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

func (p Proxies) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a) })
}

// Near reports whether a request was made on this machine. One that a proxy
// passes on was not, unless a trusted one says so.
func (p Proxies) Near(r *http.Request) bool {
	passed := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("Via") != ""
	a := p.Client(r)
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || passed && !p.trusted(peer.Addr().Unmap()) {
		return false
	}
	return a.IsLoopback()
}
