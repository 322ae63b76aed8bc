//go:build linux

package bench

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/app/e2e/load"
)

// A fan-out benchmark makes moves at this pace, in blocks that alternate
// between what is compared, so that whatever else the machine does hits all.
// One audience is there at a time: both may be more than a process may have
// files open.
// Percentiles are of a block, and the median of the blocks counts: one hiccup
// of the machine is one move of all, and would be the p99 of everything.
const (
	pace      = 200 * time.Millisecond
	blocks    = 5
	blockSize = 12
)

// roomSizes are the numbers of viewers to measure with: LECTERN_BENCH_VIEWERS,
// as "1000,5000", or 100 to 10,000.
func roomSizes(b *testing.B) []int {
	list := os.Getenv("LECTERN_BENCH_VIEWERS")
	if list == "" {
		return []int{100, 1000, 5000, 10_000}
	}
	var sizes []int
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			b.Fatalf("LECTERN_BENCH_VIEWERS is %q, not as 1000,5000", list)
		}
		sizes = append(sizes, n)
	}
	return sizes
}

// BenchmarkFanOut measures from a move to the viewers: the request at Lectern's
// door (PUT), an UPDATE on a connection of its own, and the floor's publishing
// in process. A listener beside all that, which is PostgreSQL's and nothing of
// Lectern's, tells how much of the time is the database's own. Viewer is what
// one costs who sits and watches.
func BenchmarkFanOut(b *testing.B) {
	for _, n := range roomSizes(b) {
		b.Run(fmt.Sprintf("viewers=%d", n), func(b *testing.B) { benchFanOut(b, n) })
	}
}

func benchFanOut(b *testing.B, n int) {
	ours, floors := &audience{size: n}, &audience{size: n}
	var l *subject
	eagerly(func() { l = lean(b) })
	ours.memory = weigh(b, l.AddrPort(), l.Cmd.Process.Pid, n)
	stop(b, l.Lectern)
	var f *floor
	eagerly(func() { f = startFloor(b, "127.0.0.1:0") })
	floors.memory = weigh(b, f.addr, f.cmd.Process.Pid, n)
	f.end()

	l = again(b, l.Data)
	f = startFloor(b, "127.0.0.1:0")
	ours.addr, ours.pid = l.AddrPort(), l.Cmd.Process.Pid
	floors.addr, floors.pid = f.addr, f.cmd.Process.Pid
	for _, move := range []func() moved{l.byPUT, l.byUPDATE, f.move} {
		move() // so that each has done everything once
	}
	heard := l.listen()
	put := &series{audience: ours, move: l.byPUT, postgres: l.Postgres(), heard: heard}
	update := &series{audience: ours, move: l.byUPDATE, postgres: l.Postgres(), heard: heard}
	bare := &series{audience: floors, move: f.move}
	for range blocks {
		ours.join(b)
		put.block(b)
		update.block(b)
		ours.leave(b)
		floors.join(b)
		bare.block(b)
		floors.leave(b)
	}
	if n >= 1000 {
		ours.quietMinute(b)
		floors.quietMinute(b)
	}

	b.Run("PUT", func(b *testing.B) { beside(b, put.report, bare.report) })
	b.Run("UPDATE", func(b *testing.B) { beside(b, update.report, bare.report) })
	b.Run("Viewer", func(b *testing.B) { beside(b, ours.report, floors.report) })
}

// series are the moves of one way to publish.
type series struct {
	audience *audience
	move     func() moved
	postgres int                // the postmaster's process, if it has any part in this
	heard    <-chan load.Moment // when a listener of PostgreSQL's own heard of each move

	told        []time.Duration // of every move, to that listener
	first, last []time.Duration // to the first viewer and to the last
	p50, p99    []time.Duration // of every block's deliveries
	moves       int
	complete    int // moves that arrived at every viewer
	deliveries  int
	cpu         time.Duration
	database    time.Duration // processor time of PostgreSQL
}

// block makes some moves.
func (s *series) block(b *testing.B) {
	b.Helper()
	cpu, database := processorTime(b, s.audience.pid), s.databaseTime(b)
	made := make([]moved, blockSize)
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for i := range made {
		<-tick.C
		made[i] = s.move()
		// A move that was held up is not followed at once by one that overtakes it.
		tick.Reset(pace)
	}
	await(b, s.audience.crowd, made[len(made)-1].Rev)
	s.cpu += processorTime(b, s.audience.pid) - cpu
	s.database += s.databaseTime(b) - database

	var latencies []time.Duration
	arrivals := s.audience.crowd.Arrivals()
	for _, m := range made {
		at := arrivals[m.Rev] // in order
		for _, a := range at {
			latencies = append(latencies, time.Duration(a-m.At))
		}
		if len(at) > 0 {
			s.first = append(s.first, time.Duration(at[0]-m.At))
			s.last = append(s.last, time.Duration(at[len(at)-1]-m.At))
		}
		if s.heard != nil {
			s.told = append(s.told, time.Duration(<-s.heard-m.At))
		}
		s.moves++
		if len(at) == s.audience.size {
			s.complete++
		}
	}
	slices.Sort(latencies)
	s.p50 = append(s.p50, latencies[len(latencies)/2])
	s.p99 = append(s.p99, latencies[len(latencies)*99/100])
	s.deliveries += len(latencies)
}

func (s *series) databaseTime(b *testing.B) time.Duration {
	if s.postgres == 0 {
		return 0
	}
	return familyTime(b, s.postgres)
}

// report tells milliseconds, and processor seconds for 100,000 deliveries. With
// a handful of viewers those would be the price of a move, not of a delivery.
func (s *series) report(b *testing.B) {
	b.ReportMetric(milliseconds(median(s.p50)), "p50-ms")
	b.ReportMetric(milliseconds(median(s.p99)), "p99-ms")
	b.ReportMetric(milliseconds(median(s.first)), "first-ms")
	b.ReportMetric(milliseconds(median(s.last)), "last-ms")
	b.ReportMetric(100*float64(s.complete)/float64(s.moves), "%-at-everybody")
	if s.told != nil {
		b.ReportMetric(milliseconds(median(s.told)), "listener-ms")
	}
	if s.audience.size < 100 {
		return
	}
	deliveries := float64(s.deliveries) / 100_000
	b.ReportMetric(s.cpu.Seconds()/deliveries, "cpu-s/100k")
	if s.postgres != 0 {
		b.ReportMetric(s.database.Seconds()/deliveries, "postgres-cpu-s/100k")
	}
}

// median returns the middle one. It sorts.
func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
