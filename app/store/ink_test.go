package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func stroke(id string, points int) deck.Stroke {
	s := deck.Stroke{ID: id, Color: "#ffd60080", Width: 0.004}
	for i := range points {
		s.Points = append(s.Points, [2]float64{float64(i%1000) / 1000, 0.12345})
	}
	return s
}

// drawn are the ids of a deck's strokes, slide by slide: "1: a b, 3: c".
func drawn(t *testing.T, s *store.Store, id int64) string {
	t.Helper()
	all, err := s.AllInk(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var slides []string
	for _, i := range all {
		var ids []string
		for _, stroke := range i.Strokes {
			ids = append(ids, stroke.ID)
		}
		slides = append(slides, fmt.Sprint(i.Slide, ": ", strings.Join(ids, " ")))
	}
	return strings.Join(slides, ", ")
}

func draw(t *testing.T, s *store.Store, id int64, slide int, ids ...string) {
	t.Helper()
	var strokes []deck.Stroke
	for _, one := range ids {
		strokes = append(strokes, stroke(one, 3))
	}
	if err := s.Draw(t.Context(), id, slide, strokes); err != nil {
		t.Fatal(err)
	}
}

// inkNews waits for the next news of ink.
func inkNews(t *testing.T, conn *pgx.Conn) (n deck.InkNews) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	heard, err := conn.WaitForNotification(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(heard.Payload), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestInk: what is drawn stays as it was drawn, in that order, and everybody who
// listens is told what has changed, and by which version.
func TestInk(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	heard := storetest.Connect(t, url)
	if _, err := heard.Exec(t.Context(), `LISTEN lectern_ink`); err != nil {
		t.Fatal(err)
	}
	before, err := s.Deck(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	draw(t, s, id, 2, "b")
	first := inkNews(t, heard)
	if d := cmp.Diff(deck.InkNews{Deck: id, Slide: 2, Ink: first.Ink, Strokes: []deck.Stroke{stroke("b", 3)}}, first); d != "" || first.Ink == 0 {
		t.Error(d)
	}
	draw(t, s, id, 2, "b") // once more: the answer was lost
	draw(t, s, id, 2, "a")
	if n := inkNews(t, heard); n.Was != first.Ink || n.Ink <= n.Was || len(n.Strokes) != 1 || n.Strokes[0].ID != "a" {
		t.Errorf("the second stroke is told as %+v", n)
	}
	if err := s.Draw(t.Context(), id, 2, []deck.Stroke{stroke("b", 1)}); err != nil { // drawn anew, in its place
		t.Fatal(err)
	}
	if n := inkNews(t, heard); len(n.Strokes) != 1 || n.Strokes[0].ID != "b" || n.Gone != nil {
		t.Errorf("a stroke that is another one now is told as %+v", n)
	}
	ink, err := s.Ink(t.Context(), id, 2, time.Time{})
	if err != nil || ink.Ink == 0 || cmp.Diff([]deck.Stroke{stroke("b", 1), stroke("a", 3)}, ink.Strokes) != "" {
		t.Errorf("%+v, %v", ink, err)
	}
	// What is long is not told with it.
	if err := s.Draw(t.Context(), id, 2, []deck.Stroke{stroke("long", deck.MaxPoints)}); err != nil {
		t.Fatal(err)
	}
	if n := inkNews(t, heard); n.Strokes != nil || n.Ink <= ink.Ink || n.Was != ink.Ink {
		t.Errorf("a long stroke is told as %+v, after %d", n, ink.Ink)
	}
	if err := s.Erase(t.Context(), id, "a"); err != nil {
		t.Fatal(err)
	}
	if n := inkNews(t, heard); !cmp.Equal(n.Gone, []string{"a"}) || n.Strokes != nil {
		t.Errorf("an erased stroke is told as %+v", n)
	}
	draw(t, s, id, 3, "c")
	inkNews(t, heard)
	if err := s.ClearInk(t.Context(), id, 2); err != nil {
		t.Fatal(err)
	}
	if n := inkNews(t, heard); n.Slide != 2 || n.Ink != 0 {
		t.Errorf("a slide that is cleared is told as %+v", n)
	}
	if got := drawn(t, s, id); got != "3: c" {
		t.Errorf("there is %q", got)
	}
	if err := s.ClearInk(t.Context(), id, 0); err != nil {
		t.Fatal(err)
	}
	if got := drawn(t, s, id); got != "" {
		t.Errorf("there is %q", got)
	}
	if err := s.ClearInk(t.Context(), id, 0); err != nil { // of nothing
		t.Error(err)
	}
	// Nothing of it is a change of the deck: no move waits for it.
	if after, err := s.Deck(t.Context(), id); err != nil || !cmp.Equal(before, after) {
		t.Errorf("%v: %s", err, cmp.Diff(before, after))
	}
}

func TestInkRefused(t *testing.T) {
	s, _ := storetest.Open(t)
	id, gone := add(t, s, "a", 3), add(t, s, "b", 3)
	draw(t, s, gone, 1, "kept")
	if _, err := s.Delete(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	one := []deck.Stroke{stroke("a", 2)}
	var full []deck.Stroke
	for i := range deck.MaxStrokes {
		full = append(full, stroke(fmt.Sprint("s", i), 1))
	}
	// In parts: a busy machine has no time for all of them in one change.
	for part := range slices.Chunk(full, 200) {
		if err := s.Draw(t.Context(), id, 3, part); err != nil {
			t.Fatal(err)
		}
	}
	var long []deck.Stroke
	for i := range deck.MaxDrawn / deck.MaxPoints {
		long = append(long, stroke(fmt.Sprint("l", i), deck.MaxPoints))
	}
	for part := range slices.Chunk(long, 5) {
		if err := s.Draw(t.Context(), id, 1, part); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want fault.Code
	}{
		"a point more than may be": {s.Draw(t.Context(), id, 1, []deck.Stroke{stroke("more", 1)}), fault.Conflict},
		"another of as many":       {s.Draw(t.Context(), id, 1, long[:1]), ""},
		"slide 0":                  {s.Draw(t.Context(), id, 0, one), fault.OutOfRange},
		"slide 4 of 3":             {s.Draw(t.Context(), id, 4, one), fault.OutOfRange},
		"no deck":                  {s.Draw(t.Context(), 999, 1, one), fault.NotFound},
		"a deleted deck":           {s.Draw(t.Context(), gone, 1, one), fault.NotFound},
		"erase on a deleted one":   {s.Erase(t.Context(), gone, "kept"), fault.NotFound},
		"clear a deleted one":      {s.ClearInk(t.Context(), gone, 0), fault.NotFound},
		"no such stroke":           {s.Erase(t.Context(), id, "nothing"), fault.NotFound},
		"one more than a slide's":  {s.Draw(t.Context(), id, 3, one), fault.Conflict},
		"another slide's are none": {s.Draw(t.Context(), id, 2, one), ""},
		"one that is there":        {s.Draw(t.Context(), id, 3, full[:1]), ""},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && fault.CodeOf(c.err) != c.want {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if _, err := s.Restore(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if got := drawn(t, s, gone); got != "1: kept" {
		t.Errorf("a deck that came back has %q", got)
	}
}

// TestInkBySQL: the database itself refuses what is no stroke, and tells of what
// somebody draws there.
func TestInkBySQL(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 2)
	conn := storetest.Connect(t, url)
	for points, ok := range map[string]bool{
		`[[0, 1], [0.5, 0.25]]`: true, `[[0.5, 0.5]]`: true,
		`[]`: false, `{}`: false, `1`: false, `[1, 2]`: false, `[[1]]`: false, `[[0, 0, 0]]`: false, `[["0", 0]]`: false,
		`[[0, 1.01]]`: false, `[[-0.1, 0]]`: false, `[[[0], 0]]`: false, `[[null, 0]]`: false, `null`: false,
	} {
		_, err := conn.Exec(t.Context(), `INSERT INTO strokes (deck_id, number, id, color, width, points) VALUES ($1, 1, $2, '#ff0000', 0.01, $3)`,
			id, fmt.Sprint("s", len(points)), points)
		if (err == nil) != ok {
			t.Errorf("%s: %v", points, err)
		}
	}
	// The drawing goes where its slide goes.
	draw(t, s, id, 2, "two")
	if _, err := conn.Exec(t.Context(), `DELETE FROM slides WHERE deck_id = $1 AND number = 1`, id); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE slides SET number = 1 WHERE deck_id = $1`, id); err != nil {
		t.Fatal(err)
	}
	if got := drawn(t, s, id); got != "1: two" {
		t.Errorf("there is %q", got)
	}
}

// TestInkUntil: what was drawn later is not there, nor does anything tell of it.
func TestInkUntil(t *testing.T) {
	s, _ := storetest.Open(t)
	id := add(t, s, "a", 2)
	change(t, s, id, deck.Change{"live": true})
	draw(t, s, id, 1, "before")
	frozen := change(t, s, id, deck.Change{"blank": deck.Freeze})
	then, err := s.Ink(t.Context(), id, 1, *frozen.CoveredAt)
	if err != nil || len(then.Strokes) != 1 {
		t.Fatalf("%+v, %v", then, err)
	}
	draw(t, s, id, 1, "after")
	change(t, s, id, deck.Change{"words": "a"}) // which is seen, and shows nothing of it
	change(t, s, id, deck.Change{"blank": deck.Black})
	if d := change(t, s, id, deck.Change{"blank": deck.Freeze}); !d.CoveredAt.Equal(*frozen.CoveredAt) {
		t.Errorf("covered since %v, and %v", frozen.CoveredAt, d.CoveredAt)
	}
	if now, err := s.Ink(t.Context(), id, 1, *frozen.CoveredAt); err != nil || !cmp.Equal(then, now) {
		t.Errorf("%v: %s", err, cmp.Diff(then, now))
	}
	// One that is another line by now is later, too.
	if err := s.Draw(t.Context(), id, 1, []deck.Stroke{stroke("before", 1)}); err != nil {
		t.Fatal(err)
	}
	if now, err := s.Ink(t.Context(), id, 1, *frozen.CoveredAt); err != nil || len(now.Strokes) != 0 {
		t.Errorf("%+v, %v", now, err)
	}
	if d := change(t, s, id, deck.Change{"blank": deck.Shown}); d.CoveredAt != nil {
		t.Errorf("it is shown, and covered since %v", d.CoveredAt)
	}
}

// TestInkReplaced: what is drawn stays with its slide when a deck gets others: with one
// that looks the same, wherever it stands by now, and with one that was edited. What
// was drawn on a slide that is gone comes back with it.
func TestInkReplaced(t *testing.T) {
	s, url := storetest.Open(t)
	heard := storetest.Connect(t, url)
	id, by := pages(t, s, "a", "a", "b", "c", "d"), pages(t, s, "A", "new", "a", "B", "d")
	for i, name := range []string{"a", "b", "c", "d"} {
		draw(t, s, id, i+1, "on-"+name)
	}
	draw(t, s, by, 1, "on-new")
	if _, err := heard.Exec(t.Context(), `LISTEN lectern_ink`); err != nil {
		t.Fatal(err)
	}
	r, err := s.Replace(t.Context(), id, by, store.Replacing{})
	if err != nil {
		t.Fatal(err)
	}
	// Nobody who still sees what had the number is told what is drawn on that slide now.
	draw(t, s, id, 4, "last")
	for {
		n := inkNews(t, heard)
		if len(n.Strokes) == 1 && n.Strokes[0].ID == "last" {
			break
		}
		if n.Strokes != nil {
			t.Errorf("ink that moved is told: %+v", n)
		}
		if n.Slide > 4 {
			t.Errorf("told is of a slide on its way: %+v", n)
		}
	}
	if got, want := drawn(t, s, id), "1: on-new, 2: on-a, 3: on-b, 4: on-d last"; got != want {
		t.Errorf("there is %q, want %q", got, want)
	}
	if got, want := drawn(t, s, r.Before), "3: on-c"; got != want {
		t.Errorf("what it had has %q, want %q", got, want)
	}
}

// TestFeedOfInk: every server hears where somebody points, and what is drawn; and when it
// begins which drawings there are.
func TestFeedOfInk(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	draw(t, s, id, 2, "a")
	feed, snap, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	ink, err := s.Ink(t.Context(), id, 2, time.Time{})
	if err != nil || cmp.Diff([]deck.InkNews{{Deck: id, Slide: 2, Ink: ink.Ink}}, snap.Ink) != "" {
		t.Errorf("%+v, want the version %d: %v", snap.Ink, ink.Ink, err)
	}
	// Anybody may NOTIFY: what is no mark is passed over.
	conn := storetest.Connect(t, url)
	for _, text := range []string{`{"deck":1,"slide":1,"kind":"pointer","x":2}`, `{"slide":1,"kind":"pointer"}`, `{}`, `x`} {
		for _, channel := range []string{"lectern_marks", "lectern_ink"} {
			if _, err := conn.Exec(t.Context(), `SELECT pg_notify($1, $2)`, channel, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	mark := deck.Mark{Deck: id, Slide: 3, Kind: deck.Spotlight, X: 0.5, Y: 0.25}
	if err := s.Notify(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
	next := func() store.Notice {
		t.Helper()
		n, err := feed.Next(t.Context(), time.Minute)
		for ; err == nil && n.Ink != nil && n.Ink.Ink == 0; n, err = feed.Next(t.Context(), time.Minute) {
			// of the other channel: a deck and a slide are all that it needs
		}
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := next(); n.Mark == nil || *n.Mark != mark {
		t.Errorf("heard %+v", n)
	}
	draw(t, s, id, 3, "b")
	if n := next(); n.Ink == nil || n.Ink.Slide != 3 || len(n.Ink.Strokes) != 1 {
		t.Errorf("heard %+v", n)
	}
}
