package roster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/store"
)

// keeps is the database's table of screens, for all servers of a wire.
type keeps struct {
	*wire
	rows map[string]deck.Screen

	away, full atomic.Bool
}

func (k *keeps) SeeScreens(_ context.Context, seen []deck.Screen) error {
	if k.away.Load() {
		return errors.New("away")
	}
	for _, s := range seen {
		k.mu.Lock()
		row, known := k.rows[s.ID]
		if !known && k.full.Load() {
			k.mu.Unlock()
			continue
		}
		row.ID, row.Kind, row.OwnName, row.Address, row.Width, row.Height, row.LastSeen = s.ID, s.Kind, s.OwnName, s.Address, s.Width, s.Height, time.Now()
		if !known {
			row.Number = len(k.rows) + 1
		}
		k.rows[s.ID] = row
		k.mu.Unlock()
		k.news(store.ScreenNews{Screen: &row})
	}
	return nil
}

func (k *keeps) TellScreens(_ context.Context, server string, seen []deck.ScreenSeen) error {
	k.news(store.ScreenNews{Server: server, Seen: seen})
	return nil
}

func (k *keeps) news(n store.ScreenNews) {
	k.mu.Lock()
	rosters := k.rosters
	k.mu.Unlock()
	for _, r := range rosters {
		r.News(n)
	}
}

// TestBoardTellsTheTruth: of each screen on two servers, while they come and go, fall
// behind and fall silent.
func TestBoardTellsTheTruth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		k := &keeps{wire: w, rows: map[string]deck.Screen{}}
		a, b := w.serverKept(t, k), w.serverKept(t, k)
		is := func(what string, want ...string) {
			t.Helper()
			for name, m := range map[string]*server{"a": a, "b": b} {
				var got []string
				for _, l := range m.Board(0) {
					got = append(got, fmt.Sprintf("%s %s %d", l.Name, l.State, l.Slide))
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: %s says %q, want %q", what, name, got, want)
				}
			}
		}
		kiosk := func(m *server, name string) (leave func()) {
			return m.join(t, live.Any, Who{ID: name, Kind: deck.Kiosk, Screen: ScreenID(name), Name: name})
		}
		painted := func(m *server, name string, rev int64) { m.Report(ScreenID(name), Report{Rev: rev}) }
		time.Sleep(2500 * time.Millisecond) // the servers know of each other; ticks are apart from what follows
		leave1 := kiosk(a, "one")
		time.Sleep(announceApart)
		leave2 := kiosk(b, "two")
		time.Sleep(2 * time.Second)
		is("two came", "one coming 0", "two coming 0")
		painted(a, "one", 1)
		painted(b, "two", 1)
		time.Sleep(2 * time.Second)
		is("both paint", "one well 1", "two well 1")

		beat := func(m *server, name string, rev int64) (end func()) {
			tick, over := time.NewTicker(5*time.Second), make(chan struct{})
			go func() {
				for {
					select {
					case <-tick.C:
						painted(m, name, rev)
					case <-over:
						return
					}
				}
			}()
			return func() { tick.Stop(); close(over) }
		}
		end1, end2 := beat(a, "one", 1), beat(b, "two", 2)
		for _, m := range []*server{a, b} {
			m.hub.Publish(at(7, 2, 2))
		}
		time.Sleep(8 * time.Second)
		is("one has not painted the next", "one late 1", "two well 2")
		for _, l := range b.Board(0) {
			if l.Name == "one" && (l.BehindMS < 7000 || l.BehindMS > 9000 || l.Server != "m") {
				t.Errorf("behind for 8 s, and on the other server: %+v", l)
			}
		}
		end1()
		end1 = beat(a, "one", 2)
		time.Sleep(8 * time.Second)
		is("it has", "one well 2", "two well 2")
		end2()
		time.Sleep(16 * time.Second)
		is("the plug of the other", "two silent 2", "one well 2")
		leave2()
		time.Sleep(3 * time.Second)
		is("its connection has broken", "two gone 0", "one well 2")
		if l := a.Board(0)[0]; time.Since(*l.LastSeen) < 15*time.Second || time.Since(*l.LastSeen) > 26*time.Second {
			t.Errorf("it was seen %v ago", time.Since(*l.LastSeen))
		}
		leave2 = kiosk(a, "two") // plugged in again, on the other server
		painted(a, "two", 2)
		end2 = beat(a, "two", 2)
		time.Sleep(3 * time.Second)
		is("back", "one well 2", "two well 2")
		if l := b.Board(0)[1]; l.Number != 2 {
			t.Errorf("its number is %d", l.Number)
		}
		end2()
		a.Report(ScreenID("two"), Report{Rev: 2, Stuck: true})
		time.Sleep(2 * time.Second)
		is("its panel cannot be switched", "two stuck 2", "one well 2")
		a.Report(ScreenID("two"), Report{Rev: 2, Off: true})
		time.Sleep(2 * time.Second)
		is("it is off by its hours", "one well 2", "two off 2")
		end1()
		a.end() // it vanishes with both
		time.Sleep(20 * time.Second)
		if l := b.Board(0); l[0].State != Gone || l[1].State != Gone {
			t.Errorf("a server is gone: %+v", l)
		}
		time.Sleep(13 * time.Hour)
		if l := b.Board(0); l[0].State != Away || b.Summary().Look != 0 {
			t.Errorf("put away: %+v", l)
		}
		named := k.rows[ScreenID("one")]
		named.Name = "Hall"
		b.News(store.ScreenNews{Screen: &named})
		if l := b.Board(0); l[0].State != Gone || l[0].Name != "Hall" || b.Summary().Look != 1 || b.Summary().Missing != 1 {
			t.Errorf("one that somebody named is missed: %+v", l)
		}
		named.Excused = true
		b.News(store.ScreenNews{Screen: &named})
		if l := b.Board(0); l[0].State != Away || b.Summary().Look != 0 {
			t.Errorf("excused: %+v", l)
		}
		leave1()
		leave2()
		b.stop()
	})
}

// TestRoundAndWarning: of kiosks the board knows what they show between talks, and whether
// the urgent message is on them.
func TestRoundAndWarning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		m := w.serverKept(t, &keeps{wire: w, rows: map[string]deck.Screen{}})
		shows := map[string]Report{}
		is := func(what string, want ...string) {
			t.Helper()
			for range 2 {
				for name, report := range shows {
					report.Rev = 3
					m.Report(ScreenID(name), report)
				}
				time.Sleep(4 * time.Second)
			}
			var got []string
			for _, l := range m.Board(0) {
				got = append(got, fmt.Sprintf("%s %s %s", l.Name, l.State, l.Round))
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		for _, name := range []string{"bar", "foyer"} {
			defer m.join(t, live.Any, Who{ID: name, Kind: deck.Kiosk, Screen: ScreenID(name), Name: name})()
		}
		ended := at(7, 3, 3)
		ended.Live = false
		m.hub.Publish(ended)
		shows["bar"], shows["foyer"] = Report{Round: "clock"}, Report{Round: "7/1/0"}
		m.Goes(deck.Between{Shows: []deck.Show{{Screen: "foyer", Deck: 7, Slide: 1}, {}}})
		is("both show what is theirs", "bar well clock", "foyer well 7/1/0")
		m.Goes(deck.Between{Shows: []deck.Show{{Screen: "foyer", Deck: 7, Slide: 2}, {}}})
		is("one is stuck", "foyer late 7/1/0", "bar well clock")
		for range 4 { // however soon the next one is due
			m.Goes(deck.Between{Shows: []deck.Show{{Screen: "foyer", Deck: 7, Slide: 3}, {}}})
			time.Sleep(time.Second)
		}
		if l := m.Board(0)[0]; l.State != Late || l.BehindMS < 10_000 {
			t.Errorf("it is stuck for long: %+v", l)
		}
		shows["foyer"] = Report{Round: "7/2/0", Off: true}
		is("it is off by its hours, and paints nothing", "bar well clock", "foyer off 7/2/0")
		shows["foyer"] = Report{Round: "7/2/0"}
		m.Report(ScreenID("foyer"), Report{Round: "7/2/0", Rev: 3})
		if l := m.Board(0)[1]; l.State != Well {
			t.Errorf("it was switched on just now: %+v", l)
		}
		is("it is stuck again", "foyer late 7/2/0", "bar well clock")
		shows["foyer"] = Report{Round: "7/3/0"}
		is("it goes on", "bar well clock", "foyer well 7/3/0")

		m.hub.Notice(deck.Notice{Text: "Leave the building"})
		version, _ := m.hub.NoticeNow()
		shows["foyer"] = Report{Round: "7/3/0", Notice: version}
		is("one does not warn", "bar unwarned clock", "foyer well 7/3/0")
		if sum := m.Summary(); sum.Warned != 1 || sum.Unwarned != "1 bar" || sum.Look != 1 {
			t.Errorf("%+v", sum)
		}
		hall := deck.Screen{ID: "hall", Number: 9, Kind: deck.Kiosk, ScreenChoice: deck.ScreenChoice{Name: "hall"}}
		m.News(store.ScreenNews{Screen: &hall})
		for n := range 6 {
			m.News(store.ScreenNews{Screen: &deck.Screen{ID: fmt.Sprint(n), Number: 3 + n, Kind: deck.Kiosk, OwnName: "a stranger's tab", LastSeen: time.Now()}})
		}
		if sum := m.Summary(); sum.Unwarned != "1 bar, 9 hall" || sum.Missing != 1 {
			t.Errorf("who is here and does not warn comes first, and nobody's is not missed: %+v", sum)
		}
		m.News(store.ScreenNews{Gone: "hall"})
		for n := range 6 {
			m.News(store.ScreenNews{Gone: fmt.Sprint(n)})
		}
		m.hub.Notice(deck.Notice{Text: "Leave by door 2"})
		if sum := m.Summary(); sum.Warned != 0 || sum.Warning != 2 || sum.Unwarned != "" {
			t.Errorf("it was sent just now, and nobody is late: %+v", sum)
		}
		is("nobody has the new one", "bar unwarned clock", "foyer unwarned 7/3/0")
		m.hub.Notice(deck.Notice{})
		is("it is taken back", "bar well clock", "foyer well 7/3/0")
		m.stop()
	})
}

// TestTwins: screens that were made from one card say that they are the same one; they are
// parted, and none that only got another address is.
func TestTwins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		m := w.serverKept(t, &keeps{wire: w, rows: map[string]deck.Screen{}})
		told := map[string]string{}
		open := func(id, page, address string) (leave func(), beat func()) {
			who := Who{ID: page, Kind: deck.Kiosk, Screen: ScreenID(id), Page: page, Name: "raspberrypi", Address: address}
			v, leave := m.enter(t, live.Any, who)
			return leave, func() {
				m.Report(who.Screen, Report{Page: page, Rev: 1})
				if s := string(v.TakeLane()); strings.Contains(s, `"part"`) {
					told[page] = s
				}
			}
		}
		leave1, beat1 := open("a", "first", "10.0.0.1")
		leave2, beat2 := open("a", "second", "10.0.0.2")
		leave3, _ := open("b", "old", "10.0.0.3") // its cable was pulled, and nobody was told
		leave4, beat4 := open("b", "new", "10.0.0.4")
		leave5, beat5 := open("c", "tab", "10.0.0.5")
		leave6, beat6 := open("c", "another tab", "10.0.0.5")
		for range 12 {
			for _, beat := range []func(){beat1, beat2, beat4, beat5, beat6} {
				beat()
			}
			time.Sleep(5 * time.Second)
		}
		if len(told) != 1 || told["second"] == "" {
			t.Errorf("told to be another one: %v", told)
		}
		for _, leave := range []func(){leave1, leave2, leave3, leave4, leave5, leave6} {
			leave()
		}
		m.stop()
	})
}

// TestBriefScreen: one that is unplugged before anything has kept it was on the board, and
// stays there, also while the database is away; and goes where that has no room for it.
func TestBriefScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := &wire{}
		k := &keeps{wire: w, rows: map[string]deck.Screen{}}
		m := w.serverKept(t, k)
		is := func(want string) {
			t.Helper()
			synctest.Wait()
			var got []string
			for _, l := range m.Board(0) {
				got = append(got, fmt.Sprintf("%d %s %s %d", l.Number, l.Name, l.State, l.Width))
			}
			if fmt.Sprint(got) != want {
				t.Errorf("%v after the start: %v, want %s", time.Since(start), got, want)
			}
		}
		brief := func(name string) {
			leave := m.join(t, live.Any, Who{ID: name, Kind: deck.Kiosk, Screen: ScreenID(name), Name: name})
			m.Report(ScreenID(name), Report{Rev: 1, Width: 1920, Height: 1080})
			leave()
		}
		time.Sleep(100 * time.Millisecond)
		k.away.Store(true)
		brief("one")
		is("[0 one gone 1920]")
		time.Sleep(10 * time.Second)
		m.Known(nil)
		is("[0 one gone 1920]")
		k.away.Store(false)
		time.Sleep(2 * time.Second)
		is("[1 one gone 1920]")
		m.join(t, live.Any, Who{ID: "mute", Kind: deck.Kiosk, Screen: ScreenID("mute"), Name: "mute"})() // it never showed anything
		k.full.Store(true)
		brief("two")
		time.Sleep(boardEvery)
		is("[1 one gone 1920 0 two gone 1920]")
		time.Sleep(5 * time.Second)
		is("[1 one gone 1920]")
		m.stop()
	})
}

// TestPeople: of a hall the sums, and those who are furthest behind.
func TestPeople(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		m := w.server(t)
		for n := range 3000 {
			name := fmt.Sprintf("%04d", n)
			m.join(t, live.Any, Who{ID: name, Kind: deck.Phone})
			m.Seen(name, 1)
		}
		m.hub.Publish(at(7, 2, 2))
		for n := range 2990 {
			m.Seen(fmt.Sprintf("%04d", n), 2)
		}
		m.join(t, live.Any, Who{ID: "tab", Kind: deck.Browser})
		time.Sleep(20 * time.Second)
		if got := m.Summary(); got.Phones != 3000 || got.Browsers != 1 || got.Here != 2990 || got.Screens != 0 {
			t.Errorf("%+v", got)
		}
		l := m.Board(12)
		if len(l) != 12 || l[0].Kind != deck.Browser || l[1].State != Late || l[1].Slide != 1 || l[10].State != Late || l[11].State != Well || l[11].Slide != 2 {
			t.Errorf("%+v", l)
		}
		m.stop()
	})
}
