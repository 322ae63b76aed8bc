//go:build linux

package bench

import (
	"fmt"
	"net/netip"
	"slices"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

// absence is how long a viewer of a dead server waits before it tries again, on
// the average: everybody comes at once, and finds the door still closed.
const absence = 100 * time.Millisecond

// BenchmarkReturn kills the server under its viewers and starts it again: from
// the kill until the last viewer is back, with the position. The floor has
// nothing to start or to remember. It measures with the largest of the rooms, or
// with 5,000 viewers.
func BenchmarkReturn(b *testing.B) {
	n := min(slices.Max(roomSizes(b)), 5000)
	b.Run(fmt.Sprintf("viewers=%d", n), func(b *testing.B) {
		l := lean(b)
		addr := l.AddrPort().String()
		ours := comeBack(b, l.AddrPort(), n,
			func() { l.End(syscall.SIGKILL) },
			func() { harness.Start(b, l.Data, "--addr", addr) })
		f := startFloor(b, "127.0.0.1:0")
		floors := comeBack(b, f.addr, n,
			func() { f.end() },
			func() { startFloor(b, f.addr.String()) })
		report := func(d time.Duration) func(*testing.B) {
			return func(b *testing.B) { b.ReportMetric(d.Seconds(), "kill-to-last-s") }
		}
		beside(b, report(ours), report(floors))
	})
}

// comeBack returns how long viewers are without a server that ends and is
// started again.
func comeBack(b *testing.B, addr netip.AddrPort, n int, end, start func()) time.Duration {
	b.Helper()
	c, err := load.Join(addr, n, load.Options{Return: absence})
	if err != nil {
		b.Fatal(err)
	}
	await(b, c, 0)
	began := load.Now()
	end()
	harness.Until(b, harness.Patience, "all streams to end", func() bool { return c.Present() == 0 })
	start()
	await(b, c, 0)
	took := load.Since(began)
	if err := c.Close(); err != nil {
		b.Error(err)
	}
	return took
}
