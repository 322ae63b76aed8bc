package server

import (
	"net/http"
	"net/netip"
	"path/filepath"

	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// postFollow has a deck follow files of this computer. That is asked for by another
// Lectern on it, which has the presenter's key from run.json: a browser, which may be
// anywhere, has no say in what is read here. The deck must have been made of these
// very files.
func (s *Server) postFollow(w http.ResponseWriter, r *http.Request) (int, any, error) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if access.From(r.Context()).Device != 0 || err != nil || !from.Addr().Unmap().IsLoopback() {
		return 0, nil, fault.Errorf(fault.Conflict, "Files are followed for a Lectern on this computer alone")
	}
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	var ask struct {
		Paths    []string `json:"paths"`
		Password string   `json:"password"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	for _, p := range ask.Paths {
		if !filepath.IsAbs(p) {
			return 0, nil, fault.Errorf(fault.OutOfRange, "%q is no absolute path", p)
		}
	}
	return http.StatusNoContent, nil, s.Watch.Take(r.Context(), id, ask.Paths, options.Options{Password: ask.Password})
}
