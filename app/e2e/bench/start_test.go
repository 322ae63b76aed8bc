//go:build linux

package bench

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// starts is how often each start is measured; the median counts.
const starts = 3

// BenchmarkFirstSlide is from an empty folder to the first slide in an answer.
// Its floor makes and starts a database with the same PostgreSQL, and unpacks,
// imports and serves nothing.
func BenchmarkFirstSlide(b *testing.B) {
	talk := harness.Write(b, "talk.md", harness.Talk(slides))
	var ours, floors []time.Duration
	for range starts {
		data := harness.Folder(b)
		ours = append(ours, timeStart(b, data, talk))
		bare := newBarePostgres(b, postgresPrograms(b, data))
		began := time.Now()
		bare.initdb()
		bare.start()
		floors = append(floors, time.Since(began))
		bare.stop()
	}
	besideSeconds(b, ours, floors)
}

// BenchmarkFirstSlideAgain is the same on a folder that was used before; its floor is
// pg_ctl start alone.
func BenchmarkFirstSlideAgain(b *testing.B) {
	talk := harness.Write(b, "talk.md", harness.Talk(slides))
	data := harness.Folder(b)
	timeStart(b, data, talk)
	bare := newBarePostgres(b, postgresPrograms(b, data))
	bare.initdb()
	var ours, floors []time.Duration
	for range starts {
		ours = append(ours, timeStart(b, data, talk))
		began := time.Now()
		bare.start()
		floors = append(floors, time.Since(began))
		bare.stop()
	}
	besideSeconds(b, ours, floors)
}

func besideSeconds(b *testing.B, ours, floors []time.Duration) {
	report := func(d []time.Duration) func(*testing.B) {
		return func(b *testing.B) { b.ReportMetric(median(d).Seconds(), "s") }
	}
	beside(b, report(ours), report(floors))
}

// timeStart returns how long it takes until the first slide is served, and ends
// that Lectern again.
func timeStart(b *testing.B, data, talk string) time.Duration {
	b.Helper()
	began := time.Now()
	l := harness.Launch(b, "serve", "--addr", "127.0.0.1:0", "--data", data, talk)
	l.Data = data
	l.AwaitReady()
	l.Follow("/live").Slide(b, 1)
	slide, err := http.Get(l.Info.URL + "decks/1/slides/1")
	if err != nil {
		b.Fatal(err)
	}
	slide.Body.Close()
	took := time.Since(began)
	if slide.StatusCode != http.StatusOK {
		b.Fatalf("the first slide: %s", slide.Status)
	}
	if err := l.End(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	return took
}

// postgresPrograms is the folder of the programs that a Lectern unpacked.
func postgresPrograms(b *testing.B, data string) string {
	b.Helper()
	found, err := filepath.Glob(filepath.Join(data, "postgres-*", "bin", "initdb"))
	if err != nil || len(found) != 1 {
		b.Fatalf("the PostgreSQL that Lectern uses is not in its folder: %v, %v", found, err)
	}
	return filepath.Dir(found[0])
}

// barePostgres is PostgreSQL as somebody starts it by hand, with the settings
// it comes with.
type barePostgres struct {
	b              *testing.B
	programs, data string
	port           int
}

func newBarePostgres(b *testing.B, programs string) *barePostgres {
	b.Helper()
	p := &barePostgres{b: b, programs: programs, data: harness.Folder(b)}
	if err := os.Mkdir(p.data, 0o700); err != nil {
		b.Fatal(err)
	}
	harness.GiveNobody(b, p.data)
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	p.port = l.Addr().(*net.TCPAddr).Port
	l.Close()
	return p
}

func (p *barePostgres) initdb() { p.run("initdb", "-D", p.data) }

func (p *barePostgres) start() {
	p.run("pg_ctl", "-D", p.data, "-w", "-l", filepath.Join(p.data, "log"), "-o",
		fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", p.port), "start")
}

func (p *barePostgres) stop() { p.run("pg_ctl", "-D", p.data, "-w", "-m", "fast", "stop") }

func (p *barePostgres) run(program string, args ...string) {
	p.b.Helper()
	cmd := exec.Command(filepath.Join(p.programs, program), args...)
	harness.AsNobody(p.b, cmd)
	cmd.Stdout, cmd.Stderr = nil, nil // the server would keep a pipe open
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(filepath.Join(p.data, "log"))
		p.b.Fatalf("%s: %v\n%s", program, err, log)
	}
}
