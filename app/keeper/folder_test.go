package keeper

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"lectern/app/datadir"
	"lectern/app/keeper/pgfiles"
)

func TestOtherVersionIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	ours := strconv.Itoa(k.job.Major)
	stop(t, k)

	write(t, filepath.Join(k.data, "PG_VERSION"), "17\n")
	wantConflict(t, dir, "PostgreSQL 17", "PostgreSQL "+ours, "pg_dump", "--data")

	write(t, filepath.Join(k.data, "PG_VERSION"), ours+"\n")
	if err := os.Rename(k.data, filepath.Join(dir, "pg17")); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, dir, "PostgreSQL 17", "pg17", "pg_dump")

	// Beside our own, another's folder is left alone.
	if err := os.Rename(filepath.Join(dir, "pg17"), k.data); err != nil {
		t.Fatal(err)
	}
	mkdir(t, filepath.Join(dir, "pg16"))
	write(t, filepath.Join(dir, "pg16", "PG_VERSION"), "16\n")
	query(t, start(t, dir).URL(), "SELECT 1")
}

func TestForeignFolderIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := emptyFolder(t)
	data := filepath.Join(dir, "pg"+strconv.Itoa(pgfiles.PinMajor()))
	mkdir(t, data)
	write(t, filepath.Join(data, "holiday.txt"), "dear diary")
	wantConflict(t, dir, data, "move it away")
}

func TestEmptyFolderIsFilled(t *testing.T) {
	t.Parallel()
	dir := programFolder(t)
	mkdir(t, filepath.Join(dir, "pg"+strconv.Itoa(pgfiles.PinMajor())))
	query(t, start(t, dir).URL(), "SELECT 1")
}

// The library may be on a disk that is not mounted today.
func TestEmptiedFolderIsNotFilled(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	writeTalk(t, k.URL())
	stop(t, k)
	disk := filepath.Join(newFolder(t), "disk")
	if err := os.Rename(k.data, disk); err != nil {
		t.Fatal(err)
	}
	mkdir(t, k.data)
	wantConflict(t, dir, k.data, "mount it", "remove the empty folder", "--data")

	if err := os.Remove(k.data); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(disk, k.data); err != nil {
		t.Fatal(err)
	}
	hasTalk(t, start(t, dir).URL())
}

func TestInterruptedInitdbHeals(t *testing.T) {
	t.Parallel()
	dir := programFolder(t)
	f := folder{dir: dir}
	d, err := f.newStaging(pgfiles.PinMajor())
	if err != nil {
		t.Fatal(err)
	}
	mkdir(t, filepath.Join(d.data(), "base"))
	write(t, filepath.Join(d.data(), "PG_VERSION"), "18\n")
	query(t, start(t, dir).URL(), "SELECT 1")
	if _, err := os.Stat(d.path); !os.IsNotExist(err) {
		t.Errorf("the half-made folder is left: %v", err)
	}
}

func TestUnmarkedDraftIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := emptyFolder(t)
	path := filepath.Join(dir, "pg"+strconv.Itoa(pgfiles.PinMajor())+".new")
	mkdir(t, path)
	write(t, filepath.Join(path, "holiday.txt"), "dear diary")
	if k, err := Start(t.Context(), Config{Dir: dir}); err == nil {
		k.Stop()
		t.Fatal("it started")
	}
	if _, err := os.Stat(filepath.Join(path, "holiday.txt")); err != nil {
		t.Error(err)
	}
}

// Whatever becomes of the password's files, through a kill, a disk, or somebody
// who puts an old one back, the next start gets in.
func TestPasswordFilesLost(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	writeTalk(t, k.URL())
	stop(t, k)
	other := strings.Repeat("0", 64)
	for _, c := range []struct{ name, file, content string }{
		{"the superuser's is gone", passwordFile, ""},
		{"the superuser's is cut off", passwordFile, "0123"},
		{"the superuser's is another", passwordFile, other},
		{"the owner's is gone", passFile, ""},
		{"the owner's is cut off", passFile, "*:*:*:lectern:0123"},
		{"the owner's is another", passFile, "*:*:*:lectern:" + other + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, c.file)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if c.content != "" {
				write(t, path, c.content)
			}
			k := start(t, dir)
			hasTalk(t, k.URL())
			query(t, k.job.superuserURL(), "SELECT 1")
		})
	}
}

// The first start after the loss may fail before the database has the new
// password: the next one must not take it for given.
func TestLostPasswordAndFailedStart(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	writeTalk(t, k.URL())
	stop(t, k)
	if err := os.Remove(filepath.Join(dir, passwordFile)); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(k.data, "postgresql.conf")
	good, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	write(t, settings, "nonsense")
	if k, err := Start(t.Context(), Config{Dir: dir}); err == nil {
		k.Stop()
		t.Fatal("it started")
	}
	if !datadir.IsDataFolder(dir) {
		t.Error("it is not taken for a data folder any more")
	}
	write(t, settings, string(good))
	k = start(t, dir)
	hasTalk(t, k.URL())
}

// A password of somebody else's choice would let them in.
func TestPasswordOfAnotherIsRefused(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	path := filepath.Join(dir, passwordFile)
	elsewhere := filepath.Join(emptyFolder(t), "password")
	write(t, elsewhere, strings.Repeat("0", 64))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, dir, path, "delete")
	if os.Geteuid() == 0 {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		write(t, path, strings.Repeat("0", 64))
		if err := os.Chown(path, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		wantConflict(t, dir, path, "delete")
	}
}

func TestAccess(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	rules := filepath.Join(k.data, "pg_hba.conf")
	check := func() {
		t.Helper()
		content, err := os.ReadFile(rules)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			if f := strings.Fields(line); len(f) > 0 && f[0][0] != '#' && strings.Join(f, " ") != "local all all scram-sha-256" {
				t.Errorf("pg_hba.conf has the rule %q", line)
			}
		}
	}
	check()
	refused := func(password string) {
		t.Helper()
		j := k.job
		j.Password = password
		conn, err := pgx.Connect(t.Context(), j.superuserURL())
		if err == nil {
			conn.Close(context.Background())
			t.Errorf("the password %q was accepted", password)
		}
	}
	refused("")
	refused(strings.Repeat("0", 64))
	if got := query(t, k.job.superuserURL(), "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin"); got != "true" {
		t.Error("the passwords are not stored for SCRAM")
	}
	if conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(k.job.Port))); err == nil {
		conn.Close()
		t.Error("anybody on this machine can take its places")
	}

	// Rules that somebody opened are closed at the next start.
	stop(t, k)
	write(t, rules, "host all all 127.0.0.1/32 trust\n")
	k = start(t, dir)
	check()
	refused("")
}

func TestSecondKeeperIsRefused(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	_, err := lockFolder(cancelled(t), k.folder, func(string) {})
	if err == nil {
		t.Fatal("a second keeper got the folder")
	}
	query(t, k.URL(), "SELECT 1")
}

func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// write changes a file's content, keeping its owner.
func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t testing.TB, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}
