package keeper

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lectern/app/datadir"
	"lectern/app/fault"
)

// staging is the folder in which initdb makes a database: pgNN.new, with a
// marker in it. Only what carries the marker is ever deleted.
type staging struct{ path string }

const stagingMarker = "half-made-by-lectern"

func (d staging) data() string { return filepath.Join(d.path, "data") }

// newStaging makes an empty one in place of any that was interrupted.
func (f folder) newStaging(major int) (staging, error) {
	d := staging{f.data(major) + ".new"}
	if err := d.remove(); err != nil {
		return d, err
	}
	err := os.Mkdir(d.path, 0o711)
	if err == nil {
		err = os.Chmod(d.path, 0o711) // whatever the umask
	}
	if err != nil {
		return d, err
	}
	if err := datadir.WriteFile(filepath.Join(d.path, stagingMarker), nil, 0o600); err != nil {
		return d, err
	}
	return d, f.mkdirForAccount(d.data())
}

func (d staging) remove() error {
	_, err := os.Stat(filepath.Join(d.path, stagingMarker))
	if errors.Is(err, fs.ErrNotExist) {
		// Without the marker it must be empty: it was made, or was being
		// deleted, when the program was interrupted.
		if err := os.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault.Errorf(fault.Conflict, "The folder %s is in the way and was not made by lectern: move it away", d.path)
		}
		return nil
	}
	if err != nil {
		return err
	}
	// The marker goes last.
	if err := os.RemoveAll(d.data()); err != nil {
		return fmt.Errorf("remove a half-made database: %w", err)
	}
	return os.RemoveAll(d.path)
}
