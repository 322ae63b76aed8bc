// Package roster knows who is here: the viewers of this server and what their
// pages say they show, and in sums those of the other servers on the same
// database; and each screen, wherever it follows. It tells presenters' consoles as
// that changes, and screens what was chosen for them. Nothing in it is kept but what
// the database has of screens, and nothing that a viewer says of itself is checked:
// it only ever reaches the presenter's console.
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

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/store"
)

// Who is what a viewer says of itself.
type Who struct {
	ID      string // chosen at random by the page; empty for a plain client
	Kind    deck.ScreenKind
	Screen  string // see ScreenID; or ""
	Page    string // chosen at random by a screen's page, for as long as it is open; or ""
	Name    string
	Address string
	Old     bool // its page is of another Lectern
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
	size   int                // how many viewers are on this server
	spread time.Duration      // as pages were told last
	others map[string]other   // servers, by their ids
	boards map[string]*screen // the screens that are known, by their ids
	goes   map[string]string  // what goes round between talks, by the screens' names: see Goes

	told      Presence // to consoles; of Run alone
	pages     string   // what pages there are on this server: see Keep
	keeper    Keeper
	toldBoard Screens                    // to consoles; of runBoard alone
	toldOf    map[string]deck.ScreenSeen // to other servers; of runKeep alone,
	toldAllAt time.Time                  // and when of all of them

	announced   store.Peer // to other servers; of runServers alone
	announcedAt time.Time
}

// topic is the viewers of one of the Hub's topics.
type topic struct {
	crowd
	rev int64 // what here counts
}

// crowd counts viewers. Those that are here have said that they show the newest.
type crowd struct {
	viewers, kiosks, hung, phones int // hung are kiosks and windows
	here, hungHere                int
}

func (c *crowd) add(of crowd) {
	c.viewers, c.kiosks, c.hung, c.phones = c.viewers+of.viewers, c.kiosks+of.kiosks, c.hung+of.hung, c.phones+of.phones
	c.here, c.hungHere = c.here+of.here, c.hungHere+of.hungHere
}

// count counts one that came, or by -1 one that left.
func (c *crowd) count(kind deck.ScreenKind, by int) {
	c.viewers += by
	switch {
	case kind == deck.Phone:
		c.phones += by
	case kind.Hangs():
		c.hung += by
		if kind == deck.Kiosk {
			c.kiosks += by
		}
	}
}

// arrive counts one that shows the newest now, or by -1 no more.
func (c *crowd) arrive(kind deck.ScreenKind, by int) {
	c.here += by
	if kind.Hangs() {
		c.hungHere += by
	}
}

// Member is one viewer that is here.
type Member struct {
	roster *Roster
	who    Who
	viewer *live.Viewer
	asked  int64 // the topic that it asked for,
	topic  int64 // and that it follows

	// Guarded by roster.mu:
	seen        int64 // the newest revision that its page said it shows
	came, heard int64 // in ms since 1970: when it came, and said something last
	*face             // of a screen; else nil
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
		boards: map[string]*screen{}, goes: map[string]string{}, toldOf: map[string]deck.ScreenSeen{},
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

// Enter counts a viewer of a topic, which is what Topic said. It must leave.
func (r *Roster) Enter(v *live.Viewer, asked, topicID int64, who Who) *Member {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now().UnixMilli()
	m := &Member{roster: r, who: who, viewer: v, asked: asked, topic: topicID, came: now, heard: now}
	t := r.topics[topicID]
	if t == nil {
		t = &topic{}
		r.topics[topicID] = t
	}
	t.count(who.Kind, 1)
	r.resize(1)
	if who.ID != "" {
		r.byID[who.ID] = m
	}
	r.hang(m)
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
	if t.count(m.who.Kind, -1); t.viewers == 0 {
		delete(r.topics, m.topic)
	}
	if m.seen != 0 && m.seen == t.rev {
		t.arrive(m.who.Kind, -1)
	}
	if r.byID[m.who.ID] == m {
		delete(r.byID, m.who.ID)
	}
	r.unhang(m)
	r.touch()
}

// Seen notes that the page of the named viewer shows rev. Reports of viewers
// that are not here, or of what is not shown, count for nothing.
func (r *Roster) Seen(id string, rev int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.byID[id]; m != nil {
		r.shows(m, rev)
	}
}

// shows is called with the lock held.
func (r *Roster) shows(m *Member, rev int64) {
	m.heard = time.Now().UnixMilli()
	r.paint(m, rev)
	if m.seen == rev || rev != r.hub.Shown(m.topic) {
		return
	}
	t := r.topics[m.topic]
	if t.rev != rev {
		t.rev, t.here, t.hungHere = rev, 0, 0
	}
	m.seen = rev
	t.arrive(m.who.Kind, 1)
	r.touch()
}

// Run tells consoles who is here, as it changes, at most four times a second,
// and the other servers, at most once a second, until ctx ends.
func (r *Roster) Run(ctx context.Context) {
	var servers sync.WaitGroup
	if r.announce != nil {
		servers.Go(func() { r.runServers(ctx) }) // it may wait for the database
	}
	servers.Go(func() { r.runBoard(ctx) })
	servers.Go(func() { r.runKeep(ctx) })
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
		r.reroute()
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
	deck, all := r.everybody()
	return Presence{Deck: deck, Viewers: all.viewers, Here: all.here, Kiosks: all.kiosks}
}

// everybody counts those that follow the live deck, on every server. It is called with
// the lock held.
func (r *Roster) everybody() (deck int64, all crowd) {
	deck, rev, all := r.ours()
	for _, o := range r.others {
		of := crowd{viewers: o.Viewers, kiosks: o.Kiosks, hung: o.Hung, phones: o.Phones}
		// One that has not heard of another deck yet will in a moment: its
		// viewers are in the room, but not here.
		if o.Deck == deck && o.Rev == rev {
			of.here, of.hungHere = o.Here, o.HungHere
		}
		all.add(of)
	}
	return deck, all
}

// ours counts those on this server, by either address, and returns the revision
// that "here" refers to. It is called with the lock held.
func (r *Roster) ours() (deck, rev int64, all crowd) {
	deck, rev = r.hub.Current()
	for _, id := range []int64{live.Any, deck} {
		if t := r.topics[id]; t != nil {
			of := t.crowd
			if t.rev != r.hub.Shown(id) {
				of.here, of.hungHere = 0, 0
			}
			all.add(of)
		}
		if deck == live.Any {
			break
		}
	}
	return deck, rev, all
}
