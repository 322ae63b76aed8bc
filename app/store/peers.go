package store

import (
	"context"
	"encoding/json"
)

// Peer is what one of several servers on a database tells the others of
// those who follow it. Nothing of it is kept: it is only ever notified.
type Peer struct {
	ID       string `json:"server"` // chosen at random at its start
	Name     string `json:"name"`
	Deck     int64  `json:"deck"`    // the live one as far as it has heard, or 0
	Rev      int64  `json:"rev"`     // of that deck, or the newest it knows
	Viewers  int    `json:"viewers"` // kiosks included
	Here     int    `json:"here"`    // those that show what rev shows
	Kiosks   int    `json:"kiosks"`
	Phones   int    `json:"phones,omitempty"`
	Hung     int    `json:"hung,omitempty"`      // kiosks, and windows that stand in for one,
	HungHere int    `json:"hung_here,omitempty"` // and those of them that are among Here
	Gone     bool   `json:"gone,omitempty"`      // it ends: its last word
}

// valid reports whether a server could have written it: anybody may NOTIFY.
func (s Peer) valid() bool {
	const most = 10_000_000 // more than a server holds; sums stay far from overflow
	return s.ID != "" && len(s.ID) <= 64 &&
		0 <= s.Here && s.Here <= s.Viewers && 0 <= s.Kiosks && s.Kiosks <= s.Viewers && s.Viewers <= most &&
		0 <= s.Phones && s.Phones <= s.Viewers && 0 <= s.HungHere && s.HungHere <= s.Hung && s.Hung <= s.Viewers
}

// Announce tells the other servers. It need not survive a power cut, so no
// disk is waited for. (A transaction that only notifies has a commit record.)
func (s *Store) Announce(ctx context.Context, peer Peer) error {
	payload, err := json.Marshal(peer)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), pg_notify('lectern_servers', $1)`, string(payload))
	return asFault(err, "announce")
}
