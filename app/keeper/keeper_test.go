package keeper

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/fault"
)

// limit is how long any wait of a test may last. Nothing waits for it unless
// something is broken.
const limit = 60 * time.Second

func TestMain(m *testing.M) {
	RunIfChild()
	runAsHelper()
	status := m.Run()
	if usedDir != "" {
		os.RemoveAll(usedDir)
	}
	os.Exit(status)
}

// used is a data folder that a keeper has run on, for the tests to copy: making a
// database takes longer than most of what is tried on it. It lies in usedDir.
var (
	usedDir string
	used    = sync.OnceValues(func() (string, error) {
		dir, err := makeFolder()
		usedDir = dir
		if err != nil {
			return "", err
		}
		k, err := Start(context.Background(), Config{Dir: dir})
		if err != nil {
			return "", err
		}
		return dir, k.Stop()
	})
)

// newFolder makes a data folder that an ordinary user can reach, with a database
// in it.
func newFolder(t testing.TB) string {
	t.Helper()
	return copyOfUsed(t, "")
}

// programFolder makes one that has PostgreSQL's programs, and no database yet.
func programFolder(t testing.TB) string {
	t.Helper()
	return copyOfUsed(t, "postgres-")
}

// copyOfUsed copies what in used begins with these letters.
func copyOfUsed(t testing.TB, prefix string) string {
	t.Helper()
	from, err := used()
	if err != nil {
		t.Fatal(err)
	}
	dir := emptyFolder(t)
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		how := "-a"
		if strings.HasPrefix(e.Name(), "postgres-") {
			how = "-al" // nobody writes to the programs
		}
		if out, err := exec.Command("cp", how, filepath.Join(from, e.Name()), dir).CombinedOutput(); err != nil {
			t.Fatalf("cp: %v: %s", err, out)
		}
	}
	return dir
}

// emptyFolder makes a data folder that an ordinary user can reach.
func emptyFolder(t testing.TB) string {
	t.Helper()
	dir, err := makeFolder()
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func makeFolder() (string, error) {
	dir, err := os.MkdirTemp("", "lectern-keeper-")
	if err == nil && os.Geteuid() == 0 {
		err = os.Chmod(dir, 0o711)
	}
	if err != nil {
		return dir, err
	}
	return filepath.EvalSymlinks(dir)
}

func start(t testing.TB, dir string) *Keeper {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	k, err := Start(ctx, Config{Dir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() {
		if err := k.Stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
		if pm := findServer(k.data); pm != nil {
			t.Errorf("process %d is left", pm.pid)
		}
	})
	return k
}

func stop(t testing.TB, k *Keeper) {
	t.Helper()
	if err := k.Stop(); err != nil {
		t.Fatalf("stop: %v", err)
	}
}

// query runs one statement on a connection of its own, trying until the
// database answers.
func query(t testing.TB, url, sql string) string {
	t.Helper()
	var out any
	err := eventually(t, func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		defer conn.Close(ctx)
		rows, err := conn.Query(ctx, sql)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			values, err := rows.Values()
			if err != nil {
				return err
			}
			out = values[0]
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return fmt.Sprint(out)
}

// writeTalk writes what hasTalk looks for.
func writeTalk(t testing.TB, url string) {
	t.Helper()
	query(t, url, "CREATE TABLE talks AS SELECT 42 AS slide")
}

func hasTalk(t testing.TB, url string) {
	t.Helper()
	if got := query(t, url, "SELECT slide FROM talks"); got != "42" {
		t.Errorf("the table holds %q, want 42", got)
	}
}

// eventually repeats what can only be asked, until it works.
func eventually(t testing.TB, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := f(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-ticker.C:
		}
	}
}

func mustFind(t testing.TB, k *Keeper) *postmaster {
	t.Helper()
	pm := findServer(k.data)
	if pm == nil {
		t.Fatal("no PostgreSQL runs")
	}
	return pm
}

func wantConflict(t *testing.T, dir string, words ...string) {
	t.Helper()
	before := listing(t, dir)
	k, err := Start(t.Context(), Config{Dir: dir})
	if err == nil {
		k.Stop()
		t.Fatal("it started")
	}
	if got := fault.CodeOf(err); got != fault.Conflict {
		t.Fatalf("error %q has code %q, want %q", err, got, fault.Conflict)
	}
	var de *fault.Error
	errors.As(err, &de)
	for _, word := range words {
		if !strings.Contains(de.Message, word) {
			t.Errorf("error %q does not mention %q", de.Message, word)
		}
	}
	if after := listing(t, dir); after != before {
		t.Errorf("the folder was changed from\n%s\nto\n%s", before, after)
	}
}

// listing is every path below dir with its owner's data, except the programs
// and the lock.
func listing(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), "postgres-") {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err == nil && path != dir && d.Name() != "postgres.lock" {
			fmt.Fprintf(&b, "%s %v %d %v\n", path, info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStartStop(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	url := k.URL()
	query(t, url, "CREATE TABLE talks (title text)")
	query(t, url, "INSERT INTO talks VALUES ('yesterday')")
	stop(t, k)
	stop(t, k)
	if _, err := os.Stat(k.job.Run); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the child's folder is left: %v", err)
	}

	k = start(t, dir)
	if got := query(t, k.URL(), "SELECT title FROM talks"); got != "yesterday" {
		t.Errorf("after a restart the table holds %q", got)
	}
	if k.Restarts() != 0 {
		t.Errorf("%d restarts, want 0", k.Restarts())
	}
	for name, want := range map[string]string{
		"shared_buffers": "32MB", "max_connections": "25", "fsync": "on", "listen_addresses": "",
		"unix_socket_directories": k.job.Run, "authentication_timeout": "5s", "server_encoding": "UTF8", "password_encryption": "scram-sha-256",
		"dynamic_shared_memory_type": "mmap", // /dev/shm may be tiny
		"data_directory":             k.job.Data,
	} {
		if got := query(t, k.job.superuserURL(), "SHOW "+name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
