package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
)

// Keeper is what keeps screens, and tells of them: store.Store.
type Keeper interface {
	SeeScreens(context.Context, []deck.Screen) error
	TellScreens(ctx context.Context, server string, seen []deck.ScreenSeen) error
}

// Keep has the Roster keep screens by k. pages is what pages this server has: screens
// that have others load them. It must be called before Run.
func (r *Roster) Keep(k Keeper, pages string) { r.keeper, r.pages = k, pages }

// ScreenID is by what a screen is known whose page keeps something to itself: whoever
// knows the one cannot tell the other.
func ScreenID(kept string) string {
	if kept == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(kept))
	return hex.EncodeToString(sum[:12])
}

// screen is one that is known: since the database has it, or since it is here.
type screen struct {
	deck.Screen // without a number it is not in the database yet

	members []*Member // its streams on this server: usually one, the newest last
	distant *distant  // it follows on another server; or nil
	keptAt  time.Time // when the database was to note it last
	leaving bool      // it left before the database had it, and is to be kept nevertheless
}

// distant is what another server says of a screen there.
type distant struct {
	server string
	seen   deck.ScreenSeen
	at     time.Time // when it was said
}

// face is what is known of a screen that follows here. It is guarded by Roster.mu.
type face struct {
	screen        *screen
	width, height int
	painted       deck.Painted
	paintedAt     int64  // in ms since 1970; 0 where it has said nothing
	beats         bool   // it says every few seconds that it is there
	hidden        bool   // its page is not to be seen
	off           bool   // by its hours
	stuck         bool   // its panel does not do as it is told
	round         string // what it shows between talks: see Goes; or ""
	roundAt       int64  // since when, in ms since 1970,
	rightAt       int64  // and when that was last what it is to show
	notice        string // the version of the urgent message that it has painted; or ""
	own           bool   // as it was told: see Told
	over          bool   // its stream was ended, so that it follows something else
	part          string // what it was told to go by instead: see partTwins
}

// Told is what a screen is told of itself: the event "screen".
type Told struct {
	Number   int    `json:"number"` // 0 before it has one
	Name     string `json:"name"`
	Chosen   string `json:"chosen"` // the name that it was given; "" where it goes by its own
	Lang     string `json:"lang"`   // that it is to show decks in; "" for what it asks for itself
	Rotation int    `json:"rotation"`
	Own      bool   `json:"own,omitempty"`  // it shows a deck of its own, which is not the live one: no talk
	Pages    string `json:"pages"`          // of this server: a page of another Lectern loads itself anew
	Keep     string `json:"keep,omitempty"` // it is known by this from now on, and is to say so when it comes back
	Part     string `json:"part,omitempty"` // likewise, instead of what it has: so has another screen; it loads itself anew
}

// Report is what a screen says of itself every few seconds, and when it has painted.
type Report struct {
	Page          string // as in Who
	Rev           int64
	Width, Height int
	Hidden        bool
	Off           bool   // by its hours
	Stuck         bool   // its panel does not do as it is told
	Round         string // what it shows between talks; "" where it does not say
	Notice        string // the version of the urgent message that it shows; or ""
}

// identify is what a screen is told to show for a moment.
type identify struct {
	Number int    `json:"number"`
	Name   string `json:"name"`
}

// What a screen can be asked to do.
const (
	Identify = "identify"
	Reload   = "reload"
)

// screenID is by what a viewer is known as a screen, if it is one; or "".
func (w Who) screenID() string {
	if w.Screen == "" && w.Kind.Hangs() {
		return ScreenID(w.ID)
	}
	return w.Screen
}

// hang notes a viewer that is a screen. It is called with the lock held, as all are that
// are not exported.
func (r *Roster) hang(m *Member) {
	id := m.who.screenID()
	s := r.boards[id]
	if s == nil {
		if id == "" || !m.who.Kind.Hangs() || len(r.boards) >= mostBoards {
			return
		}
		s = &screen{Screen: deck.Screen{ID: id}}
		r.boards[id] = s
	}
	r.give(m, s)
}

// give makes a viewer one of a screen's.
func (r *Roster) give(m *Member, s *screen) {
	m.face = &face{screen: s, width: s.Width, height: s.Height}
	s.members = append(s.members, m)
	s.keptAt, s.leaving = time.Time{}, false
	r.tellState(s, m)
}

func (r *Roster) unhang(m *Member) {
	if m.face == nil {
		return
	}
	s := m.face.screen
	// Its plug was pulled within a second of its coming: it has been on the board.
	if last := len(s.members) == 1; last && s.Number == 0 && s.distant == nil && m.who.Kind.Hangs() && m.paintedAt != 0 && r.keeper != nil {
		s.Screen, s.leaving, s.keptAt = s.seen(), true, time.Time{}
	}
	for i, other := range s.members {
		if other == m {
			s.members = append(s.members[:i], s.members[i+1:]...)
			break
		}
	}
	if len(s.members) == 0 {
		s.LastSeen = time.UnixMilli(m.heard)
		r.drop(s)
	}
}

// drop forgets a screen of which there is nothing to know.
func (r *Roster) drop(s *screen) {
	if s.Number == 0 && len(s.members) == 0 && s.distant == nil && !s.leaving {
		delete(r.boards, s.ID)
	}
}

// here is a screen's stream on this server; or nil.
func (s *screen) here() *Member {
	if len(s.members) == 0 {
		return nil
	}
	return s.members[len(s.members)-1]
}

// called is how a screen is called.
func (s *screen) called() string {
	own := s.OwnName
	if m := s.here(); m != nil {
		own = m.who.Name
	} else if s.distant != nil {
		own = s.distant.seen.OwnName
	}
	switch {
	case s.Name != "":
		return s.Name
	case own != "":
		return own
	case s.Number != 0:
		return fmt.Sprint("Screen ", s.Number)
	}
	return "New screen"
}

func (r *Roster) tellState(s *screen, m *Member) {
	told := Told{Number: s.Number, Name: s.called(), Chosen: s.Name, Lang: s.Lang, Rotation: s.Rotation, Own: r.isOwn(m), Part: m.part, Pages: r.pages}
	if m.who.Screen == "" {
		told.Keep = m.who.ID
	}
	m.own = told.Own
	r.hub.TellOne(m.viewer, live.OwnState, "screen", told)
}

// Report takes a screen's word, by what its page keeps.
func (r *Roster) Report(id string, p Report) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.boards[id]
	if s == nil || s.here() == nil {
		return
	}
	m := s.here()
	for _, other := range s.members {
		if p.Page != "" && other.who.Page == p.Page {
			m = other
		}
	}
	m.beats, m.hidden, m.width, m.height = true, p.Hidden, p.Width, p.Height
	now := time.Now().UnixMilli()
	if m.off && !p.Off {
		m.rightAt = now // it begins anew
	}
	m.off, m.stuck, m.notice = p.Off, p.Stuck, p.Notice
	if p.Round != m.round {
		m.round, m.roundAt = p.Round, now
	}
	r.shows(m, p.Rev)
}

// paint notes what a screen shows.
func (r *Roster) paint(m *Member, rev int64) {
	if m.face == nil || m.paintedAt != 0 && rev <= m.painted.Rev { // two words may overtake each other
		return
	}
	p, ok := r.hub.Painted(m.topic, rev)
	if !ok {
		return
	}
	before := m.painted
	m.painted = p
	if before.Rev = p.Rev; before != p || m.paintedAt == 0 {
		m.paintedAt = time.Now().UnixMilli()
	}
}

// Follower returns one that the board has, as the database is to keep it; here tells
// whether it follows now, on any server.
func (r *Roster) Follower(id string) (of deck.Screen, here, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.boards[id]
	if s == nil {
		for _, m := range r.followers(id) {
			return deck.Screen{ID: id, Kind: m.who.Kind, OwnName: m.who.Name, Address: m.who.Address}, true, true
		}
		return of, false, false
	}
	return s.seen(), s.here() != nil || s.distant != nil, true
}

// seen is a screen as it was seen last.
func (s *screen) seen() deck.Screen {
	of := s.Screen
	if m := s.here(); m != nil {
		of.Kind, of.OwnName, of.Address, of.Width, of.Height = m.who.Kind, m.who.Name, m.who.Address, m.width, m.height
	} else if d := s.distant; d != nil {
		of.Kind, of.OwnName, of.Address, of.Width, of.Height = d.seen.Kind, d.seen.OwnName, d.seen.Address, d.seen.Width, d.seen.Height
	}
	return of
}
