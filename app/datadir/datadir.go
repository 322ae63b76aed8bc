// Package datadir owns the data folder: that one Lectern holds it, that it is
// closed to other users, and the small files in it that tell how Lectern is
// reached. What lies in pgNN is the keeper's. A folder or file that somebody
// else owns, or may write to, is refused, and no link in it is followed.
package datadir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"lectern/app/fault"
)

// Dir is a data folder that this process alone holds.
type Dir struct {
	path string
	lock *os.File
}

// patience is how long Open waits for a Lectern that starts on the folder, or
// ends there, at the same moment.
const patience = 20 * time.Second

// Open makes the data folder if it is missing, closed to other users, and takes
// its lock. Where a Lectern runs on it already the error is a *Running.
func Open(ctx context.Context, path string) (*Dir, error) {
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711 // the database's user passes through to its own folders
	}
	if err := os.MkdirAll(path, mode); err != nil {
		return nil, fault.Wrap(fault.Conflict, err, "The data folder %s cannot be made: %s", path, fault.Reason(err))
	}
	if err := secure(path, mode); err != nil {
		return nil, err
	}
	d := &Dir{path: path}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	lock, err := Lock(wait, filepath.Join(path, "lock"), func() error {
		if run, ok := readRun(path); ok {
			return &Running{run}
		}
		return nil
	})
	var running *Running
	switch {
	case err == nil:
	case errors.As(err, &running) || ctx.Err() != nil:
		return nil, err
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fault.Errorf(fault.Conflict, "Another program holds the data folder %s, but it does not say where it serves", path)
	default:
		return nil, fault.Wrap(fault.Conflict, err, "The data folder %s cannot be written: %s", path, fault.Reason(err))
	}
	d.lock = lock
	os.Remove(d.File(runFile)) // of one that was killed
	return d, nil
}

// secure refuses a folder that is another user's or that others may write to,
// and closes one of ours to them.
func secure(path string, mode fs.FileMode) error {
	info, err := os.Stat(path)
	if err != nil {
		return fault.Wrap(fault.Conflict, err, "The data folder %s cannot be used: %s", path, fault.Reason(err))
	}
	if !info.IsDir() {
		return fault.Errorf(fault.Conflict, "%s is no folder; please name another with --data", path)
	}
	if !Ours(info) {
		return fault.Errorf(fault.Conflict, "The data folder %s belongs to another user; please name another with --data", path)
	}
	if runtime.GOOS == "windows" {
		return nil // closed by its place in the user's own folder
	}
	if IsDataFolder(path) {
		if err := os.Chmod(path, mode); err != nil {
			return fault.Wrap(fault.Conflict, err, "The data folder %s cannot be closed to other users: %s", path, fault.Reason(err))
		}
		return nil
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fault.Errorf(fault.Conflict, "Other users may write to the folder %s; please name one of your own with --data", path)
	}
	return nil
}

// IsDataFolder reports whether path is a data folder, or about to become one,
// and not some folder that was named by mistake (--data /tmp), whose permissions
// are not ours to change.
func IsDataFolder(path string) bool {
	entries, err := os.ReadDir(path)
	if err != nil {
		return false
	}
	// Whoever holds the folder has begun with the first two names.
	begun := []string{"lock", keyFile}
	return !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !slices.Contains(begun, e.Name()) }) ||
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
			info, err := e.Info()
			return e.Name() == "postgres.password" && err == nil && Ours(info) // else anybody could say so
		})
}

// Trusted refuses a folder in the data folder whose files are believed, or even
// run, unless it is ours alone to write to. One that is missing is as good.
func (d *Dir) Trusted(name string) error {
	info, err := os.Lstat(d.File(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fault.Wrap(fault.Conflict, err, "The folder %s cannot be used: %s", d.File(name), fault.Reason(err))
	case !info.IsDir() || !Ours(info) || runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0:
		return fault.Errorf(fault.Conflict, "The folder %s is not yours alone; please delete it, and it is made anew", d.File(name))
	}
	return nil
}

// File is the path of a file in the folder.
func (d *Dir) File(name string) string { return filepath.Join(d.path, name) }

// Close gives the folder up.
func (d *Dir) Close() error { return d.lock.Close() }

// Default is the data folder of whoever runs this: the system's per-user folder
// for data. Root's home is closed to the database's user, so root gets the place
// that services have.
func Default() (string, error) {
	home, err := os.UserHomeDir()
	if os.Geteuid() == 0 {
		return "/var/lib/lectern", nil
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Lectern"), nil
		}
	case "darwin":
		if err == nil {
			return filepath.Join(home, "Library", "Application Support", "Lectern"), nil
		}
	default:
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "lectern"), nil
		}
		if err == nil {
			return filepath.Join(home, ".local", "share", "lectern"), nil
		}
	}
	return "", fault.Errorf(fault.Malformed, "There is no home folder to keep data in; please name one with --data")
}
