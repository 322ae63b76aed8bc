package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"

	"lectern/embed/web"
)

// blob is what a whole room asks for at once, the same for everybody: it is
// compressed once, not for each of them.
type blob struct {
	kind string // media type
	tag  string // ETag
	raw  []byte
	gz   []byte // nil when it would not be smaller
}

func newBlob(kind string, raw []byte) *blob {
	sum := sha256.Sum256(raw)
	b := &blob{kind: kind, raw: raw, tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // the level is a valid one
	z.Write(raw)
	z.Close() // a buffer takes everything
	if buf.Len() < len(raw)*9/10 {
		b.gz = buf.Bytes()
	}
	return b
}

// serve answers with the blob, or that the asker has it already. How long it
// may be kept is the caller's to say, in Cache-Control.
func (b *blob) serve(w http.ResponseWriter, r *http.Request, status int) {
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

// assets are the files that the pages name, by their path under /assets/.
var assets = sync.OnceValue(func() map[string]*blob {
	all := map[string]*blob{}
	files := web.Assets()
	fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		kind := mime.TypeByExtension(path.Ext(name))
		if path.Ext(name) == ".js" {
			kind = "text/javascript; charset=utf-8" // some systems' tables differ
		}
		all[name] = newBlob(kind, body)
		return nil
	})
	return all
})

// getAsset serves what the pages name. The names hold a hash of the contents.
func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) {
	b := assets()[strings.TrimPrefix(r.URL.Path, "/assets/")]
	if b == nil {
		s.fail(w, r, errNoPage)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	b.serve(w, r, http.StatusOK)
}
