//go:build !linux

package pgfiles

import (
	"io/fs"
	"os"
	"path/filepath"
)

// syncTree makes sure that after a power cut a renamed folder does not hold
// empty files.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		return f.Sync()
	})
}
