package server

import (
	"context"
	"net/http"
	"slices"

	"lectern/app/deck"
	"lectern/app/server/access"
	"lectern/app/store"
)

// shownKept is for how many pictures it is remembered whether they were shown.
const shownKept = 10_000

// momentKey is a picture at a moment: as far as a revision of the database, and
// how often it went back in time.
type momentKey struct {
	hash         string
	rev, rewinds int64
}

// newShownCache remembers whether anybody may have a picture, until anything
// changes in the database. What is not shown and what does not exist cost the same query.
func (s *Server) newShownCache() *cache[momentKey, bool] {
	return &cache[momentKey, bool]{
		most: shownKept, weigh: func(bool) int { return 1 },
		load: func(ctx context.Context, key momentKey) (bool, error) {
			if s.visible(ctx, key.hash) {
				return true, nil
			}
			return s.Store.PictureShown(ctx, key.hash)
		},
	}
}

// deckMoment is a deck at a moment.
type deckMoment struct{ id, rev, rewinds int64 }

func newStepsCache(s *store.Store) *cache[deckMoment, map[int]int] {
	return &cache[deckMoment, map[int]int]{
		most: shownKept, weigh: func(m map[int]int) int { return 1 + len(m) },
		load: func(ctx context.Context, key deckMoment) (map[int]int, error) { return s.Shown(ctx, key.id) },
	}
}

// shownOf returns the slides of a deck that were shown, each with its furthest
// step. It is asked once a move, however many look back.
func (s *Server) shownOf(ctx context.Context, d deck.State) (map[int]int, error) {
	return s.stepsSeen.get(ctx, deckMoment{d.ID, s.Hub.Revision(), s.Hub.Rewinds()})
}

// mayHave reports whether whoever asks may have a picture: the presenter, who sees the
// deck that it stands in, or anybody once a view of an open deck was shown.
func (s *Server) mayHave(r *http.Request, hash string) (bool, error) {
	p := access.From(r.Context())
	if p.Presents() {
		return true, nil
	}
	if d, ok := s.Hub.Talk(); ok && p.Sees(true) {
		if c, err := s.slidesOf(r.Context(), d); err == nil && c.has(hash) {
			return true, nil
		}
	}
	if s.idles(r.Context(), hash) {
		return true, nil
	}
	return s.pictureSeen.get(r.Context(), momentKey{hash, s.Hub.Revision(), s.Hub.Rewinds()})
}

// visible reports whether a picture is to be seen at this moment. That needs no
// database: a hall asks for it at once, and while the database is away. It looks
// at the live deck, and at others whose slides somebody has asked for.
func (s *Server) visible(ctx context.Context, hash string) bool {
	keys := s.slides.keys()
	if d, ok := s.Hub.Live(); ok {
		keys = append(keys, s.keyOf(d))
	}
	for _, key := range keys {
		d, ok := s.Hub.Deck(key.id)
		p, seen := seen(d)
		now := s.keyOf(d)
		now.lang = key.lang
		if !ok || !seen || now != key {
			continue
		}
		c, err := s.slides.get(ctx, key)
		if err != nil {
			continue
		}
		if slide := c.slide(p.Slide); slide != nil && shows(slide.Views[:min(p.Step+1, len(slide.Views))], hash) {
			return true
		}
	}
	return false
}

// seen returns what is to be seen of a deck at this moment, if anything is.
func seen(d deck.State) (deck.Position, bool) {
	p := d.Visible()
	return p, d.Open() && p.Blank != deck.Black && p.Blank != deck.White
}

// shows reports whether a picture stands in one of these views.
func shows(views []deck.View, hash string) bool {
	return slices.ContainsFunc(views, func(v deck.View) bool {
		return v.Picture != nil && v.Picture.Hash == hash || slices.Contains(v.Uses, hash)
	})
}
