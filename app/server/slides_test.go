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
		Slides: []deck.DraftSlide{{HTML: "before", Picture: -1}}})
	past := int64(0)
	c := newSlideCache(s)
	shows := func(want string) {
		t.Helper()
		d, err := c.get(t.Context(), deckKey{info.ID, info.Content, past})
		if err != nil || d.slides[0].HTML != want {
			t.Errorf("%+v, %v; want %s", d, err, want)
		}
	}
	shows("before")
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `ALTER TABLE slides DISABLE TRIGGER USER; UPDATE slides SET html = 'after'`); err != nil {
		t.Fatal(err)
	}
	shows("before") // nothing tells that it changed
	past++
	shows("after")
}

// TestGap: a slide that somebody took out in the database is not there; what
// follows it is not shown in its place.
func TestGap(t *testing.T) {
	c := cached{slides: []deck.Slide{{Number: 2, HTML: "b"}, {Number: 4, HTML: "d"}}}
	for n, want := range []string{"", "", "b", "", "d", ""} {
		b, err := c.blob(n)
		if err != nil || (b != nil) != (want != "") {
			t.Errorf("slide %d: %v, %v", n, b, err)
		}
		if s := c.slide(n); s != nil && s.HTML != want {
			t.Errorf("slide %d has %q", n, s.HTML)
		}
	}
}
