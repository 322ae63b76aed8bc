package kiosk

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"lectern/app/datadir"
)

const memoryFile = "kiosk.json"

// mostAddresses is at how many addresses a server is remembered, the last one first.
const mostAddresses = 5

// A memory is what a kiosk knows from the last time.
type memory struct {
	ID        string   `json:"id,omitempty"`        // of the server
	Name      string   `json:"name,omitempty"`      // of the server
	Addresses []string `json:"addresses,omitempty"` // where it was, or what was typed
	Key       string   `json:"key,omitempty"`       // that the server has proven; it is no other's any more
	Asked     string   `json:"asked,omitempty"`     // on the command line
	Typed     string   `json:"typed,omitempty"`     // at the screen
	Port      int      `json:"port,omitempty"`      // where the window's pages are
}

// found notes where a server is.
func (m *memory) found(p *place) {
	if m.ID != p.ID {
		m.Addresses, m.Key = nil, ""
	}
	m.ID, m.Name = p.ID, p.Name
	if p.key != "" { // where it cannot prove one, the one of before stays its own
		m.Key = p.key
	}
	at := p.base.String()
	m.Addresses = slices.Insert(slices.DeleteFunc(m.Addresses, func(a string) bool { return a == at }), 0, at)
	m.Addresses = m.Addresses[:min(len(m.Addresses), mostAddresses)]
}

// named reports whether a person named the host of an address.
func (m *memory) named(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.ContainsFunc([]string{m.Asked, m.Typed}, func(own string) bool {
		by, err := url.Parse(own)
		return err == nil && by.Host != "" && by.Hostname() == u.Hostname()
	})
}

// recall reads what was remembered; what cannot be read is nothing.
func recall(folder string) (m memory) {
	b, err := os.ReadFile(filepath.Join(folder, memoryFile))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return memory{}
	}
	return m
}

// remember writes it. A full disk is no reason to stop: it is looked for again, then.
func (k *Kiosk) remember() {
	k.mu.Lock()
	b, err := json.Marshal(k.known)
	k.mu.Unlock()
	if err != nil || k.second {
		return
	}
	file := filepath.Join(k.Folder, memoryFile)
	if was, err := os.ReadFile(file); err == nil && string(was) == string(b) {
		return
	}
	if err = os.MkdirAll(k.Folder, 0o700); err == nil {
		err = datadir.WriteFile(file, b, 0o600)
	}
	if err != nil {
		k.Log.Warn("the kiosk will not remember its server", "err", err)
	}
}

// wanted is the name of the server that is looked for, or "" for any.
func (k *Kiosk) wanted() string {
	switch {
	case k.Server != "":
		return k.Server
	case k.known.Name != "":
		return k.known.Name
	case k.URL != "":
		return short(k.URL)
	}
	return ""
}
