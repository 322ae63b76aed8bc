package server

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"lectern/app/lan/reach"
)

// reachAge is how long a report is told again: a dialog that is open asks often, and
// programs of the system's are run for it.
const reachAge = 10 * time.Second

// arrivals are the phones that opened a page at one of this computer's addresses: the
// proof that no look from inside can be.
type arrivals struct {
	mu     sync.Mutex
	last   map[string]arrival // by the address, as URLs has it
	urls   []string           // as of
	listed time.Time

	asking sync.Mutex // of the report, which takes its time
	report reach.Report
	read   time.Time
}

// An arrival is the last phone at an address.
type arrival struct {
	At   time.Time  `json:"at"`
	From netip.Addr `json:"from"`
}

// note keeps that somebody from another computer opened a page. A hall does that at once,
// and to list the addresses takes the system a while.
func (a *arrivals) note(urls func() []string, host string, from netip.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if time.Since(a.listed) > time.Second {
		a.urls, a.listed = urls(), time.Now()
	}
	for _, u := range a.urls {
		if p, err := url.Parse(u); err == nil && p.Host == host {
			if a.last == nil || len(a.last) > 100 { // a laptop that changes networks every day
				a.last = map[string]arrival{}
			}
			a.last[u] = arrival{time.Now(), from}
			return
		}
	}
}

// arriving is a page that tells who opened it from another computer.
func (s *Server) arriving(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if from := s.proxies.Client(r); from.IsValid() && !s.hosts.Own(from) {
			s.arrivals.note(s.URLs, r.Host, from)
		}
		page(w, r)
	}
}

// reachJSON is what is known of one address.
type reachJSON struct {
	reach.Address
	Can   bool     `json:"can"` // nothing is known that keeps phones from it
	Phone *arrival `json:"phone,omitempty"`
}

// getReach tells whether phones can reach this computer: see package reach.
func (s *Server) getReach(w http.ResponseWriter, r *http.Request) (int, any, error) {
	a := &s.arrivals
	a.asking.Lock()
	defer a.asking.Unlock()
	if time.Since(a.read) > reachAge {
		// A report is for all who ask: none of them ends it for the others.
		a.report = s.Reach(context.WithoutCancel(r.Context()))
		a.read = time.Now()
	}
	answer := struct {
		Addresses []reachJSON `json:"addresses"`
		Portal    bool        `json:"portal"`
		Announces bool        `json:"announces"`
	}{[]reachJSON{}, a.report.Portal, a.report.Announces}
	for _, one := range a.report.Addresses {
		j := reachJSON{Address: one, Can: one.Can()}
		a.mu.Lock()
		if phone, ok := a.last[one.URL]; ok {
			j.Phone = &phone
		}
		a.mu.Unlock()
		answer.Addresses = append(answer.Addresses, j)
	}
	return http.StatusOK, answer, nil
}
