package server

import (
	"net/http"

	"lectern/app/server/answer"
)

// postNotice puts an urgent message over every screen.
func (s *Server) postNotice(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var ask struct {
		Text string `json:"text"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.Store.SetNotice(r.Context(), ask.Text)
}

// deleteNotice takes it back.
func (s *Server) deleteNotice(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, s.Store.ClearNotice(r.Context())
}
