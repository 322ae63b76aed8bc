package server

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"lectern/app/live"
	"lectern/app/wire"
)

// writeLimit bounds one write to a viewer that has a goroutine of its own. A
// write that takes longer ends the stream: the viewer is gone or hopeless, and
// a page comes back by itself.
const writeLimit = wire.Stall

// hello begins every stream. When all lose their streams at once, each comes
// back after a time of its own, and not all in the same second.
func hello() []byte { return fmt.Appendf(nil, "retry: %d\n\n", 1000+rand.N(3000)) }

func (s *Server) streamLive(w http.ResponseWriter, r *http.Request) { s.stream(w, r, live.Any) }

func (s *Server) streamDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.stream(w, r, id)
}

// stream follows a topic until the viewer goes away. Where it can, it gives the
// connection away and ends at once; see package wire.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, topic int64) {
	leave, ok := s.admit(w, r)
	if !ok {
		return
	}
	v, err := s.Hub.Join(topic, whoIs(r))
	if err != nil {
		leave()
		s.fail(w, r, err)
		return
	}
	gone := func() { s.Hub.Leave(v); leave() }
	eventStream(w)
	if r.Method == http.MethodHead {
		gone()
		return
	}
	first := append(hello(), v.Take()...)
	if s.wire.Takes(connection(r)) {
		s.giveAway(w, v, first, gone)
		return
	}
	defer gone()
	s.attend(w, r, v, first)
}

// giveAway answers by hand and leaves the connection to the wire: net/http's
// buffers and goroutine are free again. A response without a length lasts
// until the connection ends (RFC 9112, 6.3).
func (s *Server) giveAway(w http.ResponseWriter, v *live.Viewer, first []byte, gone func()) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		gone()
		s.Log.Error("a stream's connection was not to be had", "err", err)
		return
	}
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\nDate: ")
	b.WriteString(time.Now().UTC().Format(http.TimeFormat))
	b.WriteString("\r\n")
	w.Header().Write(&b)
	b.WriteString("\r\n")
	b.Write(first)
	conn.SetWriteDeadline(time.Now().Add(writeLimit))
	if _, err := conn.Write(b.Bytes()); err != nil {
		conn.Close()
		gone()
		return
	}
	conn.SetWriteDeadline(time.Time{})
	s.wire.Add(conn, v, gone)
}

// attend writes to one viewer with this goroutine.
func (s *Server) attend(w http.ResponseWriter, r *http.Request, v *live.Viewer, first []byte) {
	beat := wire.Pulse
	if v.Page() {
		beat = wire.PagePulse
	}
	if c, ok := connection(r).(interface{ SetWriteBuffer(int) error }); ok {
		c.SetWriteBuffer(wire.Buffer) // HTTP/2 and TLS, whose connections carry more, have no such method
	}
	out := output{w, http.NewResponseController(w)}
	if out.write(first) != nil {
		return
	}
	timer := time.NewTimer(firstBeat())
	defer timer.Stop()
	ready := s.Hub.Notify(v)
	for {
		var event []byte
		select {
		case <-r.Context().Done():
			return
		case <-ready:
			if v.Over() {
				return
			}
			if event = v.Take(); event != nil {
				s.metrics.attended.Inc()
			}
		case <-timer.C:
			event = beat
			timer.Reset(wire.Heartbeat)
		}
		if event != nil && out.write(event) != nil {
			return
		}
	}
}

func (s *Server) streamConsole(w http.ResponseWriter, r *http.Request) {
	c := s.Hub.Watch()
	defer s.Hub.Unwatch(c)
	eventStream(w)
	out := output{w, http.NewResponseController(w)}
	if out.write(hello()) != nil {
		return
	}
	timer := time.NewTimer(firstBeat())
	defer timer.Stop()
	for {
		var events []byte
		select {
		case <-r.Context().Done():
			return
		case <-c.Ready():
			if c.Over() {
				return
			}
			events = s.Hub.TakeAll(c)
		case <-timer.C:
			events = wire.PagePulse
			timer.Reset(wire.Heartbeat)
		}
		if len(events) > 0 && out.write(events) != nil {
			return
		}
	}
}

// firstBeat spreads the heartbeats of those who came together.
func firstBeat() time.Duration { return wire.Heartbeat/2 + rand.N(wire.Heartbeat/2) }

// output is an ordinary way to one client. Only the handler's goroutine writes.
type output struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

func eventStream(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would collect events
	// Compression collects them, too. no-transform forbids it, but neither nginx
	// nor Caddy 2.6 ask for that; what has an encoding already, all leave alone.
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("Content-Encoding", "identity")
}

func (o output) write(b []byte) error {
	if err := o.rc.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return err
	}
	if _, err := o.w.Write(b); err != nil {
		return err
	}
	return o.rc.Flush()
}

// whoIs reads what a viewer says of itself. It is kept while the stream lasts,
// so it is short.
func whoIs(r *http.Request) live.Who {
	q := r.URL.Query()
	who := live.Who{ID: short(q.Get("viewer")), Name: short(q.Get("name")), Kind: live.Audience}
	if q.Get("kind") == string(live.Kiosk) {
		who.Kind = live.Kiosk
	}
	return who
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "")
	if r := []rune(s); len(r) > 64 {
		s = string(r[:64])
	}
	return strings.Clone(s) // not the whole request's line
}

// postSeen takes a page's word that it shows a revision.
func (s *Server) postSeen(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Viewer string `json:"viewer"`
		Rev    int64  `json:"rev"`
	}
	if err := readJSON(w, r, &body); err != nil {
		s.fail(w, r, err)
		return
	}
	spread := s.Hub.Seen(body.Viewer, body.Rev)
	writeJSON(w, http.StatusOK, map[string]int64{"spread_ms": spread.Milliseconds()})
}
