// Package roster knows who is here: the viewers of this server and what their
// pages say they show, and in sums those of the other servers on the same
// database. It tells presenters' consoles as that changes. Nothing in it is
// kept, and nothing that a viewer says of itself is checked: it only ever
// reaches the presenter's console.
//
// Run's goroutines end with it, and it belongs to whoever calls it. Everything
// else may be called from anywhere; a Roster's lock is taken before the Hub's,
// never after.
package roster

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"lectern/app/live"
	"lectern/app/store"
)

// Who is what a viewer says of itself.
type Who struct {
	ID    string // chosen at random by the page; empty for a plain client
	Kiosk bool
}

// Presence is who follows the live deck, on all servers.
type Presence struct {
	Deck    int64 `json:"deck"`    // the live deck, or 0
	Viewers int   `json:"viewers"` // streams that follow it, kiosks included
	Here    int   `json:"here"`    // those that show its current slide
	Kiosks  int   `json:"kiosks"`
}

// Roster counts who is here.
type Roster struct {
	hub      *live.Hub
	id, name string // of this server among others
	announce func(context.Context, store.Peer) error
	changed  chan struct{} // capacity 1: who is here has changed

	mu     sync.Mutex
	byID   map[string]*Member // those that named themselves
	topics map[int64]*topic
	size   int              // how many viewers are on this server
	spread time.Duration    // as pages were told last
	others map[string]other // servers, by their ids

	told Presence // to consoles; of Run alone

	announced   store.Peer // to other servers; of runServers alone
	announcedAt time.Time
}

// topic is the viewers of one of the Hub's topics.
type topic struct {
	viewers, kiosks int
	rev             int64 // what here counts
	here            int   // how many have said that they show rev
}

// Member is one viewer that is here.
type Member struct {
	roster *Roster
	who    Who
	topic  int64
	seen   int64 // the newest revision that its page said it shows; guarded by roster.mu
}

// New returns the Roster of hub's viewers. It must be called before the first of
// them joins. Where other servers share the database, name is what this one is
// called, and announce brings a word to all of them (store.Store's does); nil
// says that there are none.
func New(hub *live.Hub, name string, announce func(context.Context, store.Peer) error) *Roster {
	r := &Roster{
		hub: hub, id: rand.Text(), name: short(name), announce: announce,
		changed: make(chan struct{}, 1),
		byID:    map[string]*Member{}, topics: map[int64]*topic{}, others: map[string]other{},
	}
	hub.OnChange(r.touch)
	hub.Inform("presence", r.told)
	r.resize(0)
	return r
}

// touch says that who is here, or what they show, may have changed.
func (r *Roster) touch() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// Enter counts a viewer of a topic. It must leave.
func (r *Roster) Enter(topicID int64, who Who) *Member {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := &Member{roster: r, who: who, topic: topicID}
	t := r.topics[topicID]
	if t == nil {
		t = &topic{}
		r.topics[topicID] = t
	}
	t.viewers++
	r.resize(1)
	if who.Kiosk {
		t.kiosks++
	}
	if who.ID != "" {
		r.byID[who.ID] = m
	}
	r.touch()
	return m
}

// Leave takes a viewer off. It must be called once.
func (m *Member) Leave() {
	r := m.roster
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resize(-1)
	t := r.topics[m.topic]
	if t.viewers--; t.viewers == 0 {
		delete(r.topics, m.topic)
	}
	if m.who.Kiosk {
		t.kiosks--
	}
	if m.seen != 0 && m.seen == t.rev {
		t.here--
	}
	if r.byID[m.who.ID] == m {
		delete(r.byID, m.who.ID)
	}
	r.touch()
}

// Seen notes that the page of the named viewer shows rev. Reports of viewers
// that are not here, or of what is not shown, count for nothing.
func (r *Roster) Seen(id string, rev int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.byID[id]
	if m == nil || m.seen == rev || rev != r.hub.Shown(m.topic) {
		return
	}
	t := r.topics[m.topic]
	if t.rev != rev {
		t.rev, t.here = rev, 0
	}
	m.seen = rev
	t.here++
	r.touch()
}

// Run tells consoles who is here, as it changes, at most four times a second,
// and the other servers, at most once a second, until ctx ends.
func (r *Roster) Run(ctx context.Context) {
	var servers sync.WaitGroup
	if r.announce != nil {
		servers.Go(func() { r.runServers(ctx) }) // it may wait for the database
	}
	defer servers.Wait()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.changed:
		}
		r.tellConsoles()
		pause.Reset(250 * time.Millisecond)
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

func (r *Roster) tellConsoles() {
	if p := r.presence(); p != r.told {
		r.told = p
		r.hub.Inform("presence", p)
	}
}

// presence counts those that follow the live deck, on every server.
func (r *Roster) presence() Presence {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, rev := r.ours()
	for _, o := range r.others {
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

// ours counts those on this server, by either address, and returns the revision
// that "here" refers to. It is called with the lock held.
func (r *Roster) ours() (p Presence, rev int64) {
	p.Deck, rev = r.hub.Current()
	for _, id := range []int64{live.Any, p.Deck} {
		if t := r.topics[id]; t != nil {
			p.Viewers += t.viewers
			p.Kiosks += t.kiosks
			if t.rev == r.hub.Shown(id) {
				p.Here += t.here
			}
		}
		if p.Deck == live.Any {
			break
		}
	}
	return p, rev
}
