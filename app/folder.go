package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"lectern/app/fault"
	"lectern/app/keeper"
)

// folder is the data folder, held by this process alone.
type folder struct {
	path string
	lock *flock.Flock
}

// Running is the error of a start on a folder where a Lectern runs already.
type Running struct{ Info Info }

func (r *Running) Error() string { return "Lectern is running already: " + r.Info.URL }

// openFolder makes the data folder if it is missing, closed to other users,
// and takes its lock.
func openFolder(ctx context.Context, path string) (*folder, error) {
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711 // the database's user passes through to its own folders
	}
	if err := os.MkdirAll(path, mode); err != nil {
		return nil, fault.Wrap(fault.Conflict, err, "The data folder %s cannot be made", path)
	}
	if keeper.IsDataFolder(path) {
		if err := os.Chmod(path, mode); err != nil {
			return nil, fault.Wrap(fault.Conflict, err, "The data folder %s belongs to somebody else; please name another with --data", path)
		}
	}
	lock := flock.New(filepath.Join(path, "lock"), flock.SetPermissions(0o600))
	if err := awaitLock(ctx, lock, path); err != nil {
		return nil, err
	}
	f := &folder{path: path, lock: lock}
	os.Remove(f.file("run.json")) // of one that was killed
	return f, nil
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *folder) close() error { return f.lock.Close() }

// awaitLock takes the folder's lock, or returns a *Running with what run.json
// says of the Lectern that holds it. That one may be starting at this moment,
// or about to end, so it is given a while.
func awaitLock(ctx context.Context, lock *flock.Flock, path string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		held, err := lock.TryLock()
		if err != nil {
			return fault.Wrap(fault.Conflict, err, "The data folder %s cannot be written", path)
		}
		if held {
			return nil
		}
		if info, err := readRun(path); err == nil {
			return &Running{info}
		}
		select {
		case <-ctx.Done():
			return fault.Errorf(fault.Conflict, "Another program holds the data folder %s, but it does not say where it serves", path)
		case <-tick.C:
		}
	}
}

func readRun(path string) (Info, error) {
	var info Info
	b, err := os.ReadFile(filepath.Join(path, "run.json"))
	if err != nil {
		return info, err
	}
	return info, json.Unmarshal(b, &info)
}

// FindRunning returns the Lectern that runs on the folder; ok is false when
// none does.
func FindRunning(path string) (info Info, ok bool) {
	info, err := readRun(path)
	if err != nil {
		return info, false
	}
	lock := flock.New(filepath.Join(path, "lock"), flock.SetPermissions(0o600))
	if held, err := lock.TryLock(); err == nil && held {
		lock.Close()
		return info, false // left over from one that was killed
	}
	return info, true
}

// writeRun writes run.json, whole or not at all.
func (f *folder) writeRun(info Info) error {
	b, err := json.MarshalIndent(info, "", "  ")
	if err != nil {
		return err
	}
	return f.replace("run.json", append(b, '\n'))
}

// replace writes a file that only this user may read.
func (f *folder) replace(name string, data []byte) error {
	temp, err := os.CreateTemp(f.path, name+".*") // made with 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync() // or a power cut leaves an empty file under the name
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.file(name))
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

// presenterKey returns the key that makes a browser the presenter's. It is
// made once: links and cookies hold over restarts. Servers on one database
// have one key, out of a given file.
func (f *folder) presenterKey(given string) (string, error) {
	if given != "" {
		return givenKey(given)
	}
	b, err := os.ReadFile(f.file("presenter.key"))
	if err == nil && len(strings.TrimSpace(string(b))) >= 32 {
		os.Chmod(f.file("presenter.key"), 0o600) // one that was put back from a backup may be open
		return strings.TrimSpace(string(b)), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key cannot be read")
	}
	raw := make([]byte, 32)
	rand.Read(raw)
	key := base64.RawURLEncoding.EncodeToString(raw)
	return key, f.replace("presenter.key", []byte(key+"\n"))
}

// givenKey reads a key that somebody else has made.
func givenKey(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The presenter's key cannot be read from %s", path)
	}
	key := strings.TrimSpace(string(b))
	printable := func(r rune) bool { return r > ' ' && r < 0x7f }
	if len(key) < 32 || strings.ContainsFunc(key, func(r rune) bool { return !printable(r) }) {
		return "", fault.Errorf(fault.Malformed, "The presenter's key in %s is one line of at least 32 letters and digits; `openssl rand -hex 32` makes one", path)
	}
	return key, nil
}
