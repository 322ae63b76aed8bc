package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/sealed"
	"lectern/app/store/storetest"
)

// places are the views of mixed, in order.
var places = [][2]int{{1, 0}, {2, 0}, {2, 1}, {2, 2}, {3, 0}, {4, 0}}

// mixed is a deck of words, of steps with a picture in two widths among them, of a
// picture in four widths, of a vector.
func (s *site) mixed() int64 {
	s.t.Helper()
	size := func(width int, kind, data string) deck.PictureSize {
		return deck.PictureSize{Width: width, Height: width / 2, Type: kind, Data: []byte(data)}
	}
	d := &decktest.Deck{
		Header: deck.Header{Title: "mixed", Lang: "de", Format: deck.Markdown},
		Pictures: []deck.DraftPicture{
			{Width: 2000, Height: 1000, Sizes: []deck.PictureSize{size(960, "image/jpeg", "boat 960"), size(2000, "image/png", "boat 2000")}},
			{Width: 3840, Height: 1920, Sizes: []deck.PictureSize{size(480, "image/png", "page 480"), size(960, "image/png", "page 960"), size(1920, "image/png", "page 1920"), size(3840, "image/webp", "page 3840")}},
			{Vector: true, Sizes: []deck.PictureSize{size(0, "image/svg+xml", "<svg>"+strings.Repeat("<g/>", 999)+"</svg>")}},
		},
		Slides: []deck.DraftSlide{
			decktest.Page("<h1>One</h1>"),
			decktest.Page(`<p>Two /pictures/none/7</p>`, `<p>Two</p><img alt="" src="picture:0"><img src="picture:0">`, `<p>Two</p><img src="picture:2">`),
			{Title: "Three", Class: "wide", Notes: "secret", Views: []deck.DraftView{{Picture: 1, Text: "of the page"}}},
			{Views: []deck.DraftView{{Picture: 2}}},
		},
	}
	return storetest.Add(s.t, s.store, d).ID
}

// inside are the pictures of each place, for a screen of each width, by what they
// hold; the vector's bytes are many.
var inside = map[[2]int]map[int][]string{
	{2, 1}: {960: {"boat 960"}, 1920: {"boat 2000"}, 3840: {"boat 2000"}},
	{2, 2}: {960: {"<svg>"}, 1920: {"<svg>"}, 3840: {"<svg>"}},
	{3, 0}: {960: {"page 960"}, 1920: {"page 1920"}, 3840: {"page 3840"}},
	{4, 0}: {960: {"<svg>"}, 1920: {"<svg>"}, 3840: {"<svg>"}},
}

func (s *site) ahead(id int64, k, width int, headers ...string) (int, []byte, http.Header) {
	s.t.Helper()
	status, text, h := s.stranger("GET", fmt.Sprintf("/decks/%d/ahead/%d/%d", id, k, width), "", headers...)
	return status, []byte(text), h
}

// TestAhead: at every place of a talk a stranger gets the next two views, sealed;
// each opens with its own key and no other, to what is told when it is shown.
func TestAhead(t *testing.T) {
	s := start(t)
	id := s.mixed()
	if status, text, _ := s.ahead(id, 1, 960); status != 404 {
		t.Errorf("before the talk: %d %s", status, text)
	}
	s.put(id, `{"live":true}`)
	d, _ := s.hub.Deck(id)
	keys := sealed.From(s.store.ViewSecret())
	for at, place := range places {
		s.put(id, fmt.Sprintf(`{"current_slide":%d,"current_step":%d}`, place[0], place[1]))
		for k := 1; k <= 2; k++ {
			for _, width := range []int{960, 1920, 3840} {
				status, body, h := s.ahead(id, k, width, "Accept-Encoding", "gzip, zstd")
				next := [2]int{} // which no view is
				if at+k < len(places) {
					next = places[at+k]
				}
				for _, other := range places {
					plain, err := keys.Of(id, d.Content, other[0], other[1]).Open(body)
					if (err == nil) != (other == next) {
						t.Errorf("%d after %v: the key of %v: %v", k, place, other, err)
					}
					if err == nil {
						s.isView(plain, id, next, width)
					}
				}
				tellsNothing(t, status, h)
			}
		}
	}
}

// TestAheadOfHiddenSince: what → passes by is no view ahead from when the speaker says so,
// and is one again when they take that back.
func TestAheadOfHiddenSince(t *testing.T) {
	s := start(t)
	id := s.mixed()
	s.put(id, `{"live":true}`)
	d, _ := s.hub.Deck(id)
	keys := sealed.From(s.store.ViewSecret())
	hide := func(slide int, hidden bool) {
		t.Helper()
		if status, text, _ := s.ask("PUT", fmt.Sprintf("/api/decks/%d/slides/%d", id, slide), fmt.Sprintf(`{"hidden":%t}`, hidden)); status != 200 {
			t.Fatalf("%d %s", status, text)
		}
	}
	are := func(from int, next ...[2]int) {
		t.Helper()
		s.put(id, fmt.Sprintf(`{"current_slide":%d}`, from))
		for k, at := range next {
			_, body, _ := s.ahead(id, k+1, 960)
			if _, err := keys.Of(id, d.Content, at[0], at[1]).Open(body); err != nil {
				t.Errorf("%d after slide %d is not %v: %v", k+1, from, at, err)
			}
		}
	}
	are(1, [2]int{2, 0}, [2]int{2, 1})
	hide(2, true)
	are(1, [2]int{3, 0}, [2]int{4, 0})
	are(2, [2]int{2, 1}, [2]int{2, 2})
	hide(4, true)
	are(1, [2]int{3, 0}, [2]int{0, 1})
	hide(2, false)
	are(1, [2]int{2, 0}, [2]int{2, 1})
}

// isView compares the opened bundle with what the presenter gets.
func (s *site) isView(plain []byte, id int64, at [2]int, width int) {
	s.t.Helper()
	b, err := sealed.Read(plain)
	if err != nil {
		s.t.Fatal(err)
	}
	_, text, _ := s.ask("GET", fmt.Sprintf("/decks/%d/slides/%d?step=%d", id, at[0], at[1]), "")
	var got, want any
	if json.Unmarshal(b.View, &got) != nil || json.Unmarshal([]byte(text), &want) != nil || !reflect.DeepEqual(got, want) {
		s.t.Errorf("%v: %s, want %s", at, b.View, text)
	}
	if len(b.Pictures) != len(inside[at][width]) {
		s.t.Fatalf("%v at %d: %d pictures, want %q", at, width, len(b.Pictures), inside[at][width])
	}
	for i, p := range b.Pictures {
		_, data, h := s.ask("GET", p.Address, "", "Accept-Encoding", "identity")
		if string(p.Data) != data || p.Type != h.Get("Content-Type") || !strings.HasPrefix(data, inside[at][width][i]) {
			s.t.Errorf("%v at %d: %s is %s %.20q, want %s %.20q", at, width, p.Address, p.Type, p.Data, h.Get("Content-Type"), data)
		}
	}
}

// tellsNothing: every bundle looks like every other one, but for its length.
func tellsNothing(t *testing.T, status int, h http.Header) {
	t.Helper()
	h = h.Clone()
	for _, own := range []string{"Date", "Etag", "Content-Length"} {
		h.Del(own)
	}
	want := http.Header{
		"Cache-Control": {"no-store"}, "Content-Type": {"application/octet-stream"}, "X-Content-Type-Options": {"nosniff"}, "Referrer-Policy": {"no-referrer"},
		"Cross-Origin-Resource-Policy": {"same-origin"}, "Cross-Origin-Opener-Policy": {"same-origin"}, "Content-Security-Policy": h["Content-Security-Policy"], "Vary": {"Accept-Encoding"},
	}
	if status != 200 || !maps.EqualFunc(h, want, slices.Equal) {
		t.Errorf("%d %v, want %v", status, h, want)
	}
}

// TestAheadOfWhatIsSeen: while the room is dark or frozen the presenter's own moves
// change nothing of what can be fetched.
func TestAheadOfWhatIsSeen(t *testing.T) {
	s := start(t)
	id := s.mixed()
	s.put(id, `{"live":true}`)
	s.put(id, `{"current_slide":2}`)
	_, want, _ := s.ahead(id, 1, 960)
	for _, blank := range []string{"freeze", "black", "white"} {
		s.put(id, fmt.Sprintf(`{"blank":%q}`, blank))
		s.put(id, `{"current_slide":4}`)
		if status, got, _ := s.ahead(id, 1, 960); status != 200 || !bytes.Equal(got, want) {
			t.Errorf("%s: %d, %d bytes, want %d of before", blank, status, len(got), len(want))
		}
		s.put(id, `{"current_slide":2}`)
		s.put(id, `{"blank":""}`)
	}
	s.put(id, `{"current_step":1}`)
	if status, got, _ := s.ahead(id, 1, 960); status != 200 || bytes.Equal(got, want) {
		t.Errorf("a step further: %d, the same as before", status)
	}
}

// TestAheadOfHidden: what → passes by is not fetched ahead, and what follows it is.
func TestAheadOfHidden(t *testing.T) {
	s := start(t)
	pages := []deck.DraftSlide{decktest.Page("1"), decktest.Page("2"), decktest.Page("3"), decktest.Page("4"), decktest.Page("5")}
	pages[1].Hidden, pages[3].Hidden = true, true
	id := storetest.Add(t, s.store, &decktest.Deck{Header: deck.Header{Title: "a", Format: deck.Markdown}, Slides: pages}).ID
	s.put(id, `{"live":true}`)
	d, _ := s.hub.Deck(id)
	keys := sealed.From(s.store.ViewSecret())
	for slide, next := range map[int][2]int{1: {3, 5}, 2: {3, 5}, 3: {5, 0}} {
		s.put(id, fmt.Sprintf(`{"current_slide":%d}`, slide))
		for k, want := range next {
			_, body, _ := s.ahead(id, k+1, 960)
			for n := range 6 {
				step := 0
				if n == 0 {
					step = k + 1 - slices.Index(next[:], 0)
				}
				if _, err := keys.Of(id, d.Content, n, step).Open(body); (err == nil) != (n == want) {
					t.Errorf("%d after slide %d: the key of %d: %v", k+1, slide, n, err)
				}
			}
		}
	}
}

// TestAheadOpens: the key that comes with a move opens what was fetched before it.
func TestAheadOpens(t *testing.T) {
	s := start(t)
	id := s.mixed()
	v := s.stream("/live")
	s.put(id, `{"live":true}`)
	v.next("deck")
	_, first, _ := s.ahead(id, 1, 960)
	_, second, _ := s.ahead(id, 2, 960)
	opens := func(body []byte) {
		t.Helper()
		var e struct{ Key string }
		_, data := v.next("slide")
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			t.Fatal(err)
		}
		key, err := sealed.Parse(e.Key)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if _, err := key.Open(body); err != nil {
			t.Errorf("%s: %v", data, err)
		}
	}
	s.put(id, `{"current_slide":2}`)
	opens(first)
	s.put(id, `{"current_step":1}`)
	opens(second)
}

func TestAheadRefusals(t *testing.T) {
	s := start(t)
	id := s.mixed()
	s.put(id, `{"live":true}`)
	for _, path := range []string{"0/960", "3/960", "-1/960", "x/960", "1/0", "1/961", "1/1e3", "1/", "1", ""} {
		if status, text, _ := s.stranger("GET", fmt.Sprintf("/decks/%d/ahead/%s", id, path), ""); status != 404 {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	if status, text, _ := s.ahead(id+1, 1, 960); status != 404 {
		t.Errorf("no such deck: %d %s", status, text)
	}
	_, body, h := s.ahead(id, 1, 960)
	tag := h.Get("ETag")
	if tag != `"`+sealed.Tag(body)+`"` {
		t.Errorf("the tag %s of %x", tag, body[:28])
	}
	status, none, h := s.ahead(id, 1, 960, "If-None-Match", `"abc", `+tag)
	if status != 304 || len(none) > 0 || h.Get("ETag") != tag {
		t.Errorf("who has it: %d, %v, %d bytes", status, h, len(none))
	}
	if status, _, _ := s.ahead(id, 2, 960, "If-None-Match", tag); status != 200 {
		t.Errorf("who has the one before: %d", status)
	}
	s.put(id, `{"live":false}`)
	if status, text, _ := s.ahead(id, 1, 960); status != 404 {
		t.Errorf("after the talk: %d %s", status, text)
	}
}

// TestAheadDecoys: behind the last view it goes on as if there were more: what was
// the second is the first after a move, and is as long as the bundle of some view.
func TestAheadDecoys(t *testing.T) {
	s := start(t)
	id := s.mixed()
	s.put(id, `{"live":true}`)
	for _, width := range []int{960, 1920, 3840} {
		lengths := map[int]bool{}
		var second []byte
		for _, at := range places {
			s.put(id, fmt.Sprintf(`{"current_slide":%d,"current_step":%d}`, at[0], at[1]))
			_, first, _ := s.ahead(id, 1, width)
			if second != nil && !bytes.Equal(first, second) {
				t.Errorf("at %v: the first is not what was the second", at)
			}
			if at[0] == 4 && !lengths[len(first)] {
				t.Errorf("the decoy has %d bytes, and no view has", len(first))
			}
			_, second, _ = s.ahead(id, 2, width)
			lengths[len(first)] = true
			if bytes.Equal(first, second) {
				t.Errorf("at %v: twice the same", at)
			}
		}
	}
}

// TestAheadTooLarge: of what is too large for a bundle the words come ahead; the
// pictures are asked for when they are shown.
func TestAheadTooLarge(t *testing.T) {
	s := start(t)
	large := deck.DraftPicture{Width: 4000, Height: 3000, Sizes: []deck.PictureSize{
		{Width: 960, Height: 720, Type: "image/png", Data: make([]byte, 100<<10)},
		{Width: 4000, Height: 3000, Type: "image/png", Data: make([]byte, 9<<20)},
	}}
	id := storetest.Add(t, s.store, &decktest.Deck{
		Header: deck.Header{Title: "large", Format: deck.Pictures}, Pictures: []deck.DraftPicture{large},
		Slides: []deck.DraftSlide{decktest.Page("one"), {Views: []deck.DraftView{{Picture: 0}}}},
	}).ID
	s.put(id, `{"live":true}`)
	d, _ := s.hub.Deck(id)
	key := sealed.From(s.store.ViewSecret()).Of(id, d.Content, 2, 0)
	for width, want := range map[int]int{960: 1, 1920: 0, 3840: 0} {
		status, body, _ := s.ahead(id, 1, width)
		plain, err := key.Open(body)
		if err != nil {
			t.Fatalf("%d: %d, %d bytes: %v", width, status, len(body), err)
		}
		b, err := sealed.Read(plain)
		if err != nil || len(b.Pictures) != want || !bytes.Contains(b.View, []byte(`"slide":2`)) {
			t.Errorf("%d: %d pictures of %s, %v; want %d", width, len(b.Pictures), b.View, err, want)
		}
	}
}
