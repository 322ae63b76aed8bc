package server

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/app/deck"
	"lectern/app/drawing"
	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/app/store"
)

// imageCacheSize bounds the pictures kept in memory, in bytes: some hundred
// slides at the size of a laptop's screen.
const imageCacheSize = 128 << 20

type imageKey struct {
	hash  string
	width int
}

func (k imageKey) address() string { return "/pictures/" + k.hash + "/" + strconv.Itoa(k.width) }

// served is one size of a picture. A vector, which is text, is a Blob; all others
// are compressed already.
type served struct {
	deck.PictureSize
	vector *answer.Blob // then Data is nil
}

func (p served) weight() int {
	if p.vector != nil {
		return p.vector.Weight()
	}
	return len(p.Data)
}

// bytes are the picture's, whatever it is.
func (p served) bytes() []byte {
	if p.vector != nil {
		return p.vector.Bytes()
	}
	return p.Data
}

func newImageCache(s *store.Store) *cache[imageKey, served] {
	return &cache[imageKey, served]{
		most: imageCacheSize, weigh: served.weight,
		load: func(ctx context.Context, key imageKey) (served, error) {
			size, err := s.Picture(ctx, key.hash, key.width)
			if err != nil {
				return served{}, err
			}
			return servedOf(size), nil
		},
	}
}

func servedOf(size deck.PictureSize) served {
	p := served{PictureSize: size}
	if size.Type == "image/svg+xml" {
		p.vector, p.Data = answer.NewBlob(size.Type, size.Data), nil
	}
	return p
}

// hashLength is of a picture's address: 32 bytes in base64.
const hashLength = 43

var errNoPicture = fault.Errorf(fault.NotFound, "There is no such picture")

// getPicture gives one size of a picture to whoever may have it: see mayHave. What
// was not shown and what is not there have one answer. For a page that the room does
// not see, and that takes its time to be drawn, it is 202: ask again.
func (s *Server) getPicture(w http.ResponseWriter, r *http.Request) {
	hash := strings.Clone(r.PathValue("hash")) // not the whole request's line
	width, err := strconv.Atoi(r.PathValue("width"))
	// One spelling only: each would be another copy in memory.
	if err != nil || strconv.Itoa(width) != r.PathValue("width") || width < 0 || width > 1<<20 || len(hash) != hashLength {
		s.fail(w, r, errNoPicture)
		return
	}
	may, err := s.mayHave(r, hash)
	if err == nil && !may {
		err = errNoPicture
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	key := imageKey{hash, width}
	img, have := s.images.have(key)
	if !have {
		u := drawing.Asked
		if s.visible(r.Context(), hash) {
			u = drawing.Now
		}
		if img, err = s.picture(r.Context(), key, u); err == errDrawing && u == drawing.Asked {
			// It comes. That is no error, which a browser would complain of for each.
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusAccepted)
			return
		}
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	// Its bytes never change; no cache that people share may have it after the talk.
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	// An SVG that is opened by itself is a document: it gets no script, no
	// network and an origin of its own.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
	if img.vector != nil {
		img.vector.Serve(w, r, http.StatusOK)
		return
	}
	answer.AsItIs(w)
	h.Set("Content-Type", img.Type)
	h.Set("ETag", `"`+strconv.Itoa(width)+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(img.Data))
}
