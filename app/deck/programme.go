package deck

import "time"

// Programme is what goes round on kiosks while nothing is live.
type Programme struct {
	Zone    string `json:"zone"` // of days and hours, as Europe/Berlin; "" is each server's own
	Items   []Item `json:"items"`
	Version string `json:"version"` // another one when the rest is; of what is sent: that it is made from, or "" to ask nobody
}

// MaxItems is how many items a Programme has at most.
const MaxItems = 100

// Item is one part of it, in its turn: all slides of a deck, each whole.
type Item struct {
	DeckID  int64    `json:"deck"`    // 0: what comes next, of the agenda
	Seconds float64  `json:"seconds"` // that each slide stays, 2 to 3600
	Days    []int    `json:"days"`    // 1, Monday, to 7; at least one
	Begins  string   `json:"begins"`  // an hour, as 08:00; "" is midnight
	Ends    string   `json:"ends"`    // one that is no later is of the next day; "" is midnight
	Screens []string `json:"screens"` // the kiosks that have it, by name; none: all
}

// Session is a talk of the agenda.
type Session struct {
	Room     string    `json:"room"`
	Title    string    `json:"title"` // 1 to 500 characters
	Speakers string    `json:"speakers"`
	Begins   time.Time `json:"begins"`
	Ends     time.Time `json:"ends"`
}

// Agenda is what talks there are.
type Agenda struct {
	Name     string    `json:"name"` // "" where there is none
	Zone     string    `json:"zone"` // that its times are told in, as Programme has it
	Sessions []Session `json:"sessions"`
}

// Show is what kiosks show between talks at a moment: a view of a deck, or what comes
// next of the agenda, or, with neither, nothing but the clock.
type Show struct {
	Screen  string `json:"screen"` // the kiosk's name; "" is all that are not named
	Deck    int64  `json:"deck,omitempty"`
	Slide   int    `json:"slide,omitempty"`
	Step    int    `json:"step,omitempty"`
	Slides  int    `json:"slides,omitempty"`
	Content int64  `json:"content,omitempty"`
	Key     string `json:"key,omitempty"`    // opens the view's bundle
	Agenda  string `json:"agenda,omitempty"` // RFC 3339: what comes next from this time on
}

// Between is the event "idle": what each of the kiosks shows.
type Between struct {
	Shows []Show `json:"shows"`          // the last one is of all others
	Zone  string `json:"zone,omitempty"` // the venue's; missing where each computer goes by its own
}
