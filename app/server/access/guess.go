package access

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Some wrong codes are answered late, and then there is one in a while.
const (
	wrongAtOnce = 5
	wrongEvery  = 30 * time.Second
	wrongTakes  = time.Second
)

// guessLimit slows down those who try codes.
type guessLimit struct {
	mu   sync.Mutex
	each map[netip.Addr]*rate.Limiter
}

// allow reports whether the address may be wrong once more.
func (b *guessLimit) allow(a netip.Addr) bool {
	if a.Is6() {
		p, _ := a.Prefix(64) // of which one household or phone has all
		a = p.Addr()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.each) >= 10_000 || b.each == nil {
		b.each = map[netip.Addr]*rate.Limiter{}
	}
	l := b.each[a]
	if l == nil {
		l = rate.NewLimiter(rate.Every(wrongEvery), wrongAtOnce)
		b.each[a] = l
	}
	return l.Allow()
}
