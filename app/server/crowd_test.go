package server

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestCrowd(t *testing.T) {
	c := crowd{most: 3, mostEach: 2}
	a, b, home := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("::1")
	for i, want := range []struct {
		from  netip.Addr
		limit string
	}{{a, ""}, {a, ""}, {a, "address"}, {b, ""}, {b, "all"}, {home, "all"}} {
		if limit, ok := c.enter(want.from); limit != want.limit || ok != (want.limit == "") {
			t.Errorf("%d, from %s: %q %v, want %q", i, want.from, limit, ok, want.limit)
		}
	}
	c.leave(a)
	if limit, ok := c.enter(a); !ok {
		t.Errorf("after one left: %s", limit)
	}
	c.leave(a)
	c.leave(a)
	c.leave(b)
	for range 3 {
		if _, ok := c.enter(home); !ok {
			t.Error("this machine's own address has a limit")
		}
	}
	if len(c.each) != 0 {
		t.Errorf("addresses are kept: %v", c.each)
	}
}

func TestClient(t *testing.T) {
	s := &Server{Config: Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
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
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := s.client(r); got.String() != c.want {
			t.Errorf("%s for %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}
