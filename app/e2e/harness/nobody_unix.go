//go:build unix

package harness

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// nobody is the ordinary user that root's tests have.
var nobody = sync.OnceValues(func() (c *syscall.Credential, err error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
})

// AsNobody has root's command run as an ordinary user, and from where that one
// may be. Another user's command stays as it is.
func AsNobody(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	c, err := nobody()
	if err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c}
	cmd.Dir = "/"
}

// GiveNobody gives a file or a folder, with all in it, to the user of AsNobody.
func GiveNobody(t testing.TB, path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	c, err := nobody()
	if err == nil {
		err = filepath.WalkDir(path, func(path string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Lchown(path, int(c.Uid), int(c.Gid)))
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

var reachable struct {
	sync.Mutex
	copies map[string]string // by what they are copies of
}

// Reachable returns where any user gets to a file or a folder of root's: where
// it lies or, if a folder on the way lets nobody in (a checkout below root's own
// home), a copy.
func Reachable(t testing.TB, path string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		return path
	}
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	open := true
	for dir := filepath.Dir(path); open && dir != "/"; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		open = info.Mode().Perm()&0o001 != 0
	}
	if open {
		return path
	}
	reachable.Lock()
	defer reachable.Unlock()
	if have, ok := reachable.copies[path]; ok {
		return have
	}
	if reachable.copies == nil {
		reachable.copies = map[string]string{}
	}
	dir := filepath.Join(builds, fmt.Sprint("reachable-", len(reachable.copies)))
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, filepath.Base(path))
	for _, args := range [][]string{{"cp", "-a", path, whole}, {"chmod", "-R", "a+rX", whole}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	reachable.copies[path] = whole
	return whole
}
