package server

import (
	"cmp"
	"slices"
	"time"

	"lectern/app/deck"
)

// deckJSON is a deck as the presenter gets it.
type deckJSON struct {
	deck.Info
	// Undrawn says that it is the words of a talk that LibreOffice can draw by now: POST
	// …/read has that done, in its place.
	Undrawn bool            `json:"undrawn,omitempty"`
	Before  int64           `json:"before,omitempty"`         // the deck that has the slides it had before they were replaced last: this one may be replaced by it, or it is restored
	All     []talkSlideJSON `json:"content_slides,omitempty"` // of one deck, when that was asked for
}

// listedJSON is a deck in the presenter's list: less than 1 kB.
type listedJSON struct {
	deck.Summary
	Cover *pictureJSON `json:"cover,omitempty"` // never a vector
}

// listedOf leaves out what followers are told: a list is no state to go on from.
func listedOf(d deck.Summary) listedJSON {
	d.SeenRev, d.SeenAt, d.ShownZoom = 0, time.Time{}, nil
	return listedJSON{d, pictureOf(d.Cover)}
}

// slideJSON is a slide at a step, as far as anybody may see it who may see that:
// nothing in it tells what comes later, not even whether something does.
type slideJSON struct {
	viewJSON
	Deck    int64  `json:"deck"`
	Slide   int    `json:"slide"`
	Step    int    `json:"step"`
	Content int64  `json:"content"`
	Title   string `json:"title"`
	Class   string `json:"class"`
	Lang    string `json:"lang"`          // that the slide is in
	For     string `json:"for,omitempty"` // one of the deck's others, where it was asked for: a slide may be none of that
}

// talkSlideJSON is a slide as the presenter alone gets it; what stands beside the
// views is the last one.
type talkSlideJSON struct {
	slideJSON
	Section  string     `json:"section,omitempty"` // the name of the one that begins with it
	Notes    string     `json:"notes"`
	Edited   bool       `json:"edited,omitempty"` // they are not the file's
	Kept     string     `json:"kept,omitempty"`   // what they had been edited to before the file got others
	Bookmark bool       `json:"bookmark,omitempty"`
	Hidden   bool       `json:"hidden,omitempty"`       // whoever goes on passes it by
	Below    bool       `json:"below,omitempty"`        // it stands below the slide before it, in a stack
	Stays    []*float64 `json:"stays,omitempty"`        // the seconds at each step before it goes on by itself, 0 for ever; null where nothing is said, and missing where that is all
	Planned  int        `json:"planned,omitempty"`      // seconds for it, and those after it up to the next one that has some
	InFile   int        `json:"file_planned,omitempty"` // that its file says, or its notes
	Steps    int        `json:"steps"`                  // how many follow the first view
	Shown    int        `json:"shown"`                  // the furthest that the room has seen, or -1
	Views    []viewJSON `json:"views,omitempty"`        // one for each step, where there are steps
}

type viewJSON struct {
	HTML    string       `json:"html"`
	CSS     string       `json:"css,omitempty"` // the author's style sheet; its selectors begin with :slide
	Picture *pictureJSON `json:"picture"`
	Text    string       `json:"text"`
	Links   []deck.Link  `json:"links,omitempty"` // places on the picture
}

type pictureJSON struct {
	URL    string `json:"url"` // followed by /WIDTH
	Widths []int  `json:"widths"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Vector bool   `json:"vector"`
}

// slideOf is the slide of a deck at a step, for who is given it in a language: "" is the
// deck's own.
func slideOf(i deck.Info, lang string, s *deck.Slide, step int) slideJSON {
	j := slideJSON{For: lang, Deck: i.ID, Slide: s.Number, Step: step, Content: i.Content, Title: s.Title, Class: s.Class, Lang: cmp.Or(s.Lang, i.Lang)}
	if v := s.View(step); v != nil {
		j.viewJSON = viewOf(v)
	}
	return j
}

func talkSlideOf(i deck.Info, lang string, s *deck.Slide) talkSlideJSON {
	j := talkSlideJSON{slideJSON: slideOf(i, lang, s, s.Steps), Section: s.Section, Notes: s.Notes, Edited: s.Edited, Kept: s.Kept, Bookmark: s.Bookmark, Hidden: s.Hidden, Below: s.Below, Planned: s.Planned, InFile: s.FilePlanned, Steps: s.Steps, Shown: s.Shown}
	if s.Steps > 0 {
		for n := range s.Views {
			j.Views = append(j.Views, viewOf(&s.Views[n]))
		}
	}
	if slices.ContainsFunc(s.Views, func(v deck.View) bool { return v.Seconds != nil }) {
		for _, v := range s.Views {
			j.Stays = append(j.Stays, v.Seconds)
		}
	}
	return j
}

func viewOf(v *deck.View) viewJSON {
	j := viewJSON{HTML: v.HTML, CSS: v.CSS, Text: v.Text, Links: v.Links}
	j.Picture = pictureOf(v.Picture)
	return j
}

func pictureOf(p *deck.Picture) *pictureJSON {
	if p == nil {
		return nil
	}
	return &pictureJSON{URL: "/pictures/" + p.Hash, Widths: p.Widths, Width: p.Width, Height: p.Height, Vector: p.Vector}
}
