package server

import (
	"bytes"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"lectern/app/server/answer"
	"lectern/embed/web"
)

// assets are the files that the pages name, by their path under /assets/. Each is
// compressed when it is first asked for: nobody asks for all of them, and to compress
// them all takes longer than what else a start does.
var assets = sync.OnceValue(func() map[string]func() *answer.Blob {
	all := map[string]func() *answer.Blob{}
	files := web.Assets()
	fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all[name] = sync.OnceValue(func() *answer.Blob {
			body, err := fs.ReadFile(files, name)
			if err != nil {
				panic(err) // it lies in the binary
			}
			return answer.NewBlob(web.MediaType(name), body)
		})
		return nil
	})
	return all
})

// getAsset serves what the pages name. The names hold a hash of the contents.
func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) {
	asset := assets()[strings.TrimPrefix(r.URL.Path, "/assets/")]
	if asset == nil {
		s.fail(w, r, answer.ErrNoPage)
		return
	}
	b := asset()
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if kind := web.MediaType(r.URL.Path); strings.HasPrefix(kind, "video/") {
		// Safari plays nothing that it cannot have in parts.
		answer.AsItIs(w)
		w.Header().Set("Content-Type", kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes()))
		return
	}
	b.Serve(w, r, http.StatusOK)
}
