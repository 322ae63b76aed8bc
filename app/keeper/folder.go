package keeper

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/app/fault"
	"lectern/app/keeper/pgfiles"
)

// folder is the data folder, and who PostgreSQL runs as in it.
type folder struct {
	dir     string  // absolute, without symlinks
	account account // the zero value: whoever runs this program
}

// openFolder finds out who PostgreSQL will run as and whether that user can
// reach the folder. It lets that user through, and changes nothing else.
func openFolder(dir string) (folder, error) {
	f := folder{}
	var err error
	if f.dir, err = filepath.Abs(dir); err != nil {
		return f, fmt.Errorf("data folder %s: %w", dir, err)
	}
	if f.dir, err = filepath.EvalSymlinks(f.dir); err != nil {
		return f, fmt.Errorf("data folder: %w", err)
	}
	majors, err := f.majors()
	if err != nil {
		return f, err
	}
	if f.account, err = chooseAccount(f.dir, majors); err != nil {
		return f, err
	}
	if err := checkReach(f.dir, f.account); err != nil {
		return f, err
	}
	return f, letThrough(f.dir, f.account)
}

func (f folder) file(name string) string { return filepath.Join(f.dir, name) }
func (f folder) data(major int) string   { return filepath.Join(f.dir, "pg"+strconv.Itoa(major)) }

var dataName = regexp.MustCompile(`^pg(\d+)$`)

// majors lists the major versions that have a database here.
func (f folder) majors() ([]int, error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil, belongsToAnother("The data folder "+f.dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	var majors []int
	for _, e := range entries {
		m := dataName.FindStringSubmatch(e.Name())
		if m == nil {
			continue
		}
		path := filepath.Join(f.dir, e.Name())
		inside, err := os.ReadDir(path)
		if err == nil && len(inside) == 0 {
			continue // it waits to be filled: see makeRoom
		}
		n, _ := strconv.Atoi(m[1])
		majors = append(majors, n)
	}
	slices.Sort(majors)
	return majors, nil
}

func (f folder) hasDatabase(major int) bool {
	majors, _ := f.majors()
	return slices.Contains(majors, major)
}

// makeRoom removes an empty folder from the place of a new database, because
// nothing can be renamed to where one is. Nothing else goes: not a link, whose
// disk may not be mounted today, nor a folder that held a library before, which
// an empty one in its place would seem to have lost.
func (f folder) makeRoom(major int) error {
	path := f.data(major)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make room for the database: %w", err)
	}
	if _, err := os.Stat(filepath.Join(f.dir, passwordFile)); err == nil {
		return fault.Errorf(fault.Conflict, "The folder %s is empty, and there was a database before: if that is on a disk of its own, mount it; to begin an empty library instead, remove the empty folder, or choose another folder with --data", path)
	}
	err = errors.New("it is a link")
	if info.IsDir() {
		err = os.Remove(path)
	}
	if err != nil {
		return fault.Wrap(fault.Conflict, err, "Lectern cannot put its database in the place of %s, which is a link or a mount point: remove it and link or mount %s as a whole, or choose another folder with --data", path, f.dir)
	}
	return nil
}

// checkVersion refuses a folder whose database another PostgreSQL wrote: an
// empty library beside it would look as if everything were lost.
func (f folder) checkVersion(ours int, log *slog.Logger) error {
	majors, err := f.majors()
	if err != nil {
		return err
	}
	if !slices.Contains(majors, ours) {
		if len(majors) == 0 {
			return nil
		}
		return otherVersion(f.data(majors[len(majors)-1]), strconv.Itoa(majors[len(majors)-1]), ours)
	}
	data := f.data(ours)
	written, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	switch {
	case errors.Is(err, fs.ErrPermission):
		return belongsToAnother("The database in "+data, err)
	case errors.Is(err, fs.ErrNotExist):
		return fault.Errorf(fault.Conflict, "The folder %s is no PostgreSQL database, and lectern keeps its own there: move it away, or choose another folder with --data", data)
	case err != nil:
		return fmt.Errorf("the database's version: %w", err)
	}
	if v := strings.TrimSpace(string(written)); v != strconv.Itoa(ours) {
		return otherVersion(data, v, ours)
	}
	for _, m := range majors {
		if m != ours {
			log.Warn("the data folder also holds the database of another PostgreSQL, which is not used", "folder", f.data(m), "used", data)
		}
	}
	return nil
}

func otherVersion(data, wrote string, ours int) error {
	return fault.Errorf(fault.Conflict,
		"The database in %s was written by PostgreSQL %s, and this lectern has PostgreSQL %d; nothing was touched. "+
			"Use the lectern that wrote it, and to bring it over its pg_dump: move %s away, start this one, and load the dump with psql. "+
			"To begin an empty library instead, choose another folder with --data.",
		data, wrote, ours, filepath.Base(data))
}

func (f folder) mkdirForAccount(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil {
		return err
	}
	return f.account.own(path)
}

// giveToAccount hands a database that root owns, such as a copy that root
// made, to the user that PostgreSQL runs as. PostgreSQL itself refuses it.
func (f folder) giveToAccount(data string) error {
	if !f.account.ownedByRoot(data) {
		return nil
	}
	var inside []string
	err := filepath.WalkDir(data, func(path string, _ fs.DirEntry, err error) error {
		inside = append(inside, path)
		return err
	})
	if err != nil {
		return err
	}
	// The folder itself comes last, so that an interrupted walk is repeated.
	for _, path := range slices.Backward(inside) {
		if err := f.account.own(path); err != nil {
			return err
		}
	}
	return os.Chmod(data, 0o700)
}

// tidyPrograms does what the start need not wait for.
func tidyPrograms(w workplace, keep pgfiles.Tree, log *slog.Logger) {
	if err := keep.Secure(); err != nil {
		log.Warn("PostgreSQL's programs could not be secured; the next start unpacks them again", "err", err)
	}
	if err := pgfiles.RemoveOthers(w.programs, keep); err != nil {
		log.Warn("an older PostgreSQL could not be removed", "err", err)
	}
}

func randomUint32() uint32 {
	var b [4]byte
	rand.Read(b[:])
	return binary.NativeEndian.Uint32(b[:])
}
