package server

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"lectern/app/lan"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// presentPage is the console.
func (s *Server) presentPage(w http.ResponseWriter, r *http.Request) {
	if s.guard.IsKey(r.URL.Query().Get("key")) {
		s.toConsole(w, r)
		return
	}
	s.page("console")(w, r)
}

// signInPage is the console's address for who is not the presenter, yet. With
// ?key= the browser becomes the presenter's. What follows a # is for the page
// alone, which trades it at postSession.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case s.guard.IsKey(r.URL.Query().Get("key")):
		s.signIn(w, r)
	case wantsPage(r):
		w.Header().Set("Cache-Control", "no-cache")
		pages()["signin"].Serve(w, r, http.StatusUnauthorized)
	default:
		s.fail(w, r, err)
	}
}

// presentLocally is the link that opens the console on this computer.
func (s *Server) presentLocally(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.guard.RedeemLocal(r, r.PathValue("code")):
		s.signIn(w, r)
	case access.From(r.Context()).Presents():
		s.toConsole(w, r)
	default:
		s.signInPage(w, r, answer.ErrNoKey)
	}
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	if err := s.guard.SignIn(w, r, access.Presenter, ""); err != nil {
		s.fail(w, r, err)
		return
	}
	s.toConsole(w, r)
}

// toConsole takes the key, or the code, out of the address bar.
func (s *Server) toConsole(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/present", http.StatusSeeOther)
}

// postSession trades the code of a link for a device's token, in a cookie.
func (s *Server) postSession(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var body struct {
		Code string `json:"code"`
	}
	if err := answer.ReadJSON(w, r, &body); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.guard.Redeem(w, r, body.Code)
}

// Link opens the console in one other browser, on any computer or phone.
type Link struct {
	URL     string    `json:"url"`
	Expires time.Time `json:"expires_at"`
	QR      string    `json:"qr,omitempty"` // URL as a picture, itself a data URL; "" where no other computer gets to it
}

// NewLink makes a Link. It dies with its use, or after an hour.
func (s *Server) NewLink(ctx context.Context) (Link, error) {
	code, expires, err := s.guard.NewCode(ctx, access.Presenter)
	link := Link{URL: s.URLs()[0] + "present#" + code, Expires: expires}
	if err != nil || !lan.Reachable(link.URL) {
		return link, err
	}
	svg, err := lan.SVG(link.URL)
	link.QR = "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)
	return link, err
}

func (s *Server) postLink(w http.ResponseWriter, r *http.Request) (int, any, error) {
	link, err := s.NewLink(r.Context())
	return http.StatusCreated, link, err
}

// LocalPath is the path of the link that opens the console on this computer. It
// changes when it is used: see Config.LocalPathChanged.
func (s *Server) LocalPath() string { return s.guard.LocalPath() }
