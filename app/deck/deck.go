// Package deck says what a deck, its state, a slide and a view are. It is pure:
// it knows no database, no network and no file format, and imports the standard
// library only.
package deck

import (
	"cmp"
	"time"
)

// Format names what a deck was made from.
type Format string

const (
	Markdown Format = "markdown"
	PDF      Format = "pdf"
	Pictures Format = "pictures"
	Office   Format = "office" // of PowerPoint, OpenDocument or Keynote
)

// MaxSlides is how many slides a deck has at most: far more than any talk.
const MaxSlides = 2000

// MaxSteps is how many steps follow a slide's first view at most.
const MaxSteps = 100

// MaxLanguages is how many languages a deck is there in at most.
const MaxLanguages = 20

// How long a deck stays at a view at the least and at the most before it goes on by
// itself, in seconds.
const (
	MinSeconds = 0.5
	MaxSeconds = 86400
)

// Stays reports whether a deck can stay somewhere for so many seconds.
func Stays(seconds float64) bool { return seconds >= MinSeconds && seconds <= MaxSeconds }

// Blank says what covers the slide. The zero value shows it.
type Blank string

const (
	Shown  Blank = ""
	Black  Blank = "black"
	White  Blank = "white"
	Freeze Blank = "freeze" // viewers keep the position that was frozen
)

// Valid reports whether b is one of the four states.
func (b Blank) Valid() bool {
	return b == Shown || b == Black || b == White || b == Freeze
}

// Position is what is to be seen of a deck.
type Position struct {
	Slide int   // from 1 to the number of slides
	Step  int   // from 0 to the number of steps of that slide
	Blank Blank // what covers it
	Zoom  Zoom  // the part that is to be seen; none for all of it
}

// Info is a deck without its slides.
type Info struct {
	State
	Author       string            `json:"author"`           // who gives the talk, as its file says; or empty
	Lang         string            `json:"lang"`             // BCP 47, or empty when unknown
	Others       []string          `json:"others"`           // the languages that it is there in beside that one, BCP 47
	Titles       map[string]string `json:"titles,omitempty"` // in those, where it is called otherwise
	Source       string            `json:"source"`           // the name of the file it came from
	Format       Format            `json:"format"`
	Dialect      string            `json:"dialect"`       // of Markdown, as it was said with the files; "" where it was found by itself
	FoundDialect string            `json:"found_dialect"` // that it was read as
	Warnings     []string          `json:"warnings"`      // what the import could not honour, a sentence each
	Remarks      []Remark          `json:"remarks"`       // the same for programs
	CreatedAt    time.Time         `json:"created_at"`
}

// TitleIn is what it is called in one of its languages; "" is the first.
func (i *Info) TitleIn(lang string) string { return cmp.Or(i.Titles[lang], i.Title) }

// Summary is a deck in a list. It stays small, whatever the deck holds.
type Summary struct {
	State
	Lang         string            `json:"lang"`
	Others       []string          `json:"others,omitempty"` // the languages that it is there in beside that one
	Titles       map[string]string `json:"titles,omitempty"` // in those, where it is called otherwise
	Source       string            `json:"source"`           // 80 characters of it at the most
	Format       Format            `json:"format"`
	WarningCount int               `json:"warning_count"`
	CreatedAt    time.Time         `json:"created_at"`
	Cover        *Picture          `json:"-"` // the first slide, or the first picture on it; nil where that has none of pixels
}

// Slide is one slide as it is kept.
type Slide struct {
	Number   int    // from 1
	Lang     string // one of the deck's others, or "" for its own
	Title    string // its heading, or empty
	Class    string // classes of the stage, separated by spaces
	Section  string // the name of the section that begins with it, or ""; it tells what comes, and leaves the presenter where it is a title that was shown
	Notes    string // the speaker's, as plain text; never leaves the presenter
	Edited   bool   // Notes are what the speaker made of the file's
	Kept     string // what the speaker had made of them before the file got others; or ""
	Bookmark bool   // the speaker comes back to it
	Hidden   bool   // whoever goes on passes it by; by its number it is shown as any other
	Below    bool   // it stands below the slide before it, in a stack
	// Planned is how many seconds are planned for it and for those after it up to the
	// next one that has some, to MaxPlanned; 0 where nothing is said. It is Plan, or else
	// FilePlanned.
	Planned     int    `db:"-"`
	FilePlanned int    // as its file, or its notes say: see SecondsIn
	Plan        *int   // as the speaker does
	Steps       int    `db:"-"` // how many steps follow the first view, to MaxSteps; 0 for most slides
	Shown       int    // the furthest step that the room has seen since the deck went live; -1 for none
	Views       []View `db:"-"` // what can be seen at each step, from 0 to Steps
}

// Translated returns the slide as it is in another language, in which it is t. It keeps
// its place and its steps: one that t lacks is t's last, and the last is t's last,
// whatever comes before that. What t has none of is the slide's own.
func (s *Slide) Translated(t *Slide) Slide {
	u := *s
	u.Title, u.Class = t.Title, t.Class
	if t.Section != "" && s.Section != "" { // sections begin where the first language has them
		u.Section = t.Section
	}
	if t.Notes != "" {
		u.Notes, u.Edited, u.Kept = t.Notes, false, ""
	}
	if len(t.Views) == 0 {
		return u
	}
	u.Lang, u.Views = t.Lang, make([]View, len(s.Views))
	for step := range s.Views {
		if s.View(step) == nil {
			continue
		}
		of := min(step, len(t.Views)-1)
		if step == s.Steps {
			of = len(t.Views) - 1
		}
		for of > 0 && t.View(of) == nil {
			of--
		}
		if u.Views[step] = s.Views[step]; t.View(of) != nil {
			u.Views[step] = t.Views[of]
			u.Views[step].Seconds = s.Views[step].Seconds
		}
	}
	return u
}

// View returns what can be seen at a step, or nil where there is no such step.
func (s *Slide) View(step int) *View {
	if step < 0 || step >= len(s.Views) || s.Views[step].HTML == "" && s.Views[step].Picture == nil {
		return nil
	}
	return &s.Views[step]
}

// View is a slide at one step, whole: nothing in it comes later. Exactly one of
// HTML and Picture is set; neither where somebody at work in the database has left
// a gap.
type View struct {
	HTML    string   // sanitised fragment for a stage of 1280 × 720 CSS pixels
	CSS     string   // the author's style sheet for HTML, cleaned: see DraftView
	Picture *Picture // the whole view as one picture
	Text    string   // plain text, for screen readers and search
	Uses    []string // the hashes of the pictures inside HTML, in order
	Links   []Link   // places on Picture
	Seconds *float64 // how long the deck stays here: see DraftView
	Unread  bool     // Picture is a page that nobody has read yet: Text and Links may be missing, and the slide's title
}

// Picture is the address and the sizes of one picture.
type Picture struct {
	Hash   string // the keyed hash that is its address: see store.PictureKey
	Width  int    // of the largest size, in pixels
	Height int
	Widths []int // every width it is kept in, ascending; {0} for a vector
	Vector bool  // an SVG: one size serves all
}
