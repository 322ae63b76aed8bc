package access

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are those whose word about addresses counts: --trusted-proxy.
type Proxies []netip.Prefix

// Client is the address that a request comes from. A proxy is believed
// about it only if it was named with --trusted-proxy; then the last address that is
// not a trusted proxy's counts, since whatever stands before it in
// X-Forwarded-For may be made up. Nobody but this computer's own proxies is
// believed that somebody is on this computer.
func (p Proxies) Client(r *http.Request) netip.Addr {
	a := peer(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.Trusted(a); i-- {
		hop, err := parseHop(strings.TrimSpace(hops[i]))
		if err != nil || hop.IsLoopback() && !a.IsLoopback() {
			break
		}
		a = hop
	}
	return a
}

// peer is the address at the other end of a request's connection.
func peer(r *http.Request) netip.Addr {
	return remote(r.RemoteAddr)
}

// remote is the address in what net calls one with a port; the zero value if
// there is none.
func remote(s string) netip.Addr {
	a, _ := netip.ParseAddrPort(s)
	return plain(a.Addr())
}

// plain is an address as it is compared: IPv4 in IPv6 is IPv4, and which of this
// computer's links leads to it does not matter.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// parseHop reads one address of X-Forwarded-For; some proxies add the port.
func parseHop(s string) (netip.Addr, error) {
	if p, err := netip.ParseAddrPort(s); err == nil {
		return plain(p.Addr()), nil
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return plain(a), err
}

// Trusted reports whether the address is one of them.
func (p Proxies) Trusted(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a) })
}

// IsLocal reports whether a request was made on this computer. One that a proxy
// passes on was not, whatever that says of itself, nor one by a name that is none
// of this computer's own.
func (p Proxies) IsLocal(r *http.Request) bool {
	for _, passed := range []string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip"} {
		if r.Header.Values(passed) != nil {
			return false
		}
	}
	name := hostname(r.Host)
	if _, err := netip.ParseAddr(name); err != nil && !strings.EqualFold(name, "localhost") {
		return false
	}
	a := peer(r)
	if a.IsLoopback() {
		return true
	}
	// It may serve at one address alone, and then this computer's programs come
	// from that one, too.
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && a.IsValid() && a == plain(local.AddrPort().Addr())
}
