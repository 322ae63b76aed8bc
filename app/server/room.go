package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"lectern/app/deck"
	"lectern/app/fanout"
	"lectern/app/live"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

func (s *Server) streamLive(w http.ResponseWriter, r *http.Request) { s.stream(w, r, live.Any) }

func (s *Server) streamDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r, "deck")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.stream(w, r, id)
}

// stream follows a topic until the viewer goes away. Who asks for JSON gets the position
// alone, once: programs that know no streams.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, topic int64) {
	if r.Header.Get("Accept") == "application/json" {
		s.position(w, r, topic)
		return
	}
	leave, ok := s.admit(w, r)
	if !ok {
		return
	}
	who := s.whoIs(r)
	asked := topic
	if !isOverlay(r) {
		topic = s.Roster.Topic(asked, who)
	}
	v, err := s.Hub.Join(topic, who.ID != "")
	if err != nil {
		leave()
		s.fail(w, r, err)
		return
	}
	if who.Kind == deck.Kiosk {
		v.Idles()
	}
	away, out := func() {}, s.connLimit.Leaver(r.Context())
	if !isOverlay(r) { // which is nobody who follows
		away = s.Roster.Enter(v, asked, topic, who).Leave
	}
	gone := func() { away(); s.Hub.Leave(v); leave(); out() }
	if r.Method == http.MethodHead {
		fanout.Header(w)
		gone()
		return
	}
	s.fanout.Attach(w, r, v, gone)
}

// isOverlay reports whether a stream is that of the overlay, which lies over the picture
// of a broadcast: it is no screen, and nobody sits before it.
func isOverlay(r *http.Request) bool { return r.URL.Query().Get("kind") == "overlay" }

func (s *Server) position(w http.ResponseWriter, r *http.Request, topic int64) {
	v, err := s.Hub.Join(topic, false)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.Hub.Leave(v)
	_, data, _ := strings.Cut(string(v.TakePosition()), "\ndata: ")
	answer.JSON(w, http.StatusOK, json.RawMessage(strings.TrimSpace(data)))
}

func (s *Server) streamConsole(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		fanout.Header(w)
		return
	}
	ctx, release := s.guard.Hold(r.Context())
	defer release()
	watch := s.Hub.Watch
	if !access.From(r.Context()).Presents() || r.URL.Query().Has("live") {
		watch = s.Hub.WatchTalk
	}
	c := watch()
	defer s.Hub.Unwatch(c)
	s.fanout.AttachConsole(w, r.WithContext(ctx), c)
}
