package server

import (
	"net/http"

	"lectern/app/fault"
)

// admit takes a place for a stream, or answers that there is none.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (leave func(), ok bool) {
	a := s.proxies.Client(r)
	limit, ok := s.streamLimit.Enter(a)
	if !ok {
		s.metrics.refused.WithLabelValues(limit).Inc()
		s.full.Do(func() {
			s.Log.Warn("followers are refused: there are as many as --max-viewers, --max-viewers-per-address and the limit of open files (ulimit -n) allow",
				"limit", limit, "most", s.streamLimit.Most, "most_per_address", s.streamLimit.MostEach)
		})
		s.fail(w, r, fault.Errorf(fault.Unavailable, "There are as many followers as this server takes; it will be tried again"))
		return nil, false
	}
	return func() { s.streamLimit.Leave(a) }, true
}
