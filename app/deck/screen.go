package deck

import "time"

// ScreenKind is what follows.
type ScreenKind string

const (
	Phone   ScreenKind = "phone"
	Browser ScreenKind = "browser" // any other page, or program, that is no screen
	Kiosk   ScreenKind = "kiosk"
	Window  ScreenKind = "window" // the audience's view, on the presenter's projector
)

// Hangs reports whether it is a screen by its kind: on a wall, or instead of one.
func (k ScreenKind) Hangs() bool { return k == Kiosk || k == Window }

// ScreenChoice is what was chosen for a screen from the console.
type ScreenChoice struct {
	Name     string `json:"name"`     // instead of its own, up to 100 characters; "" for none
	Deck     *int64 `json:"deck"`     // that it shows; nil for whatever is live
	Lang     string `json:"lang"`     // that it shows decks in, BCP 47; "" for what it asks for itself
	Rotation int    `json:"rotation"` // degrees, clockwise: 0, 90, 180 or 270
}

// Any reports whether anything was chosen.
func (c ScreenChoice) Any() bool { return c != ScreenChoice{} }

// Screen is a row of the table screens: one that was here, and may be now.
type Screen struct {
	ID      string     `json:"id"`
	Number  int        `json:"number"` // from 1, that nobody else has; 0 before it has one
	Kind    ScreenKind `json:"kind"`
	OwnName string     `json:"own_name"` // as it calls itself; or ""
	ScreenChoice
	Excused  bool      `json:"excused,omitempty"` // nobody misses it until it comes back
	Address  string    `json:"address"`
	Width    int       `json:"width"` // in pixels of the screen; 0 where it has not said
	Height   int       `json:"height"`
	LastSeen time.Time `json:"last_seen"` // to about half a minute
}

// ScreenSeen is what one of several servers tells the others of a screen that follows
// there. Times are ages, in milliseconds, since servers' clocks differ.
type ScreenSeen struct {
	ID       string     `json:"id"`
	Kind     ScreenKind `json:"kind"`
	OwnName  string     `json:"own_name,omitempty"`
	Address  string     `json:"address,omitempty"`
	Width    int        `json:"width,omitempty"`
	Height   int        `json:"height,omitempty"`
	Painted  Painted    `json:"painted,omitzero"` // that it shows
	PaintedA int64      `json:"painted_a,omitempty"`
	BehindA  int64      `json:"behind_a,omitempty"` // the room has been elsewhere for so long; 0: it is not
	CameA    int64      `json:"came_a,omitempty"`
	HeardA   int64      `json:"heard_a,omitempty"`
	Told     bool       `json:"told,omitempty"` // it says every few seconds that it is there
	Old      bool       `json:"old,omitempty"`  // its page is of another Lectern than that server
	Hidden   bool       `json:"hidden,omitempty"`
	Off      bool       `json:"off,omitempty"`   // by its hours
	Stuck    bool       `json:"stuck,omitempty"` // its panel does not do as it is told
	Round    string     `json:"round,omitempty"` // what it shows between talks
	RoundA   int64      `json:"round_a,omitempty"`
	Warned   bool       `json:"warned,omitempty"`   // it shows the urgent message of now,
	Unwarned bool       `json:"unwarned,omitempty"` // or is to for long
	Left     bool       `json:"left,omitempty"`     // it follows there no more
}

// Painted is what a screen says that it shows.
type Painted struct {
	Rev   int64 `json:"rev"`
	Deck  int64 `json:"deck,omitempty"` // 0: nothing, between talks
	Slide int   `json:"slide,omitempty"`
	Step  int   `json:"step,omitempty"`
	Blank Blank `json:"blank,omitempty"`
}
