package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/app/fault"
	"lectern/app/server/answer"
	"lectern/app/store"
)

const (
	// mediaPart is how much of a film is read at once, and kept: a room plays the same
	// part of it at the same time.
	mediaPart      = 1 << 20
	mediaCacheSize = 64 << 20
)

// partKey is a part of a film or a sound.
type partKey struct {
	hash string
	part int64
}

func newMediaCache(s *store.Store) *cache[partKey, []byte] {
	return &cache[partKey, []byte]{
		most: mediaCacheSize, weigh: func(b []byte) int { return len(b) },
		load: func(ctx context.Context, key partKey) ([]byte, error) {
			m, err := s.Media(ctx, key.hash)
			if err != nil {
				return nil, err
			}
			b := make([]byte, max(0, min(mediaPart, m.Size-key.part*mediaPart)))
			n, err := s.ReadOriginal(ctx, m.Original, b, key.part*mediaPart)
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return b[:n], err
		},
	}
}

// errNoMedia is the store's too: what was not shown and what is not there have one answer.
var errNoMedia = fault.Errorf(fault.NotFound, "There is no such film or sound")

// getClock tells the time to a page that plays a film in step with others. The server's
// clock is taken for the database's: they are one computer's, or kept by NTP.
func (s *Server) getClock(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	answer.JSON(w, http.StatusOK, struct {
		Now int64 `json:"now"` // ms since 1970
	}{time.Now().UnixMilli()})
}

// getMedia plays a film or a sound to whoever may have it, as mayHave says: any part of
// it, as a browser asks for it (RFC 9110, 14).
func (s *Server) getMedia(w http.ResponseWriter, r *http.Request) {
	hash := strings.Clone(r.PathValue("hash"))
	if len(hash) != hashLength {
		s.fail(w, r, errNoMedia)
		return
	}
	may, err := s.mayHave(r, hash)
	if err == nil && !may {
		err = errNoMedia
	}
	var m store.Media
	if err == nil {
		m, err = s.Store.Media(r.Context(), hash)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	answer.AsItIs(w)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Type", m.Type)
	h.Set("ETag", strconv.Quote(m.Digest))
	http.ServeContent(w, r, "", time.Time{}, &mediaReader{ctx: r.Context(), server: s, hash: hash, size: m.Size})
}

// mediaReader reads a film part by part.
type mediaReader struct {
	ctx      context.Context
	server   *Server
	hash     string
	size, at int64
}

func (m *mediaReader) Read(p []byte) (int, error) {
	if m.at >= m.size {
		return 0, io.EOF
	}
	part, err := m.server.films.get(m.ctx, partKey{m.hash, m.at / mediaPart})
	if err != nil {
		return 0, err
	}
	from := m.at % mediaPart
	if from >= int64(len(part)) {
		return 0, io.ErrUnexpectedEOF // it was swept meanwhile
	}
	n := copy(p, part[from:])
	m.at += int64(n)
	return n, nil
}

func (m *mediaReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += m.at
	case io.SeekEnd:
		offset += m.size
	}
	if offset < 0 {
		return 0, errors.New("server: a place before a film's beginning")
	}
	m.at = offset
	return offset, nil
}
