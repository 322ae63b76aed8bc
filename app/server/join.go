package server

import (
	"net/http"

	"lectern/app/lan"
	"lectern/app/server/answer"
)

// getJoin tells how to join: what a kiosk shows between talks.
func (s *Server) getJoin(w http.ResponseWriter, r *http.Request) {
	urls := s.URLs()
	j := struct {
		Name    string   `json:"name"`
		URLs    []string `json:"urls"`
		QR      string   `json:"qr"`
		Kiosk   string   `json:"kiosk_command"`
		Version string   `json:"version"`
	}{Name: s.Name, URLs: urls, QR: "/join.svg", Version: s.Version}
	if len(urls) > 0 {
		j.Kiosk = "lectern kiosk " + urls[0]
	}
	answer.JSON(w, http.StatusOK, j)
}

// getJoinQR draws the best address.
func (s *Server) getJoinQR(w http.ResponseWriter, r *http.Request) {
	urls := s.URLs()
	if len(urls) == 0 {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	svg, err := lan.SVG(urls[0])
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(svg)
}
