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

	"lectern/app/keeper/pgfiles"
)

func TestOtherVersionIsNotTouched(t *testing.T) {
	dir := newFolder(t)
	k := start(t, dir)
	ours := strconv.Itoa(k.job.Major)
	stop(t, k)

	write(t, filepath.Join(k.job.Data, "PG_VERSION"), "17\n")
	wantConflict(t, dir, "PostgreSQL 17", "PostgreSQL "+ours, "pg_dump", "--data")

	write(t, filepath.Join(k.job.Data, "PG_VERSION"), ours+"\n")
	if err := os.Rename(k.job.Data, filepath.Join(dir, "pg17")); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, dir, "PostgreSQL 17", "pg17", "pg_dump")

	// Beside our own, another's folder is left alone.
	if err := os.Rename(filepath.Join(dir, "pg17"), k.job.Data); err != nil {
		t.Fatal(err)
	}
	mkdir(t, filepath.Join(dir, "pg16"))
	write(t, filepath.Join(dir, "pg16", "PG_VERSION"), "16\n")
	query(t, start(t, dir).URL(), "SELECT 1")
}

func TestForeignFolderIsNotTouched(t *testing.T) {
	dir := newFolder(t)
	data := filepath.Join(dir, "pg"+strconv.Itoa(pgfiles.PinMajor()))
	mkdir(t, data)
	write(t, filepath.Join(data, "holiday.txt"), "dear diary")
	wantConflict(t, dir, data, "move it away")
}

func TestEmptyFolderIsFilled(t *testing.T) {
	dir := newFolder(t)
	mkdir(t, filepath.Join(dir, "pg"+strconv.Itoa(pgfiles.PinMajor())))
	query(t, start(t, dir).URL(), "SELECT 1")
}

// The library may be on a disk that is not mounted today.
func TestEmptiedFolderIsNotFilled(t *testing.T) {
	dir := newFolder(t)
	k := start(t, dir)
	query(t, k.URL(), "CREATE TABLE talks AS SELECT 42 AS slide")
	stop(t, k)
	disk := filepath.Join(newFolder(t), "disk")
	if err := os.Rename(k.job.Data, disk); err != nil {
		t.Fatal(err)
	}
	mkdir(t, k.job.Data)
	wantConflict(t, dir, k.job.Data, "mount it", "remove the empty folder", "--data")

	if err := os.Remove(k.job.Data); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(disk, k.job.Data); err != nil {
		t.Fatal(err)
	}
	if got := query(t, start(t, dir).URL(), "SELECT slide FROM talks"); got != "42" {
		t.Errorf("the table holds %q, want 42", got)
	}
}

func TestInterruptedInitdbHeals(t *testing.T) {
	dir := newFolder(t)
	f := folder{dir: dir}
	d, err := f.newDraft(pgfiles.PinMajor())
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
	dir := newFolder(t)
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

func TestLostPassword(t *testing.T) {
	dir := newFolder(t)
	k := start(t, dir)
	query(t, k.URL(), "CREATE TABLE talks AS SELECT 42 AS slide")
	old := k.URL()
	stop(t, k)
	if err := os.Remove(filepath.Join(dir, passwordFile)); err != nil {
		t.Fatal(err)
	}
	k = start(t, dir)
	if k.job.Password == "" || strings.Contains(old, k.job.Password) {
		t.Error("the password is the old one")
	}
	if got := query(t, k.URL(), "SELECT slide FROM talks"); got != "42" {
		t.Errorf("the table holds %q, want 42", got)
	}
}

// The first start after the loss may fail before the database has the new
// password: the next one must not take it for given.
func TestLostPasswordAndFailedStart(t *testing.T) {
	dir := newFolder(t)
	k := start(t, dir)
	query(t, k.URL(), "CREATE TABLE talks AS SELECT 42 AS slide")
	stop(t, k)
	if err := os.Remove(filepath.Join(dir, passwordFile)); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(k.job.Data, "postgresql.conf")
	good, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	write(t, settings, "nonsense")
	if k, err := Start(t.Context(), Config{Dir: dir}); err == nil {
		k.Stop()
		t.Fatal("it started")
	}
	if !IsDataFolder(dir) {
		t.Error("it is not taken for a data folder any more")
	}
	write(t, settings, string(good))
	k = start(t, dir)
	if got := query(t, k.URL(), "SELECT slide FROM talks"); got != "42" {
		t.Errorf("the table holds %q, want 42", got)
	}
	stop(t, k)
	query(t, start(t, dir).URL(), "SELECT 1")
}

// Whatever a kill at any point leaves of the password's files, or a disk, or
// somebody who puts an old one back, the next start gets in.
func TestPasswordFilesLeftBehind(t *testing.T) {
	const missing = "-"
	right := func(k *Keeper) string { return k.job.Password }
	other := func(*Keeper) string { return strings.Repeat("0", 64) }
	always := func(s string) func(*Keeper) string { return func(*Keeper) string { return s } }

	dir := newFolder(t)
	first := other(nil)
	write(t, filepath.Join(dir, newPasswordFile), first) // killed in initdb
	k := start(t, dir)
	if k.job.Password != first {
		t.Error("the password that was waiting is not used")
	}
	query(t, k.URL(), "CREATE TABLE talks AS SELECT 42 AS slide")
	stop(t, k)
	for name, left := range map[string]struct{ file, waiting func(*Keeper) string }{
		"killed before it was set":  {always(missing), other},
		"killed after it was set":   {always(missing), right},
		"an old one put back":       {other, right},
		"the right one put back":    {right, other},
		"empty":                     {always(""), always(missing)},
		"cut off":                   {always("0123"), always(missing)},
		"the waiting one empty":     {always(missing), always("")},
		"the waiting one cut off":   {always(missing), always("0123")},
		"both of no use":            {always(""), always("0123")},
		"the right one and a stump": {right, always("0123")},
	} {
		t.Run(name, func(t *testing.T) {
			for file, content := range map[string]string{passwordFile: left.file(k), newPasswordFile: left.waiting(k)} {
				path := filepath.Join(dir, file)
				if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				if content != missing {
					write(t, path, content)
				}
			}
			k = start(t, dir)
			if got := query(t, k.URL(), "SELECT slide FROM talks"); got != "42" {
				t.Errorf("the table holds %q, want 42", got)
			}
			kept, err := os.ReadFile(filepath.Join(dir, passwordFile))
			if err != nil || string(kept) != k.job.Password {
				t.Errorf("the file holds another password than the database: %v", err)
			}
			if _, err := os.Stat(filepath.Join(dir, newPasswordFile)); !os.IsNotExist(err) {
				t.Errorf("the waiting one is left: %v", err)
			}
		})
	}
}

func TestAccess(t *testing.T) {
	dir := newFolder(t)
	k := start(t, dir)
	rules := filepath.Join(k.job.Data, "pg_hba.conf")
	check := func() {
		t.Helper()
		content, err := os.ReadFile(rules)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			if f := strings.Fields(line); len(f) > 0 && f[0][0] != '#' && (f[0] != "host" || f[3] != "127.0.0.1/32" || f[4] != "scram-sha-256") {
				t.Errorf("pg_hba.conf has the rule %q", line)
			}
		}
	}
	check()
	refused := func(password string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), databaseURL(k.job.Port, password))
		if err == nil {
			conn.Close(context.Background())
			t.Errorf("the password %q was accepted", password)
		}
	}
	refused("")
	refused(strings.Repeat("0", 64))
	if got := query(t, k.URL(), "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'lectern'"); got != "true" {
		t.Error("the password is not stored for SCRAM")
	}

	port := strconv.Itoa(k.job.Port)
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addrs {
		ip, _, err := net.ParseCIDR(a.String())
		if err != nil || ip.Equal(net.IPv4(127, 0, 0, 1)) || ip.IsLinkLocalUnicast() {
			continue
		}
		if conn, err := net.Dial("tcp", net.JoinHostPort(ip.String(), port)); err == nil {
			conn.Close()
			t.Errorf("it is reachable at %s", ip)
		}
	}

	// Rules that somebody opened are closed at the next start.
	stop(t, k)
	write(t, rules, "host all all 127.0.0.1/32 trust\n")
	k = start(t, dir)
	check()
	refused("")
}

func TestSecondKeeperIsRefused(t *testing.T) {
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
