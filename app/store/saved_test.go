package store_test

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestSaved: the room goes to the slide that was edited if it has seen that one, and
// stays where it is if not; a slide keeps the room when it gets another number.
func TestSaved(t *testing.T) {
	s, _ := storetest.Open(t)
	id := pages(t, s, "a", "a", "b+", "c", "d")
	change(t, s, id, deck.Change{"live": true})
	change(t, s, id, deck.Change{"current_slide": 2, "current_step": 1})
	begun := change(t, s, id, deck.Change{"current_slide": 3})
	for _, c := range []struct {
		name, slides string
		stay         bool
		slide, step  int
	}{
		{"an edit of a slide that was not shown", "a b+ c D", false, 3, 0},
		{"of one that was", "a B+ c D", false, 2, 1},
		{"of the one that is shown", "A B+! c D", false, 2, 1},
		{"that is to stay where it is", "A B+! C D", true, 2, 1},
		{"one more before", "x A B+! C D", false, 3, 1},
		{"a step less", "x A B C D", false, 3, 0},
		{"it is gone", "x A C D", false, 3, 0},
	} {
		change(t, s, id, deck.Change{"edits_stay": c.stay})
		r, err := s.Replace(t.Context(), id, pages(t, s, "a", strings.Fields(c.slides)...), store.Replacing{Saved: true})
		if err != nil || r.CurrentSlide != c.slide || r.CurrentStep != c.step || *r.StartedAt != *begun.StartedAt || r.ShownSlide != c.slide {
			t.Errorf("%s: slide %d, step %d, since %v, %v; want slide %d, step %d", c.name, r.CurrentSlide, r.CurrentStep, r.StartedAt, err, c.slide, c.step)
		}
	}
	// A talk that has not begun begins at the beginning, and no clock starts.
	id = pages(t, s, "a", "a", "b")
	change(t, s, id, deck.Change{"live": true})
	r, err := s.Replace(t.Context(), id, pages(t, s, "a", "x", "a", "b"), store.Replacing{Saved: true})
	if err != nil || r.CurrentSlide != 1 || r.StartedAt != nil {
		t.Errorf("slide %d, since %v, %v", r.CurrentSlide, r.StartedAt, err)
	}
	// Under a cover nobody is taken anywhere.
	change(t, s, id, deck.Change{"current_slide": 3})
	change(t, s, id, deck.Change{"blank": deck.Black})
	if r, err = s.Replace(t.Context(), id, pages(t, s, "a", "X", "a", "b"), store.Replacing{Saved: true}); err != nil || r.CurrentSlide != 3 {
		t.Errorf("black: slide %d, %v", r.CurrentSlide, err)
	}
}

// TestForgetSaved: a hundred saves leave what was there the last few times, and no file
// or picture of the others.
func TestForgetSaved(t *testing.T) {
	s, url := storetest.Open(t)
	conn := storetest.Connect(t, url)
	add := func(n int) int64 {
		t.Helper()
		d := s.NewDeck("")
		picture := []byte(fmt.Sprintf("<svg>%d</svg>", n))
		memory := &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown, Source: "talk.md"},
			Pictures: []deck.DraftPicture{{Vector: true, Sizes: []deck.PictureSize{{Type: "image/svg+xml", Data: picture}}}},
			Slides:   []deck.DraftSlide{{Views: []deck.DraftView{{HTML: fmt.Sprintf(`<p>%d<img src="picture:0">`, n), Picture: -1}}}}}
		if err := memory.Write(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if err := d.Original(t.Context(), "talk.md", strings.NewReader(fmt.Sprint(n))); err != nil {
			t.Fatal(err)
		}
		info, err := d.Finish(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return info.ID
	}
	count := func(what string) (n int) {
		t.Helper()
		if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM `+what).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	id := add(0)
	var last int64
	for n := 1; n <= 30; n++ {
		r, err := s.Replace(t.Context(), id, add(n), store.Replacing{Saved: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.ForgetSaved(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		last = r.Before
	}
	for _, what := range []string{"decks", "slides", "pictures", "originals", "original_parts"} {
		if n := count(what); n != 11 {
			t.Errorf("%d %s", n, what)
		}
	}
	// The undo, and what somebody has brought back stays.
	if _, err := s.Restore(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetSaved(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r, err := s.Replace(t.Context(), id, last, store.Replacing{})
	if err != nil {
		t.Fatal(err)
	}
	if slides, err := s.Slides(t.Context(), r.ID); err != nil || !strings.HasPrefix(slides[0].Views[0].HTML, "<p>29<img") {
		t.Errorf("%v, %v", slides, err)
	}
}
