package roster

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lectern/app/deck"
)

// How long things may take before a screen needs a look.
const (
	lateAfter   = 3 * time.Second  // to paint what the room sees
	silentAfter = 12 * time.Second // to say anything, for a screen that says so every few seconds
	comingFor   = 10 * time.Second // to say anything at all, once it follows
	missedFor   = 12 * time.Hour   // one for which nobody has chosen anything
	boardEvery  = time.Second      // what is told of screens
	keepEvery   = 20 * time.Second // that they were seen
)

// ScreenState is how a screen is: the first needs a look before the others.
type ScreenState string

const (
	Gone     ScreenState = "gone"     // it is missed
	Silent   ScreenState = "silent"   // it follows, and says nothing any more
	Unwarned ScreenState = "unwarned" // it does not show the urgent message
	Late     ScreenState = "late"     // it shows what was
	Hidden   ScreenState = "hidden"   // its page is not to be seen: something is before it
	Stuck    ScreenState = "stuck"    // its panel does not do as it is told: it may be dark, or lit all night
	Old      ScreenState = "old"      // its page is of another Lectern, and is being loaded anew
	Coming   ScreenState = "coming"   // it has not said yet what it shows
	Well     ScreenState = "well"
	Off      ScreenState = "off"  // by its hours
	Away     ScreenState = "away" // it is not missed: see screen.missed
)

var byNeed = []ScreenState{Gone, Silent, Unwarned, Late, Hidden, Stuck, Old, Coming, Well, Off, Away}

// NeedsLook reports whether somebody should go and see.
func (s ScreenState) NeedsLook() bool { return slices.Index(byNeed, s) <= slices.Index(byNeed, Stuck) }

// Screen is a line of the board: a screen that is here or was, or somebody who follows.
type Screen struct {
	ID      string          `json:"id"`
	Number  int             `json:"number,omitempty"` // of a screen that is kept
	Name    string          `json:"name"`
	OwnName string          `json:"own_name,omitempty"` // as it calls itself
	Kind    deck.ScreenKind `json:"kind"`
	State   ScreenState     `json:"state"`

	Deck     int64      `json:"deck"` // that it has painted, with Slide and Step; 0 for none
	Slide    int        `json:"slide"`
	Step     int        `json:"step"`
	Blank    deck.Blank `json:"blank,omitempty"`
	Round    string     `json:"round,omitempty"`   // between talks: deck/slide/step of the programme, "agenda" or "clock"
	Warned   bool       `json:"warned,omitempty"`  // it has painted the urgent message
	BehindMS int64      `json:"behind_ms"`         // for so long it is to show something newer
	Since    *time.Time `json:"since"`             // it has painted that; null before it has said so
	LastSeen *time.Time `json:"last_seen"`         // it, or its stream, gave a sign of life; null for never
	Came     *time.Time `json:"came_at,omitempty"` // since when it follows; missing where it does not
	Server   string     `json:"server,omitempty"`  // on which it follows, where that is another one
	Address  string     `json:"address,omitempty"` // that it comes from
	Width    int        `json:"width,omitempty"`   // of its screen, in pixels
	Height   int        `json:"height,omitempty"`
	Old      bool       `json:"old,omitempty"`     // its page is of another Lectern
	Excused  bool       `json:"excused,omitempty"` // it is not here, and nobody misses it until it comes back

	Chosen deck.ScreenChoice `json:"chosen"`
}

// Board returns every screen, those that need a look first, and of the others who follow
// here so many, those first that are furthest behind.
func (r *Roster) Board(others int) []Screen {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	return append(r.lines(now), r.people(now, others)...)
}

// Line returns one of the board.
func (r *Roster) Line(id string) (Screen, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.boards[id]; s != nil {
		return r.line(s, time.Now()), true
	}
	return Screen{}, false
}

func (r *Roster) lines(now time.Time) []Screen {
	list := make([]Screen, 0, len(r.boards))
	for _, s := range r.boards {
		list = append(list, r.line(s, now))
	}
	slices.SortFunc(list, func(a, b Screen) int {
		return cmp.Or(
			cmp.Compare(slices.Index(byNeed, a.State), slices.Index(byNeed, b.State)),
			cmp.Compare(need(b), need(a)),
			cmp.Compare(number(a), number(b)),
			strings.Compare(a.ID, b.ID),
		)
	})
	return list
}

// need is how much worse one is than others in its state.
func need(s Screen) int64 {
	if s.State == Late {
		return s.BehindMS / lateAfter.Milliseconds() // or the order would never rest
	}
	return 0
}

// number has those without one come last.
func number(s Screen) int { return cmp.Or(s.Number, 1<<30) }

func (r *Roster) line(s *screen, now time.Time) Screen {
	of := s.seen()
	l := Screen{
		ID: s.ID, Number: s.Number, Name: s.called(), OwnName: of.OwnName, Kind: of.Kind,
		Address: of.Address, Width: of.Width, Height: of.Height, Chosen: s.ScreenChoice,
	}
	if seen, server, ok := r.lookAt(s, now); ok {
		ago := func(ms int64) *time.Time { t := now.Add(-time.Duration(ms) * time.Millisecond).UTC(); return &t }
		l.Deck, l.Slide, l.Step, l.Blank = seen.Painted.Deck, seen.Painted.Slide, seen.Painted.Step, seen.Painted.Blank
		l.BehindMS, l.Came, l.LastSeen, l.Server, l.Old = seen.BehindA, ago(seen.CameA), ago(seen.HeardA), server, seen.Old
		if seen.PaintedA > 0 {
			l.Since = ago(seen.PaintedA)
		}
		if l.Round = seen.Round; l.Round != "" {
			l.Since = ago(seen.RoundA)
		}
		l.State = stateOf(seen)
		l.Warned = seen.Warned && l.State != Silent
		return l
	}
	if !s.LastSeen.IsZero() {
		last := s.LastSeen.UTC()
		l.LastSeen = &last
	}
	if l.State = Away; s.missed(now) {
		l.State = Gone
	}
	l.Excused = s.Excused
	return l
}

// missed reports whether a screen that is not here is to be. One that was named or given
// anything always is, until it is excused or forgotten: it may have died on Friday.
func (s *screen) missed(now time.Time) bool {
	kept := s.Kind.Hangs() && s.ScreenChoice.Any()
	return !s.Excused && (kept || now.Sub(s.LastSeen) <= missedFor)
}

// lookAt is what is known of a screen that follows: here, or as another server said.
func (r *Roster) lookAt(s *screen, now time.Time) (seen deck.ScreenSeen, server string, ok bool) {
	if m := s.here(); m != nil {
		return r.sighting(m, now), "", true
	}
	d := s.distant
	if d == nil {
		return seen, "", false
	}
	seen, age := d.seen, now.Sub(d.at).Milliseconds()
	for _, ms := range []*int64{&seen.PaintedA, &seen.BehindA, &seen.RoundA, &seen.CameA, &seen.HeardA} {
		if *ms > 0 || ms == &seen.CameA || ms == &seen.HeardA {
			*ms += age
		}
	}
	if o, ok := r.others[d.server]; ok {
		server = o.Name
	}
	return seen, server, true
}

// sighting is what this server knows of a screen that follows here.
func (r *Roster) sighting(m *Member, now time.Time) deck.ScreenSeen {
	ms := now.UnixMilli()
	seen := deck.ScreenSeen{
		ID: m.screen.ID, Kind: m.who.Kind, OwnName: m.who.Name, Address: m.who.Address, Width: m.width, Height: m.height,
		CameA: ms - m.came, HeardA: ms - m.heard, Told: m.beats, Old: m.who.Old, Hidden: m.hidden, Off: m.off, Stuck: m.stuck,
	}
	if m.paintedAt != 0 {
		seen.Painted, seen.PaintedA = m.painted, max(1, ms-m.paintedAt)
		if since := r.hub.Behind(m.topic, m.painted.Rev); !since.IsZero() {
			seen.BehindA = max(1, now.Sub(since).Milliseconds())
		}
	} else {
		seen.BehindA = max(1, seen.CameA)
	}
	r.lookAtRound(m, &seen, ms)
	if version, at := r.hub.NoticeNow(); version != "" {
		seen.Warned = m.notice == version
		seen.Unwarned = !seen.Warned && now.Sub(at) > lateAfter && seen.CameA > lateAfter.Milliseconds()
	}
	return seen
}

func stateOf(s deck.ScreenSeen) ScreenState {
	ms := time.Duration.Milliseconds
	switch {
	case s.Told && s.HeardA > ms(silentAfter):
		return Silent
	case s.Unwarned && s.Kind.Hangs():
		return Unwarned
	case s.PaintedA == 0 && s.CameA < ms(comingFor):
		return Coming
	case s.BehindA > ms(lateAfter):
		return Late
	case s.Hidden:
		return Hidden
	case s.Stuck:
		return Stuck
	case s.Old:
		return Old
	case s.Off:
		return Off
	}
	return Well
}
