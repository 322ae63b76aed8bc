package store_test

import (
	"testing"

	"lectern/app/store/storetest"
)

// TestSeen: what followers see of a deck has a revision and a time of its own,
// which tell nothing of what happens under a cover, or while nobody may follow it.
func TestSeen(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 5)
	conn := storetest.Connect(t, url)
	for _, c := range []struct {
		set  string
		seen bool
	}{
		{`current_slide = 3`, false},
		{`blank = 'black'`, false},
		{`title = 'c', blank = '', current_slide = 1`, false},
		{`live = true`, true},
		{`current_slide = 2`, true},
		{`current_step = 1`, true},
		{`blank = 'freeze'`, true},
		{`current_step = 2`, false},
		{`current_slide = 3`, false},
		{`blank = 'black'`, true},
		{`current_slide = 4`, false},
		{`blank = 'white', current_slide = 5`, true},
		{`started_at = now()`, false},
		{`title = 'b'`, true},
		{`current_slide = 2, current_step = 1`, false},
		{`blank = ''`, true},
		{`started_at = NULL`, false},
		{`seen_rev = 1, seen_at = now()`, false},
		{`published = true`, true},
		{`live = false`, true},
		{`current_slide = 3`, true},
		{`published = false`, true},
		{`current_slide = 2`, false},
		{`published = true`, true},
		{`deleted_at = now()`, true},
		{`deleted_at = NULL`, false},
	} {
		t.Run(c.set, func(t *testing.T) {
			read := func() (rev, seen int64, same bool) {
				t.Helper()
				err := conn.QueryRow(t.Context(), `SELECT rev, seen_rev, seen_at = changed_at FROM decks WHERE id = $1`, id).Scan(&rev, &seen, &same)
				if err != nil {
					t.Fatal(err)
				}
				return rev, seen, same
			}
			_, before, _ := read()
			if _, err := conn.Exec(t.Context(), `UPDATE decks SET `+c.set+` WHERE id = $1`, id); err != nil {
				t.Fatal(err)
			}
			rev, after, same := read()
			if c.seen && (after != rev || !same) || !c.seen && (after != before || same) {
				t.Errorf("revision %d, seen %d after %d; seen at the time of the change: %v", rev, after, before, same)
			}
		})
	}
}
