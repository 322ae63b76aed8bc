package idle

import (
	"slices"
	"strings"
	"time"

	"lectern/app/deck"
)

// view is one of a deck's views, at which it stays.
type view struct{ slide, step int }

// part is a part of the programme, and what its deck has of slides.
type part struct {
	deck.Item
	content int64
	aside   int64
	views   []view // without a deck one, of the agenda
}

// agendaAhead is how long before a talk it is told that it comes.
const agendaAhead = 18 * time.Hour

// Of the agenda kiosks are told so much.
const (
	agendaTold = 24 * time.Hour
	agendaMost = 300
)

// loop is all that decides what is shown when.
type loop struct {
	zone     *time.Location
	parts    []part
	sessions []deck.Session
	name     string // of the agenda
}

// at returns what a screen shows at a time, by the database's clock, and until when that
// is certain. It depends on nothing else: so all servers say the same, and none leads.
// What goes round at an hour goes round since 1970.
func (l *loop) at(screen string, now time.Time) (deck.Show, time.Time) {
	// Days and hours begin at full minutes, in all zones of our time.
	until := now.Truncate(time.Minute).Add(time.Minute)
	var on []part
	var whole time.Duration
	for _, p := range l.parts {
		if len(p.views) > 0 && (len(p.Screens) == 0 || hasName(p.Screens, screen)) && p.on(now.In(l.zone)) && (p.DeckID != 0 || l.comes(now)) {
			on = append(on, p)
			whole += p.stay() * time.Duration(len(p.views))
		}
	}
	if len(on) == 0 {
		return deck.Show{Screen: screen}, until
	}
	into := time.Duration(now.UnixMicro()%whole.Microseconds()) * time.Microsecond
	for _, p := range on {
		turn := p.stay() * time.Duration(len(p.views))
		if into >= turn {
			into -= turn
			continue
		}
		i := into / p.stay()
		if end := now.Add((i+1)*p.stay() - into); end.Before(until) {
			until = end
		}
		if p.DeckID == 0 {
			return deck.Show{Screen: screen, Agenda: now.In(l.zone).Truncate(time.Minute).Format(time.RFC3339)}, until
		}
		v := p.views[i]
		return deck.Show{Screen: screen, Deck: p.DeckID, Slide: v.slide, Step: v.step, Slides: len(p.views), Content: p.content}, until
	}
	return deck.Show{Screen: screen}, until // never
}

// next returns what a screen shows after what it shows at a time.
func (l *loop) next(screen string, now time.Time) deck.Show {
	is, until := l.at(screen, now)
	for range 61 { // an hour of one slide, minute by minute
		then, later := l.at(screen, until)
		if then.Agenda = ""; then != is {
			return then
		}
		until = later
	}
	return is
}

// screens are those that have something of their own, and "" for all others, last.
func (l *loop) screens() (names []string) {
	for _, p := range l.parts {
		names = append(names, p.Screens...)
	}
	slices.Sort(names)
	return append(slices.DeleteFunc(slices.Compact(names), func(s string) bool { return s == "" }), "")
}

// hasName reports whether a screen's name is among some: as rooms, with small letters or capitals.
func hasName(names []string, name string) bool {
	return slices.ContainsFunc(names, func(s string) bool { return strings.EqualFold(s, name) })
}

// comes reports whether the agenda has anything to tell.
func (l *loop) comes(now time.Time) bool {
	return slices.ContainsFunc(l.sessions, func(s deck.Session) bool {
		return s.Ends.After(now) && s.Begins.Before(now.Add(agendaAhead))
	})
}

// stay is for how long each slide stays. Microseconds are whole in it.
func (p part) stay() time.Duration {
	return max(time.Second, time.Duration(p.Seconds*float64(time.Second)).Round(time.Millisecond))
}

// on reports whether it is a part's day and hour. What goes on after midnight is of the
// day on which it began.
func (p part) on(local time.Time) bool {
	is := local.Format("15:04")
	ends := p.Ends
	if ends == "" || ends == "00:00" { // the end of the day, and not its beginning
		ends = "24:00"
	}
	today := p.day(local)
	if p.Begins < ends {
		return today && p.Begins <= is && is < ends
	}
	return today && is >= p.Begins || is < ends && p.day(local.AddDate(0, 0, -1))
}

func (p part) day(local time.Time) bool {
	return slices.Contains(p.Days, (int(local.Weekday())+6)%7+1)
}
