// Package idle has kiosks show something between talks: the programme, which goes round
// while nothing is live. What is shown is a function of the database's clock and of what
// the database has: each server works it out for its own kiosks, and all are in step, with
// nobody who leads. While the database is away the round goes on.
package idle

import (
	"context"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // for computers that have none

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/store"
)

const (
	againAfter   = time.Second // where the database did not answer
	clockEvery   = time.Minute // its clock is asked for the time
	clockTries   = 3
	clockWithin  = time.Second // an answer that takes longer tells nothing, and the round waits
	newsPatience = 5 * time.Second
)

// Idle is what goes round.
type Idle struct {
	store *store.Store
	hub   *live.Hub
	log   *slog.Logger
	news  chan struct{} // of capacity 1: the programme is to be read anew
	moved chan struct{} // of capacity 1: another deck is live, or none
	goes  func(deck.Between)

	mu    sync.Mutex
	loop  loop
	at    time.Time // on the database's clock,
	since time.Time // at this moment of ours
}

// New returns an Idle that shows something once somebody runs it.
func New(s *store.Store, h *live.Hub, log *slog.Logger) *Idle {
	i := &Idle{store: s, hub: h, log: log, news: make(chan struct{}, 1), moved: make(chan struct{}, 1), loop: loop{zone: time.Local}, goes: func(deck.Between) {}}
	h.OnChange(func() { signal(i.moved) })
	return i
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// OnRound has goes called with what kiosks are told, from Run. It must be called before that.
func (i *Idle) OnRound(goes func(deck.Between)) { i.goes = goes }

// Changed tells that the programme is another one. It returns at once.
func (i *Idle) Changed() { signal(i.news) }

// Heard takes each change of a deck's state. It returns at once.
func (i *Idle) Heard(d deck.State) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, p := range i.loop.parts {
		if p.DeckID == d.ID && (p.content != d.Content || p.aside != d.Aside || d.Deleted()) {
			signal(i.news)
		}
	}
}

// Now is the time on the database's clock.
func (i *Idle) Now() time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.now()
}

func (i *Idle) now() time.Time {
	if i.since.IsZero() {
		return time.Now()
	}
	return i.at.Add(time.Since(i.since))
}

// Show returns what a screen shows between talks at this moment, and what comes after.
func (i *Idle) Show(screen string) (now, next deck.Show) {
	i.mu.Lock()
	defer i.mu.Unlock()
	at := i.now()
	now, _ = i.loop.at(screen, at)
	return now, i.loop.next(screen, at)
}

// Shown are the views that some screen shows at this moment; none while a deck is live.
// What a slow screen asks for a moment later is still there.
func (i *Idle) Shown() (all []deck.Show) {
	if _, busy := i.hub.Live(); busy {
		return nil
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	at := i.now()
	for _, name := range i.loop.screens() {
		for _, t := range []time.Time{at, at.Add(-3 * time.Second)} {
			if show, _ := i.loop.at(name, t); show.Deck != 0 {
				all = append(all, show)
			}
		}
	}
	return all
}

// Agenda is what the agenda has from now on, for a day; nothing where the programme has no
// place for it, since no screen shows it then.
func (i *Idle) Agenda() deck.Agenda {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	a := deck.Agenda{Zone: i.loop.zone.String(), Sessions: []deck.Session{}}
	if !slices.ContainsFunc(i.loop.parts, func(p part) bool { return p.DeckID == 0 }) {
		return a
	}
	a.Name = i.loop.name
	for _, s := range i.loop.sessions {
		if s.Ends.After(now) && s.Begins.Before(now.Add(agendaTold)) && len(a.Sessions) < agendaMost {
			s.Begins, s.Ends = s.Begins.In(i.loop.zone), s.Ends.In(i.loop.zone)
			a.Sessions = append(a.Sessions, s)
		}
	}
	return a
}

// Run tells kiosks what to show until ctx ends.
func (i *Idle) Run(ctx context.Context) {
	due, clock := time.NewTimer(0), time.NewTicker(clockEvery)
	defer due.Stop()
	defer clock.Stop()
	var told *deck.Between
	unread, failed, timeless := true, false, false
	known := false // before that nothing is told: it would be the clock, for a moment
	var again time.Time
	reading, read := false, make(chan error, 1) // the database may be slow, and the round is not
	round := false                              // what is read is the round, and not the clock alone
	defer func() {
		if reading {
			<-read
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case <-due.C:
		case <-i.moved:
		case <-clock.C:
			timeless = true
		case <-i.news:
			unread = true
		case err := <-read:
			reading, known = false, known || round && err == nil
			if err != nil && !failed && ctx.Err() == nil {
				i.log.Warn("what goes round between talks is as it was", "err", err)
			}
			failed = err != nil
			unread = unread || failed
			again = time.Now()
			if failed {
				again = again.Add(againAfter)
			}
		}
		due.Stop()
		switch {
		case reading:
		case unread && !time.Now().Before(again):
			unread, timeless, reading, round = false, false, true, true
			go func() { read <- i.read(ctx) }()
		case timeless:
			timeless, reading, round = false, true, false
			go func() { i.setClock(ctx); read <- nil }()
		}
		if _, busy := i.hub.Live(); busy || !i.hub.Ready() || !known {
			told = nil
			continue
		}
		now, wait := i.between()
		if told == nil || !reflect.DeepEqual(*told, now) {
			told = &now
			i.hub.Tell(live.Any, live.Idles, now)
			i.goes(now)
		}
		if unread {
			wait = min(wait, againAfter)
		}
		due.Reset(wait)
	}
}

// between is what all kiosks show now, and for how long.
func (i *Idle) between() (deck.Between, time.Duration) {
	i.mu.Lock()
	defer i.mu.Unlock()
	at := i.now()
	first := at.Add(time.Hour)
	var b deck.Between
	if i.loop.zone != time.Local {
		b.Zone = i.loop.zone.String()
	}
	for _, name := range i.loop.screens() {
		show, until := i.loop.at(name, at)
		if until.Before(first) {
			first = until
		}
		if show.Deck != 0 && !i.hub.Keys().None() {
			show.Key = i.hub.Keys().Of(show.Deck, show.Content, show.Slide, show.Step).String()
		}
		b.Shows = append(b.Shows, show)
	}
	return b, first.Sub(at)
}

// read reads the programme, and the clock.
func (i *Idle) read(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, newsPatience)
	defer cancel()
	i.setClock(ctx)
	p, err := i.store.Programme(ctx)
	if err != nil {
		return err
	}
	agenda, err := i.store.Agenda(ctx)
	if err != nil {
		return err
	}
	whole, err := i.store.WholeViews(ctx)
	if err != nil {
		return err
	}
	l := loop{zone: Zone(p.Zone), sessions: agenda.Sessions, name: agenda.Name}
	for _, one := range p.Items {
		next := part{Item: one}
		if one.DeckID == 0 {
			next.views = []view{{}}
		}
		for _, v := range whole {
			if one.DeckID != 0 && v.DeckID == one.DeckID {
				next.content, next.aside = v.Content, v.Aside
				next.views = append(next.views, view{v.Number, v.Step})
			}
		}
		l.parts = append(l.parts, next)
	}
	i.mu.Lock()
	i.loop = l
	i.mu.Unlock()
	return nil
}

// setClock asks the database for the time. The quickest answer counts: half of what it
// took lies behind it.
func (i *Idle) setClock(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, clockWithin)
	defer cancel()
	best := time.Hour
	var at, since time.Time
	for range clockTries {
		asked := time.Now()
		told, err := i.store.Clock(ctx)
		if took := time.Since(asked); err == nil && took < best {
			best, at, since = took, told.Add(took/2), asked.Add(took)
		}
	}
	if at.IsZero() {
		return // as it was
	}
	i.mu.Lock()
	i.at, i.since = at, since
	i.mu.Unlock()
}

// Zone is a time zone by its name; where there is no such, or none is named, this
// computer's.
func Zone(name string) *time.Location {
	if name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.Local
}
