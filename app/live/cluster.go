package live

import (
	"context"
	"crypto/rand"
	"time"

	"lectern/app/store"
)

// How servers on one database tell each other who follows.
const (
	announceApart = time.Second      // at least
	announceEvery = 5 * time.Second  // at most
	silence       = 15 * time.Second // after which a server is gone
	farewell      = time.Second      // the last announcement takes at most
	mostServers   = 1000             // anybody may NOTIFY, and memory is bounded
)

// Cluster adds up who follows on all servers of one database. Each tells the
// others through PostgreSQL, and remembers the newest word of each.
type Cluster struct {
	hub      *Hub
	announce func(context.Context, store.Server) error
	id, name string

	others map[string]other // guarded by Hub.mu

	// Of Run alone.
	told   store.Server
	toldAt time.Time
}

// other is another server's newest word.
type other struct {
	store.Server
	at time.Time // when it was heard
}

// NewCluster makes the Hub count those on other servers too. announce brings a
// word to all servers; store.Store's does. It must be called before the Hub is
// used; Run makes this server known.
func NewCluster(h *Hub, name string, announce func(context.Context, store.Server) error) *Cluster {
	c := &Cluster{hub: h, announce: announce, id: rand.Text(), name: short(name), others: map[string]other{}}
	h.cluster = c
	return c
}

// Run announces this server until ctx ends, and then takes leave. While the
// database is away nobody hears of it, which the Follower has told already.
func (c *Cluster) Run(ctx context.Context) {
	tick := time.NewTicker(announceApart)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			c.announce(ctx, store.Server{ID: c.id, Name: c.name, Gone: true})
			return
		case now := <-tick.C:
			c.tell(ctx, now)
			c.hub.forget(now.Add(-silence))
		}
	}
}

// tell announces what is new, and now and then that this server lives.
func (c *Cluster) tell(ctx context.Context, now time.Time) {
	s := c.hub.server()
	s.ID, s.Name = c.id, c.name
	if s == c.told && now.Sub(c.toldAt) < announceEvery {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, announceEvery)
	defer cancel()
	if c.announce(ctx, s) == nil {
		c.told, c.toldAt = s, now
	}
}

// server is what this one knows of itself.
func (h *Hub) server() store.Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.who()
	return store.Server{Deck: p.Deck, Rev: h.standing(), Viewers: p.Viewers, Here: p.Here, Kiosks: p.Kiosks}
}

// standing is the revision that "here" refers to: of the live deck, not of the
// frame, since a server that a viewer joined later has a later frame of the
// same sight. It is called with the lock held.
func (h *Hub) standing() int64 {
	if d, ok := h.decks[h.live]; ok {
		return d.Rev
	}
	return h.rev
}

// heard takes a server's word.
func (h *Hub) heard(s store.Server) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.cluster
	if c == nil || s.ID == c.id {
		return
	}
	old, known := c.others[s.ID]
	if s.Gone {
		delete(c.others, s.ID)
		h.touch()
		return
	}
	if !known && len(c.others) >= mostServers {
		return
	}
	c.others[s.ID] = other{s, time.Now()}
	if old.Server != s {
		h.touch()
	}
}

// forget drops the servers that were silent since.
func (h *Hub) forget(since time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, o := range h.cluster.others {
		if !o.at.After(since) {
			delete(h.cluster.others, id)
			h.touch()
		}
	}
}

// Servers returns how many servers are known on this database, this one
// included.
func (h *Hub) Servers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 1
	if h.cluster != nil {
		n += len(h.cluster.others)
	}
	return n
}

// all counts those on every server. It is called with the lock held.
func (h *Hub) all() Presence {
	p := h.who()
	if h.cluster == nil {
		return p
	}
	rev := h.standing()
	for _, o := range h.cluster.others {
		// One that has not heard of another deck yet will in a moment: its
		// viewers are in the room, but not here.
		p.Viewers += o.Viewers
		p.Kiosks += o.Kiosks
		if o.Deck == p.Deck && o.Rev == rev {
			p.Here += o.Here
		}
	}
	return p
}

// short bounds a name: a notification holds less than 8000 bytes.
func short(name string) string {
	if r := []rune(name); len(r) > 64 {
		return string(r[:64])
	}
	return name
}
