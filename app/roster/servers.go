package roster

import (
	"context"
	"time"

	"lectern/app/store"
)

// How servers on one database tell each other who follows. Each tells the
// others through PostgreSQL, and remembers the newest word of each.
const (
	announceApart = time.Second      // at least
	announceEvery = 5 * time.Second  // at most
	silence       = 15 * time.Second // after which a server is gone
	farewell      = time.Second      // the last announcement takes at most
	mostServers   = 1000             // anybody may NOTIFY, and memory is bounded
)

// other is another server's newest word.
type other struct {
	store.Peer
	at time.Time // when it was heard
}

func (r *Roster) runServers(ctx context.Context) {
	tick := time.NewTicker(announceApart)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			r.takeLeave(ctx)
			return
		case now := <-tick.C:
			r.tellServers(ctx, now)
			r.forget(now.Add(-silence))
		}
	}
}

// tellServers announces what is new, and now and then that this server lives.
// While the database is away nobody hears of it, which the Follower has told
// already.
func (r *Roster) tellServers(ctx context.Context, now time.Time) {
	s := r.server()
	if s == r.announced && now.Sub(r.announcedAt) < announceEvery {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, announceEvery)
	defer cancel()
	if r.announce(ctx, s) == nil {
		r.announced, r.announcedAt = s, now
	}
}

// takeLeave is this server's last word.
func (r *Roster) takeLeave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	r.announce(ctx, store.Peer{ID: r.id, Name: r.name, Gone: true})
}

// server is what this one knows of itself.
func (r *Roster) server() store.Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	deck, rev, all := r.ours()
	return store.Peer{
		ID: r.id, Name: r.name, Deck: deck, Rev: rev,
		Viewers: all.viewers, Here: all.here, Kiosks: all.kiosks, Phones: all.phones, Hung: all.hung, HungHere: all.hungHere,
	}
}

// Heard takes a server's word. Where there are no others it is passed over.
func (r *Roster) Heard(s store.Peer) {
	if r.announce == nil || s.ID == r.id {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	old, known := r.others[s.ID]
	switch {
	case s.Gone:
		delete(r.others, s.ID)
		r.lost(s.ID)
	case !known && len(r.others) >= mostServers:
		return
	default:
		r.others[s.ID] = other{s, time.Now()}
	}
	if old.Peer != s {
		r.touch()
	}
}

// forget drops the servers that were silent since.
func (r *Roster) forget(since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, o := range r.others {
		if !o.at.After(since) {
			delete(r.others, id)
			r.touch()
		}
	}
}

// Servers returns how many servers are known on this database, this one
// included.
func (r *Roster) Servers() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return 1 + len(r.others)
}

// short bounds a name: a notification holds less than 8000 bytes.
func short(name string) string {
	if r := []rune(name); len(r) > 64 {
		return string(r[:64])
	}
	return name
}
