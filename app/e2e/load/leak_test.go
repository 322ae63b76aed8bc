//go:build linux

package load_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/e2e/load"
)

const (
	rigConnectsEnv = "LECTERN_RIG_CONNECTS" // how many TestLeaks makes
	soakEnv        = "LECTERN_SOAK"         // how long TestSoak lasts; it is skipped without
)

// rigServer is a Lectern with a live deck and nothing in memory but that.
func rigServer(t *testing.T) *harness.Lectern {
	data := harness.Prepared(t)
	l := harness.Start(t, data, harness.Write(t, "talk.md", harness.Talk(9)))
	l.Follow("/live").Slide(t, 1)
	if err := l.End(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return harness.Start(t, data)
}

// TestLeaks: after thousands of viewers came and went, as many goroutines run
// and files are open as before the first.
func TestLeaks(t *testing.T) {
	const room = 1000
	connects := 2 * room
	if harness.All() {
		connects = 20 * room
	}
	connects = harness.Number(t, rigConnectsEnv, connects)
	l := rigServer(t)
	addr := l.AddrPort()
	visit := func() {
		crowd, err := load.Join(addr, room, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), harness.Patience)
		defer cancel()
		if err := crowd.Wait(ctx, 0); err != nil {
			t.Error(err)
		}
		if err := crowd.Close(); err != nil {
			t.Error(err)
		}
		l.Until("the viewers to be gone", func() bool { return l.Metric("lectern_viewers") == 0 })
	}
	figures := func() (goroutines, files int) {
		return int(l.Metric("go_goroutines")), int(l.Metric("process_open_fds"))
	}
	visit() // what is made once and kept is there then
	goroutines, files := figures()
	for range connects / room {
		visit()
	}
	// A connection that is kept alive, or one to the database, may have come.
	const some = 5
	var g, f int
	deadline := time.Now().Add(harness.Patience)
	for {
		g, f = figures()
		if g <= goroutines+some && f <= files+some {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after %d connects there are %d goroutines and %d open files; at first %d and %d", connects, g, f, goroutines, files)
		}
		<-time.After(100 * time.Millisecond)
	}
	t.Logf("%d connects: goroutines %d → %d, open files %d → %d", connects, goroutines, g, files, f)
}

// TestSoak talks for a long time to viewers that stay and others that come and
// go, and looks whether memory stays what it was.
func TestSoak(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv(soakEnv))
	if err != nil {
		t.Skipf("only with %s, as 30m", soakEnv)
	}
	l := rigServer(t)
	s := &soakSamples{Lectern: l}
	conn := l.Connect()
	stay, err := load.Join(l.AddrPort(), 200, load.Options{Return: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer stay.Close()

	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	every := max(long/180, time.Second) // between two samples
	began, sampled := time.Now(), time.Now()
	var guests *load.Crowd
	for i := 0; time.Since(began) < long; i++ {
		<-tick.C
		slide := i%9 + 1
		if i%2 == 0 {
			l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, slide))
		} else if _, err := conn.Exec(t.Context(), `UPDATE decks SET current_slide = $1 WHERE id = 1`, slide); err != nil {
			t.Fatal(err)
		}
		stay.Arrivals() // which would pile up
		switch i % 25 {
		case 5:
			if guests, err = load.Join(l.AddrPort(), 200, load.Options{}); err != nil {
				t.Fatal(err)
			}
		case 20:
			if guests != nil {
				if err := guests.Close(); err != nil {
					t.Error(err)
				}
				guests = nil
			}
		}
		if time.Since(sampled) >= every && guests == nil {
			sampled = time.Now()
			s.sample(time.Since(began))
		}
	}
	if guests != nil {
		guests.Close()
	}
	s.verdict(t)
}

// soakSamples are the samples of a soak.
type soakSamples struct {
	*harness.Lectern
	at     []float64 // minutes
	memory []float64 // MB that are the process's own
	heap   []float64 // MB in use after the last collection
}

func (s *soakSamples) sample(at time.Duration) {
	rss := s.Metric("process_resident_memory_bytes") / 1e6
	heap := s.Metric("go_memstats_heap_inuse_bytes") / 1e6
	s.at, s.memory, s.heap = append(s.at, at.Minutes()), append(s.memory, rss), append(s.heap, heap)
	if len(s.at)%15 == 1 {
		fmt.Printf("soak %5.1f min: memory %.1f MB, heap %.1f MB, goroutines %.0f, open files %.0f, viewers %.0f\n", at.Minutes(), rss, heap,
			s.Metric("go_goroutines"), s.Metric("process_open_fds"), s.Metric("lectern_viewers"))
	}
}

// verdict holds the growth over the last three quarters, along the line of
// least squares, against a tenth of the mean and a few megabytes of chance.
func (s *soakSamples) verdict(t *testing.T) {
	t.Helper()
	from := len(s.at) / 4
	at, memory := s.at[from:], s.memory[from:]
	if len(at) < 10 {
		t.Fatalf("%d samples are too few", len(at))
	}
	slope, mean := rigSlope(at, memory)
	growth := slope * (at[len(at)-1] - at[0])
	fmt.Printf("soak: memory %.1f MB on average, %+.2f MB over the last %.0f min (%+.3f MB a minute); %s\n",
		mean, growth, at[len(at)-1]-at[0], slope, runtime.Version())
	if growth > mean/10+4 {
		t.Errorf("memory grew by %.1f MB from %.1f MB", growth, memory[0])
	}
}

// rigSlope is that of the line of least squares.
func rigSlope(x, y []float64) (slope, meanY float64) {
	var meanX, above, below float64
	for i := range x {
		meanX += x[i] / float64(len(x))
		meanY += y[i] / float64(len(x))
	}
	for i := range x {
		above += (x[i] - meanX) * (y[i] - meanY)
		below += (x[i] - meanX) * (x[i] - meanX)
	}
	return above / below, meanY
}
