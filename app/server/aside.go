package server

import (
	"net/http"
	"strconv"

	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// putSlide takes what the speaker says of a slide: the notes, whether there is a
// bookmark at it, whether the next key passes it by. The notes are those of the deck's own
// language; the answer is in the one that is asked for.
func (s *Server) putSlide(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	number, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || number < 1 || int(int32(number)) != number {
		return 0, nil, fault.Errorf(fault.NotFound, "There is no such slide")
	}
	var ask struct {
		Notes     *string `json:"notes"`
		Was       *string `json:"was"`        // what the notes were that are edited
		FileNotes bool    `json:"file_notes"` // instead of notes: those that the file has
		Bookmark  *bool   `json:"bookmark"`
		Hidden    *bool   `json:"hidden"`
		Content   *int64  `json:"content"` // which slides n is one of
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	if ask.Notes != nil && ask.FileNotes {
		return 0, nil, fault.Errorf(fault.Malformed, "Please send notes or file_notes")
	}
	slide, err := s.Store.SetAside(r.Context(), id, number, store.Aside{Notes: ask.Notes, Was: ask.Was, AsInFile: ask.FileNotes, Bookmark: ask.Bookmark, Hidden: ask.Hidden, Content: ask.Content})
	if err != nil {
		return 0, nil, err
	}
	info, err := s.Store.Deck(r.Context(), id)
	if err != nil {
		return 0, nil, err
	}
	lang, err := s.spoken(r, info)
	if err == nil && lang != "" {
		slide, err = s.Store.SlideIn(r.Context(), id, lang, number)
	}
	return http.StatusOK, talkSlideOf(info, lang, &slide), s.known(r, info.State, err)
}
