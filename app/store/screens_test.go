package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestRenamedScreens: what goes round on a screen goes along when it is called otherwise; it
// stays where another one has the name that it had, or gets.
func TestRenamedScreens(t *testing.T) {
	s, url := storetest.Open(t)
	if err := s.SeeScreens(t.Context(), []deck.Screen{{ID: screenID(1), Kind: deck.Kiosk, OwnName: "Pi"}, {ID: screenID(2), Kind: deck.Kiosk, OwnName: "Pi"}}); err != nil {
		t.Fatal(err)
	}
	sql := storetest.Connect(t, url)
	if _, err := sql.Exec(t.Context(), `INSERT INTO programme (screens) VALUES ('{Hall,pi}'), ('{}')`); err != nil {
		t.Fatal(err)
	}
	if _, err := sql.Exec(t.Context(), `INSERT INTO screens (id, number, kind, own_name, address, width, height, last_seen) VALUES ($1, 4, 'kiosk', 'pi', '', 0, 0, now() - interval '13 hours')`, screenID(4)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		n          int
		name, want string
	}{
		{1, "Foyer", "[Hall pi] []"},
		{1, "Foyer left", "[Hall pi] []"},
		{2, "Bar", "[Hall Bar] []"},
		{2, "", "[Hall Pi] []"},
		{1, "Hall", "[Hall Pi] []"},
		{2, "hall", "[Hall Pi] []"},   // two are now: what one showed is not mixed with the other's
		{2, "", "[Hall Pi] []"},       // and undone
		{2, "Left", "[Hall Left] []"}, // nobody has seen the other Pi for long
	} {
		if _, err := s.ChangeScreen(t.Context(), screenID(c.n), map[string]any{"name": c.name}); err != nil {
			t.Fatal(err)
		}
		p, err := s.Programme(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(p.Items[0].Screens, " ", p.Items[1].Screens); got != c.want {
			t.Errorf("screen %d is %q: %s, want %s", c.n, c.name, got, c.want)
		}
	}
}

// TestHungDecks: a deck is open for as long as it hangs on a screen, also again once it was
// deleted and restored; one that somebody published stays so, whenever that was.
func TestHungDecks(t *testing.T) {
	s, _ := storetest.Open(t)
	one := deck.Screen{ID: screenID(1), Kind: deck.Kiosk}
	if err := s.SeeScreens(t.Context(), []deck.Screen{one}); err != nil {
		t.Fatal(err)
	}
	id := add(t, s, "lobby", 3)
	hang := func(of *int64) {
		t.Helper()
		if row, err := s.ChangeScreen(t.Context(), one.ID, map[string]any{"deck": of}); err != nil || (row.Deck == nil) != (of == nil) {
			t.Fatal(row, err)
		}
	}
	is := func(what string, published bool) {
		t.Helper()
		if info, err := s.Deck(t.Context(), id); err != nil || info.Published != published {
			t.Errorf("%s: published %v, %v; want %v", what, info.Published, err, published)
		}
	}
	hang(&id)
	is("it hangs", true)
	if state, err := s.Delete(t.Context(), id); err != nil || state.Published {
		t.Errorf("deleted: %+v, %v", state, err)
	}
	if _, err := s.Restore(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	is("it is restored", true)
	hang(nil)
	is("it is let go after that", false)

	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Restore(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	is("it hung nowhere, and is restored", false)

	hang(&id)
	change(t, s, id, deck.Change{"title": "Another name"})
	hang(nil)
	is("it got another name while it hung", false)
	hang(&id)
	change(t, s, id, deck.Change{"published": true})
	hang(nil)
	is("it was published while it hung", true)
	hang(&id)
	change(t, s, id, deck.Change{"published": false})
	is("it was closed while it hung", false)
}

// screenID is one as a page has it.
func screenID(n int) string { return fmt.Sprintf("%024x", n) }

func TestScreens(t *testing.T) {
	s, url := storetest.Open(t)
	feed := follow(t, s)
	news := func() store.ScreenNews {
		t.Helper()
		for {
			n, err := feed.Next(t.Context(), time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if n.Screens != nil {
				return *n.Screens
			}
		}
	}
	one := deck.Screen{ID: screenID(1), Kind: deck.Kiosk, OwnName: "Foyer", Address: "10.0.0.7", Width: 1920, Height: 1080}
	two := deck.Screen{ID: screenID(2), Kind: deck.Window}
	for range 2 { // and again, of which nobody hears
		if err := s.SeeScreens(t.Context(), []deck.Screen{one, two}); err != nil {
			t.Fatal(err)
		}
	}
	if n := news(); n.Screen == nil || n.Screen.Number != 1 || n.Screen.OwnName != "Foyer" || n.Screen.LastSeen.IsZero() {
		t.Errorf("%+v", n)
	}
	if n := news(); n.Screen == nil || n.Screen.Number != 2 {
		t.Errorf("%+v", n)
	}
	if row, err := s.ChangeScreen(t.Context(), one.ID, map[string]any{"excused": true}); err != nil || !row.Excused {
		t.Errorf("%+v, %v", row, err)
	}
	if err := s.SeeScreens(t.Context(), []deck.Screen{one}); err != nil {
		t.Fatal(err)
	}
	if was, is := news(), news(); !was.Screen.Excused || is.Screen.Excused {
		t.Errorf("it came back: %+v, %+v", was.Screen, is.Screen)
	}
	id := add(t, s, "lobby", 3)
	for _, hung := range []bool{true, false} {
		var of *int64
		if hung {
			of = &id
		}
		row, err := s.ChangeScreen(t.Context(), one.ID, map[string]any{"deck": of, "name": "Main"})
		if err != nil || row.Name != "Main" || (row.Deck != nil) != hung || row.OwnName != "Foyer" {
			t.Errorf("%+v, %v", row, err)
		}
		if info, err := s.Deck(t.Context(), id); err != nil || info.Published != hung {
			t.Errorf("it hangs: %v, and is published: %v, %v", hung, info.Published, err)
		}
		if n := news(); n.Screen == nil || (n.Screen.Deck != nil) != hung {
			t.Errorf("%+v", n)
		}
	}
	// One that somebody had published stays so, and one that is deleted hangs nowhere.
	change(t, s, id, deck.Change{"published": true})
	for _, of := range []*int64{&id, nil} {
		if _, err := s.ChangeScreen(t.Context(), one.ID, map[string]any{"deck": of}); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := s.Deck(t.Context(), id); err != nil || !info.Published {
		t.Error("it is published no more", err)
	}
	sql := storetest.Connect(t, url)
	if _, err := sql.Exec(t.Context(), `UPDATE screens SET deck = $1, rotation = 90 WHERE id = $2; `, id, two.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := sql.Exec(t.Context(), `DELETE FROM decks WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetScreen(t.Context(), one.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.ActScreen(t.Context(), two.ID, "identify"); err != nil {
		t.Fatal(err)
	}
	for n := news(); n.Act == ""; n = news() {
		if n.Screen != nil && n.Screen.ID == two.ID && n.Screen.Rotation != 90 {
			t.Errorf("%+v", n.Screen)
		}
		if n.Gone != "" && n.Gone != one.ID {
			t.Error(n.Gone, "is gone")
		}
	}
	for _, bad := range []map[string]any{{"name": "two\nlines"}, {"rotation": 45}, {"lang": "x y"}, {"deck": 999}} {
		if _, err := s.ChangeScreen(t.Context(), two.ID, bad); fault.CodeOf(err) != fault.OutOfRange {
			t.Error(bad, err)
		}
	}
	if _, err := s.ChangeScreen(t.Context(), one.ID, map[string]any{"name": "x"}); fault.CodeOf(err) != fault.NotFound {
		t.Error("one that is forgotten:", err)
	}
	// What servers say of those that follow there comes in pieces that fit.
	var many []deck.ScreenSeen
	for n := range 200 {
		many = append(many, deck.ScreenSeen{ID: screenID(n), Kind: deck.Kiosk, OwnName: fmt.Sprint("Screen ", n), Address: "10.0.0.7", Painted: deck.Painted{Rev: 5, Deck: 7, Slide: n}})
	}
	for n := range 200 { // of these there is little to say
		many = append(many, deck.ScreenSeen{ID: screenID(n), Left: true})
	}
	if err := s.TellScreens(t.Context(), "a", many); err != nil {
		t.Fatal(err)
	}
	for heard := 0; heard < len(many); {
		n := news()
		if n.Server != "a" || len(n.Seen) == 0 || n.Seen[0] != many[heard] {
			t.Fatalf("%+v", n)
		}
		heard += len(n.Seen)
	}
}

// TestManyScreens: whoever comes last finds room among those for which nothing was chosen.
func TestManyScreens(t *testing.T) {
	s, url := storetest.Open(t)
	sql := storetest.Connect(t, url)
	if _, err := sql.Exec(t.Context(), `INSERT INTO screens (id, number, kind, name, last_seen)
		SELECT lpad(to_hex(n), 24, '0'), n, 'kiosk', CASE WHEN n = 1 THEN 'Foyer' ELSE '' END, now() - n * interval '1 minute' FROM generate_series(1, 1000) n`); err != nil {
		t.Fatal(err)
	}
	if err := s.SeeScreens(t.Context(), []deck.Screen{{ID: screenID(5000), Kind: deck.Kiosk}, {ID: screenID(1), Kind: deck.Kiosk}}); err != nil {
		t.Fatal(err)
	}
	var names, number int
	err := sql.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM screens WHERE name = 'Foyer'), (SELECT number FROM screens WHERE id = $1)`, screenID(5000)).Scan(&names, &number)
	if err != nil || names != 1 || number < 999 {
		t.Error("named ones:", names, "the number:", number, err)
	}
	var full error
	if _, err := sql.Exec(t.Context(), `UPDATE screens SET name = 'x' WHERE name = ''`); err == nil {
		full = s.SeeScreens(t.Context(), []deck.Screen{{ID: screenID(6000), Kind: deck.Kiosk}, {ID: screenID(7000), Kind: deck.Kiosk}, {ID: screenID(8000), Kind: deck.Kiosk}})
	}
	if full != nil {
		t.Error("a full table:", full)
	}
	if _, err := s.ChangeScreen(t.Context(), screenID(8000), map[string]any{"name": "x"}); !errors.As(err, new(*fault.Error)) {
		t.Error(err)
	}
}
