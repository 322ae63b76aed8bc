package deck

import "time"

// State is everything about a deck that can change while it is presented: a row
// of the table decks without what it was made from. It is what PostgreSQL
// notifies, what a presenter's console is told and a part of what the API
// answers, all by the names of the columns. A new field is a line here and a
// column there.
//
// The tag `change` says who may change a field while the deck is live: "driver" is
// whoever drives it, "talk" the presenter who does, "presenter" any presenter. See
// Change.
type State struct {
	ID           int64      `json:"id"`
	Title        string     `json:"title" change:"presenter"` // 1 to 500 characters
	Slides       int        `json:"slides"`                   // how many there are, at least 1
	CurrentSlide int        `json:"current_slide" change:"driver"`
	CurrentStep  int        `json:"current_step" change:"driver"` // from 0 to the number of steps of that slide
	Blank        Blank      `json:"blank" change:"driver"`
	Live         bool       `json:"live" change:"talk"`           // the room follows this deck; true for one deck at the most
	Published    bool       `json:"published" change:"presenter"` // its own address is open to anyone
	ShownSlide   int        `json:"shown_slide"`                  // where it stood when nothing covered it last
	ShownStep    int        `json:"shown_step"`
	StartedAt    *time.Time `json:"started_at" change:"presenter"`           // when the clock began: of a talk at its first move; nil before
	Paused       bool       `json:"paused,omitempty" change:"presenter"`     // the clock stands,
	PausedAt     *time.Time `json:"paused_at,omitempty"`                     // since this time; what goes on goes on from there
	Rehearsing   bool       `json:"rehearsing,omitempty" change:"presenter"` // the speaker tries the talk out, by the clock, and nobody sees it; never while it is live, or published
	RehearsedAt  *time.Time `json:"rehearsed_at,omitempty"`                  // since when it does, on the database's clock; a pause moves its clock, and not that
	Planned      int        `json:"planned,omitempty" change:"presenter"`    // seconds that the talk is to take, to MaxPlanned; 0: nothing is said
	Playing      bool       `json:"playing,omitempty" change:"driver"`       // the films and sounds of its slide go on
	Played       float64    `json:"played,omitempty" change:"driver"`        // so many seconds of them were played, 0 to 86400,
	PlayedAt     *time.Time `json:"played_at,omitempty"`                     // at this time, on the database's clock
	Zoom         *Zoom      `json:"zoom" change:"driver"`                    // the part of its slide that fills the screens; nil for all of it
	ShownZoom    *Zoom      `json:"shown_zoom,omitempty"`                    // when nothing covered it last
	Words        string     `json:"words,omitempty" change:"driver"`         // that every screen shows over the slide, 500 characters at the most; a move takes them back
	Inviting     bool       `json:"inviting,omitempty" change:"driver"`      // every screen shows how to join, over the slide; a move takes it back
	Advancing    bool       `json:"advancing,omitempty" change:"driver"`     // it goes on by itself, where its views say when, or it does; a move by hand ends that
	AdvanceEvery float64    `json:"advance_every,omitempty" change:"driver"` // after so many seconds from a view that says nothing: 0.5 to 86400, or 0 for never
	AdvanceLoop  bool       `json:"advance_loop,omitempty" change:"driver"`  // from its end to its beginning
	AdvanceAt    *time.Time `json:"advance_at,omitempty"`                    // when it does so next, on the database's clock
	InterludeOf  *int64     `json:"interlude_of,omitempty" change:"talk"`    // it is live for a moment only, in the midst of the talk of that deck, which goes on after it
	Board        bool       `json:"board,omitempty"`                         // it is an empty slide to draw on in the midst of a talk, whatever it is called
	PresentedAt  *time.Time `json:"presented_at,omitempty"`                  // when it went live last, and not for a moment; nil for never
	EditsStay    bool       `json:"edits_stay,omitempty" change:"presenter"` // a save of its file takes the room to no other slide
	ShownAt      *time.Time `json:"shown_at,omitempty"`                      // since when its followers have had ShownSlide: what moves behind it goes by that
	CoveredAt    *time.Time `json:"covered_at,omitempty"`                    // since when Blank is not Shown: what is drawn later is not to be seen yet
	Content      int64      `json:"content"`                                 // grows when the slides themselves change
	Aside        int64      `json:"aside,omitempty"`                         // grows when what only the speaker has of them does: notes, bookmarks, what is passed by
	Rev          int64      `json:"rev"`                                     // one counter for the whole database; grows with every change
	ChangedAt    time.Time  `json:"changed_at"`                              // on the database's clock
	SeenRev      int64      `json:"seen_rev,omitempty"`                      // when what followers see of it changed last, so that nobody learns of moves under a cover
	SeenAt       time.Time  `json:"seen_at,omitzero"`                        // likewise
	DeletedAt    *time.Time `json:"deleted_at,omitempty"`                    // missing unless it is deleted
}

// Visible is the position that viewers are told: while a deck is covered or
// frozen, the last one that they saw. Where the presenter moves meanwhile is
// nobody's business.
func (s State) Visible() Position {
	if s.Blank != Shown {
		return Position{s.ShownSlide, s.ShownStep, s.Blank, s.ShownZoom.value()}
	}
	return Position{s.CurrentSlide, s.CurrentStep, s.Blank, s.Zoom.value()}
}

// Shows reports whether followers see a slide as it is now, and not one that is frozen
// or covered.
func (s State) Shows(slide int) bool {
	return s.Open() && s.Blank == Shown && s.CurrentSlide == slide
}

// Open reports whether anyone but the presenter may follow the deck.
func (s State) Open() bool { return (s.Live || s.Published) && !s.Deleted() }

// Deleted reports whether the deck is deleted: then only its ID and Rev have a
// meaning.
func (s State) Deleted() bool { return s.DeletedAt != nil }
