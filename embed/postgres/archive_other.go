//go:build !((linux && (amd64 || arm64)) || (darwin && (amd64 || arm64)) || (windows && amd64))

package postgres

import "embed"

// No archive exists for this system; --database-url works.
var archives embed.FS
