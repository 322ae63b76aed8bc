package keeper

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ensureDatabase makes Lectern's role and its database, unless they are as they
// must be.
func ensureDatabase(ctx context.Context, j job) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if ownerIsRight(ctx, j) {
		return nil // and a full disk is no matter
	}
	conn, err := connect(ctx, j.superuserURL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var role, database bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1),
		EXISTS (SELECT FROM pg_database WHERE datname = $2)`, ownerName, databaseName).Scan(&role, &database)
	if err == nil && !role {
		_, err = conn.Exec(ctx, "CREATE ROLE "+ownerName)
	}
	if err == nil {
		_, err = conn.Exec(ctx, "ALTER ROLE "+ownerName+" LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS "+
			map[bool]string{true: "CREATEDB", false: "NOCREATEDB"}[j.MakesDatabases]+" PASSWORD '"+j.OwnerPassword+"'")
	}
	if err == nil && !database {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+databaseName+" OWNER "+ownerName)
	}
	return err
}

func ownerIsRight(ctx context.Context, j job) bool {
	conn, err := connect(ctx, j.databaseURL(url.UserPassword(ownerName, j.OwnerPassword), databaseName, nil))
	if err != nil {
		return false
	}
	defer conn.Close(ctx)
	var right bool
	err = conn.QueryRow(ctx, `SELECT NOT rolsuper AND rolcreatedb = $1 FROM pg_roles WHERE rolname = current_user`, j.MakesDatabases).Scan(&right)
	return err == nil && right
}

// wrongPassword reports whether the superuser has another password than we think.
func wrongPassword(ctx context.Context, j job) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := connect(ctx, j.superuserURL())
	if err == nil {
		conn.Close(ctx)
	}
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "28P01" // invalid_password
}

func connect(ctx context.Context, url string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	return pgx.ConnectConfig(ctx, config)
}
