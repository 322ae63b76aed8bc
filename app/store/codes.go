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

// TakeCode uses a code up, and returns its role; or one of ErrWrongCode, ErrUsedCode
// and ErrOldCode.
func (s *Store) TakeCode(ctx context.Context, hash []byte) (role string, err error) {
	err = s.pool.QueryRow(ctx, `UPDATE codes SET used_at = now()
		WHERE hash = $1 AND used_at IS NULL AND expires_at >= now() RETURNING role`, hash).Scan(&role)
	if err != pgx.ErrNoRows {
		return role, asFault(err, "take code")
	}
	var used bool
	err = s.pool.QueryRow(ctx, `SELECT used_at IS NOT NULL FROM codes WHERE hash = $1`, hash).Scan(&used)
	switch {
	case err == pgx.ErrNoRows:
		err = ErrWrongCode
	case err == nil && used:
		err = ErrUsedCode
	case err == nil:
		err = ErrOldCode
	}
	return "", asFault(err, "look for code")
}

// What TakeCode refuses with.
var (
	ErrWrongCode = fault.Errorf(fault.Forbidden, "There is no such code: look at it again, letter by letter")
	ErrUsedCode  = fault.Errorf(fault.Forbidden, "This code was used already, and is good for one device; ask for a new one")
	ErrOldCode   = fault.Errorf(fault.Forbidden, "This code is too old; ask for a new one")
)

// DropCodes makes all codes worthless.
func (s *Store) DropCodes(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM codes`)
	return asFault(err, "drop codes")
}
