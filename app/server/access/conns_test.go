package access

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// locked is a log that several may write.
type locked struct {
	sync.Mutex
	bytes.Buffer
}

func (l *locked) Write(b []byte) (int, error) { l.Lock(); defer l.Unlock(); return l.Buffer.Write(b) }

// house is a server behind a ConnLimit, in which every address is a stranger's.
type house struct {
	t     *testing.T
	limit *ConnLimit
	log   locked
	addr  string
	hold  chan struct{} // requests for /hold wait for it
	held  chan struct{} // and say that they do
	gone  chan func()   // of streams
}

// patience is how long a test waits for one thing that must happen. Nothing waits so
// long unless something is broken.
const patience = 30 * time.Second

func open(t *testing.T, d *ConnLimit) *house {
	h := &house{t: t, limit: d, hold: make(chan struct{}), held: make(chan struct{}), gone: make(chan func(), 10)}
	d.Log = slog.New(slog.NewTextHandler(&h.log, nil))
	d.Trusted = func(a netip.Addr) bool { return a.String() == "127.0.0.99" }
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("/hold", func(w http.ResponseWriter, r *http.Request) {
		h.held <- struct{}{}
		select {
		case <-h.hold:
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/present", func(w http.ResponseWriter, r *http.Request) { d.Favour(r) })
	mux.HandleFunc("/live", func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		leave := d.Leaver(r.Context())
		h.gone <- func() { c.Close(); leave() }
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.addr = l.Addr().String()
	srv := &http.Server{Handler: mux, ConnContext: d.ConnContext, ConnState: d.ConnState}
	go srv.Serve(l)
	t.Cleanup(func() { close(h.hold); srv.Close() })
	return h
}

// from sends a request from an address, and returns whether it was let in.
func (h *house) from(address, path string) (c net.Conn, in bool) {
	h.t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	c, err := d.DialContext(h.t.Context(), "tcp", h.addr)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(patience))
	io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if path == "/hold" {
		select {
		case <-h.held:
			return c, true
		case <-time.After(patience):
			h.t.Fatal("a request that should be held is refused")
		}
	}
	_, err = http.ReadResponse(bufio.NewReader(c), nil)
	return c, err == nil
}

// until waits until so many are in.
func (h *house) until(n int) {
	h.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); h.limit.Open() != n; <-tick.C {
		if time.Now().After(deadline) {
			h.t.Fatalf("%d connections, want %d", h.limit.Open(), n)
		}
	}
}

// idle waits until so many wait for their next request: an answer can be read
// before its connection is known to do so.
func (h *house) idle(n int) {
	h.t.Helper()
	idle := func() int {
		h.limit.mu.Lock()
		defer h.limit.mu.Unlock()
		return h.limit.idle.Len()
	}
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); idle() != n; <-tick.C {
		if time.Now().After(deadline) {
			h.t.Fatalf("%d connections are idle, want %d", idle(), n)
		}
	}
}

func TestConnectionsOfOneAddress(t *testing.T) {
	h := open(t, &ConnLimit{Most: 100, MostEach: 3})
	var first net.Conn
	for i := range 3 {
		c, _ := h.from("127.0.0.2", "/hold")
		if i == 0 {
			first = c
		}
	}
	for range 3 {
		if _, in := h.from("127.0.0.2", "/"); in {
			t.Error("one address has more than its share")
		}
	}
	if _, in := h.from("127.0.0.3", "/"); !in {
		t.Error("others are refused, too")
	}
	for range 5 {
		h.from("127.0.0.99", "/hold") // a proxy's
	}
	h.log.Lock()
	if n := strings.Count(h.log.String(), "level=WARN"); n != 1 || !strings.Contains(h.log.String(), "127.0.0.2") {
		t.Errorf("%d warnings: %s", n, h.log.String())
	}
	h.log.Unlock()
	first.Close()
	h.until(8)
	if _, in := h.from("127.0.0.2", "/"); !in {
		t.Error("a place that was given back is not to be had")
	}
}

func TestConnectionsWhenFull(t *testing.T) {
	h := open(t, &ConnLimit{Most: 8, MostEach: 8, Spare: 2})
	if _, in := h.from("127.0.0.50", "/present"); !in {
		t.Fatal("the presenter is refused")
	}
	for i := range 5 {
		if _, in := h.from("127.0.0.2", "/"); !in { // and idles
			t.Fatalf("connection %d is refused", i)
		}
	}
	h.idle(6)
	for range 8 { // the idle ones make room
		h.from("127.0.0.3", "/hold")
	}
	if n := h.limit.Open(); n != 8 {
		t.Fatalf("%d connections", n)
	}
	if _, in := h.from("127.0.0.4", "/"); in {
		t.Error("more than there is room for")
	}
	if _, in := h.from("127.0.0.50", "/"); !in {
		t.Error("the presenter has no spare place")
	}
}

func TestConnectionsOfStreams(t *testing.T) {
	h := open(t, &ConnLimit{Most: 4, MostEach: 2})
	for range 4 {
		if _, in := h.from("127.0.0.2", "/live"); !in {
			t.Fatal("a stream is refused, though it is the StreamLimit that counts those of one address")
		}
	}
	if _, in := h.from("127.0.0.3", "/"); in {
		t.Error("streams take no places")
	}
	(<-h.gone)()
	h.until(3)
	if _, in := h.from("127.0.0.3", "/"); !in {
		t.Error("a stream that is over keeps its place")
	}
}
