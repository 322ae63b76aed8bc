// Package postgres embeds the archive of the PostgreSQL that a binary runs,
// where the build has put one into archives. It knows nothing of what is in
// it: app/keeper/pgfiles packs and unpacks it.
package postgres

import (
	"io"
	"path"
)

// Name is the file name of the archive for a system.
func Name(goos, goarch string) string {
	return "postgres-" + goos + "-" + goarch + ".tar.zst"
}

// Archive opens the embedded archive for goos and goarch. A binary holds at
// most that of its own system.
func Archive(goos, goarch string) (r io.ReadCloser, name string, ok bool) {
	name = Name(goos, goarch)
	f, err := archives.Open(path.Join("archives", name))
	if err != nil {
		return nil, "", false
	}
	return f, name, true
}
