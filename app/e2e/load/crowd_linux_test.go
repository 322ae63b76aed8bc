package load

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// source is a stream whose events the test decides.
type source struct {
	mu      sync.Mutex
	id      int
	changed chan struct{} // closed at the next event
}

func (s *source) next() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.id++
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *source) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for {
		s.mu.Lock()
		id, changed := s.id, s.changed
		s.mu.Unlock()
		fmt.Fprintf(w, "id: %d\nevent: slide\ndata: {}\n\n", id)
		http.NewResponseController(w).Flush()
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

// serve returns the stream's address and a function that cuts it off.
func (s *source) serve(t *testing.T, addr string) (netip.AddrPort, func()) {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: s}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return netip.MustParseAddrPort(l.Addr().String()), func() { srv.Close() }
}

func wait(t *testing.T, c *Crowd, id int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := c.Wait(ctx, id); err != nil {
		t.Fatal(err)
	}
}

func TestCrowdCountsArrivals(t *testing.T) {
	s := &source{id: 1, changed: make(chan struct{})}
	addr, _ := s.serve(t, "127.0.0.1:0")
	const n = 700 // more than may join at once
	c, err := Join(addr, n, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wait(t, c, 0)
	for id := int64(2); id <= 3; id++ {
		before := Now()
		s.next()
		wait(t, c, id)
		got := c.Arrivals()[id]
		if len(got) != n || got[0] < before || got[n-1] > Now() {
			t.Errorf("event %d arrived %d times", id, len(got))
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestCrowdComesBack(t *testing.T) {
	s := &source{id: 1, changed: make(chan struct{})}
	addr, cut := s.serve(t, "127.0.0.1:0")
	c, err := Join(addr, 50, Options{Return: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	wait(t, c, 1)
	cut()
	for c.Present() > 0 { // whoever is cut off notices by itself
		runtime.Gosched()
	}
	s.next()
	s.serve(t, addr.String())
	wait(t, c, 2)
	if n := c.Present(); n != 50 {
		t.Errorf("%d are back", n)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// What goes wrong is an error of the crowd, and does not leave anybody waiting.
func TestCrowdErrors(t *testing.T) {
	s := &source{id: 1, changed: make(chan struct{})}
	addr, cut := s.serve(t, "127.0.0.1:0")
	testError(t, addr, "after 1 on one connection", func() {
		s.mu.Lock()
		s.id = 0
		s.mu.Unlock()
		s.next() // 1 again
	})
	testError(t, addr, "lost its stream", cut)
}

func testError(t *testing.T, addr netip.AddrPort, want string, do func()) {
	t.Helper()
	c, err := Join(addr, 5, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wait(t, c, 1)
	do()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := c.Wait(ctx, 9); err == nil || ctx.Err() != nil {
		t.Errorf("%s: nobody noticed", want)
	}
	if err := c.Close(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, not %q", err, want)
	}
}

func TestProcess(t *testing.T) {
	before, err := CPU(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); time.Since(begin) < time.Millisecond; {
	}
	after, err := CPU(os.Getpid())
	if err != nil || after <= before {
		t.Errorf("processor time %v, then %v, %v", before, after, err)
	}
	if ended, err := EndedCPU(os.Getpid()); err != nil || ended > time.Minute {
		t.Errorf("processor time of children %v, %v", ended, err)
	}
	if m, err := Memory(os.Getpid()); err != nil || m < 1<<16 {
		t.Errorf("memory %d, %v", m, err)
	}
	if n, err := Files(os.Getpid()); err != nil || n < 3 {
		t.Errorf("files %d, %v", n, err)
	}
}
