package keeper

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
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
// reach the folder. It changes nothing but the permissions of the folder.
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
	return f, closeToOthers(f.dir, f.account, IsDataFolder(f.dir))
}

// IsDataFolder reports whether dir is a data folder, or about to become one,
// and not some folder that was named by mistake (--data /tmp), whose
// permissions are not ours to change.
func IsDataFolder(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	// Whoever holds the folder has begun with the first two names.
	ours := []string{"lock", "presenter.key", passwordFile, newPasswordFile}
	return !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !slices.Contains(ours[:2], e.Name()) }) ||
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(ours[2:], e.Name()) })
}

func (f folder) data(major int) string { return filepath.Join(f.dir, "pg"+strconv.Itoa(major)) }
func (f folder) runFolder() string     { return filepath.Join(f.dir, "postgres.run") }

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
		return fault.Errorf(fault.Conflict, "The folder %s is empty, and there was a database before: if that is on a disk of its own, mount it. To begin an empty library instead, remove the empty folder, or choose another folder with --data.", path)
	}
	err = errors.New("it is a link")
	if info.IsDir() {
		err = os.Remove(path)
	}
	if err != nil {
		return fault.Wrap(fault.Conflict, err, "Lectern cannot put its database in the place of %s, which is a link or a mount point: remove it and link or mount %s as a whole, or choose another folder with --data.", path, f.dir)
	}
	return nil
}

// checkVersion refuses a folder whose database another PostgreSQL wrote:
// embedded-postgres would delete it, and an empty library beside it would look
// as if everything were lost.
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
		return fault.Errorf(fault.Conflict, "The folder %s is no PostgreSQL database, and lectern keeps its own there: move it away, or choose another folder with --data.", data)
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

const (
	passwordFile    = "postgres.password"
	newPasswordFile = passwordFile + ".new"
)

var passwordForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// password reads the database's password, or makes one. If it is fresh the
// database may have another: give it this one, and once it answers call
// keepPassword. Until then the password waits in a file of its own, so that
// after a start that failed or was killed in between the next one gives it
// again.
func (f folder) password() (password string, fresh bool, err error) {
	password, fresh, err = f.readPassword(newPasswordFile)
	if err == nil && !fresh {
		password, _, err = f.readPassword(passwordFile)
	}
	if err != nil || password != "" {
		return password, fresh, err
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	password = hex.EncodeToString(secret)
	return password, true, writeDurably(filepath.Join(f.dir, newPasswordFile), []byte(password), 0o600)
}

// readPassword returns "" for a file that is not there or holds no password:
// one that is empty or cut off is of no more use than none.
func (f folder) readPassword(name string) (password string, exists bool, err error) {
	path := filepath.Join(f.dir, name)
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("the database's password: %w", err)
	case !passwordForm.Match(data):
		return "", true, nil
	}
	return string(data), true, os.Chmod(path, 0o600)
}

// keepPassword notes that the database has the password that was fresh.
func (f folder) keepPassword() error {
	if err := os.Rename(filepath.Join(f.dir, newPasswordFile), filepath.Join(f.dir, passwordFile)); err != nil {
		return err
	}
	return syncFolder(f.dir)
}

// writeDurably replaces a file so that after a power cut it holds the old or
// the new content, never half of it.
func writeDurably(path string, data []byte, perm fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(perm), tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// makeRunFolder makes the folder that the child may write to, empty.
func (f folder) makeRunFolder() error {
	f.removeRunFolder()
	return f.mkdirForAccount(f.runFolder())
}

// ensureRunFolder makes it again if somebody removed it meanwhile.
func (f folder) ensureRunFolder() error {
	_, err := os.Stat(f.runFolder())
	if errors.Is(err, fs.ErrNotExist) {
		return f.mkdirForAccount(f.runFolder())
	}
	return err
}

func (f folder) removeRunFolder() { os.RemoveAll(f.runFolder()) }

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
func (f folder) tidyPrograms(keep pgfiles.Tree, log *slog.Logger) {
	if err := keep.Secure(); err != nil {
		log.Warn("PostgreSQL's programs could not be secured; the next start unpacks them again", "err", err)
	}
	if err := pgfiles.RemoveOthers(f.dir, keep); err != nil {
		log.Warn("an older PostgreSQL could not be removed", "err", err)
	}
}

func randomUint32() uint32 {
	var b [4]byte
	rand.Read(b[:])
	return binary.NativeEndian.Uint32(b[:])
}
