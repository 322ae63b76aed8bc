package server

import (
	"net/http"

	"lectern/app/fault"
	"lectern/app/importer/options"
	"lectern/app/server/answer"
)

// readAgain imports a deck again from the files that it was made of, in its place: as
// another dialect, with another of its languages as the first, or with the pictures that
// it has on the web.
func (s *Server) readAgain(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	var ask struct {
		Dialect *string `json:"dialect"`
		Lang    *string `json:"lang"`
		Fetch   bool    `json:"fetch"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	var o options.Options
	for name, value := range map[string]*string{"dialect": ask.Dialect, "lang": ask.Lang} {
		if value == nil {
			continue
		}
		if _, err := o.Set(name, *value); err != nil {
			return 0, nil, fault.Errorf(fault.OutOfRange, "The %s %s", name, err)
		}
	}
	if ask.Lang != nil {
		ask.Lang = &o.Lang
	}
	ctx, release := s.guard.Hold(r.Context())
	defer release()
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return 0, nil, err
	}
	defer s.turn.Release(1)
	info, before, err := s.Library.ReadAgain(ctx, id, ask.Dialect, ask.Lang, ask.Fetch)
	return http.StatusOK, replacedJSON{deckJSON{Info: info}, before}, s.known(r, info.State, err)
}
