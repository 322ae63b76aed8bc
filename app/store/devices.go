package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/fault"
)

// Device is a browser or phone that holds a token of its own.
type Device struct {
	ID        int64
	Role      string // presenter, remote, stage, moderator or captions
	Name      string // 1 to 100 characters
	CreatedAt time.Time
	LastSeen  time.Time // to about a minute: see SeeDevice
}

const deviceColumns = `id, role, name, created_at, last_seen`

func (s *Store) device(ctx context.Context, op, sql string, args ...any) (Device, error) {
	d, err := one[Device](ctx, s.pool, sql, args...)
	if err == pgx.ErrNoRows {
		err = fault.Wrap(fault.NotFound, err, "There is no such device any more")
	}
	return d, asFault(err, "%s", op)
}

// AddDevice notes a device whose token has this hash of 32 bytes.
func (s *Store) AddDevice(ctx context.Context, role, name string, tokenHash []byte) (Device, error) {
	return s.device(ctx, "add device", `INSERT INTO devices (role, name, token_hash) VALUES ($1, $2, $3)
		RETURNING `+deviceColumns, role, clip(name, 100), tokenHash)
}

// DeviceByToken returns the device whose token has this hash, or an error with
// the code fault.NotFound.
func (s *Store) DeviceByToken(ctx context.Context, tokenHash []byte) (Device, error) {
	return s.device(ctx, "device by token", `SELECT `+deviceColumns+` FROM devices WHERE token_hash = $1`, tokenHash)
}

// Devices returns all devices, the last seen first.
func (s *Store) Devices(ctx context.Context) ([]Device, error) {
	list, err := all[Device](ctx, s.pool, `SELECT `+deviceColumns+` FROM devices ORDER BY last_seen DESC, id DESC`)
	return list, asFault(err, "devices")
}

// SeeDevice notes that the device was seen now. It writes at most once a minute,
// and waits for no disk.
func (s *Store) SeeDevice(ctx context.Context, id int64) error {
	_, err := s.pool.Exec(ctx, `WITH lazily AS (SELECT set_config('synchronous_commit', 'off', true))
		UPDATE devices SET last_seen = now() FROM lazily WHERE id = $1 AND last_seen < now() - interval '1 minute'`, id)
	return asFault(err, "see device %d", id)
}

// DeleteDevice forgets a device. Every server hears of it: see Notice.
func (s *Store) DeleteDevice(ctx context.Context, id int64) error {
	_, err := s.device(ctx, "delete device", `DELETE FROM devices WHERE id = $1 RETURNING `+deviceColumns, id)
	return err
}

// DeleteOtherDevices forgets all devices but one; 0 spares none.
func (s *Store) DeleteOtherDevices(ctx context.Context, spared int64) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM devices WHERE id <> $1`, spared)
	return asFault(err, "delete other devices")
}
