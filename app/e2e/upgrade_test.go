//go:build linux

package e2e

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
)

// nextMigration is what a later version might do to the schema: it adds a
// column to a row that a function takes whole, rewrites a table under the feet
// of prepared statements, and takes its time while it holds the locks.
const nextMigration = `
ALTER TABLE decks ADD COLUMN theme text NOT NULL DEFAULT 'plain';
ALTER TABLE pictures ALTER COLUMN width TYPE bigint, ALTER COLUMN height TYPE bigint;
SELECT pg_sleep(0.7);
`

// startNext starts the next version in a server's place and waits until it
// serves.
func (l *lectern) startNext(args ...string) *lectern {
	l.t.Helper()
	next := launchProgram(l.t, built(l.t, nextVersion), nil, append([]string{"serve", "--data", l.data}, args...)...)
	next.data = l.data
	next.awaitReady()
	return next
}

// TestUpgrade: the next version takes over a folder and its viewers, with the
// talk where it was. The version before refuses what it does not know, and
// changes nothing.
func TestUpgrade(t *testing.T) {
	data := folder(t)
	l := start(t, data, write(t, "talk.md", talk(5)))
	v := l.follow("/live")
	l.put(1, `{"current_slide":3}`)
	v.slide(t, 3)
	addr := l.addrPort().String()
	if err := l.end(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	next := l.startNext("--addr", addr)
	until(t, patience, "the viewer to come back", func() bool { return opened([]*viewer{v}) == 2 })
	v.slide(t, 3)
	next.put(1, `{"current_slide":4}`)
	v.slide(t, 4)
	var theme string
	if err := next.connect().QueryRow(t.Context(), `SELECT theme FROM decks`).Scan(&theme); err != nil || theme != "plain" {
		t.Errorf("the new column says %q: %v", theme, err)
	}
	if err := next.end(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}

	older := launch(t, nil, "serve", "--addr", addr, "--data", data)
	<-older.done
	if out := older.out.String(); older.err == nil || !strings.Contains(out, "made by a newer Lectern") {
		t.Errorf("the version before, on the newer schema: %v\n%s", older.err, out)
	}
	next = l.startNext("--addr", addr)
	next.put(1, `{"current_slide":5}`)
	v.slide(t, 5)
}

// TestUpgradeOneByOne: servers on one database are replaced in turn. While the
// first migrates, the viewers of the others stay; then old and new show the
// same, whoever is asked.
func TestUpgradeOneByOne(t *testing.T) {
	db := newOutside(t)
	db.start()
	db.exec("postgres", `CREATE DATABASE lectern`)
	h := openHall(t, 3, db.url("lectern"))
	viewers := h.audience(5)
	for _, l := range h.servers { // every server has prepared its statements
		h.move(l)
		h.sees(viewers)
		l.ask("GET", "/api/decks/1", "")
	}

	before := opened(viewers[5:])
	for i, old := range h.servers {
		addr := old.addrPort().String()
		if err := old.end(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		h.servers[i] = old.startNext("--addr", addr, "--database-url", db.url("lectern"))
		if i == 0 {
			if n := opened(viewers[5:]); n != before {
				t.Errorf("the viewers of the other servers had %d connections before the migration, and %d after", before, n)
			}
		}
		for _, l := range h.servers {
			// What the migration changed under a server's feet it says once, and
			// never again; a move does not even notice.
			until(t, patience, "a deck", func() bool {
				status, text := l.ask("GET", "/api/decks/1", "")
				if status != 200 && !(status == 503 && strings.Contains(text, "newer Lectern")) {
					t.Fatalf("after %d of 3, a deck: %d %s", i+1, status, text)
				}
				return status == 200
			})
			if status, text := l.ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, h.slide)); status != 200 {
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
