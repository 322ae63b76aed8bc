package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/app/fault"
	"lectern/migrations"
)

// migrationLock is the advisory lock of the migrations: several servers may
// start on one database at once, and one of them migrates. The number is the
// word "lectern" on a telephone's keys.
const migrationLock = 5328376

// functionsVersion is the version under which schema_migrations has the
// functions; the first migration is number 1.
const functionsVersion = 0

// schemaPart is what schema_migrations has a row of: a migration, or all the
// functions.
type schemaPart struct {
	version      int
	name, digest string
	files        []schemaFile
}

type schemaFile struct{ name, text string }

// schemaParts returns the migrations in their order, and the functions.
func schemaParts() (list []schemaPart, functions schemaPart, err error) {
	names, err := fs.Glob(migrations.Files, "*.sql") // sorted by name, so by number
	if err != nil {
		return nil, functions, err
	}
	for _, name := range names {
		part, err := readPart(len(list)+1, name, name)
		if err != nil {
			return nil, functions, err
		}
		if n, err := strconv.Atoi(name[:3]); err != nil || n != part.version {
			return nil, functions, fmt.Errorf("store: migration %s stands in place %d", name, part.version)
		}
		list = append(list, part)
	}
	names, err = fs.Glob(migrations.Files, migrations.Functions+"/*.sql")
	if err != nil {
		return nil, functions, err
	}
	functions, err = readPart(functionsVersion, migrations.Functions, names...)
	return list, functions, err
}

func readPart(version int, name string, files ...string) (schemaPart, error) {
	part := schemaPart{version: version, name: name}
	sum := sha256.New()
	for _, file := range files {
		text, err := migrations.Files.ReadFile(file)
		if err != nil {
			return part, err
		}
		sum.Write(text)
		part.files = append(part.files, schemaFile{file, string(text)})
	}
	part.digest = hex.EncodeToString(sum.Sum(nil))
	return part, nil
}

// migrate applies, in one transaction, the migrations that the database has not
// seen, and then the functions, unless they are there as they are. It refuses a
// schema that a newer Lectern has made, and one that it does not know.
func migrate(ctx context.Context, conn *pgx.Conn) error {
	list, functions, err := schemaParts()
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("store: migration lock: %w", err)
	}
	defer conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)

	have, err := applied(ctx, conn)
	if err != nil {
		return err
	}
	var pending []schemaPart
	for _, part := range list {
		got, known := have[part.version]
		switch {
		case !known:
			pending = append(pending, part)
		case got != part.digest:
			return fault.Errorf(fault.Conflict,
				"The library was made by a Lectern that was never released (its schema %d is not %s), and nothing was changed; please give this one another data folder or database", part.version, part.name)
		}
		delete(have, part.version)
	}
	current := have[functionsVersion] == functions.digest
	delete(have, functionsVersion)
	if len(have) > 0 {
		return fault.Errorf(fault.Conflict,
			"The library was made by a newer Lectern (schema %d; this one knows %d), and nothing was changed; please use that version", len(list)+len(have), len(list))
	}
	if len(pending) == 0 && current {
		return nil
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL,
			digest text NOT NULL DEFAULT '', applied_at timestamptz NOT NULL DEFAULT now())`)
		if err != nil {
			return fmt.Errorf("store: migrations table: %w", err)
		}
		for _, part := range append(pending, functions) {
			for _, f := range part.files {
				if _, err := tx.Exec(ctx, f.text); err != nil {
					return fmt.Errorf("store: migration %s: %w", f.name, err)
				}
			}
			_, err := tx.Exec(ctx, `INSERT INTO schema_migrations (version, name, digest) VALUES ($1, $2, $3)
				ON CONFLICT (version) DO UPDATE SET digest = excluded.digest, applied_at = now()`, part.version, part.name, part.digest)
			if err != nil {
				return fmt.Errorf("store: note migration %s: %w", part.name, err)
			}
		}
		return nil
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == noPrivilege || pg.Code == noSchema) {
		return fault.Wrap(fault.Forbidden, err,
			"The database's user %s may not make the library's tables: let it own the database, or the schema they are to be in", conn.Config().User)
	}
	if errors.As(err, &pg) && pg.Code == duplicateTable {
		return fault.Wrap(fault.Conflict, err,
			"The database has tables of another program's that are called as the library's are, and nothing was changed; please give Lectern a database of its own")
	}
	return err
}

// applied returns the digests of what the database has seen, by version. (Before
// the first release they were not kept, and are empty.)
func applied(ctx context.Context, conn *pgx.Conn) (map[int]string, error) {
	have := map[int]string{}
	var there bool
	if err := conn.QueryRow(ctx, `SELECT to_regclass('schema_migrations') IS NOT NULL`).Scan(&there); err != nil || !there {
		return have, err
	}
	rows, err := conn.Query(ctx, `SELECT version, coalesce(to_jsonb(m) ->> 'digest', '') FROM schema_migrations m`)
	if err != nil {
		return nil, fmt.Errorf("store: schema version: %w", err)
	}
	var version int
	var digest string
	_, err = pgx.ForEachRow(rows, []any{&version, &digest}, func() error { have[version] = digest; return nil })
	if err != nil {
		return nil, fmt.Errorf("store: schema version: %w", err)
	}
	return have, nil
}
