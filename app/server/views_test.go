package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store/storetest"
)

// steps is a deck whose slide 2 has three steps and whose slide 3 has one. What
// comes at a step is called by the slide and the step, 2.1 for one.
func (s *site) steps() int64 {
	s.t.Helper()
	d := &decktest.Deck{Header: deck.Header{Title: "steps", Format: deck.Markdown}, Slides: []deck.DraftSlide{
		decktest.Page("at 1.0"),
		decktest.Page("at 2.0", "at 2.0 2.1", "at 2.0 2.1 2.2", "at 2.0 2.1 2.2 2.3"),
		decktest.Page("at 3.0", "at 3.0 3.1"),
	}}
	for i := range d.Slides {
		d.Slides[i].Notes = "secret"
		for step := range d.Slides[i].Views {
			v := &d.Slides[i].Views[step]
			v.Text = "read " + v.HTML
		}
	}
	return storetest.Add(s.t, s.store, d).ID
}

// TestNothingUnshownLeaksBySteps: at every moment a listener gets, by number and
// by step, the views that the room has seen, and not a word of another.
func TestNothingUnshownLeaksBySteps(t *testing.T) {
	s := start(t)
	id := s.steps()
	// sees compares what a stranger can get at all with what was shown: the furthest
	// step of each slide.
	sees := func(when string, furthest map[int]int) {
		t.Helper()
		for slide := 0; slide < 5; slide++ {
			for step := -1; step < 5; step++ { // -1 asks by the number alone
				path := fmt.Sprintf("/decks/%d/slides/%d", id, slide)
				at := step
				if step >= 0 {
					path += fmt.Sprint("?step=", step)
				}
				last, seen := furthest[slide]
				if step < 0 {
					at = last
				}
				status, text, _ := s.stranger("GET", path, "")
				if !seen || at > last {
					if status != http.StatusNotFound || strings.Contains(text, "has not been shown") != (furthest != nil) {
						t.Errorf("%s: %s: %d %s", when, path, status, text)
					}
					continue
				}
				var got map[string]any
				if err := json.Unmarshal([]byte(text), &got); err != nil || status != 200 {
					t.Errorf("%s: %s: %d %s", when, path, status, text)
					continue
				}
				html := "at " + fmt.Sprint(slide, ".0")
				for n := 1; n <= at; n++ {
					html += fmt.Sprintf(" %d.%d", slide, n)
				}
				want := map[string]any{
					"deck": float64(id), "slide": float64(slide), "step": float64(at), "content": got["content"],
					"title": "", "class": "", "lang": "", "picture": nil, "html": html, "text": "read " + html,
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: %s: %s, want %v", when, path, text, want)
				}
			}
		}
		var outline struct {
			Shown []int
			Steps []int `json:"shown_steps"`
		}
		status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/slides", id), "")
		if status == 404 && len(furthest) == 0 {
			return
		}
		if err := json.Unmarshal([]byte(text), &outline); err != nil {
			t.Fatalf("%s: %s: %v", when, text, err)
		}
		listed := map[int]int{}
		for i, n := range outline.Shown {
			listed[n] = outline.Steps[i]
		}
		if fmt.Sprint(listed) != fmt.Sprint(furthest) || !slices.IsSorted(outline.Shown) {
			t.Errorf("%s: to look back at: %s", when, text)
		}
	}
	put := func(change string, furthest map[int]int) {
		t.Helper()
		s.put(id, change)
		sees(change, furthest)
	}
	sees("before", nil)
	put(`{"live":true}`, map[int]int{1: 0})
	put(`{"current_slide":2}`, map[int]int{1: 0, 2: 0})
	put(`{"current_step":1}`, map[int]int{1: 0, 2: 1})
	put(`{"current_step":0}`, map[int]int{1: 0, 2: 1})
	put(`{"blank":"black"}`, map[int]int{1: 0, 2: 1})
	put(`{"current_step":3}`, map[int]int{1: 0, 2: 1})
	put(`{"current_step":2}`, map[int]int{1: 0, 2: 1})
	put(`{"blank":""}`, map[int]int{1: 0, 2: 2})
	put(`{"blank":"freeze"}`, map[int]int{1: 0, 2: 2})
	put(`{"current_slide":3,"current_step":1}`, map[int]int{1: 0, 2: 2})
	put(`{"blank":"white"}`, map[int]int{1: 0, 2: 2})
	put(`{"current_slide":2,"current_step":3}`, map[int]int{1: 0, 2: 2})
	put(`{"current_slide":3,"current_step":0}`, map[int]int{1: 0, 2: 2})
	put(`{"blank":""}`, map[int]int{1: 0, 2: 2, 3: 0})
	put(`{"current_step":1}`, map[int]int{1: 0, 2: 2, 3: 1})
	put(`{"live":false}`, nil)
	put(`{"live":true}`, map[int]int{1: 0}) // another room

	// A program that knows SQL moves by the same rules.
	conn := storetest.Connect(t, s.dbURL)
	v := s.stream("/live")
	if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 3, current_step = 1 WHERE id = $1`, id); err != nil {
		t.Fatal(err)
	}
	for data := ""; !strings.Contains(data, `"slide":3,"step":1`); _, data = v.next("slide", "deck") {
	}
	sees("by SQL", map[int]int{1: 0, 3: 1})
	if _, err := conn.Exec(t.Context(), `DELETE FROM views WHERE deck_id = $1 AND number = 3 AND step = 1`, id); err != nil {
		t.Fatal(err)
	}
	for data := ""; !strings.Contains(data, `"slide":3,"step":0`); _, data = v.next("slide", "deck") {
	}
	sees("a step less", map[int]int{1: 0, 3: 0})
}

// TestStepsOfTheirOwn: the presenter sees every view, and what can be had of a
// slide is the whole of it.
func TestStepsOfTheirOwn(t *testing.T) {
	s := start(t)
	id := s.steps()
	s.put(id, `{"live":true,"current_slide":2,"current_step":1}`)
	for path, want := range map[string]string{
		"/slides/2":        `"at 2.0 2.1"`, // as a listener would
		"/slides/2?step=3": `"at 2.0 2.1 2.2 2.3"`,
		"/slides/3":        `"at 3.0 3.1"`,
		"/slides/3?step=0": `"at 3.0"`,
	} {
		if status, text, _ := s.ask("GET", fmt.Sprint("/decks/", id, path), ""); status != 200 || !strings.Contains(text, want) {
			t.Errorf("%s: %d %s, want %s", path, status, text, want)
		}
	}
	for step, want := range map[string]int{"4": 404, "-1": 400, "two": 400, "1.5": 400, "99999999999999999999": 400} {
		if status, text, _ := s.ask("GET", fmt.Sprintf("/decks/%d/slides/2?step=%s", id, step), ""); status != want {
			t.Errorf("step %s: %d %s, want %d", step, status, text, want)
		}
	}
	_, text, _ := s.ask("GET", fmt.Sprint("/api/decks/", id), "")
	var d struct {
		Slides []struct {
			Slide, Step, Steps, Shown int
			HTML, Text, Notes         string
			Views                     []struct{ HTML, Text string }
		} `json:"content_slides"`
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(d.Slides), `[{1 0 0 -1 at 1.0 read at 1.0 secret []} `+
		`{2 3 3 1 at 2.0 2.1 2.2 2.3 read at 2.0 2.1 2.2 2.3 secret [{at 2.0 read at 2.0} {at 2.0 2.1 read at 2.0 2.1} {at 2.0 2.1 2.2 read at 2.0 2.1 2.2} {at 2.0 2.1 2.2 2.3 read at 2.0 2.1 2.2 2.3}]} `+
		`{3 1 1 -1 at 3.0 3.1 read at 3.0 3.1 secret [{at 3.0 read at 3.0} {at 3.0 3.1 read at 3.0 3.1}]}]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
