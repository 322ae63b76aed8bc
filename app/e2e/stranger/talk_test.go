package stranger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"testing"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
)

// A talk is a deck of a kind in a running Lectern, and what of it was shown: the
// rules are told here once more, so that the two can differ.
type talk struct {
	kind
	t        *testing.T
	lectern  *harness.Lectern
	db       *pgx.Conn // for forget; or nil
	id       int64
	pictures map[string][]spot // where each stands, by its address without a width

	live, published bool
	blank           string
	at, covered     spot          // where the presenter is; what followers see of it while covered
	shown           map[int]int   // the furthest step of each slide that was shown
	ever            map[spot]bool // what any audience was shown
	opened          map[spot]bool // what was opened that was fetched before it was shown
}

func present(t *testing.T, l *harness.Lectern, k kind) *talk {
	t.Helper()
	d := &talk{kind: k, t: t, lectern: l, at: spot{1, 0}, covered: spot{1, 0}, shown: map[int]int{}, ever: map[spot]bool{}, opened: map[spot]bool{}}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range makers[k.name](k) {
		part, err := form.CreateFormFile("file", f.name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(f.data)
	}
	form.Close()
	r, err := http.NewRequest("POST", l.At("/api/decks"), &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+l.Info.PresenterKey)
	r.Header.Set("Content-Type", form.FormDataContentType())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	if err := json.Unmarshal(answer, d); err != nil || res.StatusCode != http.StatusCreated {
		t.Fatalf("importing %s: %s %s", k.name, res.Status, answer)
	}
	d.find()
	d.draw()
	return d
}

// draw draws on each slide, which a stroke tells that has one of its words for an id.
func (d *talk) draw() {
	d.t.Helper()
	for n := range d.steps {
		body := fmt.Sprintf(`{"slide":%d,"stroke":{"id":%q,"color":"#ffffff","width":0.01,"points":[[0.5,0.5]]}}`, n+1, d.word(spot{n + 1, 0}, text))
		if status, text := d.lectern.Ask("POST", fmt.Sprint("/api/decks/", d.id, "/ink"), body); status != http.StatusNoContent {
			d.t.Fatalf("draw on slide %d of %s: %d %s", n+1, d.name, status, text)
		}
	}
}

func (d *talk) UnmarshalJSON(b []byte) error {
	var made struct{ ID int64 }
	err := json.Unmarshal(b, &made)
	d.id = made.ID
	return err
}

// forget has a PDF's pages be as nobody has read or drawn them.
func (d *talk) forget() {
	d.t.Helper()
	if d.db == nil {
		d.db = d.lectern.Connect()
	}
	if _, err := d.db.Exec(d.t.Context(), `DELETE FROM readings; DELETE FROM picture_sizes WHERE used_at IS NOT NULL`); err != nil {
		d.t.Fatal(err)
	}
}

var aHash = regexp.MustCompile(`/pictures/[A-Za-z0-9_-]{20,}`)

// find asks the presenter's API where each picture of the deck stands.
func (d *talk) find() {
	d.t.Helper()
	status, body := d.lectern.Ask("GET", fmt.Sprint("/api/decks/", d.id, "?lang=", d.lang), "")
	var answer struct {
		Slides []json.RawMessage `json:"content_slides"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Slides) != len(d.steps) {
		d.t.Fatalf("deck %d: %d %v %s", d.id, status, err, body)
	}
	d.pictures = map[string][]spot{}
	for i, slide := range answer.Slides {
		var of struct {
			Views []json.RawMessage `json:"views"`
		}
		if err := json.Unmarshal(slide, &of); err != nil {
			d.t.Fatal(err)
		}
		if len(of.Views) == 0 {
			of.Views = []json.RawMessage{slide}
		}
		if len(of.Views) != d.steps[i]+1 {
			d.t.Fatalf("slide %d of %s has %d views: %s", i+1, d.name, len(of.Views), slide)
		}
		for step, view := range of.Views {
			for _, p := range aHash.FindAllString(string(view), -1) {
				d.pictures[p] = append(d.pictures[p], spot{i + 1, step})
			}
		}
	}
	if d.kind.pictures && len(d.pictures) != len(d.spots()) {
		d.t.Fatalf("%s has %d pictures: %s", d.name, len(d.pictures), body)
	}
}

// do makes a move: a change of the deck, its deletion, its return, or the key →.
func (d *talk) do(what string) {
	d.t.Helper()
	switch what {
	case "":
	case "DELETE", "POST":
		path := fmt.Sprint("/api/decks/", d.id)
		if what == "POST" {
			path += "/restore"
		}
		if status, text := d.lectern.Ask(what, path, ""); status/100 != 2 {
			d.t.Fatalf("%s %s: %d %s", what, path, status, text)
		}
		d.published = false
	case "next":
		if status, text := d.lectern.Ask("POST", "/api/live/next", ""); status/100 != 2 {
			d.t.Fatalf("next of %s: %d %s", d.name, status, text)
		}
		to := d.at.slide + 1
		if to == d.hidden {
			to++
		}
		d.know(fmt.Sprintf(`{"current_slide":%d}`, to))
	default:
		d.put(what)
	}
}

// put changes the deck, and what should be known of it.
func (d *talk) put(body string) {
	d.t.Helper()
	d.lectern.Put(d.id, body)
	d.know(body)
}

// know changes what should be known of the deck.
func (d *talk) know(body string) {
	d.t.Helper()
	var change struct {
		Slide           int     `json:"current_slide"`
		Step            int     `json:"current_step"`
		Blank           *string `json:"blank"`
		Live, Published *bool
	}
	if err := json.Unmarshal([]byte(body), &change); err != nil {
		d.t.Fatal(err)
	}
	if change.Slide > 0 {
		d.at = spot{change.Slide, change.Step}
	}
	if change.Blank != nil {
		d.blank = *change.Blank
	}
	if change.Published != nil {
		if *change.Published && !d.open() && d.blank == "freeze" {
			d.blank = "" // whoever is let in has seen nothing that could be frozen
		}
		d.published = *change.Published
	}
	if change.Live != nil {
		if *change.Live && !d.live && d.blank == "freeze" {
			d.blank = ""
		}
		if *change.Live && !d.live && !d.published {
			d.shown = map[int]int{} // another audience
		}
		if !*change.Live && d.live {
			d.at = spot{1, 0}
		}
		d.live = *change.Live
	}
	if d.blank == "" {
		d.covered = d.at
		if furthest, ok := d.shown[d.at.slide]; d.open() && (!ok || d.at.step > furthest) {
			d.shown[d.at.slide] = d.at.step
		}
	}
	if d.open() && (d.blank == "" || d.blank == "freeze") {
		d.ever[d.covered] = true
	}
}

// told reports whether a part of a slide is in a view that was shown at some time.
func (d *talk) told(part spot) bool {
	for at := range d.ever {
		if at.slide == part.slide && at.step >= part.step {
			return true
		}
	}
	return false
}

func (d *talk) open() bool { return d.live || d.published }

// may reports whether anybody may have a view: it was shown, or is to be seen though
// the presenter is elsewhere.
func (d *talk) may(at spot) bool {
	furthest, ok := d.shown[at.slide]
	frozen := d.blank == "freeze" && at.slide == d.covered.slide && at.step <= d.covered.step
	return d.open() && (ok && at.step <= furthest || frozen)
}

func (d *talk) path(more ...any) string {
	path := fmt.Sprint("/decks/", d.id)
	for _, m := range more {
		path += fmt.Sprint(m)
	}
	return path
}
