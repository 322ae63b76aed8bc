package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"lectern/app/fault"
	"lectern/app/server/answer"
)

var errNoIdle = fault.Errorf(fault.NotFound, "Nothing goes round here between talks")

// getIdle gives what a screen shows between talks (k 0), or shows after that (1), sealed:
// its key is in the event that shows it, and kiosks alone hear that. So nobody has a
// slide before it is on a wall, and no deck is open for it.
func (s *Server) getIdle(w http.ResponseWriter, r *http.Request) {
	width, err := strconv.Atoi(r.PathValue("width"))
	k := r.PathValue("k")
	if err != nil || k != "0" && k != "1" || !slices.Contains(aheadWidths, width) {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	show, next := s.Idle.Show(r.URL.Query().Get("screen"))
	if k == "1" {
		show = next
	}
	if k == "1" && show.Deck == 0 { // the agenda, or the clock: nothing to fetch ahead, and no error of the page's
		w.WriteHeader(http.StatusNoContent)
		return
	}
	d, known := s.Hub.Deck(show.Deck)
	if show.Deck == 0 || !known || s.Hub.Keys().None() {
		s.fail(w, r, errNoIdle)
		return
	}
	c, err := s.slidesFor(r, d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	key := s.keyOf(d)
	key.lang = c.lang
	s.serveAhead(w, r, aheadKey{key, place{show.Slide, show.Step}, width})
}

// idles reports whether a picture stands in what kiosks show between talks at this
// moment. (A bundle that would be too large has none of its pictures.)
func (s *Server) idles(ctx context.Context, hash string) bool {
	for _, show := range s.Idle.Shown() {
		d, ok := s.Hub.Deck(show.Deck)
		if !ok || d.Content != show.Content {
			continue
		}
		c, err := s.slidesOf(ctx, d)
		if err != nil {
			continue
		}
		if slide := c.slide(show.Slide); slide != nil && show.Step < len(slide.Views) && shows(slide.Views[show.Step:show.Step+1], hash) {
			return true
		}
	}
	return false
}
