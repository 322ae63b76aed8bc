// Package answer is how answers look, whatever they are about: errors as problems
// (RFC 9457), JSON, bodies that are compressed once for a whole room, and how long
// a client may take. What an answer holds is the server's.
package answer

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

// Blob is what a whole room asks for at once, the same for everybody: it is
// compressed once, not for each of them.
type Blob struct {
	kind string // media type
	tag  string // ETag
	raw  []byte
	gz   []byte // nil when it would not be smaller
}

// largeBlob is where the best compression takes a tenth of a second and more, in
// bytes, and saves little.
const largeBlob = 1 << 20

// NewBlob returns a Blob of a media type.
func NewBlob(kind string, raw []byte) *Blob {
	sum := sha256.Sum256(raw)
	b := &Blob{kind: kind, raw: raw, tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
	if compressed(kind) {
		return b
	}
	level := gzip.BestCompression
	if len(raw) > largeBlob {
		level = gzip.DefaultCompression
	}
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, level) // the level is a valid one
	z.Write(raw)
	z.Close() // a buffer takes everything
	if buf.Len() < len(raw)*9/10 {
		b.gz = buf.Bytes()
	}
	return b
}

// compressed says whether what has this media type is compressed already: to find that
// out takes as long as to compress something that is not.
func compressed(kind string) bool {
	return kind == "font/woff2" || strings.HasPrefix(kind, "video/")
}

// Tag is the same for the same bytes.
func (b *Blob) Tag() string { return b.tag }

// Bytes are those that it was made of.
func (b *Blob) Bytes() []byte { return b.raw }

// Weight is the memory that it takes, in bytes.
func (b *Blob) Weight() int { return len(b.raw) + len(b.gz) }

// AsItIs keeps an answer from being compressed on its way out: it would be so anew
// for each of a room.
func AsItIs(w http.ResponseWriter) { w.Header().Set(gzhttp.HeaderNoCompression, "1") }

// Serve answers with the Blob, or that the asker has it already. How long it
// may be kept is the caller's to say, in Cache-Control.
func (b *Blob) Serve(w http.ResponseWriter, r *http.Request, status int) {
	AsItIs(w)
	h := w.Header()
	h.Set("ETag", b.tag)
	h.Set("Vary", "Accept-Encoding")
	if status == http.StatusOK && strings.Contains(r.Header.Get("If-None-Match"), b.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", b.kind)
	body := b.raw
	if b.gz != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = b.gz
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// takesGzip reads Accept-Encoding (RFC 9110, 12.5.3) as far as it matters:
// gzip is named, and not with q=0.
func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !ok || err != nil || weight > 0
	}
	return false
}
