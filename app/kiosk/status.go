package kiosk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/app/fault"
	"lectern/app/lan"
	"lectern/app/lan/discovery"
	"lectern/app/server/answer"
)

// A status is what the page shows while the kiosk looks for its server.
type status struct {
	Ready    bool      `json:"ready"` // the server answers
	Page     string    `json:"page"`  // then this is to be opened
	Wanted   string    `json:"wanted,omitempty"`
	Last     string    `json:"last,omitempty"` // where that was
	Servers  []found   `json:"servers"`
	Networks []network `json:"networks"`
	Trouble  string    `json:"trouble,omitempty"`

	since time.Time // not ready
}

// A found server can be chosen.
type found struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// A network is one that the computer is in.
type network struct {
	Name      string   `json:"name"`
	Addresses []string `json:"addresses"`
	Multicast bool     `json:"multicast"` // without it servers cannot be found there
}

// tell changes the status.
func (k *Kiosk) tell(change func(*status)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	was := k.status.Ready
	change(&k.status)
	if was && !k.status.Ready {
		k.status.since = time.Now()
	}
}

// told is called with the servers that said that they are there.
func (k *Kiosk) told(all []discovery.Server) {
	list := []found{}
	for _, s := range all {
		if s.ID != "" && !slices.ContainsFunc(list, func(f found) bool { return f.ID == s.ID }) {
			list = append(list, found{s.ID, s.Name, short(s.URLs[0])})
		}
	}
	k.tell(func(s *status) { s.Servers = list })
}

// getStatus is asked every second by a page that looks.
func (k *Kiosk) getStatus(w http.ResponseWriter, _ *http.Request) {
	here := networks()
	k.mu.Lock()
	s := k.status
	s.Page, s.Networks = k.page(), here
	if len(k.known.Addresses) > 0 {
		s.Last = short(k.known.Addresses[0])
	}
	k.mu.Unlock()
	answer.JSON(w, http.StatusOK, s)
}

// postChoice takes what a person chose or typed at the screen.
func (k *Kiosk) postChoice(w http.ResponseWriter, r *http.Request) {
	var ask struct{ ID, Address string }
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		answer.Fail(w, r, k.Log, err)
		return
	}
	switch {
	case ask.ID != "":
		k.choose(wish{id: ask.ID})
	default:
		u, err := ParseAddress(ask.Address)
		if err != nil {
			answer.Fail(w, r, k.Log, err)
			return
		}
		k.choose(wish{address: u.String()})
	}
	w.WriteHeader(http.StatusNoContent)
}

// ParseAddress completes what a technician types: 192.168.1.20 will do.
func ParseAddress(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fault.Errorf(fault.Malformed, "%q is no address of a server; it looks like http://192.168.1.20:4747", s)
	}
	if u.Port() == "" && u.Scheme == "http" && isLocalName(u.Hostname()) {
		u.Host += lan.UsualAddr
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}, nil
}

// networks are what the computer is in.
func networks() (list []network) {
	for _, i := range lan.Interfaces() {
		n := network{Name: i.Name, Multicast: i.Multicast, Addresses: []string{}}
		for _, a := range i.Addrs {
			if !a.IsLinkLocalUnicast() {
				n.Addresses = append(n.Addresses, a.String())
			}
		}
		list = append(list, n)
	}
	return list
}
