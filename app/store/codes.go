package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/fault"
)

// AddCode notes a code with this hash of 32 bytes. For as long as life says, it
// may be traded for a device of the role, once, at any server. It returns when
// that ends.
func (s *Store) AddCode(ctx context.Context, role string, hash []byte, life time.Duration) (expires time.Time, err error) {
	err = s.pool.QueryRow(ctx, `INSERT INTO codes (hash, role, expires_at) VALUES ($1, $2, now() + $3::interval)
		RETURNING expires_at`, hash, role, life).Scan(&expires)
	return expires, asFault(err, "add code")
}

// TakeCode uses a code up, and returns its role. The error of a code that was
// used already, or has expired, has the code fault.Forbidden.
func (s *Store) TakeCode(ctx context.Context, hash []byte) (role string, err error) {
	err = s.pool.QueryRow(ctx, `DELETE FROM codes WHERE hash = $1 AND expires_at >= now() RETURNING role`, hash).Scan(&role)
	if err == pgx.ErrNoRows {
		err = fault.Wrap(fault.Forbidden, err, "This link was used already, or is too old; `lectern link` prints a new one")
	}
	return role, asFault(err, "take code")
}

// DropCodes makes all codes worthless.
func (s *Store) DropCodes(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM codes`)
	return asFault(err, "drop codes")
}
