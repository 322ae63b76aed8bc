//go:build linux

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

// audience is the viewers of one server, and what they cost it. They come and go
// several times.
type audience struct {
	addr  netip.AddrPort
	size  int
	pid   int // of the server
	crowd *load.Crowd

	empty  int             // files that the server has open without them
	joined []time.Duration // until all were connected and had the position
	memory int64           // in bytes, that all of them added: see weigh
	quiet  time.Duration   // processor time for a silent minute of one page
}

// eagerly has what is started in it collect its garbage at once. What a
// collector that has no reason to hurry leaves of thousands of handshakes would
// count as what viewers need.
func eagerly(start func()) {
	const name = "GOGC"
	before, set := os.LookupEnv(name)
	os.Setenv(name, "5")
	start()
	if os.Unsetenv(name); set {
		os.Setenv(name, before)
	}
}

// weigh measures the memory that n viewers add to a server that was started
// eagerly, for Lectern and the floor in the same way.
func weigh(b *testing.B, addr netip.AddrPort, pid, n int) int64 {
	b.Helper()
	before := settled(b, addr, pid)
	crowd, err := load.Join(addr, n, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	await(b, crowd, 0)
	added := settled(b, addr, pid) - before
	if err := crowd.Close(); err != nil {
		b.Error(err)
	}
	return added
}

// settled is the memory of a server that has collected what was left over, which
// takes something to do, and was then left alone to give it back.
func settled(b *testing.B, addr netip.AddrPort, pid int) int64 {
	b.Helper()
	for range 5000 {
		res, err := http.Get("http://" + addr.String() + "/healthz")
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	time.Sleep(2 * time.Second)
	return memory(b, pid)
}

// join brings the viewers in.
func (a *audience) join(b *testing.B) {
	b.Helper()
	if a.joined == nil {
		a.empty = openFiles(b, a.pid)
	}
	began := load.Now()
	crowd, err := load.Join(a.addr, a.size, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a.crowd = crowd
	b.Cleanup(func() { crowd.Close() })
	await(b, a.crowd, 0)
	a.joined = append(a.joined, load.Since(began))
}

// leave sends them home and waits until the server has noticed.
func (a *audience) leave(b *testing.B) {
	b.Helper()
	if err := a.crowd.Close(); err != nil {
		b.Error(err)
	}
	a.gone(b)
}

func (a *audience) gone(b *testing.B) {
	b.Helper()
	// A kept-alive connection may have come or gone.
	harness.Until(b, harness.Patience, "the viewers to be gone", func() bool { return openFiles(b, a.pid) < a.empty+max(a.size/10, 4) })
}

// await returns when everybody has that revision or a newer one.
func await(b *testing.B, c *load.Crowd, rev int64) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), harness.Patience)
	defer cancel()
	if err := c.Wait(ctx, rev); err != nil {
		b.Fatal(err)
	}
}

// silence is how long nothing moves for quietMinute.
const silence = 20 * time.Second

// quietMinute measures what pages cost that are only kept company: Lectern's
// pulses, each 4 s, and the floor's, each 10 s.
func (a *audience) quietMinute(b *testing.B) {
	b.Helper()
	crowd, err := load.Join(a.addr, a.size, load.Options{Path: "/live?viewer=bench"})
	if err != nil {
		b.Fatal(err)
	}
	await(b, crowd, 0)
	time.Sleep(time.Second) // the handshakes' last work
	before := processorTime(b, a.pid)
	time.Sleep(silence)
	used := processorTime(b, a.pid) - before
	a.quiet = used * time.Duration(time.Minute/silence) / time.Duration(a.size)
	if err := crowd.Close(); err != nil {
		b.Error(err)
	}
	a.gone(b)
}

func (a *audience) report(b *testing.B) {
	b.ReportMetric(median(a.joined).Seconds(), "all-joined-s")
	if a.size >= 100 { // less is lost among what the allocator rounds up
		b.ReportMetric(float64(a.memory)/1000/float64(a.size), "kB")
	}
	if a.quiet > 0 {
		b.ReportMetric(1000*milliseconds(a.quiet), "cpu-µs/quiet-minute")
	}
}

// subject is the Lectern that is measured.
type subject struct {
	*harness.Lectern
	conn  *pgx.Conn // another program's
	slide int       // where it was moved to
	of    int       // how many there are
}

// slides is how many the deck of a subject has.
const slides = 9

// lean starts a Lectern with a live deck that an earlier run imported: what an
// import leaves in memory would hide what viewers need.
func lean(b *testing.B) *subject {
	b.Helper()
	data := harness.Folder(b)
	l := harness.Start(b, data, harness.Write(b, "talk.md", harness.Talk(slides)))
	l.Follow("/live").Slide(b, 1)
	stop(b, l)
	return again(b, data)
}

func stop(b *testing.B, l *harness.Lectern) {
	b.Helper()
	if err := l.End(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
}

// again starts a Lectern on a folder that lean prepared.
func again(b *testing.B, data string) *subject {
	b.Helper()
	s := &subject{Lectern: harness.Start(b, data), slide: 1, of: slides}
	s.conn = s.Connect()
	return s
}

// byPUT moves the talk as the console does.
func (s *subject) byPUT() moved {
	s.T.Helper()
	s.slide = s.slide%s.of + 1
	at := load.Now()
	status, text := s.Ask("PUT", "/api/decks/1", fmt.Sprintf(`{"current_slide":%d}`, s.slide))
	var answer struct{ Rev int64 }
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != 200 {
		s.T.Fatalf("PUT: %d %s", status, text)
	}
	return moved{answer.Rev, at}
}

// byUPDATE moves it as psql does.
func (s *subject) byUPDATE() moved {
	s.T.Helper()
	s.slide = s.slide%s.of + 1
	m := moved{At: load.Now()}
	err := s.conn.QueryRow(context.Background(), `UPDATE decks SET current_slide = $1 WHERE id = 1 RETURNING rev`, s.slide).Scan(&m.Rev)
	if err != nil {
		s.T.Fatal(err)
	}
	return m
}

// listen tells when each move of the talk from now on reached a plain listener.
func (s *subject) listen() <-chan load.Moment {
	s.T.Helper()
	conn := s.Connect()
	if _, err := conn.Exec(context.Background(), `LISTEN decks_1`); err != nil {
		s.T.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	heard := make(chan load.Moment, blockSize)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(heard) // who waits for more gets nonsense, not a hang
		for {
			if _, err := conn.WaitForNotification(ctx); err != nil {
				return
			}
			select {
			case heard <- load.Now():
			case <-ctx.Done():
				return
			}
		}
	}()
	s.T.Cleanup(func() { cancel(); <-done })
	return heard
}

// beside reports Lectern's figures and those of the floor, measured before.
func beside(b *testing.B, lectern, floor func(*testing.B)) {
	run := func(name string, report func(*testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(0, "ns/op") // not of the loop, which is none
			report(b)
		})
	}
	run("lectern", lectern)
	run("floor", floor)
}
