package server

import (
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store/storetest"
)

// TestSlidesOfAnotherPast: a standby that took over may have other slides
// under the numbers that were read before.
func TestSlidesOfAnotherPast(t *testing.T) {
	s, url := storetest.Open(t)
	info := storetest.Add(t, s, &decktest.Deck{Header: deck.Header{Title: "talk", Format: deck.Markdown},
		Slides: []deck.DraftSlide{decktest.Page("before")}})
	past := int64(0)
	c := newSlideCache(s)
	shows := func(want string) {
		t.Helper()
		d, err := c.get(t.Context(), deckKey{id: info.ID, content: info.Content, rewinds: past})
		if err != nil || d.slides[0].Views[0].HTML != want {
			t.Errorf("%+v, %v; want %s", d, err, want)
		}
	}
	shows("before")
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `ALTER TABLE views DISABLE TRIGGER USER; UPDATE views SET html = 'after'`); err != nil {
		t.Fatal(err)
	}
	shows("before") // nothing tells that it changed
	past++
	shows("after")
}

// TestGap: a slide or a step that somebody took out in the database is not there; what
// follows it is not shown in its place.
func TestGap(t *testing.T) {
	c := newCached(deck.Info{}, "", []deck.Slide{
		{Number: 2, Views: []deck.View{{HTML: "b"}}},
		{Number: 4, Views: []deck.View{{HTML: "d"}, {}, {HTML: "d, later"}}, Steps: 2},
		{Number: 5},
	})
	want := map[place]string{{2, 0}: "b", {4, 0}: "d", {4, 2}: "d, later"}
	for slide := range 7 {
		for step := -1; step < 4; step++ {
			p := place{slide, step}
			b, err := c.blob(p)
			if err != nil || (b != nil) != (want[p] != "") {
				t.Errorf("slide %d at step %d: %v, %v", slide, step, b, err)
			}
			if b != nil && c.slide(slide).View(step).HTML != want[p] {
				t.Errorf("slide %d at step %d has %+v", slide, step, c.slide(slide))
			}
		}
	}
}
