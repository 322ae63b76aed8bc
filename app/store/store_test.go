package store_test

import (
	"fmt"
	"testing"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// draft is a deck of n slides; slide 2, if there is one, has two steps.
func draft(title string, n int) *decktest.Deck {
	d := &decktest.Deck{Header: deck.Header{Title: title, Format: deck.Markdown, Source: "t.md", Lang: "en"}}
	for i := 1; i <= n; i++ {
		s := decktest.Page(fmt.Sprintf("<h1>%d</h1>", i))
		if i == 2 {
			s = decktest.Page("<h1>2</h1>", "<h1>2</h1>once", "<h1>2</h1>twice")
		}
		s.Notes = fmt.Sprint("note ", i)
		for step := range s.Views {
			s.Views[step].Text = fmt.Sprint(i, ".", step)
		}
		d.Slides = append(d.Slides, s)
	}
	return d
}

func add(t *testing.T, s *store.Store, title string, n int) int64 {
	t.Helper()
	info := storetest.Add(t, s, draft(title, n))
	return info.ID
}

// follow hears what changes in the database.
func follow(t *testing.T, s *store.Store) *store.Feed {
	t.Helper()
	feed, _, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { feed.Close() })
	return feed
}

func change(t *testing.T, s *store.Store, id int64, c deck.Change) deck.Info {
	t.Helper()
	info, err := s.Change(t.Context(), id, c)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestDatabaseAway(t *testing.T) {
	if _, err := store.Open(t.Context(), "postgres://nobody@127.0.0.1:1/x"); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("no server: %v", err)
	}
	if _, err := store.Open(t.Context(), "postgres://%zz"); fault.CodeOf(err) != fault.Malformed {
		t.Errorf("no URL: %v", err)
	}
}
