package store_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// watched is a deck whose time is the test's to pass.
type watched struct {
	t     *testing.T
	store *store.Store
	sql   *pgx.Conn
	id    int64
	began time.Time
}

func watch(t *testing.T, slides ...string) *watched {
	s, url := storetest.Open(t)
	return &watched{t, s, storetest.Connect(t, url), noted(t, s, slides...), time.Now()}
}

func (w *watched) does(sql string) {
	w.t.Helper()
	if _, err := w.sql.Exec(w.t.Context(), sql, w.id); err != nil {
		w.t.Fatal(sql, err)
	}
}

// sets changes the deck, as any client of the database does.
func (w *watched) sets(what string) {
	w.t.Helper()
	w.does(`UPDATE decks SET ` + what + ` WHERE id = $1`)
}

// pass has seconds pass on a slide while the clock runs.
func (w *watched) pass(seconds int) {
	w.t.Helper()
	w.does(fmt.Sprintf(`UPDATE runs SET since = since - interval '%d seconds' WHERE deck_id = $1 AND since IS NOT NULL`, seconds))
}

// has is the deck's runs as words, the last one first: its kind, whether it goes on, and
// the seconds in all and of each slide. Those that the test itself has taken may be in
// each.
func (w *watched) has(want ...string) {
	w.t.Helper()
	runs, err := w.store.Runs(w.t.Context(), w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	got := []string{}
	for _, r := range runs {
		line := string(r.Kind)
		if r.EndedAt == nil {
			line += "…"
		}
		line += fmt.Sprintf(" %.3f:", r.Seconds)
		for _, s := range r.Slides {
			line += fmt.Sprintf(" %.3f", s)
		}
		got = append(got, line)
	}
	taken := time.Since(w.began).Seconds()
	same := func(got, want string) bool {
		return slices.EqualFunc(strings.Fields(got), strings.Fields(want), func(g, w string) bool {
			a, err1 := strconv.ParseFloat(strings.TrimSuffix(g, ":"), 64)
			b, err2 := strconv.ParseFloat(strings.TrimSuffix(w, ":"), 64)
			if err1 != nil || err2 != nil {
				return g == w
			}
			return a > b-0.001 && a < b+taken+0.001
		})
	}
	if !slices.EqualFunc(got, want, same) {
		w.t.Errorf("%q, want %q", got, want)
	}
}

func (w *watched) deck() deck.Info {
	w.t.Helper()
	info, err := w.store.Deck(w.t.Context(), w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	return info
}

// TestRunOfATalk: the time of each slide is kept, whoever moves the talk, and pauses are
// no part of it.
func TestRunOfATalk(t *testing.T) {
	w := watch(t, "a", "b", "c", "d")
	w.sets(`live = true`)
	w.has()
	w.sets(`current_slide = 2`) // its clock begins
	w.has("talk… 0:")
	w.pass(10)
	w.sets(`blank = 'black'`)
	w.has("talk… 0:")
	w.sets(`current_slide = 4`)
	w.pass(20)
	w.sets(`current_slide = 2`)
	w.pass(5)
	w.sets(`paused = true`)
	w.has("talk… 35: 0 15 0 20")
	w.pass(100)
	w.sets(`current_slide = 3`)
	w.sets(`paused = false`)
	w.has("talk… 35: 0 15 0 20")
	w.pass(7)
	w.sets(`live = false`)
	w.has("talk 42: 0 15 7 20")
	if d := w.deck(); d.StartedAt != nil || d.Paused || d.CurrentSlide != 1 {
		t.Errorf("%+v", d.State)
	}
	// Moves that nobody gives are no run.
	w.sets(`current_slide = 3`)
	w.has("talk 42: 0 15 7 20")
}

// TestRunGoesOn: an end that is taken back is none, and a clock that is set back begins
// another run.
func TestRunGoesOn(t *testing.T) {
	w := watch(t, "a", "b", "c")
	w.sets(`live = true`)
	w.sets(`current_slide = 2`)
	began := w.deck().StartedAt
	w.pass(30)
	w.sets(`live = false`)
	w.has("talk 30: 0 30")
	if _, err := w.sql.Exec(t.Context(), `UPDATE decks SET live = true, current_slide = 2, started_at = $2 WHERE id = $1`, w.id, began); err != nil {
		t.Fatal(err)
	}
	w.has("talk… 30: 0 30")
	w.pass(6)
	w.sets(`started_at = clock_timestamp() + interval '2 seconds'`)
	w.has("talk… 0:", "talk 36: 0 36")
	// Another deck goes live, and this one again.
	other := noted(t, w.store, "x")
	w.pass(9)
	change(t, w.store, other, deck.Change{"live": true})
	w.has("talk 9: 0 9", "talk 36: 0 36")
	w.sets(`started_at = (SELECT clock FROM runs WHERE deck_id = $1 ORDER BY id DESC LIMIT 1), live = true`)
	w.has("talk… 9: 0 9", "talk 36: 0 36")
	// A few seconds are no talk.
	w.sets(`live = false`)
	w.sets(`live = true`)
	w.sets(`current_slide = 2`)
	w.sets(`live = false`)
	w.has("talk 9: 0 9", "talk 36: 0 36")
}

// TestRunOfARehearsal: it runs by the deck's clock, nobody sees it, and the talk ends it.
func TestRunOfARehearsal(t *testing.T) {
	w := watch(t, "a", "b", "c")
	w.sets(`rehearsing = true`)
	d := w.deck()
	if !d.Rehearsing || d.StartedAt == nil || d.SeenRev != 0 || d.Open() {
		t.Errorf("%+v", d.State)
	}
	w.pass(8)
	w.sets(`current_slide = 2`)
	w.pass(12)
	w.sets(`rehearsing = false`)
	w.has("rehearsal 20: 8 12")
	if d := w.deck(); d.StartedAt != nil || d.CurrentSlide != 1 {
		t.Errorf("ended: %+v", d.State)
	}
	w.sets(`rehearsing = true, current_slide = 3`)
	w.pass(50)
	w.sets(`live = true`)
	w.has("rehearsal 50: 0 0 50", "rehearsal 20: 8 12")
	if d := w.deck(); d.StartedAt != nil || d.Rehearsing || d.CurrentSlide != 3 {
		t.Errorf("live: %+v", d.State)
	}
	w.sets(`rehearsing = true`)
	if w.deck().Rehearsing {
		t.Error("a live deck is rehearsed")
	}
	w.sets(`paused = true`)
	if w.deck().Paused {
		t.Error("a clock stands that never began")
	}
}

// TestNobodySeesARehearsal: a deck that is open is not rehearsed, and one that is opened,
// or hung on a screen, no more: its rehearsal ends, and who is let in is at its beginning.
func TestNobodySeesARehearsal(t *testing.T) {
	w := watch(t, "a", "b", "c")
	open := func(what, opens, closes string) {
		t.Helper()
		w.sets(`rehearsing = true, advancing = true, current_slide = 1`)
		w.pass(8)
		w.sets(`current_slide = 3, advancing = true`)
		w.does(opens)
		if d := w.deck(); !d.Open() || d.Rehearsing || d.StartedAt != nil || d.Advancing || d.CurrentSlide != 1 || d.ShownSlide != 1 {
			t.Errorf("%s: %+v", what, d.State)
		}
		w.sets(`current_slide = 2`)
		d, err := w.store.Change(t.Context(), w.id, deck.Change{"rehearsing": true})
		if fault.CodeOf(err) != fault.Conflict || w.deck().Rehearsing {
			t.Errorf("%s, and rehearsed: %+v, %v", what, d.State, err)
		}
		w.does(closes)
	}
	open("published", `UPDATE decks SET published = true WHERE id = $1`, `UPDATE decks SET published = false WHERE id = $1`)
	open("hung on a screen", `INSERT INTO screens (id, number, kind, deck) VALUES (repeat('a', 24), 1, 'kiosk', $1)`, `DELETE FROM screens WHERE deck = $1`)
	w.has("rehearsal 8: 8 0 0", "rehearsal 8: 8 0 0")
}

// TestPause: a clock that goes on goes on from where it stood.
func TestPause(t *testing.T) {
	w := watch(t, "a", "b")
	w.sets(`live = true, started_at = now() - interval '1 minute'`)
	w.sets(`paused = true`)
	at := w.deck()
	if at.PausedAt == nil || at.PausedAt.Sub(*at.StartedAt).Round(1e9) != 60e9 {
		t.Fatalf("%+v", at.State)
	}
	w.sets(`paused = true, current_slide = 2`)
	if d := w.deck(); !d.PausedAt.Equal(*at.PausedAt) || !d.StartedAt.Equal(*at.StartedAt) {
		t.Errorf("%+v", d.State)
	}
	w.sets(`paused = false`)
	d := w.deck()
	stood := d.ChangedAt.Sub(*at.PausedAt)
	if shift := d.StartedAt.Sub(*at.StartedAt); d.PausedAt != nil || shift <= 0 || shift > stood {
		t.Errorf("it stood for %v, and the clock goes on by %v later", stood, shift)
	}
	w.sets(`paused = true`)
	w.sets(`started_at = NULL`)
	if d := w.deck(); d.Paused || d.PausedAt != nil {
		t.Errorf("back to zero: %+v", d.State)
	}
}

// TestRunsKept: they are the last ones, go with their slides and their deck, and can be
// removed once they are over.
func TestRunsKept(t *testing.T) {
	w := watch(t, "a", "b", "c", "d")
	w.sets(`rehearsing = true`)
	w.pass(10)
	w.sets(`current_slide = 3`)
	w.pass(20)
	w.sets(`current_slide = 4`)
	w.pass(30)
	// Slide a is gone, one comes before c, and the talk goes on at d.
	if _, err := w.store.Replace(t.Context(), w.id, noted(t, w.store, "b", "x", "c", "d"), store.Replacing{Saved: true}); err != nil {
		t.Fatal(err)
	}
	w.sets(`current_slide = 1`)
	w.has("rehearsal… 60: 0 0 20 30")
	runs, err := w.store.Runs(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.DeleteRun(t.Context(), w.id, runs[0].ID); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("one that goes on: %v", err)
	}
	w.sets(`rehearsing = false`)
	for _, c := range [][2]int64{{w.id, runs[0].ID + 1}, {w.id + 1, runs[0].ID}} {
		if err := w.store.DeleteRun(t.Context(), c[0], c[1]); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%v: %v", c, err)
		}
	}
	if err := w.store.DeleteRun(t.Context(), w.id, runs[0].ID); err != nil {
		t.Error(err)
	}
	w.has()
	for range deck.MaxRuns + 3 {
		w.sets(`rehearsing = true`)
		w.pass(6)
		w.sets(`rehearsing = false`)
	}
	if runs, err := w.store.Runs(t.Context(), w.id); err != nil || len(runs) != deck.MaxRuns {
		t.Errorf("%d runs, %v", len(runs), err)
	}
	if _, err := w.store.Runs(t.Context(), w.id+100); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
}

// plans is what is planned for the slides: seconds, and * where the speaker says so.
func (w *watched) plans(want string) {
	w.t.Helper()
	slides, err := w.store.Slides(w.t.Context(), w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, s := range slides {
		own := ""
		if s.Plan != nil {
			own = "*"
		}
		all = append(all, fmt.Sprint(s.Planned, own))
	}
	if got := strings.Join(all, " "); got != want {
		w.t.Errorf("%q, want %q", got, want)
	}
}

// TestPlan: the file, its notes and the speaker say how long slides take; the speaker
// counts, and nobody who follows hears of it.
func TestPlan(t *testing.T) {
	w := watch(t, "a:(1 min)", "b", "c:time: 90s", "d")
	w.does(`UPDATE slides SET planned = 30 WHERE deck_id = $1 AND number = 2`)
	w.plans("60 30 90 0")
	before := w.deck()
	set := func(p deck.Plan) deck.Info {
		t.Helper()
		info, err := w.store.SetPlan(t.Context(), w.id, p)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	after := set(deck.Plan{Planned: new(600), Slides: map[int]*int{1: new(60), 2: new(0), 4: new(120)}})
	w.plans("60 0* 90 120*")
	if after.Planned != 600 || after.Aside <= before.Aside || after.Content != before.Content || after.SeenRev != before.SeenRev {
		t.Errorf("%+v after %+v", after.State, before.State)
	}
	if same := set(deck.Plan{Planned: new(600), Slides: map[int]*int{4: new(120)}}); same.Rev != after.Rev {
		t.Errorf("revision %d after %d", same.Rev, after.Rev)
	}
	for _, p := range []deck.Plan{{Planned: new(-1)}, {Planned: new(deck.MaxPlanned + 1)}, {Slides: map[int]*int{5: new(1)}}, {Slides: map[int]*int{0: nil}}, {Slides: map[int]*int{1: new(-1)}}} {
		if _, err := w.store.SetPlan(t.Context(), w.id, p); fault.CodeOf(err) != fault.OutOfRange {
			t.Errorf("%v: %v", p, err)
		}
	}
	if _, err := w.store.SetPlan(t.Context(), w.id+99, deck.Plan{}); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
	// It goes with the slides that stay, and the length is the speaker's, not the file's.
	if _, err := w.store.Replace(t.Context(), w.id, noted(t, w.store, "x", "b", "c:time: 80s", "d"), store.Replacing{Saved: true}); err != nil {
		t.Fatal(err)
	}
	w.plans("0 0* 80 120*")
	if d := w.deck(); d.Planned != 600 {
		t.Errorf("planned %d", d.Planned)
	}
	set(deck.Plan{Slides: map[int]*int{2: nil, 4: nil}})
	w.plans("0 0 80 0")
	// An edited note counts as the file's does.
	if _, err := w.store.SetAside(t.Context(), w.id, 4, store.Aside{Notes: new("(3 min)")}); err != nil {
		t.Fatal(err)
	}
	w.plans("0 0 80 180")
}
