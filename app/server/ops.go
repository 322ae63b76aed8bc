package server

import (
	"context"
	"net/http"
	"time"

	"lectern/app/fault"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// getHealth says that the process answers.
func (s *Server) getHealth(w http.ResponseWriter, r *http.Request) {
	answer.JSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// getReady says whether a talk can be given now, or why not.
func (s *Server) getReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	switch {
	case !s.Hub.Ready():
		s.fail(w, r, fault.Errorf(fault.Unavailable, "Lectern has not read the database yet"))
	case s.Store.Ping(ctx) != nil:
		s.fail(w, r, fault.Errorf(fault.Unavailable, "The database does not answer"))
	case !s.Follower.Up():
		s.fail(w, r, fault.Errorf(fault.Unavailable, "The listener is not connected to the database"))
	default:
		answer.JSON(w, http.StatusOK, map[string]string{"status": "ready"})
	}
}

// getMetrics tells operators how it goes: from this machine, or with the key.
func (s *Server) getMetrics(w http.ResponseWriter, r *http.Request) {
	if !access.From(r.Context()).Presents() && !s.proxies.IsLocal(r) {
		s.fail(w, r, fault.Errorf(fault.Forbidden, "Metrics are for this computer, and for whoever has the presenter's key"))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	s.metrics.handler.ServeHTTP(w, r)
}
