//go:build unix

package keeper

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"

	"lectern/app/fault"
)

// account is the ordinary user that PostgreSQL runs as when this program runs
// as root. The zero value, for everybody else, changes nothing.
type account struct {
	Drop     bool
	UID, GID int
	Name     string
}

// chooseAccount prefers whoever owns the database already, then the user that
// a system has for PostgreSQL, then nobody.
func chooseAccount(dir string, majors []int) (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	for _, m := range slices.Backward(majors) {
		info, err := os.Stat(filepath.Join(dir, "pg"+strconv.Itoa(m)))
		if err != nil {
			return account{}, err
		}
		st := info.Sys().(*syscall.Stat_t)
		if st.Uid == 0 {
			continue
		}
		a := account{Drop: true, UID: int(st.Uid), GID: int(st.Gid), Name: strconv.Itoa(int(st.Uid))}
		if u, err := user.LookupId(a.Name); err == nil {
			a.Name = u.Username
		}
		return a, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil && uid > 0 {
			return account{Drop: true, UID: uid, GID: gid, Name: name}, nil
		}
	}
	const overflow = 65534 // nobody, in a container without /etc/passwd
	return account{Drop: true, UID: overflow, GID: overflow, Name: "nobody"}, nil
}

// become makes this process the account's, for good.
func (a account) become() error {
	if !a.Drop {
		return nil
	}
	err := syscall.Setgroups([]int{a.GID})
	if err == nil {
		err = syscall.Setgid(a.GID)
	}
	if err == nil {
		err = syscall.Setuid(a.UID)
	}
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root, and becoming the user %s failed: %w", a.Name, err)
	}
	return nil
}

// noFollow opens no link.
const noFollow = syscall.O_NOFOLLOW

func (a account) own(path string) error {
	if !a.Drop {
		return nil
	}
	return os.Lchown(path, a.UID, a.GID)
}

func (a account) ownedByRoot(path string) bool {
	info, err := os.Stat(path)
	return a.Drop && err == nil && info.Sys().(*syscall.Stat_t).Uid == 0
}

// checkReach makes sure that the account can get to dir, through every folder
// above it.
func checkReach(dir string, a account) error {
	if !a.Drop {
		return nil
	}
	for path := filepath.Dir(dir); ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if !a.mayEnter(info) {
			return fault.Errorf(fault.Conflict,
				"PostgreSQL does not run as root but as the user %q, who cannot enter %s and so not reach the data folder %s: choose another folder with --data, such as /var/lib/lectern",
				a.Name, path, dir)
		}
		if path == filepath.Dir(path) {
			return nil
		}
	}
}

func (a account) mayEnter(info fs.FileInfo) bool {
	st := info.Sys().(*syscall.Stat_t)
	switch perm := info.Mode().Perm(); {
	case int(st.Uid) == a.UID:
		return perm&0o100 != 0
	case int(st.Gid) == a.GID:
		return perm&0o010 != 0
	default:
		return perm&0o001 != 0
	}
}

// letThrough lets the account pass through the data folder to what is its own.
func letThrough(dir string, a account) error {
	info, err := os.Stat(dir)
	if err != nil || !a.Drop || a.mayEnter(info) {
		return err
	}
	return os.Chmod(dir, info.Mode()|0o011)
}
