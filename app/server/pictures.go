package server

import (
	"bytes"
	"container/list"
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"lectern/app/deck"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// imageCacheSize bounds the pictures kept in memory, in bytes: some hundred
// slides at the size of a laptop's screen.
const imageCacheSize = 128 << 20

// imageCache keeps the pictures that were asked for last.
type imageCache struct {
	store *store.Store
	group singleflight.Group

	mu     sync.Mutex
	size   int
	recent list.List // of *image, the newest in front
	byKey  map[string]*list.Element
}

type image struct {
	key string
	deck.PictureSize
}

func (c *imageCache) get(ctx context.Context, key, hash string, width int) (*image, error) {
	c.mu.Lock()
	if e, ok := c.byKey[key]; ok {
		c.recent.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*image), nil
	}
	c.mu.Unlock()
	v, err, _ := c.group.Do(key, func() (any, error) {
		ctx, cancel := forAll(ctx)
		defer cancel()
		p, err := c.store.Picture(ctx, hash, width)
		if err != nil {
			return nil, err
		}
		img := &image{key, p}
		c.keep(img)
		return img, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*image), nil
}

func (c *imageCache) keep(img *image) {
	if len(img.Data) > imageCacheSize/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey == nil {
		c.byKey = map[string]*list.Element{}
	}
	if _, ok := c.byKey[img.key]; ok {
		return
	}
	c.byKey[img.key] = c.recent.PushFront(img)
	for c.size += len(img.Data); c.size > imageCacheSize; {
		old := c.recent.Remove(c.recent.Back()).(*image)
		delete(c.byKey, old.key)
		c.size -= len(old.Data)
	}
}

// getPicture gives one size of a picture. Its address is a keyed hash of its
// bytes: nobody can guess it, and it may be cached for ever.
func (s *Server) getPicture(w http.ResponseWriter, r *http.Request) {
	hash := r.PathValue("hash")
	width, err := strconv.Atoi(r.PathValue("width"))
	// One spelling only: each would be another copy in memory.
	if err != nil || strconv.Itoa(width) != r.PathValue("width") || width < 0 || width > 1<<20 || len(hash) > 64 {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	img, err := s.images.get(r.Context(), hash+"/"+strconv.Itoa(width), hash, width)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", img.Type)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+strconv.Itoa(width)+`"`)
	// An SVG that is opened by itself is a document: it gets no script, no
	// network and an origin of its own.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(img.Data))
}
