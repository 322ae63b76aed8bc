package store

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/jackc/pgx/v5"

	"lectern/app/fault"
	"lectern/migrations"
)

// migrationLock is the advisory lock of the migrations: several servers may
// start on one database at once, and one of them migrates. The number is the
// word "lectern" on a telephone's keys.
const migrationLock = 5328376

// migrate applies the migrations that the database has not seen, each in a
// transaction of its own. It refuses a schema that a newer Lectern has made.
func migrate(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("store: migration lock: %w", err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)

	_, err := conn.Exec(ctx, `CREATE TABLE IF NOT EXISTS schema_migrations (
		version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
	if err != nil {
		return fmt.Errorf("store: migrations table: %w", err)
	}
	var have int
	if err := conn.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM schema_migrations`).Scan(&have); err != nil {
		return fmt.Errorf("store: schema version: %w", err)
	}
	names, err := fs.Glob(migrations.Files, "*.sql") // sorted by name, so by number
	if err != nil {
		return err
	}
	if have > len(names) {
		return fault.Errorf(fault.Conflict,
			"The library was made by a newer Lectern (schema %d; this one knows %d). Please use that version; nothing was changed", have, len(names))
	}
	for i, name := range names {
		version := i + 1
		if n, err := strconv.Atoi(name[:3]); err != nil || n != version {
			return fmt.Errorf("store: migration %s stands in place %d", name, version)
		}
		if version <= have {
			continue
		}
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			return err
		}
		err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, string(text)); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO schema_migrations (version, name) VALUES ($1, $2)`, version, name)
			return err
		})
		if err != nil {
			return fmt.Errorf("store: migration %s: %w", name, err)
		}
	}
	return nil
}
