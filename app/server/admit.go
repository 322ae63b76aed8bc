package server

import (
	"net/http"
	"strings"

	"lectern/app/fault"
	"lectern/app/server/answer"
)

// admit takes a place for a stream, or answers that there is none.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (leave func(), ok bool) {
	a := s.proxies.Client(r)
	limit, ok := s.crowd.Enter(a)
	if !ok {
		s.metrics.refused.WithLabelValues(limit).Inc()
		s.full.Do(func() {
			s.Log.Warn("followers are refused: there are as many as --max-viewers, --max-viewers-per-address and the limit of open files (ulimit -n) allow",
				"limit", limit, "most", s.crowd.Most, "most_per_address", s.crowd.MostEach)
		})
		s.fail(w, r, fault.Errorf(fault.Unavailable, "There are as many followers as this server takes; it will be tried again"))
		return nil, false
	}
	return func() { s.crowd.Leave(a) }, true
}

// secure reports whether the browser came by an HTTPS --public-url. Its Host
// tells: the room's own addresses, which have no TLS, are others.
func (s *Server) secure(r *http.Request) bool {
	u := s.PublicURL
	return u != nil && u.Scheme == "https" &&
		strings.EqualFold(strings.TrimSuffix(r.Host, ":443"), strings.TrimSuffix(u.Host, ":443"))
}

// presenter lets only the presenter through.
func (s *Server) presenter(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.auth.Is(r) {
			s.fail(w, r, answer.ErrNoKey)
			return
		}
		next(w, r)
	})
}
