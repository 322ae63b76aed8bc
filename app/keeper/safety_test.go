//go:build linux

package keeper

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lectern/app/needtest"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"
)

// embedded-postgres reads PG_VERSION once more, and deletes the data path that
// it was given if that fails or says something else. Here it says something else
// from the second time on, until the link has been deleted.
func TestVersionThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	writeTalk(t, k.URL())
	stop(t, k)
	version := filepath.Join(k.data, "PG_VERSION")
	good, first, second := version+".good", version+".1", version+".2"
	if err := os.Rename(version, good); err != nil {
		t.Fatal(err)
	}
	for _, fifo := range []string{first, second} {
		if err := errors.Join(unix.Mkfifo(fifo, 0o600), k.folder.account.own(fifo)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(first, version); err != nil {
		t.Fatal(err)
	}
	told := make(chan error, 1)
	go func() {
		// Whoever opens it next, after this one, finds what is put there meanwhile.
		for _, c := range []struct{ said, next string }{{strconv.Itoa(k.job.Major) + "\n", second}, {"7\n", good}} {
			f, err := os.OpenFile(version, os.O_WRONLY, 0) // waits for a reader
			if err == nil {
				_, err = f.WriteString(c.said)
				err = errors.Join(err, os.Rename(c.next, version), f.Close())
			}
			if err != nil {
				told <- err
				return
			}
		}
		told <- nil
	}()
	k = start(t, dir)
	if err := <-told; err != nil {
		t.Fatal(err)
	}
	hasTalk(t, k.URL())
}

// What somebody has in their shell for databases elsewhere is nothing to the
// embedded one.
func TestEnvironmentOfClients(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for name, value := range map[string]string{
		"PGHOST": "192.0.2.1", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGDATABASE": "nowhere", "PGUSER": "nobody",
		"PGPASSWORD": "wrong", "PGPASSFILE": nowhere, "PGSERVICE": "nowhere", "PGSERVICEFILE": nowhere,
		"PGOPTIONS": "-c nonsense=1", "PGTZ": "Nowhere/Land", "PGDATESTYLE": "nonsense", "PGCLIENTENCODING": "nonsense",
		"PGTARGETSESSIONATTRS": "standby", "PGREQUIREAUTH": "none", "PGCHANNELBINDING": "require", "PGSSLMODE": "verify-full",
		"PGSSLROOTCERT": nowhere, "PGSSLCERT": nowhere, "PGSSLKEY": nowhere, "PGSSLNEGOTIATION": "direct",
		"PGCONNECT_TIMEOUT": "nonsense", "PGMINPROTOCOLVERSION": "9", "PGDATA": nowhere, "PGAPPNAME": "nonsense",
		"PGKRBSRVNAME": "nonsense", "PGGSSENCMODE": "require", "PGSYSCONFDIR": nowhere, "PGLOCALEDIR": nowhere,
		"LC_ALL": "xx_XX.UTF-8", "LC_MESSAGES": "xx_XX", "LANG": "xx_XX", "LANGUAGE": "xx", "TZ": "Nowhere/Land",
	} {
		t.Setenv(name, value)
	}
	k := start(t, programFolder(t)) // with initdb
	if got := query(t, k.URL(), "SELECT current_setting('TimeZone')"); strings.Contains(got, "Nowhere") {
		t.Errorf("the time zone is %q", got)
	}
	if got := query(t, k.URL(), "SELECT current_database() || ' ' || current_user"); got != "lectern lectern" {
		t.Errorf("connected to %q", got)
	}
}

// Lectern and whoever has `lectern db` are no superusers.
func TestOwnerIsOrdinary(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	writeTalk(t, k.URL()) // what Lectern needs
	query(t, k.URL(), "CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'")
	query(t, k.URL(), "SELECT pg_notification_queue_usage()")
	conn, err := pgx.Connect(t.Context(), k.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, sql := range []string{
		"COPY talks TO PROGRAM 'id'", "COPY talks TO '/tmp/talks'", "SELECT pg_read_file('/etc/passwd')",
		"CREATE ROLE another SUPERUSER", "ALTER ROLE lectern SUPERUSER", "CREATE DATABASE another",
		"SET ROLE postgres", "ALTER SYSTEM SET listen_addresses = '*'",
	} {
		if _, err := conn.Exec(t.Context(), sql); err == nil {
			t.Errorf("allowed: %s", sql)
		}
	}
	u, err := url.Parse(k.URL())
	if _, has := u.User.Password(); err != nil || has || strings.Contains(k.URL(), k.job.OwnerPassword) {
		t.Errorf("the address holds the password: %s", k.URL())
	}
}

// A database of before, whose superuser is called otherwise, is told apart and
// left alone.
func TestForeignDatabaseIsNotTouched(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	query(t, k.job.superuserURL(), "CREATE ROLE other SUPERUSER")
	single := exec.Command(filepath.Join(k.job.Programs, "bin", "postgres"), "--single", "-D", k.data, "postgres")
	stop(t, k)
	single.Dir = "/"
	single.SysProcAttr = k.folder.account.attr()
	// Not even its bootstrap superuser may rename itself; the catalogue lets it.
	single.Stdin = strings.NewReader("UPDATE pg_authid SET rolname = 'early' WHERE oid = 10\n")
	single.Args = append(single.Args[:1], append([]string{"--single", "-O"}, single.Args[2:]...)...)
	if out, err := single.CombinedOutput(); err != nil || strings.Contains(string(out), "ERROR") {
		t.Fatalf("%v: %s", err, out)
	}
	_, err := Start(t.Context(), Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "left as it is") {
		t.Errorf("got %v", err)
	}
}

// psql takes the address as it is, as the user who runs Lectern.
func TestPsql(t *testing.T) {
	t.Parallel()
	psql := needtest.Program(t, "psql")
	for _, name := range []string{"plain", "with blanks", `with "quotes", $HOME and a + % ä`} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(emptyFolder(t), name)
			if err := os.Rename(newFolder(t), dir); err != nil {
				t.Fatal(err)
			}
			k := start(t, dir)
			out, err := exec.Command(psql, "-XAtw", k.URL(), "-c", "SELECT current_user, current_database()").CombinedOutput()
			if err != nil || string(out) != "lectern|lectern\n" {
				t.Errorf("psql: %v: %s", err, out)
			}
		})
	}
}

// PostgreSQL's own programs cannot take all of these.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	for name, odd := range map[string]string{
		"signs": "-$HOME `id` \"a\" 'b' \\ , % # ä\tc\nd, no UTF-8: caf\xe9",
		"long":  strings.Repeat("long", 40),
	} {
		t.Run(name, func(t *testing.T) {
			top := emptyFolder(t)
			dir := filepath.Join(top, odd)
			mkdir(t, dir)
			if err := os.Chmod(dir, 0o711); err != nil {
				t.Fatal(err)
			}
			k := start(t, dir)
			writeTalk(t, k.URL())
			home := k.place.elsewhere
			stop(t, k)
			if _, err := os.Stat(home); home != "" && !os.IsNotExist(err) {
				t.Errorf("the temporary folder is left: %v", err)
			}
			if _, err := os.Lstat(filepath.Join(dir, runName)); !os.IsNotExist(err) {
				t.Errorf("%s is left: %v", runName, err)
			}
			k = start(t, dir)
			hasTalk(t, k.URL())
		})
	}
}

func TestIsPlain(t *testing.T) {
	for path, want := range map[string]bool{
		"/home/jo/.local/share/lectern": true, "/home/jo/My Talks (new)": true, "/home/jörg/Vorträge": true, "/a/100% #1": true,
		"/a/$b": false, "/a/`b`": false, `/a/"b"`: false, "/a/Jo's": false, `/a\b`: false, "/a,b": false,
		"/a\nb": false, "/a\rb": false, "/a\tb": false, "/caf\xe9": false, "/a\x00b": false,
	} {
		if got := isPlain(path); got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}

// A start that is given up while it makes the database ends at once, and leaves
// neither files nor shared memory.
func TestInterruptedWhileMaking(t *testing.T) {
	t.Parallel()
	segments(t) // which not every system tells
	dir := programFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	marked := make(chan int32, 1)
	go func() { // once PostgreSQL has marked its folder, by a segment that has its key
		eventually(t, func(context.Context) error {
			found, _ := filepath.Glob(filepath.Join(dir, "pg*.new", "data"))
			for _, data := range found {
				key, _, _ := strings.Cut(pidLine(data, segmentLine), " ")
				n, err := strconv.ParseUint(key, 10, 64)
				if _, there := segments(t)[int32(n)]; err == nil && there {
					marked <- int32(n)
					cancel()
					return nil
				}
			}
			return os.ErrNotExist
		})
	}()
	k, err := Start(ctx, Config{Dir: dir})
	if err == nil {
		k.Stop()
		t.Fatal("it started")
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "pg*")); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	key := <-marked
	if users, left := segments(t)[key]; left && users == "0" { // or it is another one's by now
		t.Errorf("the shared memory of key %d is left", key)
	}
}

// segments are this machine's segments of System V shared memory: how many processes
// use each, by its key.
func segments(t *testing.T) map[int32]string {
	t.Helper()
	segments := map[int32]string{}
	list, err := os.ReadFile("/proc/sysvipc/shm")
	if err != nil {
		t.Skip(err)
	}
	for line := range strings.Lines(string(list)) {
		f := strings.Fields(line)
		if len(f) < 7 {
			continue
		}
		if key, err := strconv.ParseInt(f[0], 10, 32); err == nil {
			segments[int32(key)] = f[6]
		}
	}
	return segments
}
