package server

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/sealed"
	"lectern/app/server/answer"
)

// What is fetched ahead is sealed once for the whole room, and kept: a talk has two
// views ahead, for three kinds of screen.
const (
	aheadCacheSize = 64 << 20 // bytes
	// aheadMost is what a bundle with pictures holds at most, in bytes. Where there
	// are more, it has none of them: who shows the view asks for its pictures.
	aheadMost = 8 << 20
)

// aheadWidths are those of the screens that bundles are made for, in pixels.
var aheadWidths = []int{960, 1920, 3840}

// aheadKey is a view of a deck, with its pictures for a screen.
type aheadKey struct {
	deckKey
	place
	width int
}

// ahead is a view in its sealed bundle; without bytes where it is gone.
type ahead struct {
	bytes []byte
	tag   string // ETag
	small bool   // a picture in it is less wide than the screen, since no wider one was drawn in time
}

func (s *Server) newAheadCache() *cache[aheadKey, ahead] {
	return &cache[aheadKey, ahead]{
		most: aheadCacheSize, weigh: func(a ahead) int {
			if a.small {
				return aheadCacheSize // not kept: who asks next gets the wider one
			}
			return len(a.bytes) + 100
		},
		load: s.makeAhead,
	}
}

// getAhead gives what the room sees k views from now, sealed: its key comes with
// the move that shows it, and is the same in all languages. Nothing beside the bundle tells what is in it, nor that
// there is no such view: behind the last one come decoys, which no key opens.
func (s *Server) getAhead(w http.ResponseWriter, r *http.Request) {
	k, err1 := strconv.Atoi(r.PathValue("k"))
	width, err2 := strconv.Atoi(r.PathValue("width"))
	if err1 != nil || err2 != nil || k < 1 || k > 2 || !slices.Contains(aheadWidths, width) {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	d, c, err := s.openSlides(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	p := d.Visible()
	if s.Hub.Keys().None() {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	hidden, err := s.hidden(r.Context(), c, d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	at := c.after(place{p.Slide, p.Step}, k, hidden)
	key := s.keyOf(d)
	key.lang = c.lang
	s.serveAhead(w, r, aheadKey{key, at, width})
}

// serveAhead answers with the bundle of a view, unless who asks has it.
func (s *Server) serveAhead(w http.ResponseWriter, r *http.Request, key aheadKey) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	a, err := s.aheads.get(r.Context(), key)
	switch {
	case errors.Is(err, errDrawing): // nobody misses it yet: whoever asked comes again
		h.Set("Retry-After", "1")
		w.WriteHeader(http.StatusAccepted)
	case err != nil:
		s.fail(w, r, err)
	case a.bytes == nil:
		w.WriteHeader(http.StatusNoContent)
	case strings.Contains(r.Header.Get("If-None-Match"), a.tag):
		h.Set("ETag", a.tag)
		w.WriteHeader(http.StatusNotModified)
	default:
		answer.AsItIs(w)
		h.Set("ETag", a.tag)
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Length", strconv.Itoa(len(a.bytes)))
		if r.Method != http.MethodHead {
			w.Write(a.bytes)
		}
	}
}

// hidden are the slides that whoever goes on passes by. The speaker says so at any time,
// which makes no other slides of them: see deck.State.Aside.
func (s *Server) hidden(ctx context.Context, c *cached, d deck.State) (map[int]bool, error) {
	known := func() (map[int]bool, bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.hidden, c.hidden != nil && c.aside >= d.Aside
	}
	if hidden, ok := known(); ok {
		return hidden, nil
	}
	v, err, _ := c.loads.Do(fmt.Sprint("hidden ", d.Aside), func() (any, error) {
		if hidden, ok := known(); ok {
			return hidden, nil
		}
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), pageLimit)
		defer cancel()
		hidden, err := s.Store.Hidden(within, d.ID)
		if err != nil {
			return nil, err
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.hidden == nil || d.Aside > c.aside {
			c.hidden, c.aside = hidden, d.Aside
		}
		return hidden, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(map[int]bool), nil
}

// after is where a deck stands k views after a place. The views behind its last one
// are on slide 0, which is never shown: step 1, step 2. So what a move brings nearer
// stays the same bundle there, too.
func (c *cached) after(at place, k int, hidden map[int]bool) place {
	for ; k > 0; k-- {
		next, ok := c.next(at, hidden)
		if !ok {
			return place{0, k}
		}
		at = next
	}
	return at
}

func (c *cached) next(at place, hidden map[int]bool) (place, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := slices.BinarySearchFunc(c.slides, at.slide, numbered)
	if ok {
		for step := at.step + 1; step < len(c.slides[i].Views); step++ {
			if c.slides[i].View(step) != nil {
				return place{at.slide, step}, true
			}
		}
		i++
	}
	for ; i < len(c.slides); i++ {
		if n := c.slides[i].Number; c.slides[i].View(0) != nil && !hidden[n] {
			return place{n, 0}, true
		}
	}
	return at, false
}

// makeAhead makes a view's bundle and seals it. A decoy is nothing, as long as the
// bundle of some view of the deck: which one, only who has the keys could tell.
func (s *Server) makeAhead(ctx context.Context, key aheadKey) (ahead, error) {
	c, err := s.slides.get(ctx, key.deckKey)
	if err != nil {
		return ahead{}, err
	}
	keys, of := s.Hub.Keys(), key.place
	decoy := of.slide == 0
	if decoy {
		all := c.places()
		if len(all) == 0 {
			return ahead{}, nil
		}
		chance := keys.Of(key.id, key.content, 0, -of.step)
		of = all[binary.BigEndian.Uint64(chance[:])%uint64(len(all))]
	}
	if err := s.readPage(ctx, c, of, drawing.Next); err != nil {
		return ahead{}, err
	}
	slide := c.slide(of.slide)
	if slide == nil || slide.View(of.step) == nil {
		return ahead{}, nil // gone since
	}
	plain, small, err := s.bundle(ctx, c, slide, of.step, key.width)
	if err != nil {
		return ahead{}, err
	}
	if decoy {
		plain = make([]byte, len(plain))
		copy(plain, key.lang) // so that it is another one in each language, as a view's is
	}
	b := keys.Of(key.id, key.content, key.slide, key.step).Seal(plain)
	return ahead{b, `"` + sealed.Tag(b) + `"`, small}, nil
}

// places are all views of a deck.
func (c *cached) places() (all []place) {
	for at, ok := c.next(place{}, nil); ok; at, ok = c.next(at, nil) {
		all = append(all, at)
	}
	return all
}

// bundle is a view and its pictures for screens of a width, in the plain; small says
// that there was a smaller one.
func (s *Server) bundle(ctx context.Context, c *cached, slide *deck.Slide, step, width int) (plain []byte, small bool, err error) {
	var view bytes.Buffer
	if err := answer.EncodeJSON(&view, slideOf(c.info, c.lang, slide, step)); err != nil {
		return nil, false, err
	}
	b := sealed.Bundle{View: bytes.TrimSpace(view.Bytes())}
	size := len(b.View)
	for _, of := range picturesOf(slide.View(step), width) {
		p, got, err := s.soon(ctx, of, slide.View(step).Picture)
		if err != nil {
			return nil, false, err
		}
		if size += p.weight(); size > aheadMost {
			b.Pictures, small = nil, false
			break
		}
		small = small || got != of
		b.Pictures = append(b.Pictures, sealed.Picture{Address: got.address(), Type: p.Type, Data: p.bytes()})
	}
	plain, err = b.Bytes()
	return plain, small, err
}

var pictureAddress = regexp.MustCompile(`/pictures/([A-Za-z0-9_-]{1,64})/([0-9]{1,7})\b`)

// picturesOf are the pictures of a view, each once, in the size that suits a
// screen of this width. The sizes of those within HTML are in its srcset.
func picturesOf(v *deck.View, width int) (list []imageKey) {
	if p := v.Picture; p != nil {
		return []imageKey{{p.Hash, suits(p.Widths, width)}}
	}
	widths := map[string][]int{}
	for _, m := range pictureAddress.FindAllStringSubmatch(v.HTML, -1) {
		if w, err := strconv.Atoi(m[2]); err == nil {
			widths[m[1]] = append(widths[m[1]], w)
		}
	}
	for _, hash := range v.Uses {
		if widths[hash] != nil {
			list = append(list, imageKey{hash, suits(widths[hash], width)})
			delete(widths, hash)
		}
	}
	return list
}

// suits is the smallest width that is at least as wide as a screen, else the
// largest.
func suits(widths []int, screen int) (best int) {
	for _, w := range widths {
		if best < screen && w > best || w >= screen && w < best {
			best = w
		}
	}
	return best
}
