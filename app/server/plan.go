package server

import (
	"net/http"
	"strconv"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/server/answer"
)

// putPlan takes how long the talk, and its slides, are to take.
func (s *Server) putPlan(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	var plan deck.Plan
	if err := answer.ReadJSON(w, r, &plan); err != nil {
		return 0, nil, err
	}
	info, err := s.Store.SetPlan(r.Context(), id, plan)
	return http.StatusOK, deckJSON{Info: info}, s.known(r, info.State, err)
}

// listRuns has the times of the last talks and rehearsals.
func (s *Server) listRuns(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	runs, err := s.Store.Runs(r.Context(), id)
	return http.StatusOK, runs, err
}

func (s *Server) deleteRun(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	run, err := strconv.ParseInt(r.PathValue("run"), 10, 64)
	if err != nil {
		return 0, nil, fault.Errorf(fault.NotFound, "There is no such run")
	}
	return http.StatusNoContent, nil, s.Store.DeleteRun(r.Context(), id, run)
}
