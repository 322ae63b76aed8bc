package access

import (
	"net/netip"
	"sync"
)

// StreamLimit counts the streams, in all and for each address, so that nobody can
// take all the places.
type StreamLimit struct {
	Most, MostEach int // 0 for no limit

	mu   sync.Mutex
	all  int
	each map[netip.Addr]int
}

// Enter takes a place. Whoever got one must leave it.
func (c *StreamLimit) Enter(a netip.Addr) (limit string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// What comes from this very machine is a proxy that nobody named, or its
	// owner: one address that stands for many.
	counted := !a.IsLoopback()
	switch {
	case c.Most > 0 && c.all >= c.Most:
		return "all", false
	case counted && c.MostEach > 0 && c.each[a] >= c.MostEach:
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

// Leave gives a place back.
func (c *StreamLimit) Leave(a netip.Addr) {
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
