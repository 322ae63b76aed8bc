package pgfiles

import (
	"io"
	"strings"
)

// Pinned is the version that Fetch fetches, as "18.4.0".
func Pinned() string {
	version, _, _ := strings.Cut(pinVersion, "-")
	return version
}

// ArchiveVersion reads which PostgreSQL an archive holds, without unpacking it.
func ArchiveVersion(r io.Reader) (string, error) {
	h, err := readHeader(r)
	return h.Version, err
}
