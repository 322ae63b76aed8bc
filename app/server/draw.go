package server

import (
	"context"
	"errors"
	"strconv"
	"time"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/fault"
	"lectern/app/store"
)

// How long somebody waits for a page: who needs it, until they are told to try again;
// who looks for it; a bundle, until it takes a smaller picture; and an upload, until it
// is answered without its first slide.
const (
	pageLimit  = 20 * time.Second
	askedLimit = 400 * time.Millisecond // a strip of them must not take all connections that a console's browser has
	aheadLimit = 3 * time.Second
	firstLimit = 5 * time.Second
)

// errDrawing is the answer where the page takes longer.
var errDrawing = fault.Errorf(fault.Unavailable, "This page is still being drawn; please try again in a moment")

// picture returns a picture in a width, drawn if need be.
func (s *Server) picture(ctx context.Context, key imageKey, u drawing.Urgency) (served, error) {
	img, err := s.images.get(ctx, key)
	if fault.CodeOf(err) != fault.NotFound {
		return img, err
	}
	limit := pageLimit
	if u == drawing.Asked {
		limit = askedLimit
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	size, err := s.Drawing.Draw(within, key.hash, key.width, u)
	if err != nil {
		return served{}, late(err)
	}
	img = servedOf(size)
	s.images.keep(key, img)
	return img, nil
}

// late is what is answered to who waits no longer, whoever's patience it was: a
// request has no end of its own.
func late(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return errDrawing
	}
	return err
}

// soon returns a picture for a bundle, and which it is: where a page is not drawn in
// time, the smallest, which is there once the page is read.
func (s *Server) soon(ctx context.Context, key imageKey, page *deck.Picture) (served, imageKey, error) {
	if page == nil || len(page.Widths) < 2 || key.width == page.Widths[0] {
		img, err := s.picture(ctx, key, drawing.Next)
		return img, key, err
	}
	within, cancel := context.WithTimeout(ctx, aheadLimit)
	defer cancel()
	img, err := s.picture(within, key, drawing.Next)
	if err == nil || ctx.Err() != nil || within.Err() == nil && fault.CodeOf(err) != fault.NotFound {
		return img, key, err
	}
	small := imageKey{key.hash, page.Widths[0]}
	img, err = s.picture(ctx, small, drawing.Next)
	return img, small, err
}

// readPage has the page of a view read, and that of the slide's first, which has its
// title: nobody is given a view before.
func (s *Server) readPage(ctx context.Context, c *cached, at place, u drawing.Urgency) error {
	slide := c.slide(at.slide)
	if slide == nil {
		return nil
	}
	within, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	unread := false
	for _, step := range []int{0, at.step} {
		if v := slide.View(step); v != nil && v.Unread {
			unread = true
			if err := s.Drawing.Read(within, v.Picture.Hash, u); err != nil {
				return late(err)
			}
		}
	}
	if !unread {
		return nil
	}
	_, err, _ := c.loads.Do(strconv.Itoa(at.slide), func() (any, error) {
		if now := c.slide(at.slide); now != slide {
			return nil, nil // who came before has it
		}
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), pageLimit)
		defer cancel()
		fresh, err := s.Store.SlideIn(within, c.info.ID, c.lang, at.slide)
		if err == nil {
			_, err = unchanged(within, s.Store, deckKey{id: c.info.ID, content: c.info.Content})
		}
		if err == nil {
			c.replace(fresh)
		}
		return nil, err
	})
	return err
}

// urgency is how much somebody needs a view that may be given.
func (s *Server) urgency(d deck.State, at place) drawing.Urgency {
	if p, visible := seen(d); visible && at.slide == p.Slide {
		return drawing.Now
	}
	return drawing.Asked
}

// pagesRead is told that pages of a deck were read, here or by another server; with
// no deck, that it may be so of any.
func (s *Server) pagesRead(n store.PageNews) {
	if n.Changed {
		of := func(id int64) bool { return n.Deck == 0 || n.Deck == id }
		s.slides.drop(func(k deckKey) bool { return of(k.id) })
		s.aheads.drop(func(k aheadKey) bool { return of(k.id) })
	}
	if n.Deck != 0 {
		s.Hub.TellPages(n.Deck)
	}
}

// drawFirst has the first slide of a new deck drawn. What goes wrong is told to who asks for the slide.
func (s *Server) drawFirst(ctx context.Context, info deck.Info) {
	if info.Format != deck.PDF && info.Format != deck.Office {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, firstLimit)
	defer cancel()
	slide, err := s.Store.SlideIn(ctx, info.ID, "", 1)
	if err != nil {
		return
	}
	if v := slide.View(0); v != nil && v.Unread {
		err = s.Drawing.Read(ctx, v.Picture.Hash, drawing.Next)
	}
	if err != nil {
		s.Log.Debug("the first page of a new deck is not there yet", "deck", info.ID, "err", err)
	}
}

// drawAhead has drawn what the room sees, and what it sees next, whenever that
// changes: in the widths that it uses, if it has used any.
func (s *Server) drawAhead(ctx context.Context) {
	var live int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.moved:
		}
		d, ok := s.Hub.Live()
		if !ok {
			continue
		}
		if d.ID != live {
			live = d.ID
			s.Drawing.Look() // its pages come first now
		}
		if err := s.drawAround(ctx, d); err != nil && ctx.Err() == nil {
			s.Log.Debug("pages are not drawn ahead", "deck", d.ID, "err", err)
		}
	}
}

// drawAround wants a deck's visible view and the next two, in all its languages.
func (s *Server) drawAround(ctx context.Context, d deck.State) error {
	own, err := s.slidesOf(ctx, d)
	if err != nil || own.info.Format != deck.PDF {
		return err
	}
	defer s.Drawing.Round()
	for _, lang := range append([]string{""}, own.info.Others...) {
		key := s.keyOf(d)
		key.lang = lang
		c, err := s.slides.get(ctx, key)
		if err == nil {
			err = s.drawViews(ctx, d, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) drawViews(ctx context.Context, d deck.State, c *cached) error {
	hidden, err := s.hidden(ctx, c, d)
	if err != nil {
		return err
	}
	p, widths := d.Visible(), s.Drawing.Used()
	at, u := place{p.Slide, p.Step}, drawing.Now
	for range 3 {
		slide := c.slide(at.slide)
		if slide == nil {
			return nil
		}
		if v := slide.View(at.step); v != nil && v.Picture != nil {
			if err := s.Drawing.Want(ctx, v.Picture.Hash, widths, u); err != nil && fault.CodeOf(err) != fault.NotFound {
				return err
			}
		}
		at, u = c.after(at, 1, hidden), drawing.Next
	}
	return nil
}
