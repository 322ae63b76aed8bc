package keeper

import (
	"runtime"

	"lectern/app/keeper/pgfiles"
	"lectern/embed/postgres"
)

// Version says which PostgreSQL this binary runs, for a person.
func Version() string {
	archive, _, ok := postgres.Archive(runtime.GOOS, runtime.GOARCH)
	if !ok {
		return pgfiles.Pinned() + ", fetched at the first start"
	}
	defer archive.Close()
	version, err := pgfiles.ArchiveVersion(archive)
	if err != nil {
		return "inside, but damaged: " + err.Error()
	}
	return version + ", inside"
}
