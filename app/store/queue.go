package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// queueFull is SQLSTATE program_limit_exceeded: there is no room for another
// notification, since some listener has not heard the earlier ones. That is one
// who sleeps in a transaction, or did.
const queueFull = "54000"

// makeRoom forgets notifications that all listeners have heard. PostgreSQL does
// so when it adds others, and hence never again once there is no room for any;
// but it does before it tells how full the queue is.
const makeRoom = `SELECT pg_notification_queue_usage()`

// retryable reports whether err tells of an obstacle that is out of the way by
// now, a full queue since something was done about it: then it is worth trying
// again.
func (s *Store) retryable(ctx context.Context, err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	switch pg.Code {
	case changed:
		return true // the pool has begun anew
	case queueFull:
		_, err = s.pool.Exec(ctx, makeRoom)
		return err == nil
	}
	return false
}
