// Package store holds all SQL: the schema's migration, decks, slides and
// pictures, and the feed of changes that PostgreSQL notifies. It works on any
// PostgreSQL from version 14. What it returns about a person's mistake is a
// *fault.Error; what it returns when the database is away has the code
// fault.Unavailable.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/puddle/v2"

	"lectern/app/fault"
)

// noPrivilege is SQLSTATE insufficient_privilege. Nothing is forbidden to the
// owner of the schema; PostgreSQL also says it of its own files, when their disk
// has become read-only.
const noPrivilege = "42501"

// Store is the library of decks in one database.
type Store struct {
	pool *pool
	url  string
	key  []byte // of the pictures' addresses
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
	if err := s.suits(ctx, conn.Conn()); err != nil {
		return err
	}
	if err := migrate(ctx, conn.Conn()); err != nil {
		return err
	}
	err = conn.QueryRow(ctx, `SELECT value FROM secrets WHERE name = 'pictures'`).Scan(&s.key)
	if err != nil {
		return fmt.Errorf("store: picture key: %w", err)
	}
	return nil
}

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
			s.pool.lines.cut()
		}
	}
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return told(s.pool.Ping(ctx), "ping") }

// told turns what the database refused into what a person can be told, and
// adds the operation to everything else.
func told(err error, op string, args ...any) error {
	if err == nil {
		return nil
	}
	op = fmt.Sprintf(op, args...)
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.Wrap(fault.NotFound, err, "There is no such deck")
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if errors.Is(err, context.Canceled) || !away(err) {
			return fmt.Errorf("store: %s: %w", op, err)
		}
		return fault.Wrap(fault.Unavailable, fmt.Errorf("store: %s: %w", op, err), "The database is away for a moment; please try again")
	}
	switch pg.ConstraintName {
	case "slide_in_range":
		return fault.Wrap(fault.OutOfRange, err, "The deck has no such slide")
	case "step_in_range":
		return fault.Wrap(fault.OutOfRange, err, "The slide has no such step")
	case "blank_known":
		return fault.Wrap(fault.OutOfRange, err, `blank is one of "", "black", "white" and "freeze"`)
	case "begins_closed":
		return fault.Wrap(fault.Conflict, err, "A deck is made live, or published, once it is there")
	case "times_in_range":
		return fault.Wrap(fault.OutOfRange, err, "A time lies in the years 1970 to 9998")
	case "title_length":
		return fault.Wrap(fault.OutOfRange, err, "A title has 1 to 500 characters")
	}
	switch pg.Code {
	case readOnly:
		return fault.Wrap(fault.Unavailable, fmt.Errorf("store: %s: %w", op, err), "The database changes servers; please try again")
	case changed:
		return fault.Wrap(fault.Unavailable, fmt.Errorf("store: %s: %w", op, err), "The library was brought up to date by a newer Lectern; please try again")
	case noPrivilege:
		return fault.Wrap(fault.Unavailable, fmt.Errorf("store: %s: %w", op, err), "The database cannot use its disk; please try again")
	}
	switch pg.Code[:2] {
	case "08", "57", "53", "54", "58", "40", "55":
		// Connection, operator intervention, no resources, a limit (such as the
		// NOTIFY queue's, while a sleeping transaction holds it), the disk; a deadlock with somebody's
		// own transaction, or a lock that they hold.
		return fault.Wrap(fault.Unavailable, fmt.Errorf("store: %s: %w", op, err), "The database is away for a moment; please try again")
	case "22": // a value that no column takes
		return fault.Wrap(fault.OutOfRange, err, "A value is out of range")
	}
	return fmt.Errorf("store: %s: %w", op, err)
}

// away reports whether err, which is no answer of the database, says that the way
// to it is broken. Everything else is a fault of ours.
func away(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, puddle.ErrClosedPool)
}

// turn is how long a change waits for its turn. Whoever leaves a transaction
// open in psql holds everybody's up; those who wait must not take all
// connections with them.
const turn = 5 * time.Second
