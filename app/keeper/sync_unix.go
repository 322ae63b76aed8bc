//go:build unix

package keeper

import "os"

// syncFolder makes a rename in it survive a power cut.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
