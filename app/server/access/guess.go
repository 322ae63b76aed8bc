package access

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lectern/app/fault"
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
	each map[netip.Addr]*guesses
}

// guesses are those of one address. Who holds the lock tries a code: an address tries
// one at a time, so that none is tried beyond its limit.
type guesses struct {
	sync.Mutex
	left *rate.Limiter
}

// of returns an address's guesses.
func (b *guessLimit) of(a netip.Addr) *guesses {
	if a.Is6() {
		p, _ := a.Prefix(64) // of which one household or phone has all
		a = p.Addr()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.each) >= 10_000 || b.each == nil {
		b.each = map[netip.Addr]*guesses{}
	}
	g := b.each[a]
	if g == nil {
		g = &guesses{left: rate.NewLimiter(rate.Every(wrongEvery), wrongAtOnce)}
		b.each[a] = g
	}
	return g
}

var errTooMany = fault.Errorf(fault.TooMany, "There were too many wrong codes from here; please wait half a minute")

// wrong notes a wrong code, and returns what to say of it: why, after a while, or that
// there were too many.
func (b *guessLimit) wrong(ctx context.Context, a netip.Addr, why error) error {
	if !b.of(a).left.Allow() {
		return errTooMany
	}
	wait := time.NewTimer(wrongTakes)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
	return why
}
