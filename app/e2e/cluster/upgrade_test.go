//go:build linux

package cluster

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"lectern/app/e2e/harness"
)

// TestUpgradeOneByOne: servers on one database are replaced in turn. While the
// first migrates, the viewers of the others stay; then old and new show the
// same, whoever is asked.
func TestUpgradeOneByOne(t *testing.T) {
	t.Parallel()
	db := startOutside(t)
	h := openHall(t, 3, db.url("lectern"))
	viewers := h.audience(5)
	for _, l := range h.servers { // every server has prepared its statements
		h.move(l)
		h.sees(viewers)
		l.Ask("GET", "/api/decks/1", "")
	}

	before := harness.Opened(viewers[5:])
	for i, old := range h.servers {
		addr := old.AddrPort().String()
		if err := old.End(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		h.servers[i] = old.StartNext("--addr", addr, "--database-url", db.url("lectern"))
		if i == 0 {
			if n := harness.Opened(viewers[5:]); n != before {
				t.Errorf("the viewers of the other servers had %d connections before the migration, and %d after", before, n)
			}
		}
		for _, l := range h.servers {
			// What the migration changed under a server's feet it says once, and
			// never again; a move does not even notice.
			harness.Until(t, harness.Patience, "a deck", func() bool {
				status, text := l.Ask("GET", "/api/decks/1", "")
				if status != 200 && !(status == 503 && strings.Contains(text, "newer Lectern")) {
					t.Fatalf("after %d of 3, a deck: %d %s", i+1, status, text)
				}
				return status == 200
			})
			if status, text := l.Ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, h.slide)); status != 200 {
				t.Errorf("after %d of 3, a move to where it is: %d %s", i+1, status, text)
			}
			h.move(l)
			h.sees(viewers)
		}
	}
	if last := ask[string](db, "lectern", `SELECT name FROM schema_migrations ORDER BY version DESC LIMIT 1`); !strings.HasSuffix(last, "_next.sql") {
		t.Errorf("the last migration was %s", last)
	}
}
