package roster

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// Screens is what consoles are told of the board: the event "screens".
type Screens struct {
	Version  string `json:"version"` // another one when a screen of the board is
	Screens  int    `json:"screens"` // kiosks and windows that follow
	Look     int    `json:"look"`    // screens that need a look
	Missing  int    `json:"missing"` // of them those that were named or given anything, and are not here
	Phones   int    `json:"phones"`
	Browsers int    `json:"browsers"` // all others
	Here     int    `json:"here"`     // of phones and browsers, those that show the current slide
	Warned   int    `json:"warned"`   // of the screens, those that show the urgent message,
	Warning  int    `json:"warning"`  // those that have heard of it just now,
	Unwarned string `json:"unwarned"` // and which do not show it, as a person calls them
}

// Summary is what consoles were told of it last.
func (r *Roster) Summary() Screens {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.summary(r.lines(time.Now()))
}

// missing reports whether a screen is to be here, and is not. Anybody's tab that was once
// open at /kiosk is none: somebody has to have chosen anything for it.
func (s Screen) missing() bool { return s.State == Gone && s.Chosen.Any() }

// mostNamed is how many are named in a sentence.
const mostNamed = 4

func numeral(number int) string {
	if number == 0 {
		return ""
	}
	return fmt.Sprint(number)
}

func (r *Roster) summary(lines []Screen) Screens {
	_, all := r.everybody()
	sum := Screens{Phones: all.phones, Browsers: all.viewers - all.phones - all.hung, Here: all.here - all.hungHere}
	digest := fnv.New64a()
	var here, away []string // that do not show the urgent message: who is here comes first
	warning, _ := r.hub.NoticeNow()
	for _, l := range lines {
		if l.State.NeedsLook() {
			sum.Look++
		}
		switch {
		case l.Came != nil:
			sum.Screens++
		case l.missing():
			sum.Missing++
		}
		called := strings.TrimSpace(fmt.Sprintf("%s %s", numeral(l.Number), l.Name))
		switch {
		case warning == "" || !l.Kind.Hangs():
		case l.Warned:
			sum.Warned++
		case l.State == Unwarned || l.State == Silent:
			here = append(here, called)
		case l.Came != nil:
			sum.Warning++
		case l.missing():
			away = append(away, called)
		}
		deckOf := int64(0)
		if l.Chosen.Deck != nil {
			deckOf = *l.Chosen.Deck
		}
		fmt.Fprintln(digest, l.ID, l.Number, l.Name, l.Kind, l.State, l.Deck, l.Slide, l.Step, l.Blank, l.Round, l.Warned, l.Server, l.Address, l.Width, l.Height, l.Chosen.Name, deckOf, l.Chosen.Lang, l.Chosen.Rotation)
	}
	unwarned := append(here, away...)
	if few := unwarned[:min(len(unwarned), mostNamed)]; len(few) < len(unwarned) {
		sum.Unwarned = fmt.Sprintf("%s and %d more", strings.Join(few, ", "), len(unwarned)-len(few))
	} else {
		sum.Unwarned = strings.Join(few, ", ")
	}
	sum.Version = fmt.Sprintf("%x", digest.Sum64())
	return sum
}
