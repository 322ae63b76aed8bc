package server

import (
	"encoding/base64"
	"net/http"
	"time"

	"lectern/app/fault"
	"lectern/app/lan"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// rolePages are where a device goes that was paired. Whoever has none follows.
var rolePages = map[access.Role]string{
	access.Presenter: "/present",
	access.Remote:    "/remote",
	access.Stage:     "/stage",
	access.Moderator: "/",
	access.Captions:  "/",
}

// pairingJSON lets one phone in.
type pairingJSON struct {
	Code    string    `json:"code"` // to be typed at /pair: ABCD-EFGH
	URL     string    `json:"url"`
	Expires time.Time `json:"expires_at"`
	QR      string    `json:"qr,omitempty"` // URL as a picture, itself a data URL; none where no phone gets to it
}

func (s *Server) postPairing(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var body struct {
		Role access.Role `json:"role"`
	}
	if err := answer.ReadJSON(w, r, &body); err != nil {
		return 0, nil, err
	}
	switch body.Role {
	case access.Remote, access.Stage, access.Captions, access.Moderator:
	default:
		return 0, nil, fault.Errorf(fault.OutOfRange, "role is one of remote, stage, captions and moderator")
	}
	code, expires, err := s.guard.NewPairing(r.Context(), body.Role)
	if err != nil {
		return 0, nil, err
	}
	p := pairingJSON{Code: code, URL: s.URLs()[0] + "pair#" + code, Expires: expires}
	if lan.Reachable(p.URL) {
		svg, err := lan.SVG(p.URL)
		if err != nil {
			return 0, nil, err
		}
		p.QR = "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)
	}
	return http.StatusCreated, p, nil
}

// pairPage is where a code is typed. ?done sends a device that was paired to the page
// that it was paired for.
func (s *Server) pairPage(w http.ResponseWriter, r *http.Request) {
	page := rolePages[access.From(r.Context()).Role]
	if r.URL.Query().Has("done") && page != "" {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, page, http.StatusSeeOther)
		return
	}
	s.page("pair")(w, r)
}

// unpaired sends a person who comes to a device's page without being one to where a
// code is typed, and tells everybody else.
func (s *Server) unpaired(w http.ResponseWriter, r *http.Request, err error) {
	if wantsPage(r) {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, "/pair", http.StatusSeeOther)
		return
	}
	s.fail(w, r, err)
}

// postPair trades a code for a device's token, in a cookie.
func (s *Server) postPair(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var body struct {
		Code string `json:"code"`
		Name string `json:"name"`
	}
	if err := answer.ReadJSON(w, r, &body); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.guard.RedeemPairing(w, r, body.Code, body.Name)
}
