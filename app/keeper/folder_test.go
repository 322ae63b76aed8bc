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
