//go:build linux

package keeper

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lectern/app/fault"
	"lectern/app/keeper/pgfiles"
)

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
}

// TestNarrowUmask: who lets nobody else into what they make has a database all
// the same, though as root it is another user's.
func TestNarrowUmask(t *testing.T) {
	dir := emptyFolder(t)
	usual := unix.Umask(0o077)
	defer unix.Umask(usual)
	query(t, start(t, dir).URL(), "CREATE TABLE talks AS SELECT 42 AS slide")
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	folderPerm := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		folderPerm = 0o711
	}
	for path, want := range map[string]os.FileMode{
		dir:                                 folderPerm,
		k.data:                              0o700,
		filepath.Join(dir, passwordFile):    0o600,
		filepath.Join(dir, "postgres.lock"): 0o600,
		k.job.Run:                           0o700,
	} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has permissions %o, want %o", path, got, want)
		}
	}
	if os.Geteuid() == 0 {
		status, err := os.ReadFile(procPath(mustFind(t, k).pid, "status"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(status), "Uid:\t0") || strings.Contains(string(status), "Gid:\t0") ||
			strings.Contains(string(status), "Groups:\t0") {
			t.Errorf("PostgreSQL runs as root:\n%s", status)
		}
	}
}

func TestClosedParentIsNamed(t *testing.T) {
	t.Parallel()
	needRoot(t)
	closed := filepath.Join(emptyFolder(t), "closed")
	dir := filepath.Join(closed, "data")
	mkdir(t, closed)
	mkdir(t, dir)
	_, err := Start(t.Context(), Config{Dir: dir})
	var de *fault.Error
	if !errors.As(err, &de) || de.Code != fault.Conflict {
		t.Fatalf("got %v, want a conflict", err)
	}
	for _, word := range []string{closed, dir, "--data"} {
		if !strings.Contains(de.Message, word) {
			t.Errorf("error %q does not mention %q", de.Message, word)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("something was done: %v", entries)
	}
}

// A copy of a data folder that root made belongs to root.
func TestDatabaseOfRootIsHandedOver(t *testing.T) {
	t.Parallel()
	needRoot(t)
	dir := newFolder(t)
	k := start(t, dir)
	writeTalk(t, k.URL())
	stop(t, k)
	err := filepath.WalkDir(k.data, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, 0, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	hasTalk(t, start(t, dir).URL())
}

// Neither can a database be renamed to, and behind a link there may be a disk
// that is not mounted today.
func TestMountPointAndLinkAreNamed(t *testing.T) {
	t.Parallel()
	name := "pg" + strconv.Itoa(pgfiles.PinMajor())
	t.Run("mount point", func(t *testing.T) {
		needRoot(t)
		dir := emptyFolder(t)
		data := filepath.Join(dir, name)
		mkdir(t, data)
		if err := unix.Mount("lectern-test", data, "tmpfs", 0, "size=1m"); err != nil {
			t.Skip("cannot mount:", err)
		}
		t.Cleanup(func() {
			if err := unix.Unmount(data, 0); err != nil {
				t.Error(err)
			}
		})
		wantConflict(t, dir, data, "mount", "--data")
	})
	t.Run("link", func(t *testing.T) {
		dir, elsewhere := emptyFolder(t), emptyFolder(t)
		data := filepath.Join(dir, name)
		if err := os.Symlink(elsewhere, data); err != nil {
			t.Fatal(err)
		}
		wantConflict(t, dir, data, "link", "--data")
	})
}

// A folder that was named by mistake keeps its permissions.
func TestSharedFolderStaysOpen(t *testing.T) {
	t.Parallel()
	dir := emptyFolder(t)
	write(t, filepath.Join(dir, "of-somebody-else"), "")
	if err := os.Chmod(dir, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if _, err := openFolder(dir); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o777|os.ModeSticky|os.ModeDir {
		t.Errorf("its mode became %v", info.Mode())
	}
}

// TestAsOrdinaryUser runs all tests again as a user who is not root; in short,
// those in which it matters who one is: whose files they are, and whose processes.
func TestAsOrdinaryUser(t *testing.T) {
	t.Parallel()
	needRoot(t)
	// The test binary may lie where that user cannot reach it.
	dir := emptyFolder(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "keeper.test")
	copyFile(t, os.Args[0], binary)
	home := filepath.Join(dir, "home")
	mkdir(t, home)
	const nobody = 65534
	if err := os.Chown(home, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	// What root has fetched need not be fetched again.
	if cache, err := os.UserCacheDir(); err == nil {
		files, _ := filepath.Glob(filepath.Join(cache, "lectern", "*.tgz"))
		for _, file := range files {
			target := filepath.Join(home, ".cache", "lectern")
			if err := os.MkdirAll(target, 0o755); err != nil {
				t.Fatal(err)
			}
			copyFile(t, file, filepath.Join(target, filepath.Base(file)))
		}
	}
	args := []string{"-test.v", "-test.timeout=30m"}
	if os.Getenv("LECTERN_TEST_ALL") == "" {
		args = append(args, "-test.run=^Test(Access|EmptyFolderIsFilled|ForeignDatabaseIsNotTouched|ParentKilledAndStartedAtOnce|PasswordFilesLost|Permissions|PostgresKilled|SecondKeeperIsRefused|SharedFolderStaysOpen)$")
	}
	cmd := exec.Command(binary, args...)
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, ".cache"), "TMPDIR="+home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}
