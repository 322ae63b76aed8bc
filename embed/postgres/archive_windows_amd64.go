package postgres

import "embed"

// The files of other systems stay out of this binary.
//
//go:embed archives/postgres-windows-amd64.*
var archives embed.FS
