package store_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/store"
	"lectern/app/store/storetest"
)

// TestSilentDatabase: power or network of the database is gone without a word.
// Once the Feed has noticed, nobody else waits for an answer either.
func TestSilentDatabase(t *testing.T) {
	url := storetest.URL(t)
	cable, through := lay(t, url)
	s, err := store.Open(t.Context(), through)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	id := add(t, s, "talk", 3)
	feed := follow(t, s)

	// A change that waits in the database, behind another client's.
	other := storetest.Connect(t, url)
	tx, err := other.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE decks SET current_slide = 2`); err != nil {
		t.Fatal(err)
	}
	changed := make(chan error, 1)
	go func() {
		_, err := s.Change(context.Background(), id, deck.Change{"current_slide": 3})
		changed <- err
	}()
	look := storetest.Connect(t, url)
	for waits := 0; waits == 0; {
		if err := look.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waits); err != nil {
			t.Fatal(err)
		}
	}

	cable.mute.Store(true)
	if _, err := feed.Next(t.Context(), 100*time.Millisecond); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("the feed of a silent database: %v", err)
	}
	select {
	case err := <-changed:
		if fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("a change that waited: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("a change waits for a database that is silent")
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	cable.mend()
	if _, err := s.Change(t.Context(), id, deck.Change{"current_slide": 1}); err != nil {
		t.Errorf("a change when the cable is mended: %v", err)
	}
}

// TestFirstAddressIsSilent: a URL that names two servers, of which the first
// takes connections and says nothing.
func TestFirstAddressIsSilent(t *testing.T) {
	url := storetest.URL(t)
	cable, _ := lay(t, url)
	cable.mute.Store(true)
	silent, port, err := net.SplitHostPort(cable.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	both := fmt.Sprintf("host=%s,%s port=%s,%d user=%s password='%s' dbname=%s sslmode=disable connect_timeout=1",
		silent, cable.to.Host, port, cable.to.Port, cable.to.User, cable.to.Password, cable.to.Database)
	s, err := store.Open(t.Context(), both)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	feed, _, err := s.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	feed.Close()
}

// TestPrimaryNoMore: a server that turned into one that only reads is left, and
// the presenter is told to try again.
func TestPrimaryNoMore(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "talk", 3)
	feed := follow(t, s)
	conn := storetest.Connect(t, url)
	exec := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	turn := `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ` // of connections to come
	exec(turn + `on', current_database()); END $$`)
	exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	if _, err := feed.Next(t.Context(), time.Minute); fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("the feed of a database that restarts: %v", err)
	}
	var pg *pgconn.PgError
	_, err := s.Change(t.Context(), id, deck.Change{"current_slide": 2})
	if fault.CodeOf(err) != fault.Unavailable || !errors.As(err, &pg) || pg.Code != "25006" {
		t.Errorf("a change where nothing can be changed: %v", err)
	}
	exec(turn + `off', current_database()); END $$`)
	// At once, on a new connection: the one that only reads is gone.
	if _, err := s.Change(t.Context(), id, deck.Change{"current_slide": 2}); err != nil {
		t.Errorf("a change when another server has taken over: %v", err)
	}
}

func TestWhere(t *testing.T) {
	for url, want := range map[string]string{
		"postgres://u:secret@db.example:6000/x":                                "db.example:6000",
		"postgres://u:secret@a:1,b:2/x?target_session_attrs=read-write":        "a:1, b:2",
		"host=/run/postgresql user=u password=secret dbname=x sslmode=disable": "/run/postgresql",
		"postgres://u:secret@[::1]/x":                                          "[::1]:5432",
		"postgres://u:sec%zz@host/x":                                           "the address given",
	} {
		if got := store.Where(url); got != want {
			t.Errorf("%s is at %q, want %q", url, got, want)
		}
	}
}

// TestCloseInSilence: a question is on its way to a database that has fallen
// silent, and nobody listens any more who would notice.
func TestCloseInSilence(t *testing.T) {
	url := storetest.URL(t)
	cable, through := lay(t, url)
	s, err := store.Open(t.Context(), through)
	if err != nil {
		t.Fatal(err)
	}
	id := add(t, s, "A talk", 3)
	conn := storetest.Connect(t, url)
	if _, err := conn.Exec(t.Context(), `BEGIN; LOCK TABLE slides IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	asked := make(chan error, 1)
	go func() { _, err := s.Slides(context.Background(), id); asked <- err }()
	waitForLocks(t, storetest.Connect(t, url), "slides", 1)
	cable.mute.Store(true)
	closed := make(chan struct{})
	go func() { s.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(10 * time.Second):
		t.Error("Close waits for a database that does not answer")
		cable.mend()
		<-closed
	}
	if err := <-asked; fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("the question was answered %v", err)
	}
}

// waitForLocks waits until so many wait for a lock on the table.
func waitForLocks(t *testing.T, look *pgx.Conn, table string, n int) {
	t.Helper()
	for waiting := 0; waiting < n; {
		if err := look.QueryRow(t.Context(), `SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::regclass`, table).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
}

// TestChangedUnderneath: a later Lectern's migration changes what statements
// return that this one has prepared, on each of its connections. A read says
// once that it is to be tried again; a move is made.
func TestChangedUnderneath(t *testing.T) {
	s, url := storetest.Open(t)
	id := add(t, s, "A talk", 3)
	conn := storetest.Connect(t, url)
	exec := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	// A lock keeps several reads, and so as many connections, busy at once.
	readAll := func() {
		t.Helper()
		exec(`BEGIN; LOCK TABLE pictures IN ACCESS EXCLUSIVE MODE`)
		var all errgroup.Group
		for range 4 {
			all.Go(func() error { _, err := s.Slides(t.Context(), id); return err })
		}
		waitForLocks(t, storetest.Connect(t, url), "pictures", 4)
		exec(`COMMIT`)
		if err := all.Wait(); err != nil {
			t.Error(err)
		}
	}
	readAll()
	exec(`ALTER TABLE slides ALTER COLUMN number TYPE bigint`)
	if _, err := s.Slides(t.Context(), id); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("the first read after the migration: %v", err)
	}
	readAll()
	change(t, s, id, deck.Change{"current_slide": 2})
	exec(`ALTER TABLE decks ALTER COLUMN source TYPE varchar`)
	if info := change(t, s, id, deck.Change{"current_slide": 3}); info.CurrentSlide != 3 {
		t.Errorf("the move after the migration went to slide %d", info.CurrentSlide)
	}
}

// TestOwnFault: what is neither the database's answer nor a broken way to it is
// not told as if the database were away, which would be tried again for ever.
func TestOwnFault(t *testing.T) {
	s, url := storetest.Open(t)
	add(t, s, "a", 2)
	// A slide that no deck.Slide holds.
	if _, err := storetest.Connect(t, url).Exec(t.Context(), `ALTER TABLE slides ALTER COLUMN shown DROP NOT NULL; UPDATE slides SET shown = NULL`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Slides(t.Context(), 1); err == nil || fault.CodeOf(err) != "" {
		t.Errorf("rows that cannot be read: %v, of the code %q", err, fault.CodeOf(err))
	}
	s.Close()
	if _, err := s.Slides(t.Context(), 1); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("after Close: %v", err)
	}
}
