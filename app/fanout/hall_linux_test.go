package fanout

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lectern/app/deck"
	"lectern/app/live"
	"lectern/app/sealed"
)

// hall is a Hub with a Pool and a listener; whoever connects is a viewer.
type hall struct {
	t    testing.TB
	hub  *live.Hub
	pool *pool
	addr string
	rev  int64

	pages atomic.Bool // whoever comes next is a page
}

func newHall(t testing.TB, times timing) *hall {
	h := &hall{t: t, hub: live.NewHub(sealed.Keys{})}
	h.hub.Reset(0, nil)
	var err error
	if h.pool, err = newPool(h.hub, nil, times); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.addr = l.Addr().String()
	var over sync.WaitGroup
	over.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			v, err := h.hub.Join(live.Any, h.pages.Load())
			if err != nil {
				t.Error(err)
			}
			h.pool.add(c, v, func() { h.hub.Leave(v) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		over.Wait()
		h.pool.close()
		if n := h.hub.Viewers(); n != 0 {
			t.Errorf("%d viewers are left after the end", n)
		}
	})
	return h
}

// publish moves the live deck.
func (h *hall) publish() {
	h.rev++
	slide := int(h.rev)
	h.hub.Publish(deck.State{ID: 7, CurrentSlide: slide, ShownSlide: slide, Slides: 1 << 30, Rev: h.rev, SeenRev: h.rev, Content: 1, Live: true})
}

// A peer is a viewer's end of a connection. What it reads must come in time, each
// piece of it.
type peer struct{ *net.TCPConn }

func (p peer) Read(b []byte) (int, error) {
	p.SetReadDeadline(time.Now().Add(patience))
	return p.TCPConn.Read(b)
}

func (h *hall) connect() peer {
	h.t.Helper()
	c, err := net.Dial("tcp", h.addr)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { c.Close() })
	return peer{c.(*net.TCPConn)}
}

// viewers waits until there are n.
func (h *hall) viewers(n int) {
	h.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for h.hub.Viewers() != n {
		select {
		case <-tick.C:
		case <-deadline:
			h.t.Fatalf("%d viewers, want %d", h.hub.Viewers(), n)
		}
	}
}

// until reads events up to the revision, and checks that revisions only grow
// and that every byte belongs to a whole event.
func until(c net.Conn, rev int64) (events int, err error) {
	last := int64(-1)
	for lines := bufio.NewScanner(c); lines.Scan(); {
		line := lines.Text()
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok {
			if line != "" && line != ":" && !strings.HasPrefix(line, "id: ") && !strings.HasPrefix(line, "event: ") {
				return events, fmt.Errorf("a broken line %q", line)
			}
			continue
		}
		var e live.Event
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			return events, fmt.Errorf("%q: %w", data, err)
		}
		if e.Rev <= last {
			return events, fmt.Errorf("rev %d after %d", e.Rev, last)
		}
		last = e.Rev
		events++
		if e.Rev == rev {
			return events, nil
		}
	}
	return events, fmt.Errorf("the stream ended at rev %d", last)
}
