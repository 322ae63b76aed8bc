package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/deck"
	"lectern/app/fault"
)

// Drive returns who moves the live deck.
func (s *Store) Drive(ctx context.Context) (deck.Drive, error) {
	var d deck.Drive
	err := s.pool.QueryRow(ctx, `SELECT drive_state(d) FROM drive d`).Scan(&d)
	return d, asFault(err, "who drives")
}

// drive changes the one row as set says where the condition holds, and returns it as
// it is then. Every server hears of a change: see Notice.
func (s *Store) drive(ctx context.Context, set, where string, args ...any) (d deck.Drive, err error) {
	err = s.pool.QueryRow(ctx, `UPDATE drive d SET `+set+` WHERE `+where+` RETURNING drive_state(d)`, args...).Scan(&d)
	if err == pgx.ErrNoRows {
		return s.Drive(ctx)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23503" { // foreign_key_violation
		err = fault.Wrap(fault.NotFound, err, "There is no such device any more")
	}
	return d, asFault(err, "drive")
}

// TakeDrive makes a device the driver, whoever was.
func (s *Store) TakeDrive(ctx context.Context, device int64) (deck.Drive, error) {
	return s.drive(ctx, `device = $1, asks = NULL`, `d.device IS DISTINCT FROM $1`, device)
}

// GiveDrive makes a device the driver while another one still is.
func (s *Store) GiveDrive(ctx context.Context, from, to int64) (deck.Drive, error) {
	return s.drive(ctx, `device = $2, asks = NULL`, `d.device = $1`, from, to)
}

// BeginDrive makes a device the driver where nobody is, or one that fell silent.
func (s *Store) BeginDrive(ctx context.Context, device int64) (deck.Drive, error) {
	return s.drive(ctx, `device = $1`, `drive_silent(d)`, device)
}

// SucceedDrive makes a device the driver after one that was the same browser on the
// same computer, and is not among those that are connected: its window came back.
func (s *Store) SucceedDrive(ctx context.Context, device int64, connected []int64) (deck.Drive, error) {
	return s.drive(ctx, `device = $1`, `EXISTS (SELECT FROM devices was JOIN devices is_now ON is_now.id = $1 AND
		(was.host, was.name, was.role) = (is_now.host, is_now.name, is_now.role) WHERE was.id = d.device AND was.host <> '')
		AND d.device <> ALL ($2::bigint[])`, device, connected)
}

// AskDrive notes that a device would like to drive. Where nobody does it does at once.
func (s *Store) AskDrive(ctx context.Context, device int64) (deck.Drive, error) {
	d, err := s.BeginDrive(ctx, device)
	if err != nil || d.Drives(device) {
		return d, err
	}
	return s.drive(ctx, `asks = $1, asked_at = now()`, `d.device IS NOT NULL AND d.device <> $1`, device)
}

// UnaskDrive takes a question back: who asked changed their mind, or who drives says
// that it is not the moment.
func (s *Store) UnaskDrive(ctx context.Context, device int64) (deck.Drive, error) {
	return s.drive(ctx, `asks = NULL`, `$1 IN (d.asks, d.device)`, device)
}

// FreeDrive ends the drive of a device that fell silent, and questions that nobody
// answered for a minute.
func (s *Store) FreeDrive(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `UPDATE drive d SET
			device = CASE WHEN drive_silent(d) THEN NULL ELSE device END,
			asks = CASE WHEN asked_at < now() - interval '1 minute' THEN NULL ELSE asks END
		WHERE device IS NOT NULL AND drive_silent(d) OR asks IS NOT NULL AND asked_at < now() - interval '1 minute'`)
	return asFault(err, "free drive")
}

// StepLive moves the live deck, for 0, one step on, or back, from where it stands at its
// turn; steps come before slides, and at an end it stays. Else it moves the one of that id,
// while it is rehearsed and none is live: whoever may move that may not move every talk. ok
// is false where there is none to move.
func (s *Store) StepLive(ctx context.Context, forward bool, rehearsed int64) (info deck.Info, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, changeLimit)
	defer cancel()
	step := func() (deck.Info, error) {
		return one[deck.Info](ctx, s.pool, `SELECT `+infoColumns+` FROM step_live($1, $2) d`, forward, rehearsed)
	}
	info, err = step()
	for tries := 1; tries < 5 && err != pgx.ErrNoRows && s.retryable(ctx, err); tries++ {
		info, err = step()
	}
	if err == pgx.ErrNoRows {
		return info, false, nil
	}
	return info, err == nil, asFault(err, "step live")
}
