package server

import (
	"net/http"

	"lectern/app/deck"
	"lectern/app/store"
)

func (s *Server) listDecks(w http.ResponseWriter, r *http.Request) {
	infos, err := s.Store.Decks(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := make([]deckJSON, len(infos))
	for i, info := range infos {
		list[i] = deckOf(info)
	}
	writeJSON(w, http.StatusOK, list)
}

func (s *Server) getDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	info, err := s.Store.Deck(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	slides, err := s.Store.Slides(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d := deckOf(info)
	for i := range slides {
		j := slideOf(info, slides[i], nil)
		j.Notes, j.Shown = &slides[i].Notes, &slides[i].Shown
		d.All = append(d.All, j)
	}
	writeJSON(w, http.StatusOK, d)
}

func (s *Server) putDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var body struct {
		Slide     *int        `json:"current_slide"`
		Step      *int        `json:"current_step"`
		Blank     *deck.Blank `json:"blank"`
		Live      *bool       `json:"live"`
		Published *bool       `json:"published"`
		Title     *string     `json:"title"`
	}
	if err := readJSON(w, r, &body); err != nil {
		s.fail(w, r, err)
		return
	}
	for _, n := range []*int{body.Slide, body.Step} {
		if n != nil && (*n < 0 || *n > 1<<30) { // the database's integers end soon after
			s.fail(w, r, deck.Errorf(deck.OutOfRange, "The deck has no such slide or step"))
			return
		}
	}
	info, err := s.Store.Change(r.Context(), id, store.Change(body))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, deckOf(info))
}

func (s *Server) deleteDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err == nil {
		err = s.Store.Delete(r.Context(), id)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) restoreDeck(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	info, err := s.Store.Restore(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, deckOf(info))
}

func (s *Server) postWelcome(w http.ResponseWriter, r *http.Request) {
	id, err := s.Welcome(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	info, err := s.Store.Deck(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.created(w, info)
}

func (s *Server) created(w http.ResponseWriter, info deck.Info) {
	d := deckOf(info)
	writeJSON(w, http.StatusCreated, struct {
		ID       int64    `json:"id"`
		Title    string   `json:"title"`
		Slides   int      `json:"slides"`
		Warnings []string `json:"warnings"`
	}{d.ID, d.Title, d.Slides, d.Warnings})
}
