package store_test

import (
	"testing"
	"time"

	"lectern/app/fault"
	"lectern/app/store/storetest"
)

func TestDeleteAndRestore(t *testing.T) {
	s, url := storetest.Open(t)
	if v, err := s.NeverUsed(t.Context()); err != nil || !v {
		t.Errorf("a new library was used: %v, %v", v, err)
	}
	id := add(t, s, "a", 2)
	if _, err := s.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Deck(t.Context(), id); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("deleted deck: %v", err)
	}
	if _, err := s.Restore(t.Context(), id); err != nil {
		t.Error(err)
	}
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Deck(t.Context(), id); err != nil {
		t.Errorf("after undo and sweep: %v", err)
	}
	s.Delete(t.Context(), id)
	other := add(t, s, "b", 2) // a sweep takes them one by one
	s.Delete(t.Context(), other)
	conn := storetest.Connect(t, url)
	conn.Exec(t.Context(), `UPDATE decks SET deleted_at = now() - interval '2 hours'`)
	if err := s.Sweep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{id, other} {
		if _, err := s.Restore(t.Context(), id); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("swept deck: %v", err)
		}
	}
	if v, err := s.NeverUsed(t.Context()); err != nil || v {
		t.Errorf("a library that had a deck was never used: %v, %v", v, err)
	}
}
