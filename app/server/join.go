package server

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"lectern/app/fault"
	"lectern/app/lan"
	"lectern/app/lan/discovery"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// joinURLs are where whoever asks may send others. Who came by the public name,
// and is not the presenter, is told no address inside.
func (s *Server) joinURLs(r *http.Request) []string {
	urls := s.URLs()
	if s.PublicURL != nil && s.hosts.IsPublic(r) && !access.From(r.Context()).Presents() {
		return []string{s.PublicURL.String()}
	}
	return urls
}

// getJoin tells how to join: what a kiosk shows between talks.
func (s *Server) getJoin(w http.ResponseWriter, r *http.Request) {
	urls := s.joinURLs(r)
	j := struct {
		Name    string   `json:"name"`
		ID      string   `json:"id"` // by which a kiosk knows it again at another address
		URLs    []string `json:"urls"`
		QR      string   `json:"qr"`
		Kiosk   string   `json:"kiosk_command"`
		Pages   string   `json:"pages"`             // changes with the pages: a kiosk loads them anew
		Version string   `json:"version,omitempty"` // the presenter's alone
		// Of who asks for it: by which a kiosk is sure that it is the one of before.
		Key   string `json:"key,omitempty"`
		Proof string `json:"proof,omitempty"`
	}{Name: s.Name, ID: s.ID, URLs: urls, QR: "/join.svg", Pages: pagesTag()}
	if len(urls) > 0 {
		j.Kiosk = "lectern kiosk " + urls[0]
	}
	if access.From(r.Context()).Presents() {
		j.Version = s.Version
	}
	q := r.URL.Query()
	if at := q.Get(discovery.AtQuery); s.provesAt(r, at) && !s.Hub.Keys().None() {
		j.Key, j.Proof = discovery.Prove(s.Hub.Keys().Identity(), at, q.Get(discovery.NonceQuery))
	}
	answer.JSON(w, http.StatusOK, j)
}

// provesAt reports whether a request that says where it was asked came there, so that nobody
// handed it on: to the address and port that its connection has here, or, behind whatever
// proxy, to --public-url. Another port of this computer may be another user's, and another
// name of it anybody's: in .local whoever answers has it.
func (s *Server) provesAt(r *http.Request, at string) bool {
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		here := &url.URL{Scheme: "http", Host: local.String()}
		if at == discovery.At(here, local.AddrPort().Addr()) {
			return true
		}
	}
	return s.PublicURL != nil && at == discovery.At(s.PublicURL, netip.Addr{})
}

// newCodeCache keeps the QR codes of a few addresses: a laptop changes networks.
func newCodeCache() *cache[string, *answer.Blob] {
	return &cache[string, *answer.Blob]{
		most: 8, weigh: func(*answer.Blob) int { return 1 },
		load: func(_ context.Context, url string) (*answer.Blob, error) {
			svg, err := lan.SVG(url)
			if err != nil {
				return nil, err
			}
			return answer.NewBlob("image/svg+xml", svg), nil
		},
	}
}

// getJoinQR draws the best address.
func (s *Server) getJoinQR(w http.ResponseWriter, r *http.Request) {
	urls := s.joinURLs(r)
	if len(urls) == 0 {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	code, err := s.codes.get(r.Context(), urls[0])
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	code.Serve(w, r, http.StatusOK)
}

// maxQR is as much text as a code of a card holds that a phone reads from a step away.
const maxQR = 300

// postQR draws a text as a code. It may be a network's password, which has no place in
// an address.
func (s *Server) postQR(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var ask struct {
		Text string `json:"text"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	if ask.Text == "" || len(ask.Text) > maxQR {
		return 0, nil, fault.Errorf(fault.OutOfRange, "A code holds a text of 1 to %d bytes", maxQR)
	}
	svg, err := lan.SVG(ask.Text)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, struct {
		SVG string `json:"svg"`
	}{string(svg)}, nil
}
