//go:build linux

package keeper

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkFirstStart is a start on an empty folder: unpacking, initdb, start.
func BenchmarkFirstStart(b *testing.B) {
	for b.Loop() {
		dir := emptyFolder(b)
		timeStart(b, dir)
	}
}

// timeStart times a start, and not its end.
func timeStart(b *testing.B, dir string) {
	k, err := Start(b.Context(), Config{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	stop(b, k)
	b.StartTimer()
}

// BenchmarkWarmStart is a start on a folder that has everything.
func BenchmarkWarmStart(b *testing.B) {
	dir := newFolder(b)
	stop(b, start(b, dir))
	for b.Loop() {
		timeStart(b, dir)
	}
}

// BenchmarkBareFirstStart is the floor of BenchmarkFirstStart: initdb and
// pg_ctl start by themselves, with programs that are there already.
func BenchmarkBareFirstStart(b *testing.B) {
	p := newBare(b)
	for b.Loop() {
		p.run("initdb", "-D", p.data, "-A", "trust", "-U", superuserName)
		p.start()
		b.StopTimer()
		p.run("pg_ctl", "stop", "-w", "-D", p.data)
		os.RemoveAll(p.data)
		b.StartTimer()
	}
}

// BenchmarkBareWarmStart is the floor of BenchmarkWarmStart: pg_ctl start.
func BenchmarkBareWarmStart(b *testing.B) {
	p := newBare(b)
	p.run("initdb", "-D", p.data, "-A", "trust", "-U", superuserName)
	for b.Loop() {
		p.start()
		b.StopTimer()
		p.run("pg_ctl", "stop", "-w", "-D", p.data)
		b.StartTimer()
	}
}

// bare runs PostgreSQL's programs as the keeper's child would.
type bare struct {
	b              testing.TB
	k              *Keeper
	programs, data string
}

func newBare(b testing.TB) bare {
	dir := newFolder(b)
	k := start(b, dir)
	stop(b, k)
	home := filepath.Join(dir, "bare")
	mkdir(b, home)
	if err := k.folder.account.own(home); err != nil {
		b.Fatal(err)
	}
	return bare{b, k, k.job.Programs, filepath.Join(home, "data")}
}

func (p bare) start() {
	p.run("pg_ctl", "start", "-w", "-D", p.data, "-l", p.data+".log", "-o", "-p 54329 -c unix_socket_directories=''")
}

func (p bare) run(program string, args ...string) {
	p.b.Helper()
	cmd := exec.Command(filepath.Join(p.programs, "bin", program), args...)
	cmd.SysProcAttr = p.k.folder.account.attr()
	cmd.Dir = filepath.Dir(p.data)
	if err := cmd.Run(); err != nil {
		p.b.Fatalf("%s: %v", program, err)
	}
}
