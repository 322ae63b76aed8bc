//go:build linux

package keeper

import (
	"bufio"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// goneWithin fails unless the process ends in time.
func goneWithin(t *testing.T, pm *postmaster, d time.Duration) {
	t.Helper()
	if !within(pm.watch(t.Context()), d) {
		t.Fatalf("PostgreSQL (process %d) still runs after %v", pm.pid, d)
	}
}

// waitRestarts waits until the keeper has counted n restarts.
func waitRestarts(t *testing.T, k *Keeper, n int64) {
	t.Helper()
	err := eventually(t, func(context.Context) error {
		if k.Restarts() < n {
			return os.ErrDeadlineExceeded
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%d restarts, want %d", k.Restarts(), n)
	}
}

// childOf finds the keeper's child through the folder that it works in.
func childOf(t *testing.T, run string) int {
	t.Helper()
	names, _ := filepath.Glob("/proc/[0-9]*")
	for _, name := range names {
		pid, _ := strconv.Atoi(filepath.Base(name))
		if args := commandLine(pid); len(args) > 0 && args[0] == childName && worksIn(pid, run) && !isZombie(pid) {
			return pid
		}
	}
	t.Fatal("the keeper has no child")
	return 0
}

func TestPostgresKilled(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	writeTalk(t, k.URL())
	for n := range int64(2) {
		pm := mustFind(t, k)
		pm.kill()
		waitRestarts(t, k, n+1)
		hasTalk(t, k.URL())
		if again := mustFind(t, k); again.pid == pm.pid {
			t.Error("the same process answers")
		}
	}
}

// A dead backend is PostgreSQL's own affair.
func TestBackendKilled(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	pm := mustFind(t, k)
	backend, err := strconv.Atoi(query(t, k.job.superuserURL(), "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))
	if err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(backend)
	if err != nil {
		t.Fatal(err)
	}
	gone := (&postmaster{backend, process}).watch(t.Context())
	process.Kill()
	if !within(gone, limit) {
		t.Fatal("the backend lives")
	}
	query(t, k.URL(), "SELECT 1")
	if again := mustFind(t, k); again.pid != pm.pid || k.Restarts() != 0 {
		t.Errorf("PostgreSQL was restarted: process %d, then %d, %d restarts", pm.pid, again.pid, k.Restarts())
	}
}

func TestChildKilled(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	writeTalk(t, k.URL())
	url := k.URL()
	syscall.Kill(childOf(t, k.job.Run), syscall.SIGKILL)
	waitRestarts(t, k, 1)
	hasTalk(t, url)
}

func TestChildTerminated(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	pm := mustFind(t, k)
	child := childOf(t, k.job.Run)
	syscall.Kill(child, syscall.SIGINT) // for the parent to handle
	syscall.Kill(child, syscall.SIGHUP)
	syscall.Kill(child, syscall.SIGTERM)
	goneWithin(t, pm, limit)
	waitRestarts(t, k, 1)
	query(t, k.URL(), "SELECT 1")
}

func TestChildAndPostgresKilled(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	pm := mustFind(t, k)
	child := childOf(t, k.job.Run)
	syscall.Kill(child, syscall.SIGKILL)
	pm.kill()
	waitRestarts(t, k, 1)
	query(t, k.URL(), "SELECT 1")
}

// A PostgreSQL that was stopped by a signal heeds nothing but a kill.
func TestStoppedPostgres(t *testing.T) {
	t.Parallel()
	k := start(t, newFolder(t))
	pm := mustFind(t, k)
	pm.process.Signal(syscall.SIGSTOP)
	syscall.Kill(childOf(t, k.job.Run), syscall.SIGTERM)
	goneWithin(t, pm, patient.total()+5*time.Second)
	query(t, k.URL(), "SELECT 1")
}

// helper is another program that keeps a database.
type helper struct {
	cmd *exec.Cmd
	url string
}

func startHelper(t *testing.T, dir string) helper {
	t.Helper()
	cmd := helperCommand(dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Signal(syscall.SIGCONT) // where a test failed that had it stopped
		cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres://") {
		t.Fatalf("the helper says %q: %v", line, err)
	}
	return helper{cmd, strings.TrimSpace(line)}
}

func helperCommand(dir string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperEnv+"="+dir)
	return cmd
}

func (h helper) kill() {
	h.cmd.Process.Kill()
	h.cmd.Wait()
}

// folder tells where it keeps the database, and where it works: elsewhere, if a
// socket's path in dir were too long.
func (h helper) folder(t *testing.T, dir string) (data, run string) {
	t.Helper()
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	majors, err := f.majors()
	if err != nil || len(majors) != 1 {
		t.Fatalf("majors %v: %v", majors, err)
	}
	address, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	return f.data(majors[0]), address.Query().Get("host")
}

func TestParentKilled(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	h := startHelper(t, dir)
	writeTalk(t, h.url)
	data, _ := h.folder(t, dir)
	pm := findServer(data)
	h.kill()
	goneWithin(t, pm, 2*time.Second)
	k := start(t, dir)
	hasTalk(t, k.URL())
}

func TestParentKilledAndStartedAtOnce(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	h := startHelper(t, dir)
	h.kill()
	k := start(t, dir)
	query(t, k.URL(), "SELECT 1")
	if k.Restarts() != 0 {
		t.Errorf("%d restarts, want 0", k.Restarts())
	}
}

// With parent and child gone nobody stops PostgreSQL: the next start does.
func TestEverythingKilled(t *testing.T) {
	for name, postgresToo := range map[string]bool{"but PostgreSQL": false, "all": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := newFolder(t)
			h := startHelper(t, dir)
			writeTalk(t, h.url)
			data, run := h.folder(t, dir)
			pm := findServer(data)
			h.cmd.Process.Signal(syscall.SIGSTOP) // so that it starts no other child
			syscall.Kill(childOf(t, run), syscall.SIGKILL)
			if postgresToo {
				pm.kill()
			}
			h.kill()
			k := start(t, dir)
			goneWithin(t, pm, time.Second)
			hasTalk(t, k.URL())
		})
	}
}

// The number in a stale file may belong to any program by now.
func TestStalePIDOfAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	k := start(t, dir)
	data := k.data
	stop(t, k)
	other := exec.Command("sleep", "1000")
	other.SysProcAttr = k.folder.account.attr()
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Process.Kill(); other.Wait() })
	path := filepath.Join(data, pidFile)
	content := strconv.Itoa(other.Process.Pid) + "\n" + data + "\n1700000000\n5432\n\n127.0.0.1\n  1234567 1\nready   \n"
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.folder.account.own(path); err != nil {
		t.Fatal(err)
	}
	k = start(t, dir)
	query(t, k.URL(), "SELECT 1")
	if !processExists(other.Process.Pid) {
		t.Error("the other program was killed")
	}
}

// attr starts a program as the account.
func (a account) attr() *syscall.SysProcAttr {
	if !a.Drop {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(a.UID), Gid: uint32(a.GID)}}
}
