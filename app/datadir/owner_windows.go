package datadir

import (
	"io/fs"
	"os"
)

const lockFlags = os.O_CREATE | os.O_RDWR

// Ours reports whether the file belongs to whoever runs this program. On Windows
// the folder that it lies in says who may use it.
func Ours(fs.FileInfo) bool { return true }

func openToOthers(fs.FileInfo) bool { return false }

// SyncFolder does nothing: a folder cannot be synced on Windows.
func SyncFolder(string) error { return nil }
