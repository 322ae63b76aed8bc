// Package migrations holds the schema of the database: numbered SQL files, each
// of which runs once, and the functions and triggers, which are applied anew
// when they have changed: see store.Open. A numbered file that has been released
// is never edited; a change is a new file.
package migrations

import "embed"

// Files are the migrations, named NNN_what.sql with NNN from 001, and
// functions.sql.
//
//go:embed *.sql
var Files embed.FS

// Functions is the name of the file that is not a migration.
const Functions = "functions.sql"
