//go:build linux

package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"

	"lectern/app/e2e/harness"
	"lectern/app/keeper/pgfiles"
	"lectern/app/needtest"
)

// outsidePostgres is a PostgreSQL that Lectern neither starts nor owns.
type outsidePostgres struct {
	t    testing.TB
	bin  string
	data string
	port int
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	log  *harness.Output
}

const outsidePassword = "outside-5ecret" // must be seen nowhere

// newOutside makes a database that takes the settings, and does not start it.
func newOutside(t testing.TB, settings ...string) *outsidePostgres {
	t.Helper()
	return newOutsideOf(t, outsidePrograms(t), settings...)
}

// startOutside starts one that has Lectern's database.
func startOutside(t testing.TB) *outsidePostgres {
	t.Helper()
	p := newOutside(t)
	p.start()
	p.exec("postgres", `CREATE DATABASE lectern`)
	return p
}

// newOutsideOf makes one of the PostgreSQL whose programs are in a folder.
func newOutsideOf(t testing.TB, bin string, settings ...string) *outsidePostgres {
	t.Helper()
	top := filepath.Dir(harness.Folder(t))
	p := &outsidePostgres{t: t, bin: bin, data: filepath.Join(top, "outside"), port: harness.FreePort(t)}
	if err := os.Mkdir(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	harness.GiveNobody(t, p.data)
	if out, err := exec.Command("cp", "-a", cluster(t, bin)+"/.", p.data).CombinedOutput(); err != nil {
		t.Fatalf("cp: %v: %s", err, out)
	}
	p.set(append([]string{
		"listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "fsync = off",
		"max_connections = 60", "shared_buffers = 16MB", "wal_keep_size = 64MB", "hot_standby = on",
		"max_wal_senders = 4", "dynamic_shared_memory_type = mmap", "autovacuum = off", "wal_receiver_status_interval = 1s",
	}, settings...)...)
	return p
}

var clusters struct {
	sync.Mutex
	made map[string]string // by the programs' folder
}

// cluster is what initdb makes with the programs in a folder; once, to be copied.
func cluster(t testing.TB, bin string) string {
	t.Helper()
	clusters.Lock()
	defer clusters.Unlock()
	if made, ok := clusters.made[bin]; ok {
		return made
	}
	top := harness.ForAll(t)
	data, password := filepath.Join(top, "cluster"), filepath.Join(top, "password")
	if err := errors.Join(os.Mkdir(data, 0o700), os.WriteFile(password, []byte(outsidePassword+"\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	harness.GiveNobody(t, data)
	harness.GiveNobody(t, password)
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "lectern", "-A", "scram-sha-256",
		"--pwfile", password, "-E", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	harness.AsNobody(t, cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	if clusters.made == nil {
		clusters.made = map[string]string{}
	}
	clusters.made[bin] = data
	return data
}

// outsidePrograms returns the folder of PostgreSQL's programs: what
// LECTERN_TEST_POSTGRES names, those that the binary brings, or the machine's.
func outsidePrograms(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("LECTERN_TEST_POSTGRES"); dir != "" {
		return filepath.Join(harness.Reachable(t, filepath.Dir(dir)), "bin")
	}
	if dir := harness.PostgresPrograms(t); dir != "" {
		return dir
	}
	if trees := pgfiles.OnMachine(); len(trees) > 0 {
		return filepath.Join(trees[0].Root, "bin")
	}
	needtest.Missing(t, "there is no PostgreSQL to test with")
	return ""
}

// set adds lines to its configuration; the last one of a name counts.
func (p *outsidePostgres) set(lines ...string) {
	p.t.Helper()
	f, err := os.OpenFile(filepath.Join(p.data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	_, err = io.WriteString(f, strings.Join(lines, "\n")+"\n")
	if err := errors.Join(err, f.Close()); err != nil {
		p.t.Fatal(err)
	}
}

// start runs it until the end of the test, and returns when it answers.
func (p *outsidePostgres) start() {
	p.t.Helper()
	p.launch()
	harness.Until(p.t, harness.Patience, "PostgreSQL to answer", func() bool {
		select {
		case <-p.done:
			p.t.Fatalf("PostgreSQL ended:\n%s", p.log)
		default:
		}
		conn, err := pgx.Connect(p.t.Context(), p.url("postgres"))
		if err != nil {
			return false
		}
		conn.Close(p.t.Context())
		return true
	})
}

func (p *outsidePostgres) launch() {
	p.t.Helper()
	p.log = &harness.Output{New: make(chan struct{}, 1)}
	p.done = make(chan struct{})
	p.cmd = exec.Command(filepath.Join(p.bin, "postgres"), "-D", p.data, "-p", strconv.Itoa(p.port))
	harness.AsNobody(p.t, p.cmd)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	cmd, done := p.cmd, p.done
	go func() { cmd.Wait(); close(done) }()
	p.t.Cleanup(p.stop)
}

// stop ends it as an operator does.
func (p *outsidePostgres) stop() {
	p.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-p.done:
	case <-time.After(harness.Patience):
		p.t.Error("PostgreSQL did not stop")
		p.crash()
	}
}

// crash is a power cut: all its processes are gone at once, and the memory that
// they shared. (What is dynamic of it are files in the data folder.)
func (p *outsidePostgres) crash() {
	backends := harness.Children(p.t, p.cmd.Process.Pid)
	p.cmd.Process.Kill()
	for _, pid := range backends {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	<-p.done
	for id, creator := range harness.Segments() {
		if creator == p.cmd.Process.Pid {
			unix.SysvShmCtl(id, unix.IPC_RMID, nil)
		}
	}
}

// standby copies the database, which must have been stopped cleanly, and makes
// the copy follow it.
func (p *outsidePostgres) standby() *outsidePostgres {
	p.t.Helper()
	s := &outsidePostgres{t: p.t, bin: p.bin, data: p.data + "-standby", port: harness.FreePort(p.t)}
	if err := os.CopyFS(s.data, os.DirFS(p.data)); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.data, "standby.signal"), nil, 0o600); err != nil {
		p.t.Fatal(err)
	}
	s.set(fmt.Sprintf("primary_conninfo = 'host=127.0.0.1 port=%d user=lectern password=%s'", p.port, outsidePassword))
	err := filepath.WalkDir(s.data, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			err = os.Chmod(path, 0o700)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	harness.GiveNobody(p.t, s.data)
	return s
}

// url names the databases of these servers: the first that can be written to.
func (p *outsidePostgres) url(database string, more ...*outsidePostgres) string {
	hosts := fmt.Sprint("127.0.0.1:", p.port)
	for _, m := range more {
		hosts += fmt.Sprint(",127.0.0.1:", m.port)
	}
	u := fmt.Sprintf("postgres://lectern:%s@%s/%s?sslmode=disable", outsidePassword, hosts, database)
	if len(more) > 0 {
		u += "&target_session_attrs=read-write"
	}
	return u
}

// exec runs a statement on a connection of its own.
func (p *outsidePostgres) exec(database, sql string, args ...any) {
	p.t.Helper()
	p.query(database, func(conn *pgx.Conn) error {
		_, err := conn.Exec(p.t.Context(), sql, args...)
		return err
	})
}

// ask returns the one value of a query.
func ask[T any](p *outsidePostgres, database, sql string, args ...any) (value T) {
	p.t.Helper()
	p.query(database, func(conn *pgx.Conn) error {
		return conn.QueryRow(p.t.Context(), sql, args...).Scan(&value)
	})
	return value
}

func (p *outsidePostgres) query(database string, do func(*pgx.Conn) error) {
	p.t.Helper()
	conn, err := pgx.Connect(context.Background(), p.url(database))
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := do(conn); err != nil {
		p.t.Fatal(err)
	}
}
