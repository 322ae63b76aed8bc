package kiosk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"lectern/app/lan"
	"lectern/app/lan/discovery"
)

const (
	watchEvery   = 4 * time.Second // how often the server is asked whether it is there
	longestPause = 5 * time.Minute // before its pages are fetched again that could not be kept
	// A round of the search is short at first, and longer while nobody is there.
	firstRound, longestRound = time.Second, 4 * time.Second
	// alone is for how many rounds a server must be the only one to be taken unasked:
	// another may have been slow to answer.
	alone = 2
)

// look finds a server, and looks again when it does not answer, until ctx ends.
func (k *Kiosk) look(ctx context.Context) {
	for ctx.Err() == nil {
		p := k.find(ctx)
		if p == nil {
			return
		}
		k.watch(ctx, k.use(ctx, p))
	}
}

// keep keeps the server's pages, and reports whether it has them, or never will.
func (k *Kiosk) keep(t *target) bool {
	if t.Pages == "" || k.second {
		return true
	}
	err := k.mirror.take(t.ctx, t.client(), t.base, k.Query, t.Pages)
	if err != nil && t.ctx.Err() == nil {
		k.Log.Warn("the kiosk's pages cannot be kept yet: without its server it will show none after a restart", "err", err)
	}
	return err == nil
}

// watch returns when the server does not answer, or a person wants another one.
func (k *Kiosk) watch(ctx context.Context, t *target) {
	kept, again, pause := k.keep(t), time.Now(), watchEvery
	for failures := 0; failures < 2; {
		timer := time.NewTimer(watchEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-k.chosen:
			timer.Stop()
			return
		case <-k.doubts:
		case <-timer.C:
		}
		timer.Stop()
		// Where the streams go: a name may lead elsewhere by now, and they would stay.
		p, err := askAt(ctx, *t.base, t.own, t.addr)
		switch {
		case err == nil && p.ID == t.ID && p.key == t.key:
			failures = 0
			if p.Pages != t.Pages { // it was started anew, as another version
				return
			}
			if !kept && time.Now().After(again) { // less and less often: the disk may be full
				kept = k.keep(t)
				again, pause = time.Now().Add(pause), min(2*pause, longestPause)
			}
		case err == nil: // somebody else has its address
			failures = 2
		default:
			failures++
			k.doubt()
		}
	}
	if ctx.Err() == nil {
		k.Log.Info("the kiosk's server does not answer", "server", t.Name, "address", t.base.String())
		k.tell(func(s *status) { s.Ready = false })
	}
}

// A search is what the rounds before found out.
type search struct {
	single string // the ID of the only server, for so many rounds
	rounds int
	fooled bool // who was heard was not the server that is wanted
}

// find returns the server to follow, once it answers; and nil when ctx ends.
func (k *Kiosk) find(ctx context.Context) *place {
	var s search
	for round := firstRound; ctx.Err() == nil; {
		if p := k.try(ctx, round, &s); p != nil {
			return p
		}
		if round = min(2*round, longestRound); s.rounds > 0 {
			round = min(round, 2*firstRound) // a server has come: whether it is alone is known soon
		}
	}
	return nil
}

// try is a round of the search. Both ways at once: an address that is nobody's any more
// answers late.
func (k *Kiosk) try(ctx context.Context, round time.Duration, s *search) (p *place) {
	ctx, cancel := context.WithCancel(ctx)
	var both sync.WaitGroup
	defer both.Wait()
	defer cancel()
	known, heard := make(chan *place, 1), make(chan []discovery.Server, 1)
	both.Go(func() { known <- k.tryKnown(ctx) })
	both.Go(func() { heard <- k.browse(ctx, round, !s.fooled) })
	var all []discovery.Server
	asked := false
	select {
	case p = <-known:
		if p != nil {
			return p
		}
		asked, all = true, <-heard
	case all = <-heard:
		if k.URL != "" { // what a person named comes first
			if p, asked = <-known, true; p != nil {
				return p
			}
		}
	}
	k.told(all)
	switch list := ids(all); {
	case len(list) != 1:
		s.single, s.rounds = "", 0
	case list[0] != s.single:
		s.single, s.rounds = list[0], 1
	default:
		s.rounds++
	}
	if p = k.tryFound(ctx, all, s.rounds >= alone); p == nil && !asked {
		p = <-known
	}
	s.fooled = p == nil && k.isWanted(all)
	return p
}

// browse returns the servers that say on the network that they are there. Where hurry is
// set, the one that is wanted is enough.
func (k *Kiosk) browse(ctx context.Context, round time.Duration, hurry bool) []discovery.Server {
	begin := time.Now()
	var all []discovery.Server
	var err error
	if !k.isHere() {
		all, err = discovery.Browse(ctx, round, func(id string) bool { return hurry && k.isWanted([]discovery.Server{{ID: id}}) })
	}
	if err != nil || k.isHere() {
		k.Log.Debug("the network was not asked for servers", "err", err)
		select {
		case <-time.After(round - time.Since(begin)):
		case <-ctx.Done():
		}
	}
	return all
}

// isWanted reports whether one of the servers is the one that was followed before.
func (k *Kiosk) isWanted(all []discovery.Server) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.ContainsFunc(all, func(s discovery.Server) bool { return k.known.ID != "" && s.ID == k.known.ID })
}

// isHere reports whether the command line names this computer itself: a server that only
// that gets to is announced on no network, and none is asked for it.
func (k *Kiosk) isHere() bool {
	u, err := url.Parse(k.URL)
	return err == nil && k.URL != "" && !lan.Reachable(u.String())
}

// tryKnown asks what was typed, then the address of the command line, and then where the
// server was before. Whoever answers at an address that a person named is trusted.
func (k *Kiosk) tryKnown(ctx context.Context) *place {
	k.mu.Lock()
	w, known := k.wished(), k.known
	k.mu.Unlock()
	switch {
	case w.address != "":
		if p, err := ask(ctx, w.address, true); err == nil {
			k.granted(p, w.address)
			return p
		}
		k.tell(func(s *status) {
			s.Trouble = fmt.Sprintf("No Lectern answers at %s. It is tried again and again; check the address, and that both are in the same network.", short(w.address))
		})
		if known.ID != "" {
			return nil // for a moment: see wished
		}
	case w.id != "", k.Server != "" && !strings.EqualFold(k.Server, known.Name) && k.Server != known.ID:
		return nil
	}
	if k.URL != "" {
		if p, err := ask(ctx, k.URL, true); err == nil {
			return p
		}
	}
	p, _ := first(ctx, known, known.Addresses)
	return p
}

// tryFound asks those that answered on the network, if it is sure which one it is.
func (k *Kiosk) tryFound(ctx context.Context, all []discovery.Server, onlyOne bool) *place {
	k.mu.Lock()
	id, by := k.pick(all, onlyOne)
	of := memory{ID: id}
	if id == k.known.ID {
		of = k.known
	}
	k.mu.Unlock()
	if id == "" {
		return nil
	}
	var places []string
	var name string
	for _, s := range all {
		if s.ID == id {
			places, name = append(places, s.URLs...), s.Name
		}
	}
	at := places[0]
	if len(places) > mostAsked { // strangers say to be it: at each look others are asked
		rand.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	}
	p, err := first(ctx, of, places[:min(len(places), mostAsked)])
	if err != nil {
		trouble := fmt.Sprintf("%s is in this network, but does not answer at %s. A firewall on it may be in the way.", name, short(at))
		if errors.Is(err, errImpostor) {
			trouble = fmt.Sprintf("Somebody at %s says to be %s, and cannot prove it. If that is your server, type its address.", short(at), name)
		}
		k.tell(func(s *status) { s.Trouble = trouble })
		return nil
	}
	if by == byPerson {
		k.granted(p, "")
	}
	return p
}

// mostAsked is at how many places a server is asked at once: anybody may name some.
const mostAsked = 32
