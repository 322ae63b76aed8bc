package access

import (
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"time"

	"lectern/app/fault"
)

// cachedDevice is what a token was good for when the database was asked last.
type cachedDevice struct {
	Principal
	at time.Time
}

const (
	cacheAge  = 20 * time.Second // how long a cachedDevice is, unless Changed is called
	cacheSize = 4096             // cached devices that are kept
	seeEvery  = 15 * time.Second // how often it is noted who is connected
)

// device returns whose token has this hash; a listener, if nobody's.
func (g *Guard) device(ctx context.Context, hash [sha256.Size]byte) (Principal, error) {
	g.mu.Lock()
	seen, ok := g.known[hash]
	changes := g.changes
	g.mu.Unlock()
	if ok && time.Since(seen.at) < cacheAge {
		return seen.Principal, nil
	}
	d, err := g.store.DeviceByToken(ctx, hash[:])
	p := Principal{Role(d.Role), d.ID}
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		p = Principal{Role: Listener}
	case err != nil && ok:
		return seen.Principal, nil // the database is away: nobody is sent away for that
	case err != nil:
		return Principal{Role: Listener}, err
	default:
		if err := g.store.SeeDevices(ctx, d.ID); err != nil {
			g.Log.Debug("when a device was seen could not be noted", "device", d.ID, "err", err)
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.changes == changes { // else this may be what was before
		if len(g.known) >= cacheSize {
			clear(g.known)
		}
		g.known[hash] = cachedDevice{p, time.Now()}
	}
	return p, nil
}

// hold is something that goes on for as long as its device is let in.
type hold struct {
	device int64
	end    context.CancelFunc
}

// Hold returns a context that ends, too, when the device that ctx is from is sent
// away. Whoever calls it calls release.
func (g *Guard) Hold(ctx context.Context) (held context.Context, release func()) {
	p := From(ctx)
	ctx, cancel := context.WithCancel(ctx)
	if p.Device == 0 {
		return ctx, cancel
	}
	h := &hold{p.Device, cancel}
	g.mu.Lock()
	g.held[h] = struct{}{}
	g.mu.Unlock()
	g.recheck(ctx) // it may have been sent away a moment ago
	return ctx, func() {
		cancel()
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.held, h)
	}
}

// Run notes who is connected, until ctx ends: whoever drives and is not heard of
// drives no more.
func (g *Guard) Run(ctx context.Context) {
	tick := time.NewTicker(seeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			g.see(ctx)
		}
	}
}

func (g *Guard) see(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, seeEvery)
	defer cancel()
	err := g.store.SeeDevices(ctx, g.connected()...)
	if err == nil {
		err = g.store.FreeDrive(ctx)
	}
	if err != nil {
		g.Log.Debug("which devices are connected could not be noted", "err", err)
	}
}

// connected are the devices that hold something here.
func (g *Guard) connected() []int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	ids := []int64{}
	for h := range g.held {
		ids = append(ids, h.device)
	}
	return ids
}

// Changed forgets what is known of a device, and ends what it holds; with 0, of
// all devices that are not there any more. It is for live.Follower.OnDevice.
func (g *Guard) Changed(id int64) {
	g.mu.Lock()
	g.changes++
	for hash, seen := range g.known {
		switch {
		case id == 0:
			seen.at = time.Time{} // asked anew; good as long as the database is away
			g.known[hash] = seen
		case seen.Device == id:
			delete(g.known, hash)
		}
	}
	for h := range g.held {
		if h.device == id {
			h.end()
		}
	}
	anyHeld := len(g.held) > 0
	g.mu.Unlock()
	if id == 0 && anyHeld {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		g.recheck(ctx)
	}
}

// recheck ends what is held by devices that are not there any more.
func (g *Guard) recheck(ctx context.Context) {
	g.mu.Lock()
	holds := slices.Collect(maps.Keys(g.held)) // whoever comes later may not be on the list
	g.mu.Unlock()
	list, err := g.store.Devices().All(ctx)
	if err != nil {
		g.Log.Debug("the devices could not be looked at", "err", err)
		return
	}
	there := map[int64]bool{}
	for _, d := range list {
		there[d.ID] = true
	}
	for _, h := range holds {
		if !there[h.device] {
			h.end()
		}
	}
}
