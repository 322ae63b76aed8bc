package keeper

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lectern/app/datadir"
	"lectern/app/fault"
)

const (
	passwordFile = "postgres.password" // the superuser's: 64 hexadecimal digits
	passFile     = "postgres.pass"     // the owner's, as libpq's and pgx's passfile=
)

var passwordForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// passwords are those of the superuser, who is the keeper's alone, and of the
// database's owner, who is Lectern's and its user's.
type passwords struct {
	superuser, owner string
	fresh            bool // the superuser's is new: the database may have another
}

// readPasswords reads the passwords, or makes them. A file that is lost or cut
// short costs nothing: the database is given a new password.
func (f folder) readPasswords() (p passwords, err error) {
	line, err := f.readSecret(passwordFile)
	if err != nil {
		return p, err
	}
	p.superuser = line
	if !passwordForm.MatchString(line) {
		p.superuser, p.fresh = newPassword(), true
		if err := datadir.WriteFile(filepath.Join(f.dir, passwordFile), []byte(p.superuser), 0o600); err != nil {
			return p, err
		}
	}
	line, err = f.readSecret(passFile)
	if err != nil {
		return p, err
	}
	const form = "*:*:*:" + ownerName + ":"
	p.owner = strings.TrimSuffix(strings.TrimPrefix(line, form), "\n")
	if !passwordForm.MatchString(p.owner) {
		p.owner = newPassword()
		return p, datadir.WriteFile(filepath.Join(f.dir, passFile), []byte(form+p.owner+"\n"), 0o600)
	}
	return p, nil
}

// readSecret returns "" for a file that is not there. It closes one that was put
// back from a backup and is open to others, and refuses somebody else's.
func (f folder) readSecret(name string) (string, error) {
	path := filepath.Join(f.dir, name)
	file, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fault.Wrap(fault.Conflict, err, "The database's password in %s cannot be read: delete the file, and the database is given another", path)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("the database's password: %w", err)
	}
	if !info.Mode().IsRegular() || !datadir.Ours(info) {
		return "", fault.Errorf(fault.Conflict, "The database's password in %s is not a file of yours: delete it, and the database is given another", path)
	}
	data, err := io.ReadAll(io.LimitReader(file, 1<<10))
	if err != nil {
		return "", fmt.Errorf("the database's password: %w", err)
	}
	return string(data), file.Chmod(0o600)
}

func newPassword() string {
	secret := make([]byte, 32)
	rand.Read(secret)
	return hex.EncodeToString(secret)
}
