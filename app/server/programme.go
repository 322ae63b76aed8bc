package server

import (
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"lectern/app/agenda"
	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/idle"
	"lectern/app/server/answer"
)

func (s *Server) getProgramme(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	p, err := s.Store.Programme(r.Context())
	return http.StatusOK, p, err
}

// putProgramme replaces what goes round between talks, whole; where it has a version, that
// one alone.
func (s *Server) putProgramme(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var p deck.Programme
	if err := answer.ReadJSON(w, r, &p); err != nil {
		return 0, nil, err
	}
	if len(p.Items) > deck.MaxItems {
		return 0, nil, fault.Errorf(fault.OutOfRange, "A programme has %d items at the most", deck.MaxItems)
	}
	if p.Zone != "" {
		if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
			return 0, nil, fault.Errorf(fault.OutOfRange, "There is no time zone of this name; it is as Europe/Berlin")
		}
	}
	for i := range p.Items {
		if one := &p.Items[i]; one.Screens == nil {
			one.Screens = []string{}
		}
	}
	set, err := s.Store.SetProgramme(r.Context(), p)
	return http.StatusOK, set, err
}

// getAgenda is what comes next, for whoever looks at a wall.
func (s *Server) getAgenda(http.ResponseWriter, *http.Request) (int, any, error) {
	return http.StatusOK, s.Idle.Agenda(), nil
}

func (s *Server) getWholeAgenda(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	a, err := s.Store.Agenda(r.Context())
	return http.StatusOK, a, err
}

// putAgenda takes an agenda from a file, which is the body; name is the file's.
func (s *Server) putAgenda(w http.ResponseWriter, r *http.Request) (int, any, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, agenda.MaxBytes))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return 0, nil, fault.Wrap(fault.TooLarge, err, "An agenda has at most %d MB", large.Limit>>20)
	}
	if err != nil {
		return 0, nil, fault.Wrap(fault.Malformed, err, "The file did not come whole; please try again")
	}
	p, err := s.Store.Programme(r.Context())
	if err != nil {
		return 0, nil, err
	}
	now, err := s.Store.Clock(r.Context())
	if err != nil {
		return 0, nil, err
	}
	a, err := agenda.Parse(data, idle.Zone(p.Zone), now)
	if err != nil {
		return 0, nil, err
	}
	if name := path.Base(r.URL.Query().Get("name")); a.Name == "" {
		a.Name = strings.TrimSuffix(name, path.Ext(name))
	}
	if err := s.Store.SetAgenda(r.Context(), a.Agenda); err != nil {
		return 0, nil, err
	}
	a.Agenda, err = s.Store.Agenda(r.Context())
	return http.StatusOK, a, err
}

func (s *Server) deleteAgenda(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	return http.StatusNoContent, nil, s.Store.SetAgenda(r.Context(), deck.Agenda{})
}
