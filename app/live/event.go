package live

import (
	"encoding/json"
	"fmt"
	"time"

	"lectern/app/deck"
)

// Event is the data of one event of a viewer's stream: the whole position.
type Event struct {
	Deck     int64      `json:"deck"` // 0 when nothing is live
	Slide    int        `json:"slide"`
	Step     int        `json:"step"`
	Slides   int        `json:"slides"`
	Rev      int64      `json:"rev"`
	Blank    deck.Blank `json:"blank"`
	At       string     `json:"at"` // RFC 3339, UTC, milliseconds
	Content  int64      `json:"content,omitempty"`
	Zoom     deck.Zoom  `json:"zoom,omitzero"`      // the part of the slide that fills the screen; missing for all of it
	Words    string     `json:"words,omitempty"`    // to be shown over it; missing for none
	Inviting bool       `json:"inviting,omitempty"` // how to join is to be shown over it
	Ink      int64      `json:"ink,omitempty"`      // the version of what was drawn on it when this was made; a later one is an event of its own

	// Of the films and sounds on the slide: they go on, so many seconds of them were played
	// at a time. While something covers the slide nothing is said of them.
	Playing  bool    `json:"playing,omitempty"`
	Played   float64 `json:"played,omitempty"`
	PlayedAt string  `json:"played_at,omitempty"`

	// Since when the slide is shown, as At: what moves behind it goes by that.
	Since string `json:"since,omitempty"`

	Key string `json:"key,omitempty"` // opens what was fetched ahead of this view: package sealed; none while it is covered

	Title string `json:"-"` // of the deck: asked for anew after "event: deck"
}

// sameView reports whether a viewer would see no difference between e and f.
func (e Event) sameView(f Event) bool {
	e.Rev, e.At, e.Ink = f.Rev, f.At, f.Ink
	return e == f
}

// formatTime is how the stream writes a time.
func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// frame is one position, encoded once for all viewers that will get it.
type frame struct {
	event   Event
	at      time.Time // when the change was made, on the database's clock
	begun   int64     // the rev at which this deck, with these slides and this title, began to be shown
	slide   []byte    // as "event: slide", or "event: end"
	changed []byte    // the same as "event: deck": for who has not seen begun yet
}

// encode fills in the bytes, given what was shown before (nil for nothing).
func (f *frame) encode(before *frame) {
	e := f.event
	switch {
	case e.Deck == 0:
		f.slide = encode("end", e.Rev, e)
		f.changed = f.slide
		return
	case before == nil || before.event.Deck != e.Deck || before.event.Content != e.Content || before.event.Title != e.Title:
		f.begun = e.Rev
	default:
		f.begun = before.begun
	}
	f.slide = encode("slide", e.Rev, e)
	f.changed = encode("deck", e.Rev, e)
}

// encode writes one event as text/event-stream has it (WHATWG HTML, 9.2).
// JSON has no raw line breaks, so one data line is enough. rev 0 gives no id.
func encode(name string, rev int64, data any) []byte {
	j, err := json.Marshal(data)
	if err != nil {
		panic(err) // our own plain structs
	}
	if rev == 0 {
		return fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, j)
	}
	return fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", rev, name, j)
}
