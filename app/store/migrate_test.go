package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestStrangeSchema: a library whose schema this Lectern does not know is told of
// in one sentence, and left as it is.
func TestStrangeSchema(t *testing.T) {
	for name, c := range map[string]struct{ made, want string }{
		"a newer one": {
			`INSERT INTO schema_migrations (version, name) VALUES (1000, '1000_next.sql')`,
			"made by a newer Lectern (schema ",
		},
		"an edited one": {
			`UPDATE schema_migrations SET digest = 'abc' WHERE version = 1`,
			"made by a Lectern that was never released",
		},
		"one from before the release": {
			`DROP TABLE schema_migrations;
			CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
			INSERT INTO schema_migrations (version, name) VALUES (1, '001_decks.sql'), (2, '002_identity.sql')`,
			"made by a Lectern that was never released",
		},
	} {
		t.Run(name, func(t *testing.T) {
			url := storetest.URL(t)
			conn := storetest.Connect(t, url)
			if _, err := conn.Exec(t.Context(), c.made+`; DROP FUNCTION deck_state CASCADE`); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(t.Context(), url)
			if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
			var there bool
			if err := conn.QueryRow(t.Context(), `SELECT to_regproc('deck_state') IS NOT NULL`).Scan(&there); err != nil || there {
				t.Errorf("it changed the database: %v, %v", there, err)
			}
		})
	}
}

// TestForeignTables: a database whose tables are another program's is told of in
// one sentence, and left as it is.
func TestForeignTables(t *testing.T) {
	url := storetest.Empty(t)
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `CREATE TABLE decks (cards text); INSERT INTO decks VALUES ('52')`); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), url); fault.CodeOf(err) != fault.Conflict || !strings.Contains(fault.Sentence(err), "another program's") {
		t.Errorf("it says %v", err)
	}
	var cards string
	var tables int
	err := conn.QueryRow(t.Context(), `SELECT cards, (SELECT count(*) FROM pg_tables WHERE schemaname = 'public') FROM decks`).Scan(&cards, &tables)
	if err != nil || cards != "52" || tables != 1 {
		t.Errorf("it changed the database: %s, %d tables, %v", cards, tables, err)
	}
}

// TestFunctionsAnew: functions that differ from this Lectern's are replaced at
// its start, and those that do not are left alone.
func TestFunctionsAnew(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "a", 3)
	conn := storetest.Connect(t, url)
	for _, c := range []struct {
		name, sql string
		want      int // where a move to 2 ends
	}{
		{"an earlier build's", `UPDATE schema_migrations SET digest = 'abc' WHERE version = 0`, 2},
		{"the same", ``, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 1;
				CREATE OR REPLACE FUNCTION decks_2_revise() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';`+c.sql)
			if err != nil {
				t.Fatal(err)
			}
			again, err := store.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			again.Close()
			if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = 2`); err != nil {
				t.Fatal(err)
			}
			if info, err := s.Deck(t.Context(), id); err != nil || info.CurrentSlide != c.want {
				t.Errorf("a move to 2 ended at %d, want %d (%v)", info.CurrentSlide, c.want, err)
			}
		})
	}
}

func TestMigrations(t *testing.T) {
	url := storetest.Empty(t)
	// Several servers start on one database at once.
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := store.Open(context.Background(), url)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	wg.Wait()
}
