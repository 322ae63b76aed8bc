//go:build unix

package proxy

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"testing"

	"lectern/app/e2e/harness"
)

// addresses: whoever comes through the proxy counts by the own address, and
// what a stranger says of it is not believed.
func (p *proxy) addresses(t *testing.T) {
	// follow opens streams and returns which were admitted; the last of them is
	// the first to have come beyond the limit.
	follow := func(from string, n int, forwarded func(i int) string) (admitted int, leave func()) {
		t.Helper()
		v := p.visitor(t, true, from)
		var open []io.Closer
		for i := range n {
			var headers []string
			if forwarded != nil {
				headers = []string{"X-Forwarded-For", forwarded(i)}
			}
			res := v.open("/live", headers...)
			open = append(open, res.Body)
			switch res.StatusCode {
			case 200:
				admitted++
			case http.StatusServiceUnavailable:
			default:
				t.Errorf("from %s: %s", from, res.Status)
			}
		}
		return admitted, func() {
			for _, c := range open {
				c.Close()
			}
			v.CloseIdleConnections()
		}
	}
	says := func(format string) func(int) string {
		return func(i int) string { return fmt.Sprintf(format, i) }
	}
	check := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d admitted, want %d", what, got, want)
		}
	}

	// This computer's own has no limit, whatever it says of itself.
	got, leave := follow("127.0.0.9", 3, func(int) string { return "203.0.113.7" })
	check("a stranger who says 203.0.113.7", got, 3)
	defer leave()
	if p.kind.name != "caddy" { // it drops what it is told, unless it is told to trust it, too
		got, leave := follow("127.0.0.2", 3, func(int) string { return "203.0.113.7" })
		check("203.0.113.7, says a proxy that was named", got, 2)
		defer leave()
		got, leave = follow("127.0.0.2", 3, says("203.0.113.%d"))
		check("three others, says a proxy that was named", got, 3)
		defer leave()
		res, _ := p.visitor(t, true, "127.0.0.2").ask("GET", "/metrics", nil, "X-Forwarded-For", "203.0.113.9")
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("the metrics, for another computer: %s", res.Status)
		}
	}

	t.Run("outside", func(t *testing.T) {
		mine := ownAddress()
		if mine == "" {
			t.Skip("this computer has no address but the loopback's")
		}
		for _, forwarded := range []func(int) string{nil, says("203.0.113.%d")} {
			var leave func()
			// Those before have left once their places are free.
			harness.Until(t, harness.Patience, "two places", func() bool {
				var n int
				if n, leave = follow(mine, 3, forwarded); n != 2 {
					leave()
				}
				return n == 2
			})
			got, other := follow("127.0.0.9", 1, nil)
			check("another address meanwhile", got, 1)
			other()
			leave()
		}
		res, _ := p.visitor(t, true, mine).ask("GET", "/metrics", nil)
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("the metrics, for another computer: %s", res.Status)
		}
		harness.Until(t, harness.Patience, "the places to be free", func() bool {
			n, leave := follow(mine, 2, nil)
			leave()
			return n == 2
		})
	})
}

// ownAddress is an address of this computer that is not the loopback's.
func ownAddress() string {
	list, _ := net.InterfaceAddrs()
	for _, a := range list {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Is4() && p.Addr().IsGlobalUnicast() {
			return p.Addr().String()
		}
	}
	return ""
}
