// Package storetest gives each test a PostgreSQL database of its own. NOTIFY
// channels belong to a database, so tests that have one each may run together.
// The databases are copies of a template that holds the schema already.
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/deck/decktest"
	"lectern/app/keeper"
	"lectern/app/store"
)

// Env names the environment variable that holds the URL of a PostgreSQL whose
// user may create databases. Without it the tests start one of their own.
const Env = "LECTERN_TEST_DATABASE_URL"

var (
	server   = os.Getenv(Env) // URL
	template = sync.OnceValues(makeTemplate)
)

// Main is the TestMain of a package that uses this one.
func Main(m *testing.M) {
	keeper.RunIfChild()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	keeper.ForgetClientEnvironment() // PGHOST and the like of whoever runs the tests
	if server == "" {
		dir, err := Folder("lectern-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		k, err := keeper.Start(context.Background(), keeper.Config{Dir: dir, MakesDatabases: true})
		if err != nil {
			fmt.Fprintln(os.Stderr, "storetest: no PostgreSQL:", err)
			return 1
		}
		defer k.Stop()
		server = k.URL()
	}
	return m.Run()
}

// Folder makes a temporary folder that the database's user can reach, which it
// could not if root alone were let in.
func Folder(pattern string) (string, error) {
	dir, err := os.MkdirTemp("", pattern)
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}

// Runs reports whether there is a server: Env names one, or Main has started it.
func Runs() bool { return server != "" }

// URL returns a new database with the schema in it. It goes with the test.
func URL(t testing.TB) string {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return create(t, from)
}

// Empty returns a new database without the schema. It goes with the test.
func Empty(t testing.TB) string {
	t.Helper()
	return create(t, "template0")
}

// Open returns the store of a new database, and its URL.
func Open(t testing.TB) (*store.Store, string) {
	t.Helper()
	u := URL(t)
	s, err := store.Open(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, u
}

// Connect returns a connection that closes with the test.
func Connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func create(t testing.TB, from string) string {
	t.Helper()
	name := newName()
	if err := exec(t.Context(), server, fmt.Sprintf(`CREATE DATABASE %q TEMPLATE %q %s`, name, from, strategy())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		// While autovacuum is at work in it, whom nobody but a superuser may end,
		// PostgreSQL refuses.
		err := errors.New("never tried")
		for tick := time.NewTicker(50 * time.Millisecond); err != nil && ctx.Err() == nil; <-tick.C {
			err = exec(ctx, server, fmt.Sprintf(`DROP DATABASE %q WITH (FORCE)`, name))
			var refused *pgconn.PgError
			if !errors.As(err, &refused) || refused.Code != "42501" {
				break
			}
		}
		if err != nil {
			t.Error(err)
		}
	})
	return named(name)
}

// makeTemplate makes one for this process. Nobody may be connected to a
// template while it is copied, so each process has its own.
func makeTemplate() (string, error) {
	ctx := context.Background()
	name := newName()
	if err := exec(ctx, server, fmt.Sprintf(`CREATE DATABASE %q TEMPLATE template0`, name)); err != nil {
		return "", err
	}
	s, err := store.Open(ctx, named(name))
	if err != nil {
		return "", err
	}
	s.Close()
	return name, nil
}

// strategy is how databases are copied: as files, which takes half of the processor's
// time that it takes through the log. Before PostgreSQL 15 there was no other way, and
// no word for it.
var strategy = sync.OnceValue(func() string {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "" // as whoever connects next will find
	}
	defer conn.Close(ctx)
	if conn.PgConn().ParameterStatus("server_version") < "15" {
		return ""
	}
	return "STRATEGY file_copy"
})

func newName() string {
	b := make([]byte, 8)
	rand.Read(b)
	return "test_" + hex.EncodeToString(b)
}

func named(database string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err) // it was connected to
	}
	u.Path = "/" + database
	return u.String()
}

func exec(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// Add stores a deck.
func Add(t testing.TB, s *store.Store, d *decktest.Deck) deck.Info {
	t.Helper()
	n := s.NewDeck("")
	if err := d.Write(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	info, err := n.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info
}
