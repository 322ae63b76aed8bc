package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// noted is a deck of these slides, each with the notes behind its colon.
func noted(t *testing.T, s *store.Store, slides ...string) int64 {
	t.Helper()
	d := &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown, Source: "talk.md"}}
	for i, words := range slides {
		words, notes, _ := strings.Cut(words, ":")
		page := decktest.Page("<p>" + words)
		page.Title, page.Notes, page.Number = words, notes, i+1
		d.Slides = append(d.Slides, page)
	}
	return storetest.Add(t, s, d).ID
}

// says is what the speaker has of a deck's slides: notes, * for edited ones, ! for a
// bookmark, - for a slide that is passed by, and in brackets what was kept.
func says(t *testing.T, s *store.Store, id int64) (all []string) {
	t.Helper()
	slides, err := s.Slides(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, slide := range slides {
		line := slide.Notes
		if slide.Edited {
			line += "*"
		}
		if slide.Bookmark {
			line += "!"
		}
		if slide.Hidden {
			line += "-"
		}
		if slide.Kept != "" {
			line += "(" + slide.Kept + ")"
		}
		all = append(all, line)
	}
	return all
}

// TestAside: what a speaker says of a slide is the presenter's to hear, and nobody's
// who follows; it goes with its slide when the deck gets others.
func TestAside(t *testing.T) {
	s, _ := storetest.Open(t)
	id := noted(t, s, "a:one", "b:two", "c:three", "d:four")
	begun := change(t, s, id, deck.Change{"live": true})
	set := func(n int, a store.Aside) deck.Slide {
		t.Helper()
		slide, err := s.SetAside(t.Context(), id, n, a)
		if err != nil {
			t.Fatal(err)
		}
		return slide
	}
	if slide := set(2, store.Aside{Notes: new("zwei"), Was: new("two"), Bookmark: new(true)}); slide.Notes != "zwei" || !slide.Edited || !slide.Bookmark {
		t.Errorf("%+v", slide)
	}
	set(3, store.Aside{Notes: new("drei\x00")})
	set(4, store.Aside{Hidden: new(true)})
	after, err := s.Deck(t.Context(), id)
	if err != nil || after.Aside <= begun.Aside || after.Content != begun.Content || after.SeenRev != begun.SeenRev || after.Rev <= begun.Rev {
		t.Errorf("%+v after %+v, %v", after.State, begun.State, err)
	}
	// Nothing new is no change.
	set(2, store.Aside{Notes: new("zwei"), Bookmark: new(true)})
	if same, _ := s.Deck(t.Context(), id); same.Rev != after.Rev {
		t.Errorf("revision %d after %d", same.Rev, after.Rev)
	}
	// Another device's edit is not written over.
	if _, err := s.SetAside(t.Context(), id, 2, store.Aside{Notes: new("deux"), Was: new("two")}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("over another's edit: %v", err)
	}
	for _, n := range []int{0, 5} {
		if _, err := s.SetAside(t.Context(), id, n, store.Aside{Bookmark: new(true)}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("slide %d: %v", n, err)
		}
	}
	want := []string{"one", "zwei*!", "drei*", "four-"}
	if got := says(t, s, id); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}

	// The file is saved: b is edited, c has other notes, and one comes before.
	r, err := s.Replace(t.Context(), id, noted(t, s, "x:new", "a:one", "B:two", "c:trois", "d:four"), store.Replacing{Saved: true})
	if err != nil {
		t.Fatal(err)
	}
	want = []string{"new", "one", "zwei*!", "trois(drei)", "four-"}
	if got := says(t, s, id); !slices.Equal(got, want) {
		t.Errorf("saved: %q, want %q", got, want)
	}
	// The second is another one by now.
	if _, err := s.SetAside(t.Context(), id, 2, store.Aside{Notes: new("of b"), Content: &begun.Content}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("of slides that are gone: %v", err)
	}
	// It is taken back, with what the slides had.
	if _, err := s.Restore(t.Context(), r.Before); err != nil {
		t.Fatal(err)
	}
	want = []string{"one", "zwei*!", "drei*", "four-"}
	if got := says(t, s, r.Before); !slices.Equal(got, want) {
		t.Errorf("before: %q, want %q", got, want)
	}
	// What was kept can be had again, or the file's.
	set(4, store.Aside{Notes: new("drei")})
	set(3, store.Aside{AsInFile: true})
	want = []string{"new", "one", "two!", "drei*", "four-"}
	if got := says(t, s, id); !slices.Equal(got, want) {
		t.Errorf("had again: %q, want %q", got, want)
	}
	// What the file has is no edit.
	if slide := set(4, store.Aside{Notes: new("trois")}); slide.Edited || slide.Kept != "" {
		t.Errorf("%+v", slide)
	}
	// A deck that is deleted has nothing to say.
	change(t, s, id, deck.Change{"live": false})
	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetAside(t.Context(), id, 1, store.Aside{Bookmark: new(true)}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("deleted: %v", err)
	}
}

// TestHiddenByItsFile: what a file hides is passed by until the speaker says otherwise,
// and then it is not, whatever is saved.
func TestHiddenByItsFile(t *testing.T) {
	s, _ := storetest.Open(t)
	made := func(hidden ...bool) int64 {
		d := &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown, Source: "talk.md"}}
		for i, h := range hidden {
			page := decktest.Page(fmt.Sprint("<p>", i))
			page.Hidden = h
			d.Slides = append(d.Slides, page)
		}
		return storetest.Add(t, s, d).ID
	}
	id := made(false, true, true)
	if _, err := s.SetAside(t.Context(), id, 2, store.Aside{Hidden: new(false)}); err != nil {
		t.Fatal(err)
	}
	if got := says(t, s, id); !slices.Equal(got, []string{"", "", "-"}) {
		t.Errorf("%q", got)
	}
	if _, err := s.Replace(t.Context(), id, made(true, true, false), store.Replacing{}); err != nil {
		t.Fatal(err)
	}
	if got := says(t, s, id); !slices.Equal(got, []string{"-", "", ""}) {
		t.Errorf("saved: %q", got)
	}
}

// TestBeginsWhereItIsSeen: a deck stands at the first slide that is not passed by, when it
// comes, when its talk begins and when it is over; whoever moves it moves it.
func TestBeginsWhereItIsSeen(t *testing.T) {
	s, _ := storetest.Open(t)
	hidden := decktest.Page("<p>1</p>")
	hidden.Hidden = true
	d := &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown}, Slides: []deck.DraftSlide{hidden, decktest.Page("<p>2</p>"), decktest.Page("<p>3</p>")}}
	id := storetest.Add(t, s, d).ID
	at := func(what string, c deck.Change, want int) {
		t.Helper()
		if got := change(t, s, id, c); got.CurrentSlide != want || got.ShownSlide != want {
			t.Errorf("%s: at slide %d, shown %d, want %d", what, got.CurrentSlide, got.ShownSlide, want)
		}
	}
	at("it came", deck.Change{"title": "b"}, 2)
	at("its talk", deck.Change{"live": true}, 2)
	at("by its number", deck.Change{"current_slide": 1}, 1)
	at("its end", deck.Change{"live": false}, 2)
	for number, hide := range map[int]bool{1: false, 2: true} {
		if _, err := s.SetAside(t.Context(), id, number, store.Aside{Hidden: &hide}); err != nil {
			t.Fatal(err)
		}
	}
	at("one that the speaker shows", deck.Change{"current_slide": 1}, 1)
	at("the next talk", deck.Change{"live": true}, 1)
	at("its end", deck.Change{"live": false}, 1)
	if _, err := s.SetAside(t.Context(), id, 1, store.Aside{Hidden: new(true)}); err != nil {
		t.Fatal(err)
	}
	at("hidden meanwhile", deck.Change{"published": true}, 3)
	at("shown already", deck.Change{"current_slide": 1}, 1)
	at("and live, too", deck.Change{"live": true}, 1)
}

// TestDeleted lists what can be brought back, and no save.
func TestDeleted(t *testing.T) {
	s, _ := storetest.Open(t)
	a, b := add(t, s, "a", 1), add(t, s, "b", 1)
	add(t, s, "c", 1)
	for _, id := range []int64{b, a} {
		if _, err := s.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	saved := noted(t, s, "x")
	if _, err := s.Replace(t.Context(), saved, noted(t, s, "y"), store.Replacing{Saved: true}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Deleted(t.Context())
	if err != nil || len(list) != 2 || list[0].ID != a || list[1].ID != b || list[0].DeletedAt == nil {
		t.Errorf("%+v, %v", list, err)
	}
}
