package keeper

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"lectern/app/datadir"
	"lectern/app/fault"
)

// workplace is where PostgreSQL's programs work. They pass paths through shells
// and settings, put a socket at one, and embedded-postgres deletes the data path
// that it was given when it cannot read PG_VERSION. So they are told paths in
// here alone, and the database's is a link.
//
//	run/data          leads to the database
//	run/.s.PGSQL.PORT the socket, where systems have such
//
// It is postgres.run in the data folder, or where that path is not one for them
// a temporary folder, which postgres.run leads to, with the programs beside it.
type workplace struct {
	entry     string // postgres.run in the data folder
	run       string // closed to all but the account
	programs  string // the folder that PostgreSQL is unpacked into
	elsewhere string // the temporary folder, or ""
}

const (
	runName    = "postgres.run"
	tempPrefix = "lectern-"
	// maxSocket is the longest path of a socket, on the systems with the shortest.
	maxSocket = 103
)

// newWorkplace clears what an earlier run left and chooses the place of this
// one.
func newWorkplace(f folder) (workplace, error) {
	w := workplace{entry: filepath.Join(f.dir, runName), programs: f.dir}
	w.run = w.entry
	removeWorkplace(w.entry)
	if isPlain(f.dir) && socketFits(w.run) {
		return w, nil
	}
	var failed error
	for _, tmp := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		tmp, err := filepath.EvalSymlinks(tmp)
		if err == nil {
			err = checkReach(filepath.Join(tmp, tempPrefix), f.account)
		}
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if !isPlain(tmp) || !socketFits(filepath.Join(tmp, tempPrefix+"0123456789", runName)) {
			continue
		}
		if w.elsewhere, err = os.MkdirTemp(tmp, tempPrefix); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		w.run = filepath.Join(w.elsewhere, runName)
		if !isPlain(f.dir) {
			w.programs = w.elsewhere
		}
		if f.account.Drop {
			err = os.Chmod(w.elsewhere, 0o711)
		}
		return w, errors.Join(err, os.Symlink(w.elsewhere, w.entry))
	}
	return w, fault.Wrap(fault.Conflict, failed,
		"PostgreSQL cannot use the path of the data folder %q, and there is no temporary folder to use instead: choose a shorter path, of plain letters, with --data", f.dir)
}

// make makes what is missing of run and the link to the database. A socket that
// is there stays: a PostgreSQL whose child was killed may be answering at it.
func (w workplace) make(a account, database string) error {
	err := os.Mkdir(w.run, 0o700)
	if err == nil {
		err = a.own(w.run)
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if to, readErr := os.Readlink(w.data()); err == nil && (readErr != nil || to != database) {
		if err = os.RemoveAll(w.data()); err == nil { // the link, not what it leads to
			err = linkFolder(database, w.data())
		}
	}
	if err != nil {
		return fmt.Errorf("make %s: %w", w.run, err)
	}
	return nil
}

func (w workplace) data() string { return filepath.Join(w.run, linkName) }

func (w workplace) remove() { removeWorkplace(w.entry) }

// removeWorkplace removes a workplace, of this run or another, and follows a
// link only to where newWorkplace makes them.
func removeWorkplace(entry string) {
	if target, err := os.Readlink(entry); err == nil {
		info, err := os.Lstat(target)
		if err == nil && info.IsDir() && datadir.Ours(info) && strings.HasPrefix(filepath.Base(target), tempPrefix) {
			os.RemoveAll(target)
		}
	}
	os.RemoveAll(entry) // never through a link
}

// linkName is the link to the database, in the folder run.
const linkName = "data"

// isLink reports whether path is a link, or on Windows a junction.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0
}

// isPlain reports whether every program takes a path as it is: in a shell
// between double quotes, in a list of folders, and as text.
func isPlain(path string) bool {
	if runtime.GOOS == "windows" {
		return true // where only the characters of a name are possible
	}
	return utf8.ValidString(path) &&
		!strings.ContainsFunc(path, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune("\"'`$\\,", r) })
}

func socketFits(run string) bool {
	return runtime.GOOS == "windows" || len(run)+len("/.s.PGSQL.65535") <= maxSocket
}
