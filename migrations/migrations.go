// Package migrations holds the schema of the database as numbered SQL files.
// Each runs once, in order, in a transaction of its own: see store.Open. A
// file that has been released is never edited; a change is a new file.
package migrations

import "embed"

// Files are the migrations, named NNN_what.sql with NNN from 001.
//
//go:embed *.sql
var Files embed.FS
