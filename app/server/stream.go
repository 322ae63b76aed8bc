package server

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"lectern/app/live"
)

// A stream's times. The contract promises a comment at least every 15 s; a
// page counts a stream dead after 25 s of silence. A write that takes longer
// than writeLimit ends the stream: the viewer is gone or hopeless, and a page
// comes back by itself.
const (
	heartbeat  = 10 * time.Second
	writeLimit = 10 * time.Second
)

// pulse is a comment for whatever sits between, and an event for pages, since
// EventSource hides comments from them.
var (
	pulse     = []byte(":\n\n")
	pagePulse = []byte(":\nevent: ping\ndata: {}\n\n")
	hello     = []byte("retry: 2000\n\n")
)

func (s *Server) streamLive(w http.ResponseWriter, r *http.Request) { s.stream(w, r, live.Any) }

func (s *Server) streamDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.stream(w, r, id)
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request, topic int64) {
	who := whoIs(r)
	v, err := s.Hub.Join(topic, who)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.Hub.Leave(v)
	beat := pulse
	if v.Page() {
		beat = pagePulse
	}
	out := begin(w)
	if out.write(append(hello[:len(hello):len(hello)], v.Take()...)) != nil {
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
			event = v.Take()
		case <-timer.C:
			event = beat
			timer.Reset(heartbeat)
		}
		if event != nil && out.write(event) != nil {
			return
		}
	}
}

func (s *Server) streamConsole(w http.ResponseWriter, r *http.Request) {
	c := s.Hub.Watch()
	defer s.Hub.Unwatch(c)
	out := begin(w)
	if out.write(hello) != nil {
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
			events = s.Hub.TakeAll(c)
		case <-timer.C:
			events = pagePulse
			timer.Reset(heartbeat)
		}
		if len(events) > 0 && out.write(events) != nil {
			return
		}
	}
}

// firstBeat spreads the heartbeats of those who came together.
func firstBeat() time.Duration { return heartbeat/2 + rand.N(heartbeat/2) }

// output is the way to one client. Only the handler's goroutine writes.
type output struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

func begin(w http.ResponseWriter) output {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would collect events
	return output{w, http.NewResponseController(w)}
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
