package kiosk

import (
	"slices"
	"strings"
	"time"

	"lectern/app/lan/discovery"
)

const (
	// replaced is for how long a server must be away before another one of the name that the
	// command line has takes its place: a laptop that broke is exchanged for one that is
	// called as the room is. A name is anybody's, so no other kiosk does that.
	replaced = 20 * time.Second
	// insisted is for how long what a person chose is waited for alone, where there is a
	// server of before.
	insisted = 20 * time.Second
)

// Why a server is taken.
const (
	byItself = iota
	byPerson
)

// pick returns the ID of the server to follow, among those that are there, or "" where
// that is not sure: then a person is asked. The Kiosk's lock is held.
func (k *Kiosk) pick(all []discovery.Server, onlyOne bool) (id string, by int) {
	has := func(id string) bool {
		return slices.ContainsFunc(all, func(s discovery.Server) bool { return id != "" && s.ID == id })
	}
	named := func(name string) string {
		list := ids(slices.DeleteFunc(slices.Clone(all), func(s discovery.Server) bool { return !strings.EqualFold(s.Name, name) }))
		if name == "" || len(list) != 1 {
			return ""
		}
		return list[0]
	}
	wish := k.wished()
	switch {
	case wish.address != "":
		return "", byItself // what was typed is waited for
	case has(wish.id):
		return wish.id, byPerson
	case wish.id != "":
		return "", byItself
	case k.Server != "":
		if has(k.Server) {
			return k.Server, byItself
		}
		if k.known.ID != "" && strings.EqualFold(k.Server, k.known.Name) {
			if has(k.known.ID) {
				return k.known.ID, byItself
			}
			if time.Since(k.status.since) < replaced {
				return "", byItself
			}
		}
		return named(k.Server), byItself
	case has(k.known.ID):
		return k.known.ID, byItself
	case k.known.ID != "":
		return "", byItself
	case k.URL != "": // that one or none
		return "", byItself
	case onlyOne:
		return ids(all)[0], byItself
	}
	return "", byItself
}

// ids are those of the servers, each once. Servers of one database have one together.
func ids(all []discovery.Server) (list []string) {
	for _, s := range all {
		if s.ID != "" && !slices.Contains(list, s.ID) {
			list = append(list, s.ID)
		}
	}
	return list
}

// choose has the kiosk follow the server of an ID, or at an address.
func (k *Kiosk) choose(w wish) {
	w.at = time.Now()
	k.mu.Lock()
	k.wish = w
	k.status.Trouble = ""
	k.mu.Unlock()
	select {
	case k.chosen <- struct{}{}:
	default:
	}
}

// wished is what a person chose, and still waits for: a server of before that is there is
// not to be kept from the screen by a slip of the finger. The Kiosk's lock is held.
func (k *Kiosk) wished() wish {
	if k.known.ID != "" && time.Since(k.wish.at) > insisted {
		k.wish = wish{}
	}
	return k.wish
}

// granted notes that a person's wish was fulfilled: it is not asked about again. Whoever is
// there is trusted from now on.
func (k *Kiosk) granted(p *place, typed string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known.ID != p.ID {
		k.known.Addresses = nil
	}
	k.known.ID, k.known.Key = p.ID, p.key
	if typed != "" {
		k.known.Typed = typed
	}
	k.wish = wish{}
	select {
	case <-k.chosen: // while nothing was watched
	default:
	}
}
