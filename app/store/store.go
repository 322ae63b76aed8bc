// Package store holds all SQL: the schema's migration, decks, slides and
// pictures, and the feed of changes that PostgreSQL notifies. It works on any
// PostgreSQL from version 14. What it returns about a person's mistake is a
// *fault.Error; what it returns when the database is away has the code
// fault.Unavailable.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"lectern/app/fault"
)

// Store is the library of decks in one database.
type Store struct {
	pool *pool
	url  string
	key  []byte // of the pictures' addresses
	seal []byte // see ViewSecret
}

// Open connects to the database at url, brings its schema up to date and
// returns its Store. It does not wait for a database that is away.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx leaves the password out of this message.
		return nil, fault.Wrap(fault.Malformed, err, "This is no database address that PostgreSQL understands")
	}
	// A hall of viewers costs no connection each; these serve presenters and
	// first fetches. The embedded server allows 25.
	config.MaxConns = 8
	config.MaxConnIdleTime = 5 * time.Minute
	config.ConnConfig.RuntimeParams["application_name"] = "lectern"
	pool, err := openPool(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	s := &Store{pool: pool, url: url}
	if err := s.prepare(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return refused(err, s.url)
	}
	defer conn.Release()
	if err := s.checkServer(ctx, conn.Conn()); err != nil {
		return err
	}
	if err := migrate(ctx, conn.Conn()); err != nil {
		return err
	}
	for name, value := range map[string]*[]byte{"pictures": &s.key, "views": &s.seal} {
		if err := conn.QueryRow(ctx, `SELECT value FROM secrets WHERE name = $1`, name).Scan(value); err != nil {
			return fmt.Errorf("store: the secret %s: %w", name, err)
		}
	}
	return nil
}

// ViewSecret is the secret of the database that the keys of all views come from: see
// package sealed. It is the same for every server.
func (s *Store) ViewSecret() []byte { return s.seal }

// closing is how long Close waits for connections in use.
const closing = 2 * time.Second

// Close gives all connections back. It waits for those in use, but not for a
// database that has fallen silent: pgx would send it one more request over
// another connection, and wait a quarter of a minute for that.
func (s *Store) Close() {
	closed := make(chan struct{})
	go func() { s.pool.Close(); close(closed) }()
	for range 2 {
		select {
		case <-closed:
			return
		case <-time.After(closing):
			s.pool.conns.cut()
		}
	}
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return asFault(s.pool.Ping(ctx), "ping") }

// changeLimit is how long a change waits for its turn. Whoever leaves a transaction
// open in psql holds everybody's up; those who wait must not take all
// connections with them.
const changeLimit = 5 * time.Second
