package fetch

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"lectern/app/importer/words"
)

// by asks the web itself, or the proxy that the environment names for an address.
type by struct {
	direct *http.Transport

	mu      sync.Mutex
	proxies map[string]*http.Transport // which connect to nothing but their proxy
}

// RoundTrip implements http.RoundTripper.
func (b *by) RoundTrip(r *http.Request) (*http.Response, error) {
	proxy, err := http.ProxyFromEnvironment(r)
	switch {
	case err != nil:
		return nil, err
	case proxy == nil:
		return b.direct.RoundTrip(r)
	}
	if err := known(r); err != nil {
		return nil, err
	}
	return b.through(proxy).RoundTrip(r)
}

// number is the end of a host that is a number to whoever reads it as C does: 127.1,
// 2130706433, 0x7f.1 are this computer, or the proxy's.
var number = regexp.MustCompile(`^(?:[0-9]+|0x[0-9a-f]*)?$`)

// house are the ends of names that are none of the web's, but of a house's own: reserved
// (RFC 6761, 6762, 8375; ICANN's of 2024), or never given away since so many use them.
var house = words.Set("localhost local internal arpa lan home corp mail intranet private test invalid onion")

// known refuses what leads into the house where a proxy connects, which nobody sees
// here. A name that is not known here is the proxy's to know.
func known(r *http.Request) error {
	host := strings.ToLower(strings.TrimSuffix(r.URL.Hostname(), "."))
	if literal, err := netip.ParseAddr(host); err == nil {
		if !Public(literal) {
			return errPrivate
		}
		return nil
	}
	dot := strings.LastIndexByte(host, '.')
	if last := host[dot+1:]; dot < 0 || house[last] || number.MatchString(last) {
		return errPrivate
	}
	found, err := net.DefaultResolver.LookupNetIP(r.Context(), "ip", host)
	if err != nil {
		return nil
	}
	for _, a := range found {
		if !Public(a.Unmap()) {
			return errPrivate
		}
	}
	return nil
}

func (b *by) through(proxy *url.URL) *http.Transport {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.proxies[proxy.String()]
	if t == nil {
		t = transport()
		t.Proxy = http.ProxyURL(proxy)
		t.DialContext = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
		b.proxies[proxy.String()] = t
	}
	return t
}

// CloseIdleConnections is http.Client's wish.
func (b *by) CloseIdleConnections() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.direct.CloseIdleConnections()
	for _, t := range b.proxies {
		t.CloseIdleConnections()
	}
}
