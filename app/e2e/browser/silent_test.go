package browser

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"lectern/app/e2e/harness"
)

// A relay passes bytes on until it goes silent, as a network's gateway does that
// has forgotten a stream: nobody is told, nothing comes any more.
type relay struct {
	addr string

	mu      sync.Mutex
	all     []net.Conn
	streams map[net.Conn]bool // towards browsers; false once it is silent
	opened  chan struct{}     // one for each stream
}

func newRelay(t testing.TB, to string) *relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{addr: l.Addr().String(), streams: map[net.Conn]bool{}, opened: make(chan struct{}, 100)}
	var over sync.WaitGroup
	over.Go(func() {
		for {
			browser, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				browser.Close()
				continue
			}
			r.mu.Lock()
			r.all = append(r.all, browser, server)
			r.mu.Unlock()
			over.Go(func() { io.Copy(server, browser); server.Close() })
			over.Go(func() { r.answer(browser, server) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		r.mu.Lock()
		for _, c := range r.all {
			c.Close()
		}
		r.mu.Unlock()
		over.Wait()
	})
	return r
}

// answer passes on what the server says to a browser that is not cut off.
func (r *relay) answer(browser, server net.Conn) {
	defer browser.Close()
	b := make([]byte, 64<<10)
	for {
		n, err := server.Read(b)
		if err != nil {
			return
		}
		r.mu.Lock()
		passes, stream := r.streams[browser]
		if !stream && bytes.Contains(b[:n], []byte("Content-Type: text/event-stream")) {
			r.streams[browser], passes, stream = true, true, true
			r.opened <- struct{}{}
		}
		r.mu.Unlock()
		if stream && !passes {
			continue
		}
		if _, err := browser.Write(b[:n]); err != nil {
			return
		}
	}
}

// silence lets nothing through any more on the streams that are open.
func (r *relay) silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.streams {
		r.streams[c] = false
	}
}

// again waits until a page has opened one more stream.
func (r *relay) again(t testing.TB, within time.Duration) time.Duration {
	t.Helper()
	begin := time.Now()
	select {
	case <-r.opened:
	case <-time.After(within):
		t.Fatalf("the page has not come back within %v", within)
	}
	return time.Since(begin)
}

// TestSilentStream: a page notices by itself that nothing comes any more, and
// comes back at once when the network does.
func TestSilentStream(t *testing.T) {
	t.Parallel()
	startChromium(t)
	l := harness.Serve(t, harness.Write(t, "talk.md", harness.Talk(9)))
	s := l.Slides(1)
	r := newRelay(t, l.Info.URL[len("http://"):len(l.Info.URL)-1])
	audience := newBrowser(t).open("http://" + r.addr + "/")
	audience.shows(s[0])
	r.again(t, harness.Patience) // the first stream

	r.silence()
	l.Put(1, `{"current_slide":4}`)
	// Two heartbeats after the last sign of life, which was up to one ago.
	if took := r.again(t, harness.Patience); took < 5*time.Second {
		t.Errorf("the page gave its stream up after %v, before a heartbeat was missed for sure", took)
	} else {
		t.Logf("the page gave the silent stream up after %v", took)
	}
	audience.shows(s[3])

	// By itself it takes five seconds at least. A machine may have none to spare for as
	// long, but not every time.
	for n := 5; ; n++ {
		r.silence()
		l.Put(1, fmt.Sprintf(`{"current_slide":%d}`, n))
		js[bool](audience, `window.dispatchEvent(new Event("online"))`)
		took := r.again(t, harness.Patience)
		audience.shows(s[n-1])
		if took < 5*time.Second {
			break
		}
		if n == len(s) {
			t.Fatalf("when the network was back the page took %v to be", took)
		}
	}
}
