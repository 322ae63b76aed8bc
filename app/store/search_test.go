package store_test

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestSearch finds slides by their words, wherever these stand, and by nothing else.
func TestSearch(t *testing.T) {
	s, _ := storetest.Open(t)
	first := noted(t, s, "Zebra 100% sure", "Apples: the ÜBER pear")
	live := noted(t, s, "a zebra", "b", "c_d: back\\slash")
	gone := noted(t, s, "zebra")
	if _, err := s.Delete(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	change(t, s, live, deck.Change{"live": true})
	if _, err := s.SetAside(t.Context(), live, 2, store.Aside{Notes: new("an edited word")}); err != nil {
		t.Fatal(err)
	}
	newest := noted(t, s, "Zebras")
	for query, want := range map[string]string{
		"zebra":                 fmt.Sprint(live, "/1 ", newest, "/1 ", first, "/1"),
		"über PEAR apple":       fmt.Sprint(first, "/2"),
		"100%":                  fmt.Sprint(first, "/1"),
		"%":                     fmt.Sprint(first, "/1"),
		"_":                     fmt.Sprint(live, "/3"),
		`k\s`:                   fmt.Sprint(live, "/3"),
		"edited":                fmt.Sprint(live, "/2"),
		"zebra nowhere":         "",
		" ":                     "",
		"'; DROP TABLE decks--": "",
		"\x00":                  "",
	} {
		found, err := s.Search(t.Context(), query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprint(f.Deck, "/", f.Number))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	if _, err := s.Search(t.Context(), strings.Repeat("a", store.MaxQuery+1)); fault.CodeOf(err) != fault.OutOfRange {
		t.Errorf("a long query: %v", err)
	}
}
