package idle

import (
	"fmt"
	"testing"
	"time"

	"lectern/app/deck"
)

var everyDay = []int{1, 2, 3, 4, 5, 6, 7}

func berlin(t *testing.T) *time.Location { t.Helper(); return Zone("Europe/Berlin") }

// TestLoopRound: it goes round by the clock, and each screen has its own.
func TestLoopRound(t *testing.T) {
	l := loop{zone: berlin(t), parts: []part{
		{Item: deck.Item{DeckID: 7, Seconds: 10, Days: everyDay}, views: []view{{1, 0}, {2, 3}}},
		{Item: deck.Item{DeckID: 8, Seconds: 2.5, Days: everyDay, Screens: []string{"Foyer"}}, views: []view{{4, 0}}},
		{Item: deck.Item{DeckID: 9, Seconds: 10, Days: everyDay}}, // all of it is hidden, or deleted
		{Item: deck.Item{Seconds: 5, Days: everyDay}, views: []view{{}}},
	}, sessions: []deck.Session{{Title: "x", Begins: at("12:00"), Ends: at("12:30")}}}
	is := func(screen string, now time.Time) string {
		show, until := l.at(screen, now)
		return fmt.Sprintf("%d.%d.%d %v %v", show.Deck, show.Slide, show.Step, show.Agenda != "", until.Sub(now))
	}
	day := at("11:00") // of 27.5 s and 25 s
	for _, c := range []struct {
		screen string
		round  time.Duration
		into   time.Duration
		want   string
	}{
		{"", 25 * time.Second, 0, "7.1.0 false 10s"},
		{"", 25 * time.Second, 9999 * time.Millisecond, "7.1.0 false 1ms"},
		{"", 25 * time.Second, 10 * time.Second, "7.2.3 false 10s"},
		{"", 25 * time.Second, 20 * time.Second, "0.0.0 true 5s"},
		{"Foyer", 27500 * time.Millisecond, 20 * time.Second, "8.4.0 false 2.5s"},
		{"Foyer", 27500 * time.Millisecond, 22500 * time.Millisecond, "0.0.0 true 5s"},
		{"foyer", 27500 * time.Millisecond, 20 * time.Second, "8.4.0 false 2.5s"},
		{"Hall", 25 * time.Second, 10 * time.Second, "7.2.3 false 10s"},
	} {
		start := day.Add(-time.Duration(day.UnixMicro()%c.round.Microseconds()) * time.Microsecond).Add(c.round)
		for start.Second() > 30 { // the next minute is another look
			start = start.Add(c.round)
		}
		if got := is(c.screen, start.Add(c.into)); got != c.want && start.Add(c.into).Second() < 50 {
			t.Errorf("%s %v into it: %s, want %s", c.screen, c.into, got, c.want)
		}
	}
	if got := l.screens(); len(got) != 2 || got[0] != "Foyer" || got[1] != "" {
		t.Errorf("screens: %q", got)
	}
	if got := l.next("", at("11:00")); got == (deck.Show{}) {
		t.Error("nothing is next")
	}
	if l.comes(at("12:30")) || l.comes(at("12:00").Add(-agendaAhead)) || !l.comes(at("12:29")) {
		t.Error("the agenda tells of what is over, or far off")
	}
}

// TestAgendaShown: nobody is told of an agenda that is on no screen.
func TestAgendaShown(t *testing.T) {
	i := &Idle{loop: loop{zone: time.UTC, name: "Day", sessions: []deck.Session{{Title: "x", Begins: time.Now(), Ends: time.Now().Add(time.Hour)}}}}
	if a := i.Agenda(); a.Name != "" || len(a.Sessions) > 0 {
		t.Errorf("it tells of %+v", a)
	}
	i.loop.parts = []part{{Item: deck.Item{Seconds: 5}}}
	if a := i.Agenda(); a.Name != "Day" || len(a.Sessions) != 1 {
		t.Errorf("on a screen it tells of %+v", a)
	}
}

// at is an hour of Saturday, 28 November 2026, in UTC.
func at(hour string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", "2026-11-28 "+hour)
	if err != nil {
		panic(err)
	}
	return t
}

// TestPartOn: days and hours are those of the venue, and what goes on after midnight is of
// the day before.
func TestPartOn(t *testing.T) {
	for _, c := range []struct {
		days         []int
		begins, ends string
		utc          string
		want         bool
	}{
		{[]int{6}, "", "", "12:00", true},
		{[]int{7}, "", "", "12:00", false},
		{[]int{7}, "", "", "23:00", true}, // it is midnight in Berlin
		{[]int{6}, "09:00", "12:00", "08:00", true},
		{[]int{6}, "09:00", "12:00", "07:59", false},
		{[]int{6}, "09:00", "12:00", "11:00", false},
		{[]int{6}, "22:00", "02:00", "22:30", true},
		{[]int{6}, "22:00", "02:00", "23:30", true},
		{[]int{7}, "22:00", "02:00", "23:30", false},
		{[]int{5}, "22:00", "02:00", "00:30", true}, // 01:30 of Saturday, in Friday's night
		{[]int{5}, "22:00", "02:00", "01:00", false},
		{[]int{6}, "22:00", "", "22:59", true},
		{[]int{6}, "22:00", "00:00", "22:59", true},
		{[]int{6}, "", "00:00", "12:00", true}, // until midnight, typed
		{[]int{6}, "00:00", "00:00", "12:00", true},
		{[]int{6}, "08:00", "08:00", "07:00", true}, // round the clock
	} {
		p := part{Item: deck.Item{Days: c.days, Begins: c.begins, Ends: c.ends}}
		if got := p.on(at(c.utc).In(berlin(t))); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
