package access

import (
	"net/netip"
	"testing"
)

func TestStreamLimit(t *testing.T) {
	c := StreamLimit{Most: 3, MostEach: 2}
	a, b, home := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("::1")
	for i, want := range []struct {
		from  netip.Addr
		limit string
	}{{a, ""}, {a, ""}, {a, "address"}, {b, ""}, {b, "all"}, {home, "all"}} {
		if limit, ok := c.Enter(want.from); limit != want.limit || ok != (want.limit == "") {
			t.Errorf("%d, from %s: %q %v, want %q", i, want.from, limit, ok, want.limit)
		}
	}
	c.Leave(a)
	if limit, ok := c.Enter(a); !ok {
		t.Errorf("after one left: %s", limit)
	}
	c.Leave(a)
	c.Leave(a)
	c.Leave(b)
	for range 3 {
		if _, ok := c.Enter(home); !ok {
			t.Error("this machine's own address has a limit")
		}
	}
	if len(c.each) != 0 {
		t.Errorf("addresses are kept: %v", c.each)
	}
}
