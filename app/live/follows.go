package live

import "time"

// Follows is which decks are kept as their files are, by this server.
type Follows struct {
	Decks []Followed `json:"decks"`
}

// Followed is a deck that is.
type Followed struct {
	Deck   int64     `json:"deck"`
	Name   string    `json:"name"`             // of its file, or folder
	Error  string    `json:"error,omitempty"`  // why what was saved is not shown
	File   string    `json:"file,omitempty"`   // where that is, as far as it is known
	Line   int       `json:"line,omitempty"`   // from 1
	Before int64     `json:"before,omitempty"` // the deck with what it had before the last save: to be restored
	Saved  time.Time `json:"saved,omitzero"`   // when that was taken in
}
