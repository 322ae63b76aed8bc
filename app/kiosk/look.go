package kiosk

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
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
		p, err := ask(ctx, t.base.String(), t.own)
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

// find returns the server to follow, once it answers; and nil when ctx ends.
func (k *Kiosk) find(ctx context.Context) *place {
	var single string // the ID of the only one, for so many rounds
	rounds := 0
	for round := firstRound; ctx.Err() == nil; round = min(2*round, longestRound) {
		// Both at once: an address that is nobody's any more answers late.
		asking, cancel := context.WithCancel(ctx)
		var all []discovery.Server
		asked := make(chan struct{})
		go func() {
			defer close(asked)
			begin := time.Now()
			var err error
			if !k.isHere() {
				all, err = discovery.Browse(asking, round)
			}
			if err != nil || k.isHere() {
				k.Log.Debug("the network was not asked for servers", "err", err)
				select {
				case <-time.After(round - time.Since(begin)):
				case <-asking.Done():
				}
			}
		}()
		p := k.tryKnown(ctx)
		if p != nil {
			cancel()
		}
		<-asked
		cancel()
		if p != nil {
			return p
		}
		k.told(all)
		if len(ids(all)) != 1 || all[0].ID != single {
			single, rounds = "", 0
			if len(ids(all)) == 1 {
				single = all[0].ID
			}
		}
		if single != "" {
			rounds++
		}
		if p := k.tryFound(ctx, all, rounds >= alone); p != nil {
			return p
		}
	}
	return nil
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
	p, err := first(ctx, of, places[:min(len(places), mostAsked)])
	if err != nil {
		trouble := fmt.Sprintf("%s is in this network, but does not answer at %s. A firewall on it may be in the way.", name, short(places[0]))
		if errors.Is(err, errImpostor) {
			trouble = fmt.Sprintf("Somebody at %s says to be %s, and cannot prove it. If that is your server, type its address.", short(places[0]), name)
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
