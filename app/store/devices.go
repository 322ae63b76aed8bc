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
	LastSeen  time.Time // to about half a minute: see SeeDevices
}

const deviceColumns = `id, role, name, created_at, last_seen`

// Devices are the devices as a transaction has them: see TakeCode.
type Devices struct{ in querier }

// Devices are the devices outside of any transaction.
func (s *Store) Devices() Devices { return Devices{s.pool} }

func (s *Store) device(ctx context.Context, op, sql string, args ...any) (Device, error) {
	return s.Devices().one(ctx, op, sql, args...)
}

func (d Devices) one(ctx context.Context, op, sql string, args ...any) (Device, error) {
	found, err := one[Device](ctx, d.in, sql, args...)
	if err == pgx.ErrNoRows {
		err = fault.Wrap(fault.NotFound, err, "There is no such device any more")
	}
	return found, asFault(err, "%s", op)
}

// Add notes a device whose token has this hash of 32 bytes. host is the computer that it
// is on, or "" where nobody knows.
func (d Devices) Add(ctx context.Context, role, name, host string, tokenHash []byte) (Device, error) {
	return d.one(ctx, "add device", `INSERT INTO devices (role, name, host, token_hash) VALUES ($1, $2, $3, $4)
		RETURNING `+deviceColumns, role, deviceName(name), host, tokenHash)
}

// maxDevice is how long a device's name is, in characters.
const maxDevice = 100

// deviceName is one line, whatever somebody called their phone.
func deviceName(name string) string { return clip(fit(name, maxDevice, 4*maxDevice), maxDevice) }

// Rename gives a device another name.
func (d Devices) Rename(ctx context.Context, id int64, name string) error {
	_, err := d.one(ctx, "rename device", `UPDATE devices SET name = $2 WHERE id = $1 RETURNING `+deviceColumns, id, deviceName(name))
	return err
}

// DeviceByToken returns the device whose token has this hash, or an error with
// the code fault.NotFound.
func (s *Store) DeviceByToken(ctx context.Context, tokenHash []byte) (Device, error) {
	return s.device(ctx, "device by token", `SELECT `+deviceColumns+` FROM devices WHERE token_hash = $1`, tokenHash)
}

// Device returns one of them, or an error with the code fault.NotFound.
func (s *Store) Device(ctx context.Context, id int64) (Device, error) {
	return s.device(ctx, "device", `SELECT `+deviceColumns+` FROM devices WHERE id = $1`, id)
}

// All returns all devices, the last seen first.
func (d Devices) All(ctx context.Context) ([]Device, error) {
	list, err := all[Device](ctx, d.in, `SELECT `+deviceColumns+` FROM devices ORDER BY last_seen DESC, id DESC`)
	return list, asFault(err, "devices")
}

// SeeDevices notes that the devices were seen now. It writes at most every
// twenty seconds for each, and waits for no disk.
func (s *Store) SeeDevices(ctx context.Context, ids ...int64) error {
	_, err := s.pool.Exec(ctx, `WITH lazily AS (SELECT set_config('synchronous_commit', 'off', true))
		UPDATE devices SET last_seen = now() FROM lazily WHERE id = ANY ($1) AND last_seen < now() - interval '20 seconds'`, ids)
	return asFault(err, "see devices")
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
