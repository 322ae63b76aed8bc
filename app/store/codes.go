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

// TakeCode uses a code up for what use does with the devices for its role, and both are
// done or neither; or returns one of ErrWrongCode, ErrUsedCode and ErrOldCode.
func (s *Store) TakeCode(ctx context.Context, hash []byte, use func(role string, in Devices) error) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var role string
		err := tx.QueryRow(ctx, `UPDATE codes SET used_at = now()
			WHERE hash = $1 AND used_at IS NULL AND expires_at >= now() RETURNING role`, hash).Scan(&role)
		if err == nil {
			return use(role, Devices{tx})
		}
		if err != pgx.ErrNoRows {
			return err
		}
		var used bool
		err = tx.QueryRow(ctx, `SELECT used_at IS NOT NULL FROM codes WHERE hash = $1`, hash).Scan(&used)
		switch {
		case err == pgx.ErrNoRows:
			err = ErrWrongCode
		case err == nil && used:
			err = ErrUsedCode
		case err == nil:
			err = ErrOldCode
		}
		return err
	})
	return asFault(err, "take code")
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
