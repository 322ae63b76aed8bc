package access

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// FuzzHost: a Host that is let in is one of ours in the eyes of a browser, too:
// read as the authority of an address (RFC 3986, 3.2), its host is one of the few
// that this machine has.
func FuzzHost(f *testing.F) {
	for _, s := range []string{
		"[::1%00000]", "localhost", "LOCALHOST.:4747", "127.0.0.1:80", "127.8.9.1", "[::1]", "[::1]:80", "::1", "talks.example.org", "[::ffff:127.0.0.1]",
		"talks.example.org.evil", "evil.example", "localhost.evil", "127.0.0.1.nip.io", "", ":", "[", "]", "[localhost]", "[localhost]:80",
		"localhost:evil", "localhost:80:evil", "::1%eth0", "localhost@evil", "evil@localhost", "localhost/evil", "localhost#", "local\x00host", "127.1", "0x7f.1",
	} {
		f.Add(s)
	}
	public := &url.URL{Scheme: "https", Host: "talks.example.org"}
	h := NewHosts(public)
	h.ours("") // reads the machine's own
	f.Fuzz(func(t *testing.T, host string) {
		Proxies{}.Client(&http.Request{Host: host, RemoteAddr: "192.0.2.1:1"})
		if !h.ours(host) {
			return
		}
		u, err := url.Parse("http://" + host + "/")
		if err != nil {
			// A bare IPv6 address is none of a browser's, but leads nowhere else.
			if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
				return
			}
			t.Fatalf("%q is taken for ours, and no browser can send it: %v", host, err)
		}
		name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
		a, err := netip.ParseAddr(name)
		switch {
		case u.User != nil || u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
			t.Errorf("%q is more than a host", host)
		case name == "localhost", name == "talks.example.org", h.names[name]:
		case err == nil && (a.Unmap().IsLoopback() || h.addrs[a.Unmap().WithZone("")]):
		default:
			t.Errorf("%q is taken for ours, and is %q", host, name)
		}
	})
}
