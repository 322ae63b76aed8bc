//go:build linux

package rig

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"lectern/app/e2e/harness"
	"lectern/app/live"
)

// How the page tries again; see ui/web/line/connection.ts. Its longer waits,
// which spread a hall of thousands, are left out: after them "within two
// seconds" would be a matter of chance.
const (
	retryMin     = 300 * time.Millisecond
	retryMost    = 1200 * time.Millisecond
	connectLimit = 10 * time.Second
	deadAfter    = 25 * time.Second
)

// room is the viewers.
type room struct {
	r       *rig
	viewers []*viewer
	news    chan struct{} // after some viewer heard something
	cancel  context.CancelFunc
	over    sync.WaitGroup
}

// viewer is one page.
type viewer struct {
	id   int
	r    *rig
	news chan<- struct{} // the room's

	mu    sync.Mutex
	conn  net.Conn           // while there is one
	wake  context.CancelFunc // ends the wait, or the attempt, that is now
	up    bool               // had an event on this connection
	name  string             // of the last event
	last  live.Event
	wrong string
}

func newRoom(r *rig, n int) *room {
	ctx, cancel := context.WithCancel(context.Background())
	m := &room{r: r, news: make(chan struct{}, 1), cancel: cancel}
	for i := range n {
		v := &viewer{id: i, r: r, news: m.news}
		m.viewers = append(m.viewers, v)
		m.over.Go(func() { v.run(ctx) })
	}
	r.t.Cleanup(m.close)
	return m
}

func (m *room) close() {
	m.cancel()
	m.over.Wait()
}

// online is what a browser tells its page when its network is back: it
// connects anew at once.
func (m *room) online() {
	for _, v := range m.viewers {
		v.mu.Lock()
		if v.wake != nil {
			v.wake()
		}
		v.mu.Unlock()
	}
}

// reload ends all connections at once; abruptly, with a RST, if so.
func (m *room) reload(abruptly bool) {
	for _, v := range m.viewers {
		v.mu.Lock()
		if v.conn != nil {
			if tcp, ok := v.conn.(*net.TCPConn); ok && abruptly {
				tcp.SetLinger(0)
			}
			v.conn.Close()
		}
		v.mu.Unlock()
	}
	m.online()
}

// differs says who does not show what the database says, or nothing.
func (m *room) differs(k *talk) string {
	slide, rev, err := k.database()
	if err != nil {
		return "the database is away: " + err.Error()
	}
	others, first := 0, ""
	for _, v := range m.viewers {
		v.mu.Lock()
		if !v.up || v.name == "end" || v.last.Slide != slide || v.last.Rev > rev {
			if others++; others == 1 {
				first = fmt.Sprintf("viewer %d, connected: %t, shows %q slide %d, revision %d", v.id, v.up, v.name, v.last.Slide, v.last.Rev)
			}
		}
		v.mu.Unlock()
	}
	if others == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d viewers differ from slide %d, revision %d: %s", others, len(m.viewers), slide, rev, first)
}

// wrong is what viewers complain of.
func (m *room) wrong() (list []string) {
	for _, v := range m.viewers {
		v.mu.Lock()
		if v.wrong != "" && len(list) < 5 {
			list = append(list, fmt.Sprintf("viewer %d: %s", v.id, v.wrong))
		}
		v.mu.Unlock()
	}
	return list
}

func (v *viewer) run(ctx context.Context) {
	for failures := 0; ctx.Err() == nil; failures++ {
		attempt, wake := context.WithCancel(ctx)
		v.mu.Lock()
		v.wake = wake
		v.mu.Unlock()
		if v.follow(attempt) {
			failures = 0
		}
		if attempt.Err() != nil { // woken: do not wait
			failures = -1
			continue
		}
		ceiling := min(retryMost, 2*retryMin<<min(failures, 10))
		select {
		case <-attempt.Done():
		case <-time.After(retryMin + rand.N(ceiling-retryMin)):
		}
		wake()
	}
}

// follow reads one stream until it ends, and reports whether it had an event.
func (v *viewer) follow(ctx context.Context) (had bool) {
	dial, cancel := context.WithTimeout(ctx, connectLimit)
	conn, err := v.r.dial(dial)
	cancel()
	if err != nil {
		return false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	v.mu.Lock()
	v.conn = conn
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		v.conn, v.up = nil, false
		v.mu.Unlock()
	}()
	conn.SetDeadline(time.Now().Add(connectLimit))
	fmt.Fprintf(conn, "GET /live?viewer=rig%d HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", v.id, v.r.app.addr)
	in := bufio.NewReaderSize(conn, 4<<10)
	res, err := http.ReadResponse(in, nil)
	if err != nil || res.StatusCode != http.StatusOK {
		return false
	}
	name, data := "", ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		conn.SetDeadline(time.Now().Add(deadAfter))
		line := lines.Text()
		if n, ok := strings.CutPrefix(line, "event: "); ok {
			name = n
		}
		if d, ok := strings.CutPrefix(line, "data: "); ok {
			data = d
		}
		// An empty line ends an event. One that the end of the connection cuts
		// off is none (WHATWG HTML, 9.2.6).
		if line != "" || data == "" {
			continue
		}
		if harness.IsPosition(name) {
			had = true
			v.take(name, data)
		}
		name, data = "", ""
	}
	return had
}

func (v *viewer) take(name, data string) {
	var e live.Event
	err := json.Unmarshal([]byte(data), &e)
	v.mu.Lock()
	switch {
	case err != nil:
		v.wrong = fmt.Sprintf("%q: %v", data, err)
	case v.up && e.Rev <= v.last.Rev:
		v.wrong = fmt.Sprintf("revision %d after %d on one connection", e.Rev, v.last.Rev)
	}
	v.up, v.name, v.last = true, name, e
	v.mu.Unlock()
	if err == nil && name != "end" {
		v.r.talk.saw(e)
	}
	select {
	case v.news <- struct{}{}:
	default:
	}
}

// dial connects to the server from where viewers are.
func (r *rig) dial(ctx context.Context) (net.Conn, error) {
	if r.net != nil {
		return r.net.dial(ctx, r.app.addr)
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", r.app.addr)
}
