package kiosk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"lectern/app/importer/words"
	"lectern/app/lan"
	"lectern/app/lan/discovery"
)

const (
	dialTimeout = 2 * time.Second
	askTimeout  = 4 * time.Second // for one answer of a server
	watchEvery  = 4 * time.Second // how often the server is asked whether it is there
	// A round of the search is short at first, and longer while nobody is there.
	firstRound, longestRound = time.Second, 4 * time.Second
	// alone is for how many rounds a server must be the only one to be taken unasked:
	// another may have been slow to answer.
	alone = 2
)

// A server is what one says of itself.
type server struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Pages string `json:"pages"` // another word when its pages are others
}

// look finds a server, and looks again when it does not answer, until ctx ends.
func (k *Kiosk) look(ctx context.Context) {
	for ctx.Err() == nil {
		s, base := k.find(ctx)
		if base == nil {
			return
		}
		t := k.use(ctx, s, base)
		if s.Pages != "" && !k.second {
			if err := k.mirror.take(ctx, k.client, base, k.Query, s.Pages); err != nil {
				k.Log.Warn("the kiosk's pages cannot be kept: without its server it will show none after a restart", "err", err)
			}
		}
		k.watch(ctx, t)
	}
}

// watch returns when the server does not answer, or a person wants another one.
func (k *Kiosk) watch(ctx context.Context, t *target) {
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
		s, _, err := k.ask(ctx, t.base.String())
		switch {
		case err == nil && s.ID == t.ID:
			failures = 0
			if s.Pages != t.Pages { // it was started anew, as another version
				return
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
func (k *Kiosk) find(ctx context.Context) (server, *url.URL) {
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
		s, base := k.tryKnown(ctx)
		if base != nil {
			cancel()
		}
		<-asked
		cancel()
		if base != nil {
			return s, base
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
		if s, base := k.tryFound(ctx, all, rounds >= alone); base != nil {
			return s, base
		}
	}
	return server{}, nil
}

// isHere reports whether the command line names this computer itself: a server that only
// that gets to is announced on no network, and none is asked for it.
func (k *Kiosk) isHere() bool {
	u, err := url.Parse(k.URL)
	return err == nil && k.URL != "" && !lan.Reachable(u.String())
}

// tryKnown asks what was typed, then the address of the command line, and then where the
// server was before.
func (k *Kiosk) tryKnown(ctx context.Context) (server, *url.URL) {
	k.mu.Lock()
	w, known := k.wish, k.known
	k.mu.Unlock()
	switch {
	case w.address != "":
		if s, base, err := k.ask(ctx, w.address); err == nil {
			k.granted(s)
			return s, base
		}
		k.tell(func(s *status) {
			s.Trouble = fmt.Sprintf("No Lectern answers at %s. It is tried again and again; check the address, and that both are in the same network.", short(w.address))
		})
	case w.id != "", k.Server != "" && !strings.EqualFold(k.Server, known.Name) && k.Server != known.ID:
		return nobody()
	}
	if k.URL != "" {
		if s, base, err := k.ask(ctx, k.URL); err == nil {
			return s, base
		}
	}
	if s, base, err := k.first(ctx, known.ID, known.Addresses); err == nil {
		return s, base
	}
	return nobody()
}

// tryFound asks those that answered on the network, if it is sure which one it is.
func (k *Kiosk) tryFound(ctx context.Context, all []discovery.Server, onlyOne bool) (server, *url.URL) {
	k.mu.Lock()
	id, by := k.pick(all, onlyOne)
	k.mu.Unlock()
	if id == "" {
		return nobody()
	}
	var places []string
	var name string
	for _, s := range all {
		if s.ID == id {
			places, name = append(places, s.URLs...), s.Name
		}
	}
	s, base, err := k.first(ctx, id, places[:min(len(places), mostAsked)])
	if err != nil {
		k.tell(func(s *status) {
			s.Trouble = fmt.Sprintf("%s is in this network, but does not answer at %s. A firewall on it may be in the way.", name, short(places[0]))
		})
		return nobody()
	}
	if by == byPerson {
		k.granted(s)
	}
	return s, base
}

// mostAsked is at how many places a server is asked at once: anybody may name some.
const mostAsked = 32

// first asks at all places at once, and returns the answer of the foremost at which the
// server of an ID gives one.
func (k *Kiosk) first(ctx context.Context, id string, places []string) (server, *url.URL, error) {
	type answer struct {
		s    server
		base *url.URL
		err  error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make([]chan answer, len(places))
	for i, place := range places {
		answers[i] = make(chan answer, 1)
		go func() {
			s, base, err := k.ask(ctx, place)
			if err == nil && s.ID != id {
				err = fmt.Errorf("%s is another server", place)
			}
			answers[i] <- answer{s, base, err}
		}()
	}
	err := fmt.Errorf("no address")
	for _, c := range answers {
		a := <-c
		if a.err == nil {
			return a.s, a.base, nil
		}
		err = a.err
	}
	return server{}, nil, err
}

// ask returns who answers at an address, and where that leads.
func (k *Kiosk) ask(ctx context.Context, address string) (s server, base *url.URL, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return s, nil, err
	}
	u.Path, u.RawQuery = "/join.json", ""
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return s, nil, err
	}
	response, err := k.client.Do(request)
	if err != nil {
		return s, nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return s, nil, fmt.Errorf("%s: %s", u, response.Status)
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&s); err != nil || s.ID == "" || s.Name == "" {
		return s, nil, fmt.Errorf("%s is no Lectern", u)
	}
	s.Name = words.OneLine(words.Name(s.Name), 100)
	base = response.Request.URL // it may have led elsewhere, as from HTTP to HTTPS
	return s, &url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/"}, nil
}

// leads reports by nil whether a server may say that it is elsewhere: by HTTPS perhaps.
// Whoever says that he is a server has the window read what he will; so he cannot send it
// to what else answers on this computer, or inside the network.
func leads(r *http.Request, before []*http.Request) error {
	from := before[0].URL.String()
	if r.URL.Path != "/join.json" || len(before) > 3 || lan.Reachable(from) && !lan.Reachable(r.URL.String()) {
		return fmt.Errorf("%s leads elsewhere", from)
	}
	return nil
}

func nobody() (server, *url.URL) { return server{}, nil }

// isLocalName reports whether host is an address or a bare name, as in a LAN:
// such a server listens on Lectern's own port. A name with dots is a site's.
func isLocalName(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.HasSuffix(host, ".local") || !strings.Contains(host, ".")
}

// short is an address as people type it.
func short(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	host := u.Host
	if u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	}
	return host
}
