package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"lectern/app/deck"
	"lectern/app/fault"
	"lectern/app/server/access"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// slideCache keeps the slides of the decks that are followed, so that a
// thousand viewers who ask for a slide at once cost the database one query.
type slideCache struct {
	store *store.Store
	pasts func() int64 // see live.Hub
	group singleflight.Group
	mu    sync.Mutex
	decks map[int64]*cached
}

// cached is one deck as it was when its content had this number.
type cached struct {
	info   deck.Info
	slides []deck.Slide // Shown in them is out of date: see Server.shown
	past   int64        // of the database that it was read from

	mu    sync.Mutex
	blobs map[int]*answer.Blob // the slides' answers, made when they are asked for
}

// blob is the answer to who asks for slide n. It returns nil where there is no
// such slide.
func (c *cached) blob(n int) (*answer.Blob, error) {
	if n < 1 || n > len(c.slides) {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.blobs[n]; b != nil {
		return b, nil
	}
	var next *deck.Slide
	if n < len(c.slides) {
		next = &c.slides[n]
	}
	var body bytes.Buffer
	if err := answer.EncodeJSON(&body, slideOf(c.info, c.slides[n-1], next)); err != nil {
		return nil, err
	}
	if c.blobs == nil {
		c.blobs = map[int]*answer.Blob{}
	}
	c.blobs[n] = answer.NewBlob("application/json", body.Bytes())
	return c.blobs[n], nil
}

// forAll is the context of a query that many wait for: whoever asked first may
// go away, and the others still want the answer. They are told, too, when the
// database has none.
func forAll(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
}

// cachedDecks bounds the cache; a room follows one deck, and some look at a
// few published ones.
const cachedDecks = 8

// get returns the deck, at least as new as content.
func (c *slideCache) get(ctx context.Context, id, content int64) (*cached, error) {
	past := c.pasts()
	c.mu.Lock()
	have := c.decks[id]
	c.mu.Unlock()
	if have != nil && have.info.Content >= content && have.past == past {
		return have, nil
	}
	v, err, _ := c.group.Do(fmt.Sprint(id, " ", content, " ", past), func() (any, error) {
		ctx, cancel := forAll(ctx)
		defer cancel()
		info, err := c.store.Deck(ctx, id)
		if err != nil {
			return nil, err
		}
		slides, err := c.store.Slides(ctx, id)
		if err != nil {
			return nil, err
		}
		entry := &cached{info: info, slides: slides, past: past}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.decks == nil || len(c.decks) >= cachedDecks {
			c.decks = map[int64]*cached{}
		}
		c.decks[id] = entry
		return entry, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*cached), nil
}

// open returns the state of a deck that the asker may follow.
func (s *Server) open(r *http.Request) (deck.State, error) {
	id, err := pathID(r)
	if err != nil {
		return deck.State{}, err
	}
	d, ok := s.Hub.Deck(id)
	if !ok && !s.Hub.Ready() {
		return d, fault.Errorf(fault.Unavailable, "Lectern is starting; please try again in a moment")
	}
	if !ok || !d.Open() && !access.From(r.Context()).Presents() {
		return d, fault.Errorf(fault.NotFound, "There is no such deck to follow")
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
	c, err := s.slides.get(r.Context(), d.ID, d.Content)
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
	c, err := s.slides.get(r.Context(), d.ID, d.Content)
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
