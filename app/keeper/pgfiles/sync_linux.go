package pgfiles

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncTree makes sure that after a power cut a renamed folder does not hold
// empty files. One call for the file system is faster than one for each file.
func syncTree(root string) error {
	f, err := os.Open(root)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}
