package store_test

import (
	"sync"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store/storetest"
)

func TestDrive(t *testing.T) {
	s, url := storetest.Open(t)
	feed, snap, err := s.Follow(t.Context())
	if err != nil || snap.Drive != (deck.Drive{}) {
		t.Fatalf("at first %+v drives, %v", snap.Drive, err)
	}
	defer feed.Close()
	add := func(b byte, role, name, host string) int64 {
		t.Helper()
		d, err := s.Devices().Add(t.Context(), role, name, host, token(b))
		if err != nil {
			t.Fatal(err)
		}
		return d.ID
	}
	laptop, phone, other := add(1, "presenter", "Laptop", "desk"), add(2, "remote", "Ann's phone", ""), add(3, "presenter", "Other", "")
	conn := storetest.Connect(t, url)
	age := func(id int64, interval string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), `UPDATE devices SET last_seen = now() - $2::interval WHERE id = $1`, id, interval); err != nil {
			t.Fatal(err)
		}
	}
	was := int64(0)
	// is checks who drives and who asks, and that every server hears of it if it is news.
	is := func(d deck.Drive, err error) func(driver, asks int64) {
		return func(driver, asks int64) {
			t.Helper()
			id := func(d *deck.Driver) int64 {
				if d == nil {
					return 0
				}
				return d.ID
			}
			if err != nil || id(d.Driver) != driver || id(d.Asks) != asks {
				t.Fatalf("%+v, %v; want %d to drive and %d to ask", d, err, driver, asks)
			}
			if d.Turn == was {
				return
			}
			was = d.Turn
			for {
				n, err := feed.Next(t.Context(), time.Minute)
				if err != nil {
					t.Fatal(err)
				}
				if n.Drive != nil {
					if n.Drive.Turn != d.Turn || id(n.Drive.Driver) != driver || id(n.Drive.Asks) != asks {
						t.Fatalf("heard was %+v, want %+v", n.Drive, d)
					}
					return
				}
			}
		}
	}
	is(s.BeginDrive(t.Context(), laptop))(laptop, 0)
	is(s.BeginDrive(t.Context(), other))(laptop, 0)
	is(s.AskDrive(t.Context(), phone))(laptop, phone)
	is(s.UnaskDrive(t.Context(), other))(laptop, phone) // none of its business
	is(s.UnaskDrive(t.Context(), laptop))(laptop, 0)
	is(s.AskDrive(t.Context(), phone))(laptop, phone)
	is(s.GiveDrive(t.Context(), other, other))(laptop, phone)
	is(s.GiveDrive(t.Context(), laptop, phone))(phone, 0)
	is(s.TakeDrive(t.Context(), laptop))(laptop, 0)
	if _, err := s.TakeDrive(t.Context(), 999); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("a device that is not there: %v", err)
	}

	t.Run("its window came back", func(t *testing.T) {
		again := add(4, "presenter", "Laptop", "desk")
		is(s.SucceedDrive(t.Context(), again, []int64{laptop}))(laptop, 0) // which is there, too
		is(s.SucceedDrive(t.Context(), add(5, "presenter", "Laptop", "other desk"), nil))(laptop, 0)
		is(s.SucceedDrive(t.Context(), add(6, "presenter", "Another", "desk"), nil))(laptop, 0)
		is(s.SucceedDrive(t.Context(), again, []int64{other}))(again, 0)
		is(s.SucceedDrive(t.Context(), laptop, []int64{}))(laptop, 0)
	})
	t.Run("silent for a minute", func(t *testing.T) {
		age(laptop, "59 seconds")
		is(s.BeginDrive(t.Context(), other))(laptop, 0)
		age(laptop, "61 seconds")
		is(s.AskDrive(t.Context(), phone))(phone, 0) // there is nobody to ask
		age(phone, "61 seconds")
		if err := s.FreeDrive(t.Context()); err != nil {
			t.Fatal(err)
		}
		is(s.Drive(t.Context()))(0, 0)
		age(phone, "0")
	})
	t.Run("a question that nobody answers", func(t *testing.T) {
		age(laptop, "0")
		is(s.TakeDrive(t.Context(), laptop))(laptop, 0)
		is(s.AskDrive(t.Context(), phone))(laptop, phone)
		if err := s.FreeDrive(t.Context()); err != nil {
			t.Fatal(err)
		}
		is(s.Drive(t.Context()))(laptop, phone)
		if _, err := conn.Exec(t.Context(), `UPDATE drive SET asked_at = now() - interval '61 seconds'`); err != nil {
			t.Fatal(err)
		}
		if err := s.FreeDrive(t.Context()); err != nil {
			t.Fatal(err)
		}
		is(s.Drive(t.Context()))(laptop, 0)
	})
	t.Run("sent away", func(t *testing.T) {
		is(s.AskDrive(t.Context(), phone))(laptop, phone)
		if err := s.DeleteDevice(t.Context(), phone); err != nil {
			t.Fatal(err)
		}
		is(s.Drive(t.Context()))(laptop, 0)
		if err := s.DeleteDevice(t.Context(), laptop); err != nil {
			t.Fatal(err)
		}
		is(s.Drive(t.Context()))(0, 0)
	})
	t.Run("until the talk ends", func(t *testing.T) {
		one, two := storetest.Add(t, s, &decktest.Deck{Header: deck.Header{Title: "One"}, Slides: []deck.DraftSlide{decktest.Page("a")}}).ID,
			storetest.Add(t, s, &decktest.Deck{Header: deck.Header{Title: "Two"}, Slides: []deck.DraftSlide{decktest.Page("a")}}).ID
		live := func(id int64, is bool) {
			t.Helper()
			if _, err := s.Change(t.Context(), id, deck.Change{"live": is}); err != nil {
				t.Fatal(err)
			}
		}
		is(s.TakeDrive(t.Context(), other))(other, 0)
		live(one, true)
		live(two, true) // one talk goes over into the next
		is(s.Drive(t.Context()))(other, 0)
		live(two, false)
		is(s.Drive(t.Context()))(0, 0)
	})
}

// TestStepLive: steps come before slides, ends are ends, and as many presses at once are
// as many moves.
func TestStepLive(t *testing.T) {
	s, url := storetest.Open(t)
	if _, ok, err := s.StepLive(t.Context(), true, 0); ok || err != nil {
		t.Fatalf("with nothing live: %v, %v", ok, err)
	}
	passed := decktest.Page("hidden", "hidden a")
	passed.Hidden = true
	id := storetest.Add(t, s, &decktest.Deck{Header: deck.Header{Title: "Steps"}, Slides: []deck.DraftSlide{
		decktest.Page("1"), decktest.Page("2", "2a", "2b"), passed, decktest.Page("4"), passed,
	}}).ID
	if _, err := s.Change(t.Context(), id, deck.Change{"live": true}); err != nil {
		t.Fatal(err)
	}
	places := [][2]int{{1, 0}, {2, 0}, {2, 1}, {2, 2}, {4, 0}}
	at := 0
	press := func(forward bool) {
		t.Helper()
		info, ok, err := s.StepLive(t.Context(), forward, 0)
		if got := [2]int{info.CurrentSlide, info.CurrentStep}; err != nil || !ok || info.ID != id || got != places[at] {
			t.Fatalf("at %v, %v, %v; want %v", got, ok, err, places[at])
		}
	}
	for _, by := range []int{1, 1, 1, 1, 0, -1, -1, -1, -1, 0} {
		forward := by > 0 || by == 0 && at > 0 // at an end it stays
		at += by
		press(forward)
	}
	// Three at once, which have all come before the first has its turn.
	conn := storetest.Connect(t, url)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `SELECT FROM revision FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, _, err := s.StepLive(t.Context(), true, 0); err != nil {
				t.Error(err)
			}
		})
	}
	watcher := storetest.Connect(t, url)
	for waiting := 0; waiting < 3; {
		if err := watcher.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if info, err := s.Deck(t.Context(), id); err != nil || [2]int{info.CurrentSlide, info.CurrentStep} != places[3] {
		t.Errorf("after three presses at once: %d/%d, %v", info.CurrentSlide, info.CurrentStep, err)
	}
	// Whoever moves a rehearsal may not move a talk that has begun meanwhile.
	other := add(t, s, "rehearsed", 3)
	change(t, s, other, deck.Change{"rehearsing": true})
	if _, ok, err := s.StepLive(t.Context(), true, other); ok || err != nil {
		t.Errorf("a rehearsal beside a talk: %v, %v", ok, err)
	}
	if info, err := s.Deck(t.Context(), id); err != nil || [2]int{info.CurrentSlide, info.CurrentStep} != places[3] {
		t.Errorf("who rehearses moved the talk to %d/%d, %v", info.CurrentSlide, info.CurrentStep, err)
	}
	change(t, s, id, deck.Change{"live": false})
	if info, ok, err := s.StepLive(t.Context(), true, other); err != nil || !ok || info.ID != other || info.CurrentSlide != 2 {
		t.Errorf("a rehearsal: %d/%d, %v, %v", info.ID, info.CurrentSlide, ok, err)
	}
	if _, ok, err := s.StepLive(t.Context(), true, 0); ok || err != nil {
		t.Errorf("whoever may move talks moved a rehearsal: %v, %v", ok, err)
	}
}

// TestDeviceThatDrivesGoes: a device is taken away while it becomes the driver: who drives
// is locked before it, so that neither waits for the other.
func TestDeviceThatDrivesGoes(t *testing.T) {
	s, url := storetest.Open(t)
	d, err := s.Devices().Add(t.Context(), "remote", "Ann's phone", "", token(1))
	if err != nil {
		t.Fatal(err)
	}
	conn := storetest.Connect(t, url)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `SELECT FROM drive FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- s.DeleteDevice(t.Context(), d.ID) }()
	watcher := storetest.Connect(t, url)
	for waiting := 0; waiting < 1; {
		if err := watcher.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.Exec(t.Context(), `UPDATE drive SET device = $1`, d.ID); err != nil {
		t.Errorf("to become the driver: %v", err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-gone; err != nil {
		t.Errorf("to be taken away: %v", err)
	}
	if now, err := s.Drive(t.Context()); err != nil || now.Driver != nil {
		t.Errorf("who drives: %+v, %v", now, err)
	}
}
