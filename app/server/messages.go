package server

import (
	"net/http"

	"lectern/app/server/access"
	"lectern/app/server/answer"
)

func (s *Server) listMessages(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	list, err := s.Store.Messages(r.Context())
	return http.StatusOK, list, err
}

// postMessage says something to the speaker, in the name of the device that asks.
func (s *Server) postMessage(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var ask struct {
		Text  string `json:"text"`
		Blink bool   `json:"blink"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	sender := ""
	if id := access.From(r.Context()).Device; id != 0 {
		d, err := s.Store.Device(r.Context(), id)
		if err != nil {
			return 0, nil, err
		}
		sender = d.Name
	}
	m, err := s.Store.AddMessage(r.Context(), ask.Text, ask.Blink, sender)
	return http.StatusCreated, m, err
}

// seeMessage is the speaker's word that a message was seen.
func (s *Server) seeMessage(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "message")
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.Store.SeeMessage(r.Context(), id)
}

// deleteMessage takes one back.
func (s *Server) deleteMessage(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "message")
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.Store.DeleteMessage(r.Context(), id)
}
