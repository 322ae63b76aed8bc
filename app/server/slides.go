package server

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/sync/singleflight"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/live"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// cachedDecks bounds the decks whose slides are kept, in each language: a room follows
// one, and some look at a few published ones. A thousand viewers who ask for a slide at once
// cost the database one query.
const cachedDecks = 16

// deckKey is a deck as its slides were at one time.
type deckKey struct {
	id, content int64
	rewinds     int64  // of the database; see live.Hub.Rewinds
	lang        string // that the slides are in, or "" for the deck's own
}

func newSlideCache(s *store.Store) *cache[deckKey, *cached] {
	return &cache[deckKey, *cached]{
		most: cachedDecks, weigh: func(*cached) int { return 1 },
		load: func(ctx context.Context, key deckKey) (*cached, error) {
			slides, err := s.SlidesIn(ctx, key.id, key.lang)
			if err != nil {
				return nil, err
			}
			info, err := unchanged(ctx, s, key)
			if err != nil {
				return nil, err
			}
			return newCached(info, key.lang, slides), nil
		},
	}
}

var errOthers = fault.Errorf(fault.Unavailable, "The slides of this deck have just been replaced; please try again in a moment")

// unchanged returns a deck whose slides are still those of a key. What was got before is
// of these slides then: what was shown of others opens none.
func unchanged(ctx context.Context, s *store.Store, key deckKey) (deck.Info, error) {
	info, err := s.Deck(ctx, key.id)
	if err == nil && info.Content != key.content {
		err = errOthers
	}
	return info, err
}

// place is a slide of a deck at a step.
type place struct{ slide, step int }

// cached is one deck, as its key says.
type cached struct {
	info  deck.Info
	lang  string             // as its key has it
	loads singleflight.Group // of slides whose pages were read since

	mu     sync.Mutex
	slides []*deck.Slide          // Shown in them is out of date: see Server.shown; and so is what the speaker alone has of them
	blobs  map[place]*answer.Blob // the views' answers, made when they are asked for
	hidden map[int]bool           // the slides that whoever goes on passes by,
	aside  int64                  // as of this deck.State.Aside
}

func newCached(info deck.Info, lang string, slides []deck.Slide) *cached {
	c := &cached{info: info, lang: lang, blobs: map[place]*answer.Blob{}}
	for i := range slides {
		c.slides = append(c.slides, &slides[i])
	}
	return c
}

// slide returns slide n, or nil. Somebody at work in the database may have left a
// gap: what follows it keeps its number.
func (c *cached) slide(n int) *deck.Slide {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at(n)
}

// at is slide, with the lock held.
func (c *cached) at(n int) *deck.Slide {
	i, ok := slices.BinarySearchFunc(c.slides, n, numbered)
	if !ok {
		return nil
	}
	return c.slides[i]
}

func (c *cached) empty() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.slides) == 0
}

// has reports whether a picture stands anywhere in it.
func (c *cached) has(hash string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.slides, func(s *deck.Slide) bool { return shows(s.Views, hash) })
}

func numbered(s *deck.Slide, n int) int { return s.Number - n }

// replace takes a slide as it is by now.
func (c *cached) replace(s deck.Slide) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i, ok := slices.BinarySearchFunc(c.slides, s.Number, numbered); ok {
		c.slides[i] = &s
		maps.DeleteFunc(c.blobs, func(p place, _ *answer.Blob) bool { return p.slide == s.Number })
	}
}

// blob is the answer to who asks for a view. It returns nil where there is none.
func (c *cached) blob(p place) (*answer.Blob, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.blobs[p]; b != nil {
		return b, nil
	}
	slide := c.at(p.slide)
	if slide == nil || slide.View(p.step) == nil {
		return nil, nil
	}
	var body bytes.Buffer
	if err := answer.EncodeJSON(&body, slideOf(c.info, c.lang, slide, p.step)); err != nil {
		return nil, err
	}
	b := answer.NewBlob("application/json", body.Bytes())
	if !slide.View(p.step).Unread {
		c.blobs[p] = b
	}
	return b, nil
}

// slidesOf returns a deck's slides as they are now, in its own language.
func (s *Server) slidesOf(ctx context.Context, d deck.State) (*cached, error) {
	return s.slides.get(ctx, s.keyOf(d))
}

// slidesFor returns them in the language that a request is for.
func (s *Server) slidesFor(r *http.Request, d deck.State) (*cached, error) {
	own, err := s.slidesOf(r.Context(), d)
	if err != nil {
		return nil, err
	}
	key := s.keyOf(d)
	if key.lang, err = s.spoken(r, own.info); err != nil || key.lang == "" {
		return own, err
	}
	return s.slides.get(r.Context(), key)
}

func (s *Server) keyOf(d deck.State) deckKey {
	return deckKey{id: d.ID, content: d.Content, rewinds: s.Hub.Rewinds()}
}

// openSlides returns the state of a deck that the asker may follow, and its slides in
// the language that the request is for.
func (s *Server) openSlides(r *http.Request) (deck.State, *cached, error) {
	d, err := s.open(r)
	if err != nil {
		return d, nil, err
	}
	c, err := s.slidesFor(r, d)
	return d, c, err
}

// open returns the state of a deck that the asker may follow.
func (s *Server) open(r *http.Request) (deck.State, error) {
	id, err := pathID(r, "deck")
	if err != nil {
		return deck.State{}, err
	}
	d, open := s.Hub.Open(id)
	if d.ID == 0 && !s.Hub.Ready() {
		return d, live.ErrNotReady
	}
	if d.ID == 0 || !open && !s.sees(r, d.ID) {
		return d, live.ErrNoDeck
	}
	return d, nil
}

var errNotShown = fault.Errorf(fault.NotFound, "This slide has not been shown")

// getSlide gives one slide's content, as far as the room has been shown it; or as
// it was at a step, if that was shown.
func (s *Server) getSlide(w http.ResponseWriter, r *http.Request) {
	b, err := s.view(r)
	s.serveShown(w, r, b, err)
}

// serveShown gives what was shown, which a browser asks for anew whether it still was.
func (s *Server) serveShown(w http.ResponseWriter, r *http.Request, b *answer.Blob, err error) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	b.Serve(w, r, http.StatusOK)
}

// view finds the view that a request is for. What was not shown and what is not
// there have one answer.
func (s *Server) view(r *http.Request) (*answer.Blob, error) {
	at := place{step: -1}
	d, c, err := s.openSlides(r)
	if err != nil {
		return nil, err
	}
	if at.slide, err = strconv.Atoi(r.PathValue("n")); err != nil {
		return nil, errNotShown
	}
	if given := r.URL.Query().Get("step"); given != "" {
		if at.step, err = strconv.Atoi(given); err != nil || at.step < 0 {
			return nil, fault.Errorf(fault.Malformed, "step is a number from 0")
		}
	}
	slide := c.slide(at.slide)
	if slide == nil {
		return nil, errNotShown
	}
	if at.step, err = s.shown(r, d, slide, at.step); err != nil {
		return nil, err
	}
	if err := s.readPage(r.Context(), c, at, s.urgency(d, at)); err != nil {
		return nil, err
	}
	b, err := c.blob(at)
	if err == nil && b == nil {
		err = errNotShown
	}
	return b, err
}

// shown returns the step at which a slide is given to whoever asks for it at a
// step, or, where that is -1, for as much of it as was shown. What the room sees
// at this moment needs no database.
func (s *Server) shown(r *http.Request, d deck.State, slide *deck.Slide, step int) (int, error) {
	p, visible := seen(d)
	visible = visible && slide.Number == p.Slide
	if visible && step >= 0 && step <= p.Step {
		return step, nil
	}
	if visible && step < 0 && p.Step == slide.Steps {
		return p.Step, nil
	}
	sees := s.sees(r, d.ID)
	if sees && step >= 0 {
		return step, nil
	}
	shown, err := s.shownOf(r.Context(), d)
	if err != nil {
		return 0, err
	}
	furthest, seen := shown[slide.Number]
	furthest = min(furthest, slide.Steps) // it may have lost steps since
	switch {
	case sees && !seen:
		return slide.Steps, nil
	case !seen || step > furthest:
		return 0, errNotShown
	case step < 0:
		return furthest, nil
	}
	return step, nil
}
