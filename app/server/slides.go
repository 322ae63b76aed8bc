package server

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/live"
	"lectern/app/server/access"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// cachedDecks bounds the decks whose slides are kept: a room follows one, and some
// look at a few published ones. A thousand viewers who ask for a slide at once
// cost the database one query.
const cachedDecks = 8

// deckKey is a deck as its slides were at one time.
type deckKey struct {
	id, content int64
	rewinds     int64 // of the database; see live.Hub.Rewinds
}

func newSlideCache(s *store.Store) *cache[deckKey, *cached] {
	return &cache[deckKey, *cached]{
		most: cachedDecks, weigh: func(*cached) int { return 1 },
		load: func(ctx context.Context, key deckKey) (*cached, error) {
			info, err := s.Deck(ctx, key.id)
			if err != nil {
				return nil, err
			}
			slides, err := s.Slides(ctx, key.id)
			if err != nil {
				return nil, err
			}
			return &cached{info: info, slides: slides}, nil
		},
	}
}

// cached is one deck, at least as new as its key says.
type cached struct {
	info   deck.Info
	slides []deck.Slide // Shown in them is out of date: see Server.shown

	mu    sync.Mutex
	blobs map[int]*answer.Blob // the slides' answers, made when they are asked for
}

// slide returns slide n, or nil. Somebody at work in the database may have left a
// gap: what follows it keeps its number.
func (c *cached) slide(n int) *deck.Slide {
	i, ok := slices.BinarySearchFunc(c.slides, n, func(s deck.Slide, n int) int { return s.Number - n })
	if !ok {
		return nil
	}
	return &c.slides[i]
}

// blob is the answer to who asks for slide n. It returns nil where there is no
// such slide.
func (c *cached) blob(n int) (*answer.Blob, error) {
	slide := c.slide(n)
	if slide == nil {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.blobs[n]; b != nil {
		return b, nil
	}
	var body bytes.Buffer
	if err := answer.EncodeJSON(&body, slideOf(c.info, *slide, c.slide(n+1))); err != nil {
		return nil, err
	}
	if c.blobs == nil {
		c.blobs = map[int]*answer.Blob{}
	}
	c.blobs[n] = answer.NewBlob("application/json", body.Bytes())
	return c.blobs[n], nil
}

// slidesOf returns a deck's slides as they are now.
func (s *Server) slidesOf(ctx context.Context, d deck.State) (*cached, error) {
	return s.slides.get(ctx, deckKey{d.ID, d.Content, s.Hub.Rewinds()})
}

// open returns the state of a deck that the asker may follow.
func (s *Server) open(r *http.Request) (deck.State, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return deck.State{}, err
	}
	d, ok := s.Hub.Deck(id)
	if !ok && !s.Hub.Ready() {
		return d, live.ErrNotReady
	}
	if !ok || !d.Open() && !access.From(r.Context()).Presents() {
		return d, live.ErrNoDeck
	}
	return d, nil
}

var errNotShown = fault.Errorf(fault.NotFound, "This slide has not been shown")

// getSlide gives one slide's content, if the room has been shown it.
func (s *Server) getSlide(w http.ResponseWriter, r *http.Request) {
	d, err := s.open(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > d.Slides {
		s.fail(w, r, errNotShown)
		return
	}
	if ok, err := s.shown(r, d, n); err != nil || !ok {
		if err == nil {
			err = errNotShown
		}
		s.fail(w, r, err)
		return
	}
	c, err := s.slidesOf(r.Context(), d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	b, err := c.blob(n)
	if err == nil && b == nil {
		err = errNotShown
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	b.Serve(w, r, http.StatusOK)
}

// shown reports whether whoever asks may see slide n. What the room sees at
// this moment needs no database.
func (s *Server) shown(r *http.Request, d deck.State, n int) (bool, error) {
	p := d.Visible()
	if n == p.Slide && d.Open() && p.Blank != deck.Black && p.Blank != deck.White {
		return true, nil
	}
	if access.From(r.Context()).Presents() {
		return true, nil
	}
	numbers, err := s.Store.Shown(r.Context(), d.ID)
	if err != nil {
		return false, err
	}
	for _, m := range numbers {
		if m == n {
			return true, nil
		}
	}
	return false, nil
}

// getShown tells which slides of a deck can be looked back at.
func (s *Server) getShown(w http.ResponseWriter, r *http.Request) {
	d, err := s.open(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	c, err := s.slidesOf(r.Context(), d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	shown, err := s.Store.Shown(r.Context(), d.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	aspect := 16.0 / 9
	if len(c.slides) == 0 {
		s.fail(w, r, errNotShown)
		return
	}
	if p := c.slides[0].Picture; p != nil && p.Width > 0 && p.Height > 0 {
		aspect = float64(p.Width) / float64(p.Height)
	}
	answer.JSON(w, http.StatusOK, struct {
		Deck    int64   `json:"deck"`
		Title   string  `json:"title"`
		Slides  int     `json:"slides"`
		Content int64   `json:"content"`
		Lang    string  `json:"lang"`
		Aspect  float64 `json:"aspect"`
		Shown   []int   `json:"shown"`
	}{d.ID, d.Title, d.Slides, d.Content, c.info.Lang, aspect, shown})
}
