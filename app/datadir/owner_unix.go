//go:build unix

package datadir

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// lockFlags open a lock file, and no link that somebody put in its place.
const lockFlags = os.O_CREATE | os.O_RDWR | unix.O_NOFOLLOW

// Ours reports whether the file belongs to whoever runs this program.
func Ours(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid()
}

func openToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// SyncFolder makes the names in a folder survive a power cut.
func SyncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
