package server

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// inkCacheSize is how many bytes of drawings are kept for those who come.
const inkCacheSize = 16 << 20

// inkKey is what is drawn on a slide, as far as this server has heard.
type inkKey struct {
	deck    int64
	slide   int
	version int64
	until   int64 // what was drawn by then, in microseconds since 1970; 0 for all
	rewinds int64
}

func newInkCache(s *store.Store) *cache[inkKey, *answer.Blob] {
	return &cache[inkKey, *answer.Blob]{
		most: inkCacheSize, weigh: (*answer.Blob).Weight,
		load: func(ctx context.Context, key inkKey) (*answer.Blob, error) {
			var until time.Time
			if key.until != 0 {
				until = time.UnixMicro(key.until)
			}
			ink, err := s.Ink(ctx, key.deck, key.slide, until)
			if err != nil {
				return nil, err
			}
			var body bytes.Buffer
			if err := answer.EncodeJSON(&body, ink); err != nil {
				return nil, err
			}
			return answer.NewBlob("application/json", body.Bytes()), nil
		},
	}
}

// getInk gives what is drawn on a slide that was shown. While the deck is covered or
// frozen, that is what was drawn before.
func (s *Server) getInk(w http.ResponseWriter, r *http.Request) {
	b, err := s.ink(r)
	s.serveShown(w, r, b, err)
}

func (s *Server) ink(r *http.Request) (*answer.Blob, error) {
	d, err := s.open(r)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > d.Slides {
		return nil, errNotShown
	}
	key := inkKey{deck: d.ID, slide: n, version: s.Hub.Ink(d.ID, n), rewinds: s.Hub.Rewinds()}
	if !s.sees(r, d.ID) {
		if p, visible := seen(d); !visible || p.Slide != n {
			shown, err := s.shownOf(r.Context(), d)
			if err != nil {
				return nil, err
			}
			if _, was := shown[n]; !was {
				return nil, errNotShown
			}
		}
		if d.CoveredAt != nil {
			key.until = d.CoveredAt.UnixMicro()
		}
	}
	return s.inks.get(r.Context(), key)
}

// getAllInk gives what is drawn on all slides of a deck on which something is.
func (s *Server) getAllInk(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return 0, nil, err
	}
	if _, err := s.seenDeck(r, id); err != nil {
		return 0, nil, err
	}
	all, err := s.Store.AllInk(r.Context(), id)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, append([]deck.Ink{}, all...), nil
}

// postInk draws a stroke on a slide, or several, such as those that were cleared.
func (s *Server) postInk(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := s.driven(r)
	if err != nil {
		return 0, nil, err
	}
	var ask struct {
		Slide   int           `json:"slide"`
		Stroke  *deck.Stroke  `json:"stroke"`
		Strokes []deck.Stroke `json:"strokes"`
	}
	if err := answer.ReadJSON(w, r, &ask); err != nil {
		return 0, nil, err
	}
	if ask.Stroke != nil {
		ask.Strokes = append(ask.Strokes, *ask.Stroke)
	}
	if len(ask.Strokes) == 0 {
		return 0, nil, fault.Errorf(fault.Malformed, "There is no stroke to draw")
	}
	ids := map[string]bool{}
	for i := range ask.Strokes {
		stroke := &ask.Strokes[i]
		if err := stroke.Check(); err != nil {
			return 0, nil, fault.Wrap(fault.OutOfRange, err, "This cannot be drawn: %s", err)
		}
		if ids[stroke.ID] {
			return 0, nil, fault.Errorf(fault.OutOfRange, "Two strokes have the id %s", stroke.ID)
		}
		ids[stroke.ID] = true
	}
	return http.StatusNoContent, nil, s.Store.Draw(r.Context(), id, ask.Slide, ask.Strokes)
}

func (s *Server) deleteStroke(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := s.driven(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, s.Store.Erase(r.Context(), id, r.PathValue("stroke"))
}

// clearInk takes away what is drawn on a slide, or on all of them.
func (s *Server) clearInk(w http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := s.driven(r)
	if err != nil {
		return 0, nil, err
	}
	slide := 0
	if given := r.URL.Query().Get("slide"); r.URL.Query().Has("slide") {
		if slide, err = strconv.Atoi(given); err != nil {
			return 0, nil, fault.Errorf(fault.Malformed, "slide is a number from 1")
		}
		info, err := s.Store.Deck(r.Context(), id)
		if err != nil {
			return 0, nil, err
		}
		if slide < 1 || slide > info.Slides {
			return 0, nil, fault.Errorf(fault.OutOfRange, "The deck has no such slide")
		}
	}
	return http.StatusNoContent, nil, s.Store.ClearInk(r.Context(), id, slide)
}
