// Package migrations holds the schema of the database: numbered SQL files, each
// of which runs once, and in functions the functions and triggers, which are
// applied anew when one of them has changed: see store.Open. A numbered file that
// has been released is never edited; a change is a new file.
package migrations

import "embed"

// Files are the migrations, named NNN_what.sql with NNN from 001, and the files
// of the folder Functions.
//
//go:embed *.sql functions/*.sql
var Files embed.FS

// Functions is the folder of what is not a migration. Its files are applied in
// the order of their names.
const Functions = "functions"
