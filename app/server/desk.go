package server

import (
	"net/http"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/library"
	"lectern/app/server/access"
	"lectern/app/server/answer"
)

// answers makes a handler of a function that returns what to answer, as JSON
// unless it is nil, or an error.
func (s *Server) answers(f func(w http.ResponseWriter, r *http.Request) (status int, body any, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		status, body, err := f(w, r)
		switch {
		case err != nil:
			s.fail(w, r, err)
		case body == nil:
			w.WriteHeader(status)
		default:
			answer.JSON(w, status, body)
		}
	}
}

func (s *Server) listDecks(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	decks, err := s.Store.Decks(r.Context())
	return listed(decks, err)
}

// listDeleted has the decks that can be restored.
func (s *Server) listDeleted(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	decks, err := s.Store.Deleted(r.Context())
	return listed(decks, err)
}

func listed(decks []deck.Summary, err error) (int, any, error) {
	if err != nil {
		return 0, nil, err
	}
	list := make([]listedJSON, len(decks))
	for i, d := range decks {
		list[i] = listedOf(d)
	}
	return http.StatusOK, list, nil
}

// sees reports whether the asker may see all of a deck, and its notes.
func (s *Server) sees(r *http.Request, id int64) bool {
	return access.From(r.Context()).Sees(s.Hub.Talks(id))
}

// seenDeck returns a deck of which the asker may see all: a presenter any, a speaker's
// other devices the live one, or the one that is rehearsed.
func (s *Server) seenDeck(r *http.Request, id int64) (deck.Info, error) {
	info, err := s.Store.Deck(r.Context(), id)
	if !access.From(r.Context()).Presents() && (err == nil && !info.Live && !s.Hub.Talks(id) || fault.CodeOf(err) == fault.NotFound) {
		err = errNotLive
	}
	return info, err
}

func (s *Server) getDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	info, err := s.seenDeck(r, id)
	if err != nil {
		return 0, nil, err
	}
	lang, err := s.spoken(r, info)
	if err != nil {
		return 0, nil, err
	}
	slides, err := s.Store.SlidesIn(r.Context(), id, lang)
	if err != nil {
		return 0, nil, err
	}
	d := deckJSON{}
	if access.From(r.Context()).Presents() {
		if d.Before, err = s.Store.BeforeReplace(r.Context(), id); err != nil {
			return 0, nil, err
		}
	} else { // where it came from is the presenter's own
		info = deck.Info{State: info.State, Author: info.Author, Lang: info.Lang, Others: info.Others, Format: info.Format, Warnings: []string{}, Remarks: []deck.Remark{}, CreatedAt: info.CreatedAt}
	}
	d.Info, d.Undrawn = info, library.IsUndrawn(info)
	for i := range slides {
		d.All = append(d.All, talkSlideOf(info, lang, &slides[i]))
	}
	return http.StatusOK, d, nil
}

func (s *Server) putDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	var change deck.Change
	if err := answer.ReadJSON(w, r, &change); err != nil {
		return 0, nil, err
	}
	if err := s.changes(r, id, change); err != nil {
		return 0, nil, err
	}
	if change.Drives() {
		s.Hub.MakeWay(id)
	}
	info, err := s.Store.Change(r.Context(), id, change)
	if err == nil && info.Live && change["live"] == true {
		// Who begins a talk drives it, unless somebody does already. What was changed stays
		// so, whatever comes of that: a presenter drives with the first move at the latest.
		if p := access.From(r.Context()); p.Presents() && p.Device != 0 {
			if _, err := s.begin(r, p.Device); err != nil {
				s.Log.Debug("who began a talk does not drive it", "device", p.Device, "err", err)
			}
		}
	}
	return http.StatusOK, deckJSON{Info: info}, s.known(r, info.State, err)
}

// known waits until this server knows what the database has answered, unless that
// was an error: whoever is told that a deck is live can follow it.
func (s *Server) known(r *http.Request, state deck.State, err error) error {
	if err == nil {
		s.Hub.Await(r.Context(), state)
	}
	return err
}

func (s *Server) deleteDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	state, err := s.Store.Delete(r.Context(), id)
	return http.StatusNoContent, nil, s.known(r, state, err)
}

func (s *Server) restoreDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	info, err := s.Store.Restore(r.Context(), id)
	return http.StatusOK, deckJSON{Info: info}, s.known(r, info.State, err)
}

// replacedJSON is a deck that has another one's slides.
type replacedJSON struct {
	deckJSON
	Before int64 `json:"before"` // the deck that has the slides it had: it may be replaced by that
}

// replaceDeck gives a deck the slides of another one, which is gone then.
func (s *Server) replaceDeck(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	var ask struct {
		By int64 `json:"by"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	info, before, err := s.Library.Replace(r.Context(), id, ask.By)
	return http.StatusOK, replacedJSON{deckJSON{Info: info}, before}, s.known(r, info.State, err)
}

func (s *Server) postWelcome(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := s.Library.Welcome(r.Context())
	if err != nil {
		return 0, nil, err
	}
	info, err := s.Store.Deck(r.Context(), id)
	return http.StatusCreated, created(info), s.known(r, info.State, err)
}

// createdJSON is the report of an import.
type createdJSON struct {
	ID       int64         `json:"id"`
	Title    string        `json:"title"`
	Slides   int           `json:"slides"`
	Warnings []string      `json:"warnings"`
	Remarks  []deck.Remark `json:"remarks"`
	Before   int64         `json:"before,omitempty"` // where it took a deck's place: see replacedJSON
}

func created(info deck.Info) createdJSON {
	return createdJSON{ID: info.ID, Title: info.Title, Slides: info.Slides, Warnings: info.Warnings, Remarks: info.Remarks}
}
