package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/fault"
)

// oldest is the first PostgreSQL that the schema works on, as
// server_version_num has it.
const oldest = 140000

// noSchema is SQLSTATE invalid_schema_name: there is none to make a table in.
const noSchema = "3F000"

// duplicateTable is SQLSTATE duplicate_table: its name is taken.
const duplicateTable = "42P07"

// hearLimit is how long a notification may be on its way at the start.
const hearLimit = 10 * time.Second

// checkServer refuses a database with which Lectern would start, and then not work.
// Nothing is prepared for it: behind a pooler that may fail first.
func (s *Store) checkServer(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var encoding string
	var readOnly bool
	err := conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
		pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean`, pgx.QueryExecModeExec).
		Scan(&version, &encoding, &readOnly)
	switch {
	case err != nil:
		return fmt.Errorf("store: look at the database: %w", err)
	case version < oldest:
		return fault.Errorf(fault.Conflict, "This is PostgreSQL %d; Lectern needs %d or later", version/10000, oldest/10000)
	case encoding != "UTF8":
		return fault.Errorf(fault.Conflict, "The database at %s has the encoding %s; Lectern needs one that was created with UTF8", Where(s.url), encoding)
	case readOnly:
		return fault.Errorf(fault.Conflict, "The database at %s can only be read; please give the address of the server that takes changes", Where(s.url))
	}
	ctx, cancel := context.WithTimeout(ctx, hearLimit)
	defer cancel()
	return s.checkNotify(ctx, conn)
}

// checkNotify makes sure that a connection which listens is told what another one
// notifies. Behind a pooler that gives connections out by the transaction it is
// not, and no screen would ever move.
func (s *Store) checkNotify(ctx context.Context, conn *pgx.Conn) error {
	channel := "lectern_" + strings.ToLower(rand.Text())
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return asFault(err, "listen")
	}
	// It need not survive a power cut, so no disk is waited for.
	_, err := s.pool.Exec(ctx, `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')`, pgx.QueryExecModeExec, channel)
	if err != nil {
		return asFault(err, "notify")
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err == nil && n.Channel != channel {
			continue
		}
		if err == nil {
			_, err = conn.Exec(ctx, `UNLISTEN `+channel)
			return asFault(err, "unlisten")
		}
		if !pgconn.Timeout(err) && !errors.Is(err, context.DeadlineExceeded) {
			return asFault(err, "hear")
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if failed := conn.Ping(ctx); failed != nil {
			return asFault(failed, "hear")
		}
		return fault.Wrap(fault.Conflict, err,
			"The database at %s does not pass on notifications, so no screen would move; where that is a pooler such as PgBouncer, please give the address of PostgreSQL itself, or of a pool by the session", Where(s.url))
	}
}
