package access

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"testing"
)

func TestClient(t *testing.T) {
	p := Proxies{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:1", "", "192.0.2.1"},
		{"192.0.2.1:1", "203.0.113.9", "192.0.2.1"}, // nobody named this proxy
		{"10.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1:1", "203.0.113.9:4711", "203.0.113.9"},
		{"10.0.0.1:1", "6.6.6.6, 203.0.113.9", "203.0.113.9"}, // the first may be made up
		{"10.0.0.1:1", "203.0.113.9, 10.0.0.2", "203.0.113.9"},
		{"10.0.0.1:1", "nonsense", "10.0.0.1"},
		{"10.0.0.1:1", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:10.0.0.1]:1", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1:1", "203.0.113.9, unknown", "10.0.0.1"},
		{"10.1.2.3:1", "127.0.0.1", "10.1.2.3"}, // it would have no limit
		{"10.1.2.3:1", "::1", "10.1.2.3"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := p.Client(r); got.String() != c.want {
			t.Errorf("%s for %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

// TestTwoProxies: one behind the other on this computer.
func TestTwoProxies(t *testing.T) {
	p := Proxies{netip.MustParsePrefix("127.0.0.0/8")}
	r := &http.Request{RemoteAddr: "127.0.0.1:1", Header: http.Header{"X-Forwarded-For": {"203.0.113.9, 127.0.0.1"}}}
	if got := p.Client(r); got.String() != "203.0.113.9" {
		t.Errorf("%s", got)
	}
}

// TestNear: what is for this computer alone is for nobody who came through a
// proxy, as little as it may say of them.
func TestNear(t *testing.T) {
	p := Proxies{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		peer, host, header, value string
		want                      bool
	}{
		{"127.0.0.1:1", "localhost:4747", "", "", true},
		{"127.0.0.1:1", "127.0.0.1:4747", "", "", true},
		{"[::1]:1", "[::1]:4747", "", "", true},
		{"192.0.2.7:1", "192.0.2.7:4747", "", "", true}, // it serves at this address alone
		{"192.0.2.8:1", "192.0.2.7:4747", "", "", false},
		{"127.0.0.1:1", "talks.example.org", "", "", false},
		{"127.0.0.1:1", "localhost", "X-Forwarded-For", "203.0.113.5, unknown", false},
		{"127.0.0.1:1", "localhost", "X-Forwarded-For", "203.0.113.5,", false},
		{"127.0.0.1:1", "localhost", "X-Forwarded-For", "", false},
		{"127.0.0.1:1", "localhost", "X-Forwarded-For", "127.0.0.1", false},
		{"127.0.0.1:1", "localhost", "Forwarded", "for=unknown", false},
		{"127.0.0.1:1", "localhost", "Via", "1.1 proxy", false},
		{"10.1.2.3:1", "192.0.2.7", "X-Forwarded-For", "127.0.0.1", false},
		{"nonsense", "localhost", "", "", false},
	} {
		t.Run(c.peer+" "+c.host+" "+c.header+" "+c.value, func(t *testing.T) {
			local := &net.TCPAddr{IP: net.ParseIP("192.0.2.7"), Port: 4747}
			r := (&http.Request{RemoteAddr: c.peer, Host: c.host, Header: http.Header{}}).
				WithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, local))
			if c.header != "" {
				r.Header[c.header] = []string{c.value}
			}
			if got := p.IsLocal(r); got != c.want {
				t.Errorf("near: %v", got)
			}
		})
	}
}
